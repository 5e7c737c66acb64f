//! Connections to identity providers, and the domains that a tenant claims.

use std::collections::BTreeSet;
use std::net::IpAddr;

use jiff::Timestamp;
use omni_kernel::{Error, Grants, Secret, TenantId};
use url::{Host, Url};

use super::saml::IdentityProvider;

omni_kernel::entity_id!(
    /// A connection of a tenant to an identity provider.
    ConnectionId,
    Connection,
    "sso"
);

/// A connection of a tenant to an identity provider.
#[derive(Debug, Clone)]
pub(crate) struct Connected {
    pub(crate) id: ConnectionId,
    pub(crate) tenant: TenantId,
    pub(crate) display_name: String,
    pub(crate) default_role: String,
    pub(crate) return_urls: Vec<String>,
    pub(crate) enabled: bool,
    /// What the one held who saved the protocol's settings.
    pub(crate) vouched: Grants,
    pub(crate) protocol: Protocol,
    pub(crate) create_time: Timestamp,
    pub(crate) update_time: Timestamp,
}

/// How it speaks to the identity provider.
#[derive(Debug, Clone)]
pub(crate) enum Protocol {
    Oidc(Oidc),
    Saml(IdentityProvider),
}

/// An OpenID Connect provider.
#[derive(Debug, Clone)]
pub(crate) struct Oidc {
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    /// None for a public client.
    pub(crate) client_secret: Option<Secret>,
    pub(crate) scopes: Vec<String>,
}

impl Connected {
    /// Whether the browser may be sent back there: one of the list letter by letter, or the caller's own machine by its
    /// address (RFC 8252, section 7.3).
    pub(crate) fn may_return_to(&self, url: &str) -> bool {
        self.return_urls.iter().any(|allowed| allowed == url) || is_loopback_app(url)
    }
}

fn is_loopback_app(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let local = match url.host() {
        Some(Host::Ipv4(address)) => address == std::net::Ipv4Addr::LOCALHOST,
        Some(Host::Ipv6(address)) => address == std::net::Ipv6Addr::LOCALHOST,
        Some(Host::Domain(_)) | None => false,
    };
    // As it was written, so that no two readers of the address disagree.
    let written = ["http://127.0.0.1:", "http://127.0.0.1/", "http://[::1]:", "http://[::1]/"];
    local
        && url.fragment().is_none()
        && url.username().is_empty()
        && written.iter().any(|start| text.starts_with(start))
}

/// A return address of a connection.
///
/// # Errors
/// `INVALID_FIELD` unless it is an https URL without a fragment and without a user.
pub(crate) fn return_url(field: &str, text: &str) -> Result<String, Error> {
    let wrong = || Error::invalid_field(field, "expected an https URL without a fragment");
    let url = Url::parse(text).map_err(|_| wrong())?;
    let fits = url.scheme() == "https"
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && url.host_str().is_some_and(|host| !host.is_empty())
        && text.len() <= 1024
        && text.chars().all(|letter| letter.is_ascii_graphic());
    if fits { Ok(text.to_owned()) } else { Err(wrong()) }
}

/// The issuer of a provider: an https URL without a query; http on this machine where private networks may be reached.
///
/// # Errors
/// `INVALID_FIELD`.
pub(crate) fn issuer(field: &str, text: &str, private: bool) -> Result<String, Error> {
    let wrong = || Error::invalid_field(field, "expected an https URL such as https://login.example.com");
    let url = Url::parse(text).map_err(|_| wrong())?;
    let local = match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => return Err(wrong()),
    };
    let fits = (url.scheme() == "https" || (url.scheme() == "http" && local && private))
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && text.len() <= 512
        && text.chars().all(|letter| letter.is_ascii_graphic());
    if fits { Ok(text.to_owned()) } else { Err(wrong()) }
}

