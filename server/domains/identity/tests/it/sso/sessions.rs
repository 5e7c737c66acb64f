//! What a session that a connection made may do, and when it ends.

use omni_identity::{SecondFactor, Tokens};
use omni_kernel::{Error, Secret, TenantId};
use omni_proto_identity::v1 as pb;
use pb::sso_service_server::SsoService;
use serde_json::json;

use super::{House, VERIFIER, house};
use crate::harness::{Node, reason, status_reason};

impl House {
    async fn switch(&self, tokens: &Tokens, to: TenantId) -> Result<(), Error> {
        let ctx = self.world.node.signed_in(tokens).await;
        self.world.node.identity.switch_tenant(&ctx, to, |_| ()).await.map(|_| ())
    }
}

#[tokio::test]
async fn a_session_of_a_company_does_not_reach_the_persons_other_tenants() {
    let house = house().await;
    let id = house.connected().await;
    // Eva has a company of her own, which the provider of Acme must not open.
    let (eva, own) = house.world.node.person("eva@acme.example").await;
    let tokens = house.sign_in(&id).await;
    assert_eq!(house.who(&tokens).await, (eva, house.tenant));
    assert_eq!(reason(house.switch(&tokens, own).await), "SSO_SESSION_BOUND");
    let renewed = house.world.node.refresh(&tokens.refresh).await.unwrap();
    assert_eq!(house.who(&renewed).await, (eva, house.tenant));
    assert_eq!(reason(house.switch(&renewed, own).await), "SSO_SESSION_BOUND");
    // The password, which the provider does not have, still reaches both.
    let by_password = house.world.node.login("eva@acme.example").await;
    assert!(house.switch(&by_password, house.tenant).await.is_ok());
    // In its own tenant it may begin anew, and stays what it is.
    assert!(house.switch(&tokens, house.tenant).await.is_ok());
    let bound = "SELECT count(*) FROM omni.sessions WHERE connection_id IS NOT NULL";
    assert_eq!(house.world.count(bound).await, 2);
}

#[tokio::test]
async fn a_connection_that_is_off_renews_nothing_and_lets_nobody_in() {
    let house = house().await;
    let id = house.connected().await;
    let tokens = house.sign_in(&id).await;
    let begun = house.idp.consent(&house.start(&id).await.unwrap());
    let code = house.round(&id).await.code();
    house.set_enabled(&id, false).await;
    let landing = super::Landing::at(&house.sso.callback(&house.call(&id, begun)).await.unwrap());
    assert_eq!(landing.reason(), "SSO_CONNECTION_OFF");
    assert_eq!(status_reason(house.complete(&code, VERIFIER).await), "SSO_CODE_INVALID");
    assert_eq!(reason(house.world.node.refresh(&tokens.refresh).await), "REFRESH_TOKEN_INVALID");
    house.set_enabled(&id, true).await;
    assert!(house.world.node.refresh(&tokens.refresh).await.is_ok());
}

#[tokio::test]
async fn a_suspended_tenant_is_not_signed_in_to() {
    let house = house().await;
    let id = house.connected().await;
    let tokens = house.sign_in(&id).await;
    let begun = house.idp.consent(&house.start(&id).await.unwrap());
    for status in ["suspended", "cancelled"] {
        let sql = if status == "suspended" {
            "UPDATE omni.tenants SET status = 'suspended'"
        } else {
            "UPDATE omni.tenants SET status = 'cancelled'"
        };
        house.world.execute(sql).await;
        assert_eq!(
            reason(house.world.node.refresh(&tokens.refresh).await),
            "REFRESH_TOKEN_INVALID",
            "{status}"
        );
    }
    let landing = super::Landing::at(&house.sso.callback(&house.call(&id, begun)).await.unwrap());
    assert_eq!(landing.reason(), "SSO_CONNECTION_OFF");
}

#[tokio::test]
async fn a_member_who_was_removed_does_not_come_back_by_the_company() {
    let house = house().await;
    let id = house.connected().await;
    let tokens = house.sign_in(&id).await;
    let code = house.round(&id).await.code();
    house.world.execute("DELETE FROM omni.members WHERE role = 'developer'").await;
    assert_eq!(reason(house.world.node.refresh(&tokens.refresh).await), "REFRESH_TOKEN_INVALID");
    assert_eq!(status_reason(house.complete(&code, VERIFIER).await), "SSO_CODE_INVALID");
    assert_eq!(house.refused(&id).await, "SSO_NOT_A_MEMBER");
}

