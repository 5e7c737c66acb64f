//! How connections are made and changed.

use omni_proto_identity::v1 as pb;
use pb::create_connection_request::Protocol;
use pb::sso_service_server::SsoService;
use tonic_types::StatusExt;

use super::{House, house};
use crate::harness::{Node, status_reason};

type Change = fn(&mut pb::CreateConnectionRequest);

fn oidc(wanted: &mut pb::CreateConnectionRequest) -> &mut pb::OidcSettings {
    match wanted.protocol.as_mut().unwrap() {
        Protocol::Oidc(oidc) => oidc,
        Protocol::Saml(_) => unreachable!("this house speaks OpenID Connect"),
    }
}

#[tokio::test]
async fn a_connection_tells_what_the_provider_has_to_know_and_never_its_secret() {
    let house = house().await;
    let made = house.create(&house.admin, house.wanted()).await.unwrap();
    let Some(pb::sso_connection::Protocol::Oidc(shown)) = &made.protocol else { panic!("OpenID Connect") };
    let id = &made.connection_id;
    assert_eq!(shown.redirect_uri, format!("https://omni.example.com/auth/sso/{id}/callback"));
    assert_eq!(shown.scopes, ["openid", "email", "profile"]);
    let request = pb::GetConnectionRequest { connection_id: id.clone() };
    let found = house.sso.service().get_connection(Node::request(&house.admin, request)).await.unwrap();
    let request = pb::ListConnectionsRequest::default();
    let listed = house.sso.service().list_connections(Node::request(&house.admin, request)).await.unwrap();
    assert_eq!(listed.into_inner().connections, [found.into_inner().connection.unwrap()]);
    assert!(!format!("{made:?}").contains(super::CLIENT_SECRET));
    assert!(!format!("{:?}", house.world.node.audit.entries()).contains(super::CLIENT_SECRET));
    let kept = "SELECT count(*) FROM omni.sso_connections c WHERE c::text LIKE '%correct-horse%'";
    assert_eq!(house.world.count(kept).await, 0, "the secret lies in the clear");
    assert_eq!(house.world.node.audit.entries().pop().unwrap().target, *id);
    // It moves to a new data key with the others.
    let columns = omni_identity::sealed_columns(house.world.db.database());
    let column = columns.iter().find(|column| column.name() == "sso_connections.client_secret").unwrap();
    let mut tx = house.world.db.begin(&house.admin.scope().unwrap()).await.unwrap();
    assert_eq!(column.count_old(tx.raw(), uuid::Uuid::max()).await.unwrap(), 1);
}

#[tokio::test]
async fn settings_that_are_none_are_refused_by_name() {
    let house = house().await;
    let wrong: [(&str, Change); 10] = [
        ("display_name", |wanted| wanted.display_name.clear()),
        ("default_role", |wanted| wanted.default_role = "owner".to_owned()),
        ("default_role", |wanted| wanted.default_role = "nobody".to_owned()),
        ("return_urls[0]", |wanted| wanted.return_urls = vec!["http://app.example.com/".to_owned()]),
        ("return_urls[1]", |wanted| wanted.return_urls.push("https://app.example.com/#x".to_owned())),
        ("protocol", |wanted| wanted.protocol = None),
        ("oidc.issuer", |wanted| oidc(wanted).issuer = "http://login.example.com".to_owned()),
        ("oidc.issuer", |wanted| oidc(wanted).issuer.clear()),
        ("oidc.client_id", |wanted| oidc(wanted).client_id = " ".to_owned()),
        ("oidc.scopes", |wanted| oidc(wanted).scopes = vec!["two words".to_owned()]),
    ];
    for (field, change) in wrong {
        let mut wanted = house.wanted();
        change(&mut wanted);
        let status = house.create(&house.admin, wanted).await.unwrap_err();
        let named = status.get_error_details().bad_request().unwrap().field_violations[0].field.clone();
        assert_eq!(named, field);
    }
}

