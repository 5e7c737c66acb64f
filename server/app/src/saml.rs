//! The SAML engine behind the identity domain's seam.

use jiff::Timestamp;
use omni_identity::sso::saml::{
    Assertion, AuthnRequest, IdentityProvider, Refusal, SamlEngine, ServiceProvider,
};

/// `omni-saml`, which reads XML by libxml2 and libxmlsec1.
pub(crate) struct Engine;

impl SamlEngine for Engine {
    fn read_metadata(&self, xml: &str) -> Result<IdentityProvider, Refusal> {
        let read = omni_saml::IdentityProvider::from_metadata(xml).map_err(refusal)?;
        let omni_saml::IdentityProvider { entity_id, sso_url, certificates } = read;
        Ok(IdentityProvider { entity_id, sso_url, certificates })
    }

    fn metadata(&self, sp: &ServiceProvider) -> String {
        ours(sp).metadata()
    }

    fn authn_request(
        &self,
        sp: &ServiceProvider,
        idp: &IdentityProvider,
        request: &AuthnRequest<'_>,
    ) -> Result<String, Refusal> {
        let AuthnRequest { request_id, now, relay_state } = *request;
        omni_saml::authn_request(&ours(sp), &theirs(idp), request_id, now, relay_state).map_err(refusal)
    }

    fn verify(
        &self,
        sp: &ServiceProvider,
        idp: &IdentityProvider,
        response: &str,
        in_response_to: &str,
        now: Timestamp,
    ) -> Result<Assertion, Refusal> {
        let said = omni_saml::verify(&ours(sp), &theirs(idp), response, in_response_to, now);
        let said = said.map_err(refusal)?;
        Ok(Assertion {
            assertion_id: said.assertion_id,
            subject: said.subject,
            subject_format: Some(said.subject_format),
            email: said.email,
            display_name: said.display_name,
            authn_context: said.authn_context,
            session_not_on_or_after: said.session_not_on_or_after,
            not_on_or_after: said.not_on_or_after,
        })
    }
}

fn ours(sp: &ServiceProvider) -> omni_saml::ServiceProvider {
    omni_saml::ServiceProvider { entity_id: sp.entity_id.clone(), acs_url: sp.acs_url.clone() }
}

fn theirs(idp: &IdentityProvider) -> omni_saml::IdentityProvider {
    omni_saml::IdentityProvider {
        entity_id: idp.entity_id.clone(),
        sso_url: idp.sso_url.clone(),
        certificates: idp.certificates.clone(),
    }
}

fn refusal(refusal: omni_saml::Refusal) -> Refusal {
    Refusal { code: refusal.code(), message: refusal.to_string() }
}
