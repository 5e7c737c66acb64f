//! The service provider's side of SAML 2.0 Web Browser SSO: the request as a redirect, the answer as a posted form.
//! Pure functions of their input: no clock, no file, no network, no store.
//!
//! What reads XML from outside stands on libxml2 and libxmlsec1 through `samael` and is there with the feature
//! `xmlsec` alone; `docs/adr/0007-saml.md` says why, and what is checked here rather than there.

#[cfg(feature = "xmlsec")]
mod answer;
#[cfg(feature = "xmlsec")]
mod assertion;
#[cfg(feature = "xmlsec")]
mod attributes;
#[cfg(feature = "xmlsec")]
mod metadata;
mod model;
#[cfg(feature = "xmlsec")]
mod native;
mod refusal;
mod request;
#[cfg(feature = "xmlsec")]
mod signature;
#[cfg(feature = "xmlsec")]
mod xml;

#[cfg(feature = "xmlsec")]
pub use answer::verify;
pub use model::{Assertion, IdentityProvider, ServiceProvider};
pub use refusal::Refusal;
pub use request::authn_request;

/// The longest answer that is read, in bytes, as base64 and as XML.
pub const LONGEST_ANSWER: usize = 256 * 1024;

/// The longest metadata that is read, in bytes.
pub const LONGEST_METADATA: usize = 1024 * 1024;

/// How far the clocks of the two sides may differ, in seconds.
pub const SKEW_SECONDS: i64 = 60;

/// Namespaces of the standards.
mod ns {
    #[cfg(feature = "xmlsec")]
    pub(crate) const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
    pub(crate) const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
    pub(crate) const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
    #[cfg(feature = "xmlsec")]
    pub(crate) const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
}
