//! Answers that the identity provider's own key signed, and that are refused all the same.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use omni_saml::{LONGEST_ANSWER, Refusal, verify};

use crate::peer::{REQUEST, Signed, changed, peer, piece};

const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// Each change, signed by the genuine key, is refused for this reason.
fn refused(refusal: Refusal, change: impl Fn(&str) -> String) {
    for signed in [Signed::Assertion, Signed::Response] {
        let xml = peer().sign(&change(&peer().answer(signed)), "idp");
        assert_eq!(peer().verify(&xml), Err(refusal), "{signed:?}");
    }
}

#[test]
fn what_is_signed_again_without_a_change_is_taken() {
    // Else the refusals below would prove nothing.
    for signed in [Signed::Assertion, Signed::Response] {
        let xml = peer().sign(&peer().answer(signed), "idp");
        assert_eq!(peer().verify(&xml).unwrap().subject, "ana-7f3a");
    }
}

#[test]
fn sha_1_is_refused_in_signatures_and_in_digests() {
    let sha1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
    refused(Refusal::SignatureAlgorithm, |xml| {
        changed(xml, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", sha1)
    });
    refused(Refusal::DigestAlgorithm, |xml| {
        changed(xml, "http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1")
    });
}

#[test]
fn other_algorithms_than_those_of_the_list_are_refused() {
    for other in ["rsa-sha224", "rsa-md5", "rsa-ripemd160"] {
        let named = format!("http://www.w3.org/2001/04/xmldsig-more#{other}");
        let xml = changed(
            &peer().answer(Signed::Assertion),
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            &named,
        );
        assert_eq!(peer().verify(&xml), Err(Refusal::SignatureAlgorithm), "{other}");
    }
    refused(Refusal::DigestAlgorithm, |xml| {
        changed(
            xml,
            "http://www.w3.org/2001/04/xmlenc#sha256",
            "http://www.w3.org/2001/04/xmldsig-more#sha224",
        )
    });
}

#[test]
fn other_canonicalisations_and_transforms_are_refused() {
    let method = format!("CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\"");
    for other in ["http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2006/12/xml-c14n11"] {
        let named = format!("CanonicalizationMethod Algorithm=\"{other}\"");
        refused(Refusal::Canonicalization, |xml| changed(xml, &method, &named));
        let transform = format!("Transform Algorithm=\"{EXCLUSIVE}\"");
        refused(Refusal::Transform, |xml| {
            changed(xml, &transform, &format!("Transform Algorithm=\"{other}\""))
        });
    }
    let canonical = format!("<ns2:Transform Algorithm=\"{EXCLUSIVE}\"/>");
    refused(Refusal::Transform, |xml| changed(xml, &canonical, ""));
    refused(Refusal::Transform, |xml| changed(xml, &canonical, &format!("{canonical}{canonical}")));
    let xpath = "<ns2:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\">\
        <ns2:XPath>ancestor-or-self::*[local-name() = 'Issuer']</ns2:XPath></ns2:Transform>";
    refused(Refusal::Transform, |xml| changed(xml, &canonical, &format!("{xpath}{canonical}")));
    let xslt = "<ns2:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\">\
        <xsl:stylesheet xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" version=\"1.0\"/></ns2:Transform>";
    for signed in [Signed::Assertion, Signed::Response] {
        let xml = changed(&peer().answer(signed), &canonical, &format!("{xslt}{canonical}"));
        assert_eq!(peer().verify(&xml), Err(Refusal::Transform));
    }
}

#[test]
fn the_prefix_list_of_exclusive_canonicalisation_is_understood() {
    for signed in [Signed::Assertion, Signed::Response] {
        let inclusive = format!(
            "<ns2:Transform Algorithm=\"{EXCLUSIVE}\"><e:InclusiveNamespaces xmlns:e=\"{EXCLUSIVE}\" \
             PrefixList=\"xs xsi ns1\"/></ns2:Transform>"
        );
        let plain = format!("<ns2:Transform Algorithm=\"{EXCLUSIVE}\"/>");
        let xml = peer().sign(&changed(&peer().answer(signed), &plain, &inclusive), "idp");
        assert_eq!(peer().verify(&xml).unwrap().email.as_deref(), Some("ana@example.com"));
    }
}

#[test]
fn an_answer_for_another_address_audience_or_request_is_refused() {
    let acs = "https://omni.example/auth/sso/sso_1/acs";
    for other in ["https://omni.example/auth/sso/sso_2/acs", "https://omni.example/auth/sso/sso_1/acs/", ""] {
        let named = format!("Recipient=\"{other}\"");
        refused(Refusal::Recipient, |xml| changed(xml, &format!("Recipient=\"{acs}\""), &named));
        let named = format!("Destination=\"{other}\"");
        refused(Refusal::Destination, |xml| changed(xml, &format!("Destination=\"{acs}\""), &named));
    }
    refused(Refusal::Recipient, |xml| changed(xml, &format!("Recipient=\"{acs}\" "), ""));
    let audience = |xml: &str| piece(xml, "<ns1:Audience>", "</ns1:Audience>").to_owned();
    let other = "<ns1:Audience>https://omni.example/auth/sso/sso_2</ns1:Audience>";
    refused(Refusal::Audience, |xml| changed(xml, &audience(xml), other));
    refused(Refusal::Audience, |xml| changed(xml, &audience(xml), ""));
    let restriction =
        |xml: &str| piece(xml, "<ns1:AudienceRestriction>", "</ns1:AudienceRestriction>").to_owned();
    refused(Refusal::Audience, |xml| changed(xml, &restriction(xml), ""));
    let second = format!("<ns1:AudienceRestriction>{other}</ns1:AudienceRestriction>");
    refused(Refusal::Audience, |xml| {
        changed(xml, &restriction(xml), &format!("{}{second}", restriction(xml)))
    });
    refused(Refusal::Audience, |xml| changed(xml, piece(xml, "<ns1:Conditions", "</ns1:Conditions>"), ""));

    let request = format!("InResponseTo=\"{REQUEST}\"");
    refused(Refusal::InResponseTo, |xml| xml.replace(&request, "InResponseTo=\"_another\""));
    // The assertion says the right one, the Response another.
    refused(Refusal::InResponseTo, |xml| changed(xml, &request, "InResponseTo=\"_another\""));
    // The Response says the right one, the assertion another or none: an unasked answer.
    let last = format!(" {request}/>");
    refused(Refusal::InResponseTo, |xml| changed(xml, &last, " InResponseTo=\"_another\"/>"));
    refused(Refusal::InResponseTo, |xml| xml.replace(&last, "/>").replace(&format!(" {request}"), ""));
}

#[test]
fn an_answer_to_an_empty_request_id_is_never_taken() {
    let peer = peer();
    let asked = format!("InResponseTo=\"{REQUEST}\"");
    let xml = peer.sign(&peer.answer(Signed::Assertion).replace(&asked, "InResponseTo=\"\""), "idp");
    let said = verify(&peer.sp, &peer.idp, &STANDARD.encode(xml), "", peer.now);
    assert_eq!(said, Err(Refusal::InResponseTo));
}

#[test]
fn an_answer_of_another_issuer_is_refused() {
    let issuer = ">https://idp.example.org/metadata</ns1:Issuer>";
    refused(Refusal::Issuer, |xml| xml.replace(issuer, ">https://other.example.org/metadata</ns1:Issuer>"));
    // In the Response alone, then in the assertion alone.
    refused(Refusal::Issuer, |xml| changed(xml, issuer, ">https://other.example.org/metadata</ns1:Issuer>"));
    refused(Refusal::Issuer, |xml| {
        let at = xml.rfind(issuer).unwrap();
        format!("{}>x</ns1:Issuer>{}", &xml[..at], &xml[at + issuer.len()..])
    });
    refused(Refusal::Issuer, |xml| {
        let assertion = piece(xml, "<ns1:Assertion", "</ns1:Assertion>").to_owned();
        let bare = changed(&assertion, piece(&assertion, "<ns1:Issuer", "</ns1:Issuer>"), "");
        changed(xml, &assertion, &bare)
    });
    refused(Refusal::Issuer, |xml| xml.replace("nameid-format:entity", "nameid-format:persistent"));
}

#[test]
fn an_answer_that_says_no_is_refused() {
    let success = "urn:oasis:names:tc:SAML:2.0:status:Success";
    for status in ["Responder", "AuthnFailed", "success"] {
        let other = format!("urn:oasis:names:tc:SAML:2.0:status:{status}");
        refused(Refusal::Status, |xml| changed(xml, success, &other));
    }
    refused(Refusal::Status, |xml| changed(xml, piece(xml, "<ns0:Status>", "</ns0:Status>"), ""));
}

#[test]
fn an_answer_that_has_ended_or_has_not_begun_is_refused() {
    let peer = peer();
    let (past, future) = ("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z");
    let begins = |xml: &str| piece(xml, "NotBefore=\"", "\" ").to_owned();
    refused(Refusal::NotYetValid, |xml| changed(xml, &begins(xml), &format!("NotBefore=\"{future}\" ")));
    let issued = |xml: &str| {
        let assertion = piece(xml, "<ns1:Assertion", "</ns1:Assertion>");
        piece(assertion, "IssueInstant=\"", "\">").to_owned()
    };
    refused(Refusal::NotYetValid, |xml| {
        let assertion = piece(xml, "<ns1:Assertion", "</ns1:Assertion>").to_owned();
        let later = changed(&assertion, &issued(xml), &format!("IssueInstant=\"{future}\">"));
        changed(xml, &assertion, &later)
    });
    let signed_in = |xml: &str| piece(xml, "AuthnInstant=\"", "\" ").to_owned();
    refused(Refusal::NotYetValid, |xml| {
        changed(xml, &signed_in(xml), &format!("AuthnInstant=\"{future}\" "))
    });
    // The confirmation's end, then that of the conditions.
    refused(Refusal::Expired, |xml| {
        changed(xml, piece(xml, "Data NotOnOrAfter=\"", "\" "), &format!("Data NotOnOrAfter=\"{past}\" "))
    });
    refused(Refusal::Expired, |xml| {
        let conditions = piece(xml, "<ns1:Conditions", ">");
        changed(xml, conditions, &format!("<ns1:Conditions NotOnOrAfter=\"{past}\">"))
    });
    refused(Refusal::Expired, |xml| {
        let ended = format!("<ns1:AuthnStatement SessionNotOnOrAfter=\"{past}\" ");
        changed(xml, "<ns1:AuthnStatement ", &ended)
    });
    let ends = format!("<ns1:AuthnStatement SessionNotOnOrAfter=\"{future}\" ");
    let xml = peer.sign(&changed(&peer.answer(Signed::Assertion), "<ns1:AuthnStatement ", &ends), "idp");
    assert_eq!(peer.verify(&xml).unwrap().session_not_on_or_after, Some(future.parse().unwrap()));
}

#[test]
fn an_assertion_ends_with_the_first_of_its_ends() {
    let peer = peer();
    let sooner = peer.now + SignedDuration::from_secs(30);
    let conditions = |xml: &str| {
        let conditions = piece(xml, "<ns1:Conditions", ">").to_owned();
        changed(xml, &conditions, &format!("<ns1:Conditions NotOnOrAfter=\"{sooner}\">"))
    };
    let confirmation = |xml: &str| {
        let ends = piece(xml, "Data NotOnOrAfter=\"", "\" ").to_owned();
        changed(xml, &ends, &format!("Data NotOnOrAfter=\"{sooner}\" "))
    };
    for xml in [conditions(&peer.answer(Signed::Assertion)), confirmation(&peer.answer(Signed::Assertion))] {
        let ends = peer.verify(&peer.sign(&xml, "idp")).unwrap().not_on_or_after;
        assert_eq!(ends, sooner + SignedDuration::from_secs(60));
    }
}

#[test]
fn times_that_are_missing_or_not_in_utc_are_refused() {
    let ends = |xml: &str| piece(xml, "Data NotOnOrAfter=\"", "\" ").to_owned();
    refused(Refusal::Time, |xml| changed(xml, &ends(xml), "Data "));
    for time in [
        "2100-01-01T00:00:00",
        "2100-01-01T00:00:00+01:00",
        "2100-01-01",
        "tomorrow",
        "",
        "2100-01-01 00:00:00Z",
    ] {
        refused(Refusal::Time, |xml| changed(xml, &ends(xml), &format!("Data NotOnOrAfter=\"{time}\" ")));
    }
    refused(Refusal::Time, |xml| changed(xml, piece(xml, "AuthnInstant=\"", "\" "), ""));
}

#[test]
fn a_subject_that_is_not_confirmed_or_not_named_is_refused() {
    refused(Refusal::Confirmation, |xml| changed(xml, "SAML:2.0:cm:bearer", "SAML:2.0:cm:sender-vouches"));
    refused(Refusal::Confirmation, |xml| {
        changed(xml, piece(xml, "<ns1:SubjectConfirmation ", "</ns1:SubjectConfirmation>"), "")
    });
    refused(Refusal::Confirmation, |xml| changed(xml, piece(xml, "<ns1:SubjectConfirmationData", "/>"), ""));
    let name = |xml: &str| piece(xml, "<ns1:NameID", "</ns1:NameID>").to_owned();
    refused(Refusal::Subject, |xml| changed(xml, &name(xml), ""));
    refused(Refusal::Subject, |xml| changed(xml, &name(xml), &format!("{}{}", name(xml), name(xml))));
    refused(Refusal::Subject, |xml| changed(xml, "ana-7f3a", ""));
    refused(Refusal::Subject, |xml| changed(xml, "ana-7f3a", "  "));
    refused(Refusal::Subject, |xml| changed(xml, "ana-7f3a", "ana<x/>-7f3a"));
    refused(Refusal::Subject, |xml| changed(xml, "ana-7f3a", &"a".repeat(2000)));
    refused(Refusal::Subject, |xml| changed(xml, "ana-7f3a", "ana&#10;boss"));
    refused(Refusal::NoAuthnStatement, |xml| {
        changed(xml, piece(xml, "<ns1:AuthnStatement", "</ns1:AuthnStatement>"), "")
    });
    refused(Refusal::Schema, |xml| {
        let assertion = piece(xml, "<ns1:Assertion", ">").to_owned();
        changed(xml, &assertion, &changed(&assertion, "Version=\"2.0\"", "Version=\"1.1\""))
    });
}

#[test]
fn a_condition_that_is_not_understood_is_refused() {
    let with = |condition: &str| format!("{condition}</ns1:Conditions>");
    refused(Refusal::Condition, |xml| {
        changed(xml, "</ns1:Conditions>", &with("<x:Moon xmlns:x=\"urn:x\"/>"))
    });
    for known in ["<ns1:OneTimeUse/>", "<ns1:ProxyRestriction Count=\"0\"/>"] {
        let xml = changed(&peer().answer(Signed::Assertion), "</ns1:Conditions>", &with(known));
        assert!(peer().verify(&peer().sign(&xml, "idp")).is_ok(), "{known}");
    }
}

#[test]
fn an_encrypted_assertion_is_refused_with_a_reason_of_its_own() {
    refused(Refusal::Encrypted, |xml| {
        changed(xml, "</ns0:Response>", "<ns1:EncryptedAssertion/></ns0:Response>")
    });
}

#[test]
fn what_is_too_long_too_deep_or_no_xml_is_refused() {
    let peer = peer();
    let said = |text: &str| verify(&peer.sp, &peer.idp, text, REQUEST, peer.now);
    assert_eq!(said(&"A".repeat(LONGEST_ANSWER + 1)), Err(Refusal::TooLarge));
    assert_eq!(said("not base64!"), Err(Refusal::NotBase64));
    // Without its padding, and with bits left over.
    assert_eq!(said("PGEvPg"), Err(Refusal::NotBase64));
    assert_eq!(said("PGEvPh=="), Err(Refusal::NotBase64));
    assert_eq!(said("PGEvPg=="), Err(Refusal::NotAResponse));
    assert_eq!(said(""), Err(Refusal::Malformed));
    assert_eq!(said(&STANDARD.encode([0xff, 0xfe, 0x3c])), Err(Refusal::Encoding));
    let utf16: Vec<u8> = peer.answer(Signed::Both).encode_utf16().flat_map(u16::to_le_bytes).collect();
    // All of it is ASCII and zeros, so that it is UTF-8 too, and libxml2 would guess the other from its first bytes.
    assert_eq!(said(&STANDARD.encode(utf16)), Err(Refusal::Encoding));
    for declared in ["UTF-7", "utf-16", "ISO-8859-1", "UTF-8\" encoding=\"UTF-7"] {
        let xml = changed(
            &peer.answer(Signed::Both),
            "<?xml version=\"1.0\"?>",
            &format!("<?xml version=\"1.0\" encoding=\"{declared}\"?>"),
        );
        assert_eq!(peer.verify(&xml), Err(Refusal::Encoding), "{declared}");
    }
    let deep = format!("{}{}", "<a>".repeat(100), "</a>".repeat(100));
    assert_eq!(peer.verify(&deep), Err(Refusal::TooDeep));
    let deeper = format!("{}{}", "<a>".repeat(20_000), "</a>".repeat(20_000));
    assert_eq!(peer.verify(&deeper), Err(Refusal::Malformed));
    assert_eq!(peer.verify(&format!("<a>{}</a>", "<b/>".repeat(6000))), Err(Refusal::TooManyElements));
    for cut in ["<ns0:Response", "</ns0:Response>", "<a>", "text", "\u{feff}", "<a/><b/>", "<a/>text"] {
        assert_eq!(peer.verify(cut), Err(Refusal::Malformed), "{cut}");
    }
    assert_eq!(peer.verify("<a/>"), Err(Refusal::NotAResponse));
    assert_eq!(peer.verify("<?xml version=\"1.0\""), Err(Refusal::Malformed));
}