#[tokio::test]
async fn the_identity_provider_of_a_connection_cannot_be_exchanged() {
    let house = house().await;
    let id = house.connected().await;
    let change = |issuer: &str| pb::UpdateConnectionRequest {
        connection_id: id.clone(),
        protocol: Some(pb::update_connection_request::Protocol::Oidc(pb::OidcSettings {
            issuer: issuer.to_owned(),
            client_id: "another".to_owned(),
            ..pb::OidcSettings::default()
        })),
        update_mask: Some(prost_types::FieldMask { paths: vec!["oidc".to_owned()] }),
        ..pb::UpdateConnectionRequest::default()
    };
    let sso = house.sso.service();
    let outcome = sso.update_connection(Node::request(&house.admin, change("https://evil.example"))).await;
    assert_eq!(status_reason(outcome), "INVALID_FIELD");
    let changed = sso.update_connection(Node::request(&house.admin, change(""))).await.unwrap().into_inner();
    let Some(pb::sso_connection::Protocol::Oidc(shown)) = changed.connection.unwrap().protocol else {
        panic!("OpenID Connect")
    };
    assert_eq!((shown.client_id.as_str(), shown.issuer), ("another", house.idp.issuer()));
    let mask = |path: &str| pb::UpdateConnectionRequest {
        connection_id: id.clone(),
        update_mask: Some(prost_types::FieldMask { paths: vec![path.to_owned()] }),
        ..pb::UpdateConnectionRequest::default()
    };
    let outcome = sso.update_connection(Node::request(&house.admin, mask("vouched"))).await;
    assert_eq!(status_reason(outcome), "INVALID_FIELD");
}

impl House {
    /// Somebody of another company.
    async fn stranger(&self) -> omni_kernel::Ctx {
        self.world.node.person("bor@beta.example").await;
        let tokens = self.world.node.login("bor@beta.example").await;
        self.world.node.signed_in(&tokens).await
    }
}

#[tokio::test]
async fn connections_and_domains_of_another_tenant_look_as_if_they_were_not_there() {
    let house = house().await;
    let id = house.connected().await;
    let (stranger, sso) = (house.stranger().await, house.sso.service());
    let never = "sso_01k9z8v6m3e8qsb4x7n2h5d0ya";
    let mut told = Vec::new();
    for id in [id.as_str(), never] {
        let connection_id = id.to_owned();
        let get = pb::GetConnectionRequest { connection_id: connection_id.clone() };
        let get = sso.get_connection(Node::request(&stranger, get)).await.unwrap_err();
        let update = pb::UpdateConnectionRequest {
            connection_id: connection_id.clone(),
            display_name: "Mine".to_owned(),
            ..pb::UpdateConnectionRequest::default()
        };
        let update = sso.update_connection(Node::request(&stranger, update)).await.unwrap_err();
        let delete = pb::DeleteConnectionRequest { connection_id };
        let delete = sso.delete_connection(Node::request(&stranger, delete)).await.unwrap_err();
        let plain = |status: tonic::Status| (status.code(), status.message().replace(id, "ID"));
        told.push([plain(get), plain(update), plain(delete)]);
    }
    assert_eq!(told[0], told[1]);
    assert!(told[0].iter().all(|(code, _)| *code == tonic::Code::NotFound), "{told:?}");
    for domain in ["acme.example", "never.example"] {
        let request = pb::ReleaseDomainRequest { domain: domain.to_owned() };
        let released = sso.release_domain(Node::request(&stranger, request)).await;
        assert_eq!(status_reason(released), "NOT_FOUND");
    }
    let request = pb::ListDomainsRequest::default();
    let listed = sso.list_domains(Node::request(&stranger, request)).await.unwrap();
    assert!(listed.into_inner().domains.is_empty());
    house.sign_in(&id).await;
}

#[tokio::test]
async fn lists_go_by_pages() {
    let house = house().await;
    for number in 0..3 {
        let wanted = pb::CreateConnectionRequest { display_name: format!("C{number}"), ..house.wanted() };
        house.create(&house.admin, wanted).await.unwrap();
        house.world.forward(std::time::Duration::from_secs(1));
    }
    let (mut names, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = pb::ListConnectionsRequest { page_size: 2, page_token };
        let page = house.sso.service().list_connections(Node::request(&house.admin, request)).await;
        let page = page.unwrap().into_inner();
        names.extend(page.connections.into_iter().map(|connection| connection.display_name));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(names, ["C0", "C1", "C2"]);
}

#[tokio::test]
async fn a_tenant_has_twenty_connections_at_most() {
    let house = house().await;
    for _ in 0..20 {
        house.create(&house.admin, house.wanted()).await.unwrap();
    }
    let outcome = house.create(&house.admin, house.wanted()).await.map(tonic::Response::new);
    assert_eq!(status_reason(outcome), "CONNECTIONS_FULL");
}
