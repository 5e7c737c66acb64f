//! The SAML side with an engine of this test in the place of XML: what the domain adds to an engine.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use omni_identity::sso::saml::{
    Assertion, AuthnRequest, IdentityProvider, Refusal, SamlEngine, ServiceProvider,
};
use omni_proto_identity::v1 as pb;
use pb::create_connection_request::Protocol;
use url::Url;

use super::{House, Landing, VERIFIER, given, house, house_with, no_way_back};
use crate::harness::{reason, status_reason};

/// Responses of this engine are `<assertion id> <subject> <e-mail> <the request that it answers>`.
struct Plain;

fn refusal(code: &'static str) -> Refusal {
    Refusal { code, message: "not what it should be".to_owned() }
}

impl SamlEngine for Plain {
    fn read_metadata(&self, xml: &str) -> Result<IdentityProvider, Refusal> {
        let entity_id = xml.strip_prefix("metadata of ").ok_or_else(|| refusal("METADATA_WRONG"))?.to_owned();
        let sso_url = "https://login.example.com/saml".to_owned();
        Ok(IdentityProvider { entity_id, sso_url, certificates: vec![vec![1, 2, 3]] })
    }

    fn metadata(&self, sp: &ServiceProvider) -> String {
        format!("<{} {}>", sp.entity_id, sp.acs_url)
    }

    fn authn_request(
        &self,
        _: &ServiceProvider,
        idp: &IdentityProvider,
        request: &AuthnRequest<'_>,
    ) -> Result<String, Refusal> {
        assert!(request.relay_state.len() <= 80);
        Ok(format!("{}?id={}&RelayState={}", idp.sso_url, request.request_id, request.relay_state))
    }

    fn verify(
        &self,
        _: &ServiceProvider,
        _: &IdentityProvider,
        response: &str,
        in_response_to: &str,
        now: Timestamp,
    ) -> Result<Assertion, Refusal> {
        let parts: Vec<&str> = response.split(' ').collect();
        let [id, subject, email, request] = parts[..] else { return Err(refusal("RESPONSE_WRONG")) };
        if request != in_response_to {
            return Err(refusal("IN_RESPONSE_TO_WRONG"));
        }
        Ok(Assertion {
            assertion_id: id.to_owned(),
            subject: subject.to_owned(),
            subject_format: None,
            email: Some(email.to_owned()),
            display_name: None,
            authn_context: None,
            session_not_on_or_after: Some(now + Duration::from_hours(1)),
            not_on_or_after: now + Duration::from_mins(5),
        })
    }
}

impl House {
    fn wanted_saml(&self, metadata: &str) -> pb::CreateConnectionRequest {
        let saml = pb::SamlSettings { idp_metadata_xml: metadata.to_owned(), ..pb::SamlSettings::default() };
        pb::CreateConnectionRequest { protocol: Some(Protocol::Saml(saml)), ..self.wanted() }
    }

    /// Begins, and posts what `response` makes of the id of the request.
    async fn post(&self, id: &str, response: impl Fn(&str) -> String) -> Landing {
        let url = Url::parse(&self.start(id).await.unwrap()).unwrap();
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        let fields = [
            ("RelayState".to_owned(), asked["RelayState"].clone()),
            ("SAMLResponse".to_owned(), response(&asked["id"])),
        ];
        Landing::at(&self.sso.acs(&self.call(id, fields.to_vec())).await.unwrap())
    }
}

#[tokio::test]
async fn a_person_signs_in_by_saml() {
    let house = house_with(Some(Arc::new(Plain))).await;
    house.prove(&house.admin, "acme.example").await.unwrap();
    let made = house.create(&house.admin, house.wanted_saml("metadata of idp")).await.unwrap();
    let id = made.connection_id;
    let Some(pb::sso_connection::Protocol::Saml(shown)) = made.protocol else { panic!("SAML") };
    assert_eq!(shown.sp_entity_id, format!("https://omni.example.com/auth/sso/{id}"));
    assert_eq!(shown.acs_url, format!("https://omni.example.com/auth/sso/{id}/acs"));
    assert_eq!(shown.certificate_fingerprints[0].len(), 64);
    assert!(house.sso.metadata(&id).await.unwrap().contains(&shown.acs_url));

    let landing = house.post(&id, |request| format!("a1 eva eva@acme.example {request}")).await;
    let answer = house.complete(&landing.code(), VERIFIER).await.unwrap().into_inner();
    let tokens = given(&answer.tokens.unwrap());
    assert_eq!(house.who(&tokens).await.1, house.tenant);
    // The provider's session ends in an hour, and ours with it.
    house.world.forward(Duration::from_secs(3601));
    assert_eq!(reason(house.world.node.refresh(&tokens.refresh).await), "REFRESH_TOKEN_INVALID");
}

#[tokio::test]
async fn a_saml_response_counts_once_and_for_its_own_request_and_domain() {
    let house = house_with(Some(Arc::new(Plain))).await;
    house.prove(&house.admin, "acme.example").await.unwrap();
    let id = house.create(&house.admin, house.wanted_saml("metadata of idp")).await.unwrap().connection_id;
    let fine = |request: &str| format!("a1 eva eva@acme.example {request}");
    house.post(&id, fine).await.code();
    assert_eq!(house.post(&id, fine).await.reason(), "SSO_REPLAYED");
    let other = |_: &str| "a2 eva eva@acme.example _another".to_owned();
    assert_eq!(house.post(&id, other).await.reason(), "SSO_RESPONSE_INVALID");
    let foreign = |request: &str| format!("a3 bor bor@beta.example {request}");
    assert_eq!(house.post(&id, foreign).await.reason(), "SSO_DOMAIN_UNCLAIMED");
    let unasked = vec![("SAMLResponse".to_owned(), fine("_none"))];
    assert_eq!(no_way_back(house.sso.acs(&house.call(&id, unasked)).await), "SSO_STATE_INVALID");
    assert_eq!(house.world.count("SELECT count(*) FROM omni.sso_assertions").await, 1);
}

#[tokio::test]
async fn a_server_without_saml_says_so_and_has_no_metadata() {
    let house = house().await;
    let outcome = house.create(&house.admin, house.wanted_saml("metadata of idp")).await;
    assert_eq!(status_reason(outcome.map(tonic::Response::new)), "SAML_UNAVAILABLE");
    let id = house.connected().await;
    for connection in [id.as_str(), "sso_01k9z8v6m3e8qsb4x7n2h5d0ya", "nonsense"] {
        assert_eq!(no_way_back(house.sso.metadata(connection).await), "NOT_FOUND", "{connection}");
    }
}

#[tokio::test]
async fn metadata_that_is_none_and_that_of_another_provider_are_refused() {
    let house = house_with(Some(Arc::new(Plain))).await;
    let outcome = house.create(&house.admin, house.wanted_saml("nonsense")).await;
    assert_eq!(status_reason(outcome.map(tonic::Response::new)), "INVALID_FIELD");
}
