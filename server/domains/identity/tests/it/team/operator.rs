//! Invitations that the operator sends.

use std::time::Duration;

use omni_kernel::ctx::Facts;
use omni_kernel::ports::Invitations;
use omni_kernel::{Begun, Caller, RequestId};
use omni_proto_identity::v1 as pb;
use omni_testkit::doubles::effects;
use pb::team_service_server::TeamService;

use super::invitations::{resend, revoke};
use super::{House, house, house_for, why};

/// Invites as the operator at the machine does.
async fn invite_for_operator(house: &House, email: &str, role: &str) -> Result<String, omni_kernel::Error> {
    let (effects, _) = effects(&house.db, house.db.clock(), house.db.rng());
    let id = RequestId::from_uuid(house.db.rng().uuid(house.db.clock().now()));
    let facts = Facts { caller: Caller::Operator, ..Facts::anonymous(id) };
    let Begun::New(mut effect) = effects.begin_in::<()>(&facts.into(), house.mine).await? else {
        return Err(omni_kernel::Error::internal("there is no idempotency key"));
    };
    let id = house.team.invite(&mut effect, "email", email, role).await?;
    effect.commit(()).await?;
    Ok(id)
}

#[tokio::test]
async fn who_is_invited_by_the_operator_needs_no_member_who_could_have_invited_them() {
    let house = house().await;
    let id = invite_for_operator(&house, "Bor@example.com", "owner").await.unwrap();
    let listed = pb::ListInvitationsRequest::default();
    let listed = house.team.list_invitations(house.ask(house.owner, listed).await).await.unwrap();
    let listed = listed.into_inner().invitations.remove(0);
    assert_eq!((listed.invitation_id, listed.inviter_id.as_str()), (id, "operator"));
    let mail = house.mail.last_to("Bor@example.com").unwrap();
    assert!(mail.text.starts_with("The operator of this Omni installation invites you to the team of Acme"));
    // The only owner may be anything by then.
    let sql = "UPDATE omni.members SET role = 'viewer'";
    sqlx::query(sql).execute(&mut house.db.superuser().await).await.unwrap();
    let accepted = house.accept(&house.token("Bor@example.com")).await.unwrap();
    assert_eq!(house.role_of(accepted.user_id.parse().unwrap()).await.unwrap(), "owner");
}

#[tokio::test]
async fn an_invitation_of_the_operator_is_void_once_it_is_sent_again_revoked_or_expired() {
    let house = house().await;
    let mut tokens = Vec::new();
    for role in ["owner", "viewer"] {
        invite_for_operator(&house, "bor@example.com", role).await.unwrap();
        tokens.push(house.token("bor@example.com"));
    }
    assert_eq!(why(house.accept(&tokens[0]).await), "INVITATION_INVALID");
    let bor = house.accept(&tokens[1]).await.unwrap().user_id.parse().unwrap();
    assert_eq!(house.role_of(bor).await.unwrap(), "viewer");
    let again = invite_for_operator(&house, "bor@example.com", "owner").await.unwrap_err();
    assert_eq!(again.reason().name, "ALREADY_MEMBER");

    let id = invite_for_operator(&house, "cene@example.com", "owner").await.unwrap();
    revoke(&house, &id).await.unwrap();
    assert_eq!(why(house.accept(&house.token("cene@example.com")).await), "INVITATION_INVALID");
    invite_for_operator(&house, "dana@example.com", "owner").await.unwrap();
    house.db.clock().advance(Duration::from_hours(7 * 24));
    assert_eq!(why(house.accept(&house.token("dana@example.com")).await), "INVITATION_INVALID");
}

#[tokio::test]
async fn a_member_who_sends_the_operators_invitation_again_gives_no_more_than_they_hold() {
    let house = house().await;
    let admin = house.member("admin").await;
    let id = invite_for_operator(&house, "bor@example.com", "owner").await.unwrap();
    house.db.clock().advance(Duration::from_mins(2));
    let message = pb::ResendInvitationRequest { invitation_id: id.clone() };
    let refused = house.team.resend_invitation(house.ask(admin, message).await).await;
    assert_eq!(why(refused), "GRANTS_NOT_HELD");
    // From here on it stands and falls with the owner.
    assert_eq!(resend(&house, &id).await.unwrap().inviter_id, house.owner.to_string());
    let sql = "UPDATE omni.members SET role = 'viewer'";
    sqlx::query(sql).execute(&mut house.db.superuser().await).await.unwrap();
    assert_eq!(why(house.accept(&house.token("bor@example.com")).await), "INVITATION_INVALID");
}

#[tokio::test]
async fn the_operator_invites_to_built_in_roles_of_tenants_that_are_served() {
    let house = house_for(Some(2)).await;
    house.create_role(house.owner, "support", &["keys.keys.read"]).await.unwrap();
    for (email, role, reason) in [
        ("bor", "owner", "INVALID_FIELD"),
        ("bor@example.com", "support", "INVALID_FIELD"),
        ("bor@example.com", "king", "INVALID_FIELD"),
    ] {
        let refused = invite_for_operator(&house, email, role).await.unwrap_err();
        assert_eq!(refused.reason().name, reason, "{role}");
    }
    invite_for_operator(&house, "bor@example.com", "owner").await.unwrap();
    // In the place of the one before, so that there is room.
    invite_for_operator(&house, "bor@example.com", "admin").await.unwrap();
    let full = invite_for_operator(&house, "cene@example.com", "owner").await.unwrap_err();
    assert_eq!(full.reason().name, "USERS_FULL");
    let sql = "UPDATE omni.tenants SET status = 'suspended'";
    sqlx::query(sql).execute(&mut house.db.superuser().await).await.unwrap();
    let closed = invite_for_operator(&house, "bor@example.com", "owner").await.unwrap_err();
    assert_eq!(closed.reason().name, "TEAM_CLOSED");
}