/// The scopes that are asked for: always `openid`.
pub(crate) fn scopes(asked: &[String]) -> Result<Vec<String>, Error> {
    if asked.is_empty() {
        return Ok(["openid", "email", "profile"].map(str::to_owned).to_vec());
    }
    // RFC 6749, section 3.3.
    let formed = |scope: &String| {
        !scope.is_empty()
            && scope.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
    };
    if !asked.iter().all(formed) || asked.len() > 20 {
        return Err(Error::invalid_field("oidc.scopes", "expected at most 20 scopes without spaces"));
    }
    let rest: BTreeSet<&str> = asked.iter().map(String::as_str).filter(|scope| *scope != "openid").collect();
    Ok(std::iter::once("openid").chain(rest).map(str::to_owned).collect())
}

/// A domain that a tenant claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Domain {
    pub(crate) name: String,
    pub(crate) token: String,
    pub(crate) create_time: Timestamp,
    pub(crate) verify_time: Option<Timestamp>,
}

impl Domain {
    /// The name of the TXT record that proves it.
    pub(crate) fn record_name(&self) -> String {
        format!("_omni-challenge.{}", self.name)
    }

    /// What the record has to say.
    pub(crate) fn record_value(&self) -> String {
        format!("omni-domain-verification={}", self.token)
    }
}

/// A domain in lower case and in its ASCII form; none for what is no domain of the DNS with at least two labels.
pub(crate) fn domain(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.');
    let Ok(Host::Domain(name)) = Host::parse(text) else { return None };
    let labels: Vec<&str> = name.split('.').collect();
    let formed = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // The name of its record has to fit, too.
    (labels.len() >= 2 && name.len() <= 237 && labels.iter().all(formed)).then_some(name)
}

/// The domain of an e-mail address, as [`domain`] has it.
pub(crate) fn domain_of(email: &str) -> Option<String> {
    domain(email.trim().rsplit_once('@')?.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_the_same_however_it_is_written() {
        assert_eq!(domain(" Example.COM. ").as_deref(), Some("example.com"));
        assert_eq!(domain("bücher.example").as_deref(), Some("xn--bcher-kva.example"));
        assert_eq!(domain_of("Ana@Example.com").as_deref(), Some("example.com"));
        for wrong in
            ["", "localhost", "127.0.0.1", "[::1]", "a b.com", "-a.com", "a..com", "a_b.com", "a/b.com"]
        {
            assert_eq!(domain(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn browsers_go_back_to_listed_addresses_and_to_the_callers_own_machine_only() {
        let connection = Connected {
            id: ConnectionId::from_uuid(uuid::Uuid::nil()),
            tenant: TenantId::from_uuid(uuid::Uuid::nil()),
            display_name: String::new(),
            default_role: String::new(),
            return_urls: vec!["https://app.example.com/in".to_owned()],
            enabled: true,
            vouched: Grants::default(),
            protocol: Protocol::Oidc(Oidc {
                issuer: String::new(),
                client_id: String::new(),
                client_secret: None,
                scopes: Vec::new(),
            }),
            create_time: Timestamp::UNIX_EPOCH,
            update_time: Timestamp::UNIX_EPOCH,
        };
        for fine in ["https://app.example.com/in", "http://127.0.0.1:8400/", "http://[::1]:9/cb?x=1"] {
            assert!(connection.may_return_to(fine), "{fine}");
        }
        for wrong in [
            "https://app.example.com/in/",
            "https://app.example.com/in?x",
            "https://127.0.0.1:8400/",
            "http://127.0.0.1.example.com/",
            "http://127.0.0.1:80@example.com/",
            "http://localhost:8400/",
            "http://127.0.0.2:8400/",
            "http://127.0.0.1:1/#x",
            "javascript:alert(1)",
            "http://2130706433/",
        ] {
            assert!(!connection.may_return_to(wrong), "{wrong}");
        }
    }

    #[test]
    fn an_issuer_is_https_and_plain_http_stays_on_the_machine_where_that_is_allowed() {
        assert!(issuer("issuer", "https://login.example.com/realms/a", false).is_ok());
        assert!(issuer("issuer", "http://127.0.0.1:9000", true).is_ok());
        for (wrong, private) in [
            ("http://127.0.0.1:9000", false),
            ("http://login.example.com", true),
            ("https://login.example.com/?a=b", true),
            ("https://me@login.example.com", true),
            ("login.example.com", true),
            ("file:///etc/passwd", true),
        ] {
            assert!(issuer("issuer", wrong, private).is_err(), "{wrong}");
        }
    }
}
