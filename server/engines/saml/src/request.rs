//! What this side says: its metadata, and the request that a browser carries to the identity provider.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use jiff::Timestamp;
use jiff::tz::Offset;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{IdentityProvider, Refusal, ServiceProvider, ns};

/// What RFC 3986 leaves as it is in a query's value.
const QUERY_VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// SAML bindings, section 3.4.3.
const LONGEST_RELAY_STATE: usize = 80;

const POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

impl ServiceProvider {
    /// The metadata that the company's administrator gives to the identity provider (SAML metadata, section 2.4.4).
    pub fn metadata(&self) -> String {
        format!(
            concat!(
                r#"<?xml version="1.0" encoding="UTF-8"?>"#,
                "\n",
                r#"<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{entity}">"#,
                r#"<md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" "#,
                r#"protocolSupportEnumeration="{protocol}">"#,
                "<md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>",
                "<md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>",
                r#"<md:AssertionConsumerService Binding="{post}" Location="{acs}" index="0" isDefault="true"/>"#,
                "</md:SPSSODescriptor></md:EntityDescriptor>\n",
            ),
            entity = escaped(&self.entity_id),
            protocol = ns::PROTOCOL,
            post = POST,
            acs = escaped(&self.acs_url),
        )
    }
}

/// The address that a browser is sent to: an AuthnRequest by the HTTP-Redirect binding (SAML bindings, section 3.4).
/// The request is not signed; what matters of it is bound to the answer by `request_id`.
///
/// `request_id` is an XML name that nobody can guess; `relay_state` comes back with the answer, at most 80 bytes.
pub fn authn_request(
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    request_id: &str,
    now: Timestamp,
    relay_state: &str,
) -> Result<String, Refusal> {
    if !is_name(request_id) {
        return Err(Refusal::RequestId);
    }
    if relay_state.len() > LONGEST_RELAY_STATE {
        return Err(Refusal::RelayState);
    }
    let xml = format!(
        concat!(
            r#"<samlp:AuthnRequest xmlns:samlp="{protocol}" xmlns:saml="{assertion}" ID="{id}" Version="2.0" "#,
            r#"IssueInstant="{now}" Destination="{destination}" ProtocolBinding="{post}" "#,
            r#"AssertionConsumerServiceURL="{acs}"><saml:Issuer>{issuer}</saml:Issuer>"#,
            r#"<samlp:NameIDPolicy AllowCreate="true"/></samlp:AuthnRequest>"#,
        ),
        protocol = ns::PROTOCOL,
        assertion = ns::ASSERTION,
        id = request_id,
        now = seconds(now),
        destination = escaped(&idp.sso_url),
        post = POST,
        acs = escaped(&sp.acs_url),
        issuer = escaped(&sp.entity_id),
    );
    let mut deflated = DeflateEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let deflated = deflated.write_all(xml.as_bytes()).and_then(|()| deflated.finish()).unwrap_or_default();
    let joint = if idp.sso_url.contains('?') { '&' } else { '?' };
    let request = STANDARD.encode(deflated);
    Ok(format!(
        "{}{joint}SAMLRequest={}&RelayState={}",
        idp.sso_url,
        utf8_percent_encode(&request, QUERY_VALUE),
        utf8_percent_encode(relay_state, QUERY_VALUE),
    ))
}

/// The ASCII part of XML's NCName.
fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|other| other.is_ascii_alphanumeric() || matches!(other, '_' | '-' | '.'))
}

/// `2026-01-02T03:04:05Z`: whole seconds, which every identity provider reads.
fn seconds(time: Timestamp) -> String {
    Offset::UTC.to_datetime(time).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            other => safe.push(other),
        }
    }
    safe
}
