//! What goes in and comes out.

use jiff::Timestamp;

/// A company's identity provider, as its metadata names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityProvider {
    /// The `entityID`: who must have issued an answer.
    pub entity_id: String,
    /// Where a browser is sent to sign in, HTTP-Redirect binding; https, or http on loopback.
    pub sso_url: String,
    /// The certificates whose keys may have signed an answer, DER. They carry keys: who signed them and until when
    /// they are valid is not asked, as the SAML metadata interoperability profile has it.
    pub certificates: Vec<Vec<u8>>,
}

/// This side of one connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceProvider {
    /// The `entityID` of the connection: the audience that an answer must name.
    pub entity_id: String,
    /// Where answers are posted to: the recipient that an answer must name.
    pub acs_url: String,
}

/// What an identity provider said of a person, read from verified bytes alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// The assertion's `ID`. The caller keeps it until [`Assertion::not_on_or_after`] and takes each one once.
    pub assertion_id: String,
    /// The `NameID`: who the person is, for this identity provider.
    pub subject: String,
    /// The `Format` of the name; the SAML default `unspecified` when none is given.
    pub subject_format: String,
    /// The first value of the mail attribute, else the name itself when its format is `emailAddress`.
    pub email: Option<String>,
    /// What the person is called, from the usual attributes.
    pub display_name: Option<String>,
    /// How the person signed in (`AuthnContextClassRef`).
    pub authn_context: Option<String>,
    /// When the identity provider wants the session to end.
    pub session_not_on_or_after: Option<Timestamp>,
    /// From when the assertion is refused as expired, the skew included.
    pub not_on_or_after: Timestamp,
}
