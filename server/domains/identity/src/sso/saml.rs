//! The seam for SAML 2.0: what the domain asks of an engine, and nothing of XML.
//!
//! An engine is pure computation: it gets the time and every secret value as arguments and keeps nothing. The domain keeps
//! the settings, makes request ids, sees to it that an assertion is taken once, and decides who the person is.

use jiff::Timestamp;

/// The company's side: what its metadata says (SAML 2.0 Metadata, section 2.4.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityProvider {
    /// The entity id; the `Issuer` of its assertions has to equal it.
    pub entity_id: String,
    /// Where people are sent, by the HTTP-Redirect binding.
    pub sso_url: String,
    /// The certificates that may sign, each X.509 in DER; at least one.
    pub certificates: Vec<Vec<u8>>,
}

/// Our side, one of its own for each connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceProvider {
    /// The entity id; the `Audience` of assertions has to equal it.
    pub entity_id: String,
    /// Where responses are posted; their `Destination` and `Recipient` have to equal it.
    pub acs_url: String,
}

/// A request to sign somebody in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthnRequest<'a> {
    /// The `ID`: an NCName that no other request has. The response has to name it as `InResponseTo`.
    pub request_id: &'a str,
    /// The `IssueInstant`.
    pub now: Timestamp,
    /// What the response brings back beside itself, at most 80 bytes.
    pub relay_state: &'a str,
}

/// What a verified assertion says, all of it read from the element that the signature covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// The `ID`. The domain takes each once, until `not_on_or_after`.
    pub assertion_id: String,
    /// The text of the `NameID`.
    pub subject: String,
    /// The `Format` of the `NameID`, such as `urn:oasis:names:tc:SAML:2.0:nameid-format:persistent`; none when it has none.
    pub subject_format: Option<String>,
    /// The address, of an attribute or of a `NameID` of the format `emailAddress`.
    pub email: Option<String>,
    /// What the person is called.
    pub display_name: Option<String>,
    /// The `AuthnContextClassRef`.
    pub authn_context: Option<String>,
    /// When the session at the identity provider ends; ours ends no later.
    pub session_not_on_or_after: Option<Timestamp>,
    /// From when on the assertion is void.
    pub not_on_or_after: Timestamp,
}

/// Why a document was not taken. For the audit log and the log of the server: nothing secret, no text of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A stable name in `UPPER_SNAKE_CASE`, such as `SIGNATURE_WRONG`.
    pub code: &'static str,
    /// One sentence for the tenant's admin.
    pub message: String,
}

/// Reads and writes the documents of SAML 2.0: the Web Browser SSO profile, requests by HTTP-Redirect, responses by
/// HTTP-POST.
pub trait SamlEngine: Send + Sync {
    /// Reads the metadata of an identity provider.
    ///
    /// # Errors
    /// When it is no metadata of one identity provider that takes requests by HTTP-Redirect and signs.
    fn read_metadata(&self, xml: &str) -> Result<IdentityProvider, Refusal>;

    /// Our own metadata, an XML document.
    fn metadata(&self, sp: &ServiceProvider) -> String;

    /// Where to send a person: the identity provider's address with the request in the query.
    ///
    /// # Errors
    /// When the address of the identity provider is none.
    fn authn_request(
        &self,
        sp: &ServiceProvider,
        idp: &IdentityProvider,
        request: &AuthnRequest<'_>,
    ) -> Result<String, Refusal>;

    /// Verifies a response, base64 as it was posted. Takes long enough that it is called off the runtime's threads.
    ///
    /// # Errors
    /// Unless exactly one assertion is signed by one of the certificates with an allowed algorithm, and issuer, audience,
    /// recipient, `in_response_to` and times fit `now`.
    fn verify(
        &self,
        sp: &ServiceProvider,
        idp: &IdentityProvider,
        response: &str,
        in_response_to: &str,
        now: Timestamp,
    ) -> Result<Assertion, Refusal>;
}
