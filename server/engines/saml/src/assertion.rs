//! What a verified assertion says, and whether it says it to us, now (SAML core, section 2; profiles, section 4.1.4).

use jiff::{SignedDuration, Timestamp};

use crate::xml::Element;
use crate::{Assertion, IdentityProvider, Refusal, SKEW_SECONDS, ServiceProvider, attributes, ns};

const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const ENTITY: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";
const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
const TRANSIENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
const EMAIL: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

/// Longer than SAML lets a persistent name be (256), and than an address can be (254).
const LONGEST_SUBJECT: usize = 1024;

const SKEW: SignedDuration = SignedDuration::from_secs(SKEW_SECONDS);

/// Reads an assertion; `assertion` comes from what was verified.
pub(crate) fn read(
    assertion: &Element,
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    in_response_to: &str,
    now: Timestamp,
) -> Result<Assertion, Refusal> {
    let id = assertion.attribute("ID").filter(|id| !id.is_empty()).ok_or(Refusal::Schema)?;
    if assertion.attribute("Version") != Some("2.0") {
        return Err(Refusal::Schema);
    }
    check_issuer(assertion, idp)?;
    begun(time(assertion, "IssueInstant")?.ok_or(Refusal::Time)?, now)?;
    let conditions = check_conditions(assertion, sp, now)?;
    let subject = assertion.only(ns::ASSERTION, "Subject").ok_or(Refusal::Subject)?;
    let confirmed = check_confirmation(subject, sp, in_response_to, now)?;
    let (subject, subject_format) = name(subject)?;
    let (authn_context, session_not_on_or_after) = authentication(assertion, now)?;
    let attributes = attributes::read(assertion);
    let named = (subject_format == EMAIL).then(|| subject.clone());
    let ends = conditions.map_or(confirmed, |conditions| conditions.min(confirmed));
    Ok(Assertion {
        assertion_id: id.to_owned(),
        email: attributes.email.or(named),
        display_name: attributes.display_name,
        subject,
        subject_format,
        authn_context,
        session_not_on_or_after,
        not_on_or_after: ends.saturating_add(SKEW).unwrap_or(Timestamp::MAX),
    })
}

/// The Issuer, which must be there once.
pub(crate) fn check_issuer(parent: &Element, idp: &IdentityProvider) -> Result<(), Refusal> {
    let issuer = parent.only(ns::ASSERTION, "Issuer").ok_or(Refusal::Issuer)?;
    let format = issuer.attribute("Format").is_none_or(|format| format == ENTITY);
    if format && issuer.text() == Some(idp.entity_id.as_str()) { Ok(()) } else { Err(Refusal::Issuer) }
}

/// The conditions: when, and for whom. Gives their end, when they have one.
fn check_conditions(
    assertion: &Element,
    sp: &ServiceProvider,
    now: Timestamp,
) -> Result<Option<Timestamp>, Refusal> {
    let conditions = assertion.only(ns::ASSERTION, "Conditions").ok_or(Refusal::Audience)?;
    let ends = window(conditions, now)?;
    let mut audiences = 0;
    for condition in &conditions.children {
        if condition.is(ns::ASSERTION, "AudienceRestriction") {
            audiences += 1;
            let ours = |audience: &Element| audience.text() == Some(sp.entity_id.as_str());
            // Each restriction must hold; of one restriction's audiences, one must be we.
            if !condition.all(ns::ASSERTION, "Audience").any(ours) {
                return Err(Refusal::Audience);
            }
        } else if !["OneTimeUse", "ProxyRestriction"].iter().any(|name| condition.is(ns::ASSERTION, name)) {
            // Core, 2.5.1: whoever does not understand a condition must not take the assertion. The two let through
            // hold anyway: an assertion is taken once, and never passed on.
            return Err(Refusal::Condition);
        }
    }
    if audiences == 0 { Err(Refusal::Audience) } else { Ok(ends) }
}