#[tokio::test]
async fn a_deleted_connection_ends_the_sessions_that_it_made_and_no_others() {
    let house = house().await;
    let id = house.connected().await;
    let tokens = house.sign_in(&id).await;
    assert!(house.world.node.admits(&tokens).await);
    let request = pb::DeleteConnectionRequest { connection_id: id.clone() };
    house.sso.service().delete_connection(Node::request(&house.admin, request)).await.unwrap();
    assert!(house.world.node.refuses_soon(&tokens).await);
    assert_eq!(reason(house.world.node.refresh(&tokens.refresh).await), "REFRESH_TOKEN_INVALID");
    assert_eq!(house.world.count("SELECT count(*) FROM omni.sso_identities").await, 0);
    assert_eq!(house.world.count("SELECT count(*) FROM omni.sessions WHERE revoke_time IS NULL").await, 1);
    // The person and the membership stay.
    assert_eq!(house.world.count("SELECT count(*) FROM omni.members").await, 2);
}

#[tokio::test]
async fn a_second_factor_here_is_asked_for_unless_the_company_asked_for_one() {
    let house = house().await;
    let id = house.connected().await;
    house.idp.change(|idp| idp.claims = Box::new(|claims| claims["email"] = json!("ana@acme.example")));
    let node = &house.world.node;
    let secret = crate::mfa::enrol(&house.world, &house.tokens).await.0;
    let landing = house.round(&id).await;
    let answer = house.complete(&landing.code(), VERIFIER).await.unwrap().into_inner();
    assert!(answer.tokens.is_none());
    let challenge = Secret::new(answer.mfa_challenge.unwrap().challenge);
    house.world.forward(std::time::Duration::from_mins(1));
    let code = SecondFactor::Code(Secret::new(crate::mfa::code(&secret, &house.world, 0)));
    let mut tokens = None;
    let ctx = node.anonymous(None);
    node.identity.complete_mfa(&ctx, &challenge, &code, |given| tokens = Some(given)).await.unwrap();
    assert_eq!(house.who(&tokens.unwrap()).await, (house.owner, house.tenant));
    let methods =
        "SELECT count(*) FROM omni.sessions WHERE methods = '{sso,otp}' AND connection_id IS NOT NULL";
    assert_eq!(house.world.count(methods).await, 1);

    house.idp.change(|idp| {
        idp.claims = Box::new(|claims| {
            (claims["email"], claims["amr"]) = (json!("ana@acme.example"), json!(["pwd", "mfa"]));
        });
    });
    house.sign_in(&id).await;
    let methods = "SELECT count(*) FROM omni.sessions WHERE methods = '{sso,mfa}'";
    assert_eq!(house.world.count(methods).await, 1);
}

#[tokio::test]
async fn a_connection_vouches_for_no_more_than_the_one_held_who_saved_it() {
    let house = house().await;
    house.prove(&house.admin, "acme.example").await.unwrap();
    // Bor is an admin; an owner's role grants more.
    house.world.node.person("bor@acme.example").await;
    sqlx::query(
        "INSERT INTO omni.members (tenant_id, user_id, role, create_time, update_time) \
         SELECT m.tenant_id, $1, 'admin', now(), now() FROM omni.members m WHERE m.user_id = $2",
    )
    .bind(house.world.person_at("bor@acme.example").await)
    .bind(house.world.person_at("ana@acme.example").await)
    .execute(&mut house.world.db.superuser().await)
    .await
    .unwrap();
    let tokens = house.world.node.login("bor@acme.example").await;
    let bor = house.world.node.signed_in(&tokens).await;
    let mut there = None;
    let outcome = house.world.node.identity.switch_tenant(&bor, house.tenant, |given| there = Some(given));
    outcome.await.unwrap();
    let bor = house.world.node.signed_in(&there.unwrap()).await;
    let id = house.create(&bor, house.wanted()).await.unwrap().connection_id;

    house.idp.change(|idp| idp.claims = Box::new(|claims| claims["email"] = json!("ana@acme.example")));
    assert_eq!(house.refused(&id).await, "SSO_ROLE_NOT_VOUCHED");
    // One who is an admin at most is signed in, until they are more.
    house.idp.change(|idp| idp.claims = Box::new(|_| {}));
    let eva = house.sign_in(&id).await;
    house.world.execute("UPDATE omni.members SET role = 'owner' WHERE role = 'developer'").await;
    assert_eq!(house.refused(&id).await, "SSO_ROLE_NOT_VOUCHED");
    assert_eq!(reason(house.world.node.refresh(&eva.refresh).await), "REFRESH_TOKEN_INVALID");
    // An owner saves the settings, and answers for it.
    let request = pb::UpdateConnectionRequest {
        connection_id: id.clone(),
        protocol: Some(pb::update_connection_request::Protocol::Oidc(pb::OidcSettings {
            client_id: super::CLIENT_ID.to_owned(),
            ..pb::OidcSettings::default()
        })),
        update_mask: Some(prost_types::FieldMask { paths: vec!["oidc".to_owned()] }),
        ..pb::UpdateConnectionRequest::default()
    };
    house.sso.service().update_connection(Node::request(&house.admin, request)).await.unwrap();
    // The secret that was not named was kept: the provider takes it.
    house.sign_in(&id).await;
}
