//! Signature wrapping: the eight forms of "On Breaking SAML: Be Whoever You Want to Be" (USENIX Security 2012), over
//! genuine answers with a signed Response, a signed assertion, or both. In each the genuine signature still covers the
//! genuine element, which has been moved, and a forged one lies where a careless reader looks.

use omni_saml::Refusal;

use crate::peer::{Signed, changed, peer, piece};

/// A genuine answer in its parts.
struct Parts {
    xml: String,
    response: String,
    assertion: String,
}

fn parts(signed: Signed) -> Parts {
    let xml = peer().answer(signed);
    let response = piece(&xml, "<ns0:Response", "</ns0:Response>").to_owned();
    let assertion = piece(&xml, "<ns1:Assertion", "</ns1:Assertion>").to_owned();
    Parts { xml, response, assertion }
}

fn id(element: &str) -> &str {
    piece(element, " ID=\"", "\" ").trim().trim_start_matches("ID=").trim_matches('"')
}

/// Another person, under other IDs and without a signature.
fn forged(element: &str) -> String {
    let mut other = changed(element, id(element), "_forged");
    if other.starts_with("<ns0:Response") {
        let assertion = piece(&other, "<ns1:Assertion", "</ns1:Assertion>").to_owned();
        let bare = changed(&assertion, id(&assertion), "_forged_too");
        other = changed(&other, &assertion, &bare);
    }
    while other.contains("<ns2:Signature ") {
        other = split(&other).1;
    }
    other.replace("ana-7f3a", "boss-1").replace("ana@example.com", "boss@example.com")
}

/// The first signature of an element, and the element without it.
fn split(element: &str) -> (String, String) {
    let signature = piece(element, "<ns2:Signature ", "</ns2:Signature>").to_owned();
    let bare = changed(element, &signature, "");
    (signature, bare)
}

/// `inner` as the last child of `outer`, whose end tag is `end`.
fn within(outer: &str, end: &str, inner: &str) -> String {
    let at = outer.rfind(end).unwrap();
    format!("{}{inner}{}", &outer[..at], &outer[at..])
}

/// The forgeries whose signed element is the Response: the first two as published, and the others with the Response in
/// the assertion's part.
fn around_response(parts: &Parts) -> Vec<(&'static str, String)> {
    let (signature, bare) = split(&parts.response);
    let evil = forged(&bare);
    let end = "</ns0:Response>";
    let object = format!("<ns2:Object>{bare}</ns2:Object>");
    let extensions = format!("<ns0:Extensions>{bare}</ns0:Extensions>");
    vec![
        ("xsw1", within(&evil, end, &within(&signature, "</ns2:Signature>", &bare))),
        ("xsw2", within(&evil, end, &format!("{bare}{signature}"))),
        ("xsw3", within(&evil, end, &parts.response)),
        ("xsw4", within(&parts.response, end, &evil)),
        ("xsw5", within(&within(&evil, end, &signature), end, &bare)),
        (
            "xsw6",
            changed(
                &evil,
                "<ns0:Status>",
                &format!("{}<ns0:Status>", within(&signature, "</ns2:Signature>", &bare)),
            ),
        ),
        ("xsw7", changed(&evil, "<ns0:Status>", &format!("{signature}{extensions}<ns0:Status>"))),
        ("xsw8", within(&evil, end, &within(&signature, "</ns2:Signature>", &object))),
    ]
}

/// The forgeries whose signed element is the assertion.
fn around_assertion(parts: &Parts) -> Vec<(&'static str, String)> {
    let genuine = &parts.assertion;
    let (signature, bare) = split(genuine);
    let evil = forged(&bare);
    let end = "</ns1:Assertion>";
    let put = |with: String| changed(&parts.xml, genuine, &with);
    // The signature right after the issuer, where the schema has it.
    let signed_evil = |signature: &str| changed(&evil, "</ns1:Issuer>", &format!("</ns1:Issuer>{signature}"));
    let object = format!("<ns2:Object>{bare}</ns2:Object>");
    vec![
        ("xsw1", put(signed_evil(&within(&signature, "</ns2:Signature>", &bare)))),
        ("xsw2", put(format!("{evil}{bare}{signature}"))),
        ("xsw3", put(format!("{evil}{genuine}"))),
        ("xsw4", put(within(&evil, end, genuine))),
        ("xsw5", put(format!("{}{bare}", signed_evil(&signature)))),
        ("xsw6", put(signed_evil(&within(&signature, "</ns2:Signature>", genuine)))),
        ("xsw7", put(format!("<ns0:Extensions>{evil}</ns0:Extensions>{genuine}"))),
        ("xsw8", put(signed_evil(&within(&signature, "</ns2:Signature>", &object)))),
    ]
}

#[test]
fn each_wrapping_of_a_signed_response_is_refused() {
    for signed in [Signed::Response, Signed::Both] {
        for (name, xml) in around_response(&parts(signed)) {
            assert_eq!(peer().verify(&xml), Err(Refusal::SeveralResponses), "{signed:?} {name}");
        }
    }
}

#[test]
fn each_wrapping_of_a_signed_assertion_is_refused() {
    for signed in [Signed::Assertion, Signed::Both] {
        for (name, xml) in around_assertion(&parts(signed)) {
            assert_eq!(peer().verify(&xml), Err(Refusal::SeveralAssertions), "{signed:?} {name}");
        }
    }
}
