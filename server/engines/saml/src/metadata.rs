//! An identity provider's metadata (SAML metadata, section 2.4.3), given by the company's administrator.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Uri;
use openssl::pkey::Id;
use openssl::x509::X509;

use crate::xml::{self, Comments, Element};
use crate::{IdentityProvider, LONGEST_METADATA, Refusal, ns};

const REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
const LONGEST_ENTITY_ID: usize = 1024;
const LONGEST_URL: usize = 2048;
const MOST_CERTIFICATES: usize = 16;

impl IdentityProvider {
    /// Reads the metadata of one identity provider: an EntityDescriptor, alone or the only one of its kind in an
    /// EntitiesDescriptor. A signature over it is not asked for and `validUntil` is not read: what the administrator
    /// gives is what is pinned.
    pub fn from_metadata(metadata: &str) -> Result<Self, Refusal> {
        if metadata.len() > LONGEST_METADATA {
            return Err(Refusal::TooLarge);
        }
        let metadata = metadata.trim_start_matches('\u{feff}').trim();
        let root = xml::parse(metadata, Comments::Allowed)?;
        let (entity, descriptor) = provider(&root)?;
        if descriptor
            .attribute("WantAuthnRequestsSigned")
            .is_some_and(|wanted| matches!(wanted, "true" | "1"))
        {
            return Err(Refusal::SignedRequestsWanted);
        }
        let entity_id = entity.attribute("entityID").unwrap_or_default();
        if entity_id.is_empty() || entity_id.len() > LONGEST_ENTITY_ID {
            return Err(Refusal::NotMetadata);
        }
        let certificates = certificates(descriptor)?;
        let sso_url = sso_url(descriptor)?;
        Ok(Self { entity_id: entity_id.to_owned(), sso_url, certificates })
    }
}

/// The one entity with a SAML 2.0 identity provider's role, and that role.
fn provider(root: &Element) -> Result<(&Element, &Element), Refusal> {
    let entities: Vec<&Element> =
        root.walk().into_iter().filter(|element| element.is(ns::METADATA, "EntityDescriptor")).collect();
    let mut found = entities.into_iter().flat_map(|entity| {
        entity
            .all(ns::METADATA, "IDPSSODescriptor")
            .filter(|role| {
                let protocols = role.attribute("protocolSupportEnumeration").unwrap_or_default();
                protocols.split_whitespace().any(|protocol| protocol == ns::PROTOCOL)
            })
            .map(move |role| (entity, role))
    });
    found.next().filter(|_| found.next().is_none()).ok_or(Refusal::NotMetadata)
}

fn certificates(role: &Element) -> Result<Vec<Vec<u8>>, Refusal> {
    let mut found = Vec::new();
    for key in role.all(ns::METADATA, "KeyDescriptor") {
        if key.attribute("use").is_some_and(|purpose| purpose != "signing") {
            continue;
        }
        for element in key.walk() {
            if !element.is(ns::SIGNATURE, "X509Certificate") {
                continue;
            }
            let text: String =
                element.text().unwrap_or_default().chars().filter(|c| !c.is_ascii_whitespace()).collect();
            let der = STANDARD.decode(text).map_err(|_| Refusal::Certificate)?;
            check_key(&der)?;
            if !found.contains(&der) {
                found.push(der);
            }
        }
    }
    match found.len() {
        0 => Err(Refusal::NoCertificate),
        1..=MOST_CERTIFICATES => Ok(found),
        _ => Err(Refusal::TooLarge),
    }
}

fn check_key(der: &[u8]) -> Result<(), Refusal> {
    let key = X509::from_der(der).and_then(|certificate| certificate.public_key());
    let key = key.map_err(|_| Refusal::Certificate)?;
    let strong = match key.id() {
        Id::RSA => key.bits() >= 2048,
        Id::EC => key.bits() >= 256,
        _ => false,
    };
    if strong { Ok(()) } else { Err(Refusal::WeakKey) }
}

fn sso_url(role: &Element) -> Result<String, Refusal> {
    role.all(ns::METADATA, "SingleSignOnService")
        .filter(|service| service.attribute("Binding") == Some(REDIRECT))
        .find_map(|service| service.attribute("Location"))
        .filter(|url| is_safe(url))
        .map(str::to_owned)
        .ok_or(Refusal::SsoUrl)
}

/// https, or http to this machine; nothing that a browser and we could read in two ways.
fn is_safe(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    let Some(host) = uri.host().filter(|host| !host.is_empty()) else { return false };
    let plain = url.len() <= LONGEST_URL && url.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let user = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    let loopback = matches!(host, "127.0.0.1" | "[::1]" | "localhost");
    let scheme = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => loopback,
        _ => false,
    };
    plain && scheme && !user && !url.contains('#')
}
