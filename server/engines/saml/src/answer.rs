//! An answer from the browser, from its first byte to what may be believed of it.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use jiff::Timestamp;

use crate::xml::{self, Comments, Element};
use crate::{
    Assertion, IdentityProvider, LONGEST_ANSWER, Refusal, ServiceProvider, assertion, ns, signature,
};

const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";

/// One base64 text for one document: trailing bits are zero.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::RequireCanonical),
);

/// Reads the `SAMLResponse` of a posted form (SAML profiles, section 4.1.4): the one assertion in it, when everything
/// about it is as it must be, else the first reason against it.
///
/// `in_response_to` is the request that this browser was sent with; `now` the time of the server. The caller sees to
/// it that one `assertion_id` is taken once.
pub fn verify(
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    saml_response_base64: &str,
    in_response_to: &str,
    now: Timestamp,
) -> Result<Assertion, Refusal> {
    let xml = decoded(saml_response_base64)?;
    let response = xml::parse(&xml, Comments::Refused)?;
    check_envelope(&response, sp, idp, in_response_to)?;
    let found = sole_assertion(&response)?;
    let signed = signature::reduce_to_signed(&xml, &response, found, idp)?;

    // From here on only what was signed is read: `signed` is what libxmlsec1 digested, and nothing around it.
    let verified = if signed.is(ns::PROTOCOL, "Response") { sole_assertion(&signed)? } else { &signed };
    assertion::read(verified, sp, idp, in_response_to, now)
}

fn decoded(text: &str) -> Result<String, Refusal> {
    if text.len() > LONGEST_ANSWER {
        return Err(Refusal::TooLarge);
    }
    // Identity providers break the lines, as MIME does.
    let text: String =
        text.chars().filter(|character| !matches!(character, ' ' | '\t' | '\r' | '\n')).collect();
    let bytes = BASE64.decode(text).map_err(|_| Refusal::NotBase64)?;
    String::from_utf8(bytes).map_err(|_| Refusal::Encoding)
}

/// What the Response says around the assertion. When it is not signed anybody may have written it; so it can only
/// speak against the answer, never for it.
fn check_envelope(
    response: &Element,
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    in_response_to: &str,
) -> Result<(), Refusal> {
    if !response.is(ns::PROTOCOL, "Response") || response.attribute("Version") != Some("2.0") {
        return Err(Refusal::NotAResponse);
    }
    if let Some(destination) = response.attribute("Destination")
        && destination != sp.acs_url
    {
        return Err(Refusal::Destination);
    }
    if let Some(request) = response.attribute("InResponseTo")
        && request != in_response_to
    {
        return Err(Refusal::InResponseTo);
    }
    match response.all(ns::ASSERTION, "Issuer").count() {
        0 => {}
        1 => assertion::check_issuer(response, idp)?,
        _ => return Err(Refusal::Issuer),
    }
    let status = response.only(ns::PROTOCOL, "Status").ok_or(Refusal::Status)?;
    let code = status.only(ns::PROTOCOL, "StatusCode").and_then(|code| code.attribute("Value"));
    if code == Some(SUCCESS) { Ok(()) } else { Err(Refusal::Status) }
}

/// The one assertion, wherever one might hide another.
fn sole_assertion(response: &Element) -> Result<&Element, Refusal> {
    let all = response.walk();
    if all.iter().any(|element| element.is(ns::ASSERTION, "EncryptedAssertion")) {
        return Err(Refusal::Encrypted);
    }
    // A Response within the Response would bring its own envelope.
    if all.iter().filter(|element| element.is(ns::PROTOCOL, "Response")).count() != 1 {
        return Err(Refusal::SeveralResponses);
    }
    match all.iter().filter(|element| element.is(ns::ASSERTION, "Assertion")).count() {
        0 => Err(Refusal::NoAssertion),
        1 => response.only(ns::ASSERTION, "Assertion").ok_or(Refusal::MisplacedAssertion),
        _ => Err(Refusal::SeveralAssertions),
    }
}
