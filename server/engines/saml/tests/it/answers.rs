//! Genuine answers are taken, and say what pysaml2 was told to say.

use jiff::{SignedDuration, Timestamp};
use omni_saml::Refusal;

use crate::peer::{Signed, changed, peer};

#[test]
fn a_genuine_answer_is_taken_whichever_element_is_signed() {
    let peer = peer();
    for signed in [Signed::Assertion, Signed::Response, Signed::Both, Signed::Sha384, Signed::Sha512] {
        let xml = peer.answer(signed);
        let assertion = peer.verify(&xml).unwrap_or_else(|refusal| panic!("{signed:?}: {refusal:?}"));
        assert_eq!(assertion.subject, "ana-7f3a");
        assert_eq!(assertion.subject_format, "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent");
        assert_eq!(assertion.email.as_deref(), Some("ana@example.com"));
        assert_eq!(assertion.display_name.as_deref(), Some("Ana Novak"));
        assert_eq!(
            assertion.authn_context.as_deref(),
            Some("urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport")
        );
        assert_eq!(assertion.session_not_on_or_after, None);
        assert!(xml.contains(&format!("<ns1:Assertion Version=\"2.0\" ID=\"{}\"", assertion.assertion_id)));
        let lasts = assertion.not_on_or_after.duration_since(peer.now);
        assert!((lasts - SignedDuration::from_mins(16)).abs() <= SignedDuration::from_secs(10), "{lasts}");
    }
}

#[test]
fn an_address_as_the_name_is_the_address() {
    let peer = peer();
    let assertion = peer.verify(&peer.answer(Signed::ByEmail)).unwrap();
    assert_eq!(assertion.subject, "ana@example.com");
    assert_eq!(assertion.email.as_deref(), Some("ana@example.com"));
    assert_eq!(assertion.display_name, None);
}

#[test]
fn a_name_that_changes_at_every_sign_in_is_refused() {
    let peer = peer();
    assert_eq!(peer.verify(&peer.answer(Signed::Transient)), Err(Refusal::TransientSubject));
}

#[test]
fn an_answer_with_thousands_of_groups_is_taken() {
    let peer = peer();
    let values: String =
        (0..2000).map(|group| format!("<ns1:AttributeValue>{group}</ns1:AttributeValue>")).collect();
    let groups = format!("<ns1:Attribute Name=\"groups\">{values}</ns1:Attribute></ns1:AttributeStatement>");
    let xml = changed(&peer.answer(Signed::Assertion), "</ns1:AttributeStatement>", &groups);
    let xml = peer.sign(&xml, "idp");
    assert_eq!(peer.verify(&xml).unwrap().email.as_deref(), Some("ana@example.com"));
}

#[test]
fn an_answer_signed_on_an_elliptic_curve_is_taken_when_its_certificate_is_pinned() {
    let peer = peer();
    let mut idp = peer.idp.clone();
    let own = peer.metadata.replace(&peer.certificate("idp"), &peer.certificate("curve"));
    idp.certificates.extend(omni_saml::IdentityProvider::from_metadata(&own).unwrap().certificates);
    for algorithm in ["ecdsa-sha256", "ecdsa-sha384", "ecdsa-sha512"] {
        let template = changed(&peer.answer(Signed::Assertion), "rsa-sha256", algorithm);
        let signed = peer.sign(&template, "curve");
        assert_eq!(peer.verify(&signed), Err(Refusal::Signature));
        let text = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, signed);
        let taken = omni_saml::verify(&peer.sp, &idp, &text, crate::peer::REQUEST, peer.now).unwrap();
        assert_eq!(taken.subject, "ana-7f3a");
    }
}

#[test]
fn an_answer_is_taken_from_a_minute_before_it_begins_until_a_minute_after_it_ends() {
    let peer = peer();
    let xml = peer.answer(Signed::Both);
    let at = |seconds: i64| -> Timestamp { peer.now + SignedDuration::from_secs(seconds) };
    // The peer made it within the seconds before it told the time.
    assert_eq!(peer.verify_at(&xml, at(-75)), Err(Refusal::NotYetValid));
    assert!(peer.verify_at(&xml, at(-50)).is_ok());
    let ends = peer.verify(&xml).unwrap().not_on_or_after;
    assert!(peer.verify_at(&xml, ends - SignedDuration::from_millis(1)).is_ok());
    assert_eq!(peer.verify_at(&xml, ends), Err(Refusal::Expired));
    assert_eq!(peer.verify_at(&xml, at(3600)), Err(Refusal::Expired));
}

#[test]
fn an_answer_with_its_lines_broken_as_mime_does_is_taken() {
    let peer = peer();
    let text =
        base64::Engine::encode(&base64::engine::general_purpose::STANDARD, peer.answer(Signed::Assertion));
    let broken: Vec<&str> =
        text.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let taken =
        omni_saml::verify(&peer.sp, &peer.idp, &broken.join("\r\n"), crate::peer::REQUEST, peer.now).unwrap();
    assert_eq!(taken.subject, "ana-7f3a");
}