/// One bearer confirmation that was made for this address, this request and this time (profiles, 4.1.4.2). Gives its
/// end. The reason given is that of the last one tried.
fn check_confirmation(
    subject: &Element,
    sp: &ServiceProvider,
    in_response_to: &str,
    now: Timestamp,
) -> Result<Timestamp, Refusal> {
    let mut refused = Refusal::Confirmation;
    for confirmation in subject.all(ns::ASSERTION, "SubjectConfirmation") {
        if confirmation.attribute("Method") != Some(BEARER) {
            continue;
        }
        match check_bearer(confirmation, sp, in_response_to, now) {
            Ok(ends) => return Ok(ends),
            Err(refusal) => refused = refusal,
        }
    }
    Err(refused)
}

fn check_bearer(
    confirmation: &Element,
    sp: &ServiceProvider,
    in_response_to: &str,
    now: Timestamp,
) -> Result<Timestamp, Refusal> {
    let data = confirmation.only(ns::ASSERTION, "SubjectConfirmationData").ok_or(Refusal::Confirmation)?;
    if data.attribute("Recipient") != Some(sp.acs_url.as_str()) {
        return Err(Refusal::Recipient);
    }
    if in_response_to.is_empty() || data.attribute("InResponseTo") != Some(in_response_to) {
        return Err(Refusal::InResponseTo);
    }
    window(data, now)?.ok_or(Refusal::Time)
}

/// The person's name. SAML lets it be a BaseID or encrypted; those are not read.
fn name(subject: &Element) -> Result<(String, String), Refusal> {
    let name = subject.only(ns::ASSERTION, "NameID").ok_or(Refusal::Subject)?;
    let text = name.text().filter(|text| !text.is_empty() && text.len() <= LONGEST_SUBJECT);
    let text = text.filter(|text| !text.contains(char::is_control)).ok_or(Refusal::Subject)?;
    let format = name.attribute("Format").unwrap_or(UNSPECIFIED);
    if format == TRANSIENT {
        return Err(Refusal::TransientSubject);
    }
    Ok((text.to_owned(), format.to_owned()))
}

/// How the person signed in, and until when the session may last: the earliest, when several statements say so.
fn authentication(
    assertion: &Element,
    now: Timestamp,
) -> Result<(Option<String>, Option<Timestamp>), Refusal> {
    let (mut context, mut session, mut statements) = (None, None::<Timestamp>, 0);
    for statement in assertion.all(ns::ASSERTION, "AuthnStatement") {
        statements += 1;
        begun(time(statement, "AuthnInstant")?.ok_or(Refusal::Time)?, now)?;
        if let Some(ends) = time(statement, "SessionNotOnOrAfter")? {
            lasts(ends, now)?;
            session = Some(session.map_or(ends, |other| other.min(ends)));
        }
        let class = statement
            .only(ns::ASSERTION, "AuthnContext")
            .and_then(|context| context.only(ns::ASSERTION, "AuthnContextClassRef"));
        // Of several statements the first speaks.
        context = context.or_else(|| class.and_then(Element::text).map(str::to_owned));
    }
    if statements == 0 { Err(Refusal::NoAuthnStatement) } else { Ok((context, session)) }
}

/// `NotBefore` and `NotOnOrAfter` around now. Gives the latter.
fn window(element: &Element, now: Timestamp) -> Result<Option<Timestamp>, Refusal> {
    if let Some(begins) = time(element, "NotBefore")? {
        begun(begins, now)?;
    }
    let ends = time(element, "NotOnOrAfter")?;
    if let Some(ends) = ends {
        lasts(ends, now)?;
    }
    Ok(ends)
}

fn begun(begins: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    if begins.duration_since(now) <= SKEW { Ok(()) } else { Err(Refusal::NotYetValid) }
}

fn lasts(ends: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    if now.duration_since(ends) < SKEW { Ok(()) } else { Err(Refusal::Expired) }
}

/// A time in UTC (core, 1.3.3), when the attribute is there.
fn time(element: &Element, name: &str) -> Result<Option<Timestamp>, Refusal> {
    let Some(text) = element.attribute(name) else { return Ok(None) };
    if !text.ends_with('Z') || text.as_bytes().get(10) != Some(&b'T') {
        return Err(Refusal::Time);
    }
    text.parse().map(Some).map_err(|_| Refusal::Time)
}
