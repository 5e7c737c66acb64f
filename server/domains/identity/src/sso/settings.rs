//! What a caller wants of a connection, read and checked.

use omni_kernel::{Error, Secret};

use super::Inner;
use super::model::{self, Connected, Oidc, Protocol};
use super::saml::IdentityProvider;
use omni_kernel::names::label;

/// What to set; what is none stays as it is.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub(super) display_name: Option<String>,
    pub(super) default_role: Option<String>,
    pub(super) return_urls: Option<Vec<String>>,
    pub(super) enabled: Option<bool>,
    pub(super) protocol: Option<WantedProtocol>,
}

/// The protocol's settings as they were typed.
#[derive(Debug)]
pub(super) enum WantedProtocol {
    Oidc { issuer: String, client_id: String, client_secret: Secret, scopes: Vec<String> },
    Saml { metadata: String },
}

/// Most return addresses of a connection.
const MOST_URLS: usize = 20;

impl Inner {
    /// The protocol's settings; `old` is what they are on an update.
    ///
    /// # Errors
    /// `INVALID_FIELD`; `SAML_UNAVAILABLE`.
    pub(super) fn protocol(&self, wanted: WantedProtocol, old: Option<&Protocol>) -> Result<Protocol, Error> {
        match (wanted, old) {
            (WantedProtocol::Oidc { issuer, client_id, client_secret, scopes }, None) => {
                let issuer = model::issuer("oidc.issuer", &issuer, self.settings.allow_private_networks)?;
                Ok(Protocol::Oidc(oidc(issuer, &client_id, given(client_secret), &scopes)?))
            }
            (
                WantedProtocol::Oidc { issuer, client_id, client_secret, scopes },
                Some(Protocol::Oidc(old)),
            ) => {
                if !issuer.is_empty() && issuer != old.issuer {
                    return Err(fixed("oidc.issuer"));
                }
                let secret = given(client_secret).or_else(|| old.client_secret.clone());
                Ok(Protocol::Oidc(oidc(old.issuer.clone(), &client_id, secret, &scopes)?))
            }
            (WantedProtocol::Saml { metadata }, None) => Ok(Protocol::Saml(self.read_metadata(&metadata)?)),
            (WantedProtocol::Saml { metadata }, Some(Protocol::Saml(old))) => {
                if metadata.is_empty() {
                    return Ok(Protocol::Saml(old.clone()));
                }
                let new = self.read_metadata(&metadata)?;
                if new.entity_id != old.entity_id {
                    return Err(fixed("saml.idp_metadata_xml"));
                }
                Ok(Protocol::Saml(new))
            }
            (WantedProtocol::Oidc { .. }, Some(Protocol::Saml(_))) => Err(fixed("oidc")),
            (WantedProtocol::Saml { .. }, Some(Protocol::Oidc(_))) => Err(fixed("saml")),
        }
    }

    fn read_metadata(&self, xml: &str) -> Result<IdentityProvider, Error> {
        let read = self.engine()?.read_metadata(xml);
        read.map_err(|refusal| Error::invalid_field("saml.idp_metadata_xml", refusal.message))
    }
}

impl Connected {
    /// Sets what is not of the protocol.
    ///
    /// # Errors
    /// `INVALID_FIELD`.
    pub(super) fn set(&mut self, wanted: &mut Wanted) -> Result<(), Error> {
        if let Some(text) = wanted.display_name.take() {
            self.display_name = label("display_name", &text)?;
        }
        if let Some(role) = wanted.default_role.take() {
            self.default_role = role;
        }
        if let Some(urls) = wanted.return_urls.take() {
            self.return_urls = return_urls(&urls)?;
        }
        if let Some(enabled) = wanted.enabled.take() {
            self.enabled = enabled;
        }
        Ok(())
    }
}

pub(super) fn return_urls(urls: &[String]) -> Result<Vec<String>, Error> {
    if urls.len() > MOST_URLS {
        return Err(Error::invalid_field("return_urls", "expected at most 20 URLs"));
    }
    urls.iter().enumerate().map(|(at, url)| model::return_url(&format!("return_urls[{at}]"), url)).collect()
}

fn oidc(
    issuer: String,
    client_id: &str,
    client_secret: Option<Secret>,
    scopes: &[String],
) -> Result<Oidc, Error> {
    let client_id = client_id.trim();
    if client_id.is_empty() || client_id.len() > 256 || client_id.chars().any(char::is_control) {
        return Err(Error::invalid_field("oidc.client_id", "expected the client id, 1 to 256 characters"));
    }
    Ok(Oidc { issuer, client_id: client_id.to_owned(), client_secret, scopes: model::scopes(scopes)? })
}

fn given(secret: Secret) -> Option<Secret> {
    (!secret.is_empty()).then_some(secret)
}

/// Whom a connection knows it knows by what one identity provider calls them.
fn fixed(field: &str) -> Error {
    Error::invalid_field(
        field,
        "expected the identity provider as it is; make another connection for another one",
    )
}
