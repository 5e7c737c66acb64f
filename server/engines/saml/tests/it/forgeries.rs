//! Answers that somebody without the identity provider's key made from genuine ones.

use omni_saml::{Refusal, verify};

use crate::peer::{REQUEST, Signed, changed, peer, piece};

const SIGNED: [Signed; 3] = [Signed::Assertion, Signed::Response, Signed::Both];

/// Each change to each kind of genuine answer is refused for this reason.
fn refused(refusal: Refusal, forge: impl Fn(&str) -> String) {
    for signed in SIGNED {
        let xml = forge(&peer().answer(signed));
        assert_eq!(peer().verify(&xml), Err(refusal), "{signed:?}");
    }
}

#[test]
fn an_answer_without_a_signature_is_refused() {
    assert_eq!(peer().verify(&peer().answer(Signed::Nothing)), Err(Refusal::Unsigned));
    refused(Refusal::Unsigned, |xml| {
        let mut bare = xml.to_owned();
        while bare.contains("<ns2:Signature ") {
            bare = changed(&bare, piece(&bare, "<ns2:Signature ", "</ns2:Signature>"), "");
        }
        bare
    });
}

#[test]
fn a_changed_name_attribute_or_condition_is_refused() {
    for (from, to) in [
        (">ana-7f3a<", ">boss-1<"),
        (">ana-7f3a<", ">ana-7f3a&#32;x<"),
        (">ana@example.com<", ">boss@example.com<"),
        (">Ana Novak<", ">Ana  Novak<"),
        ("urn:oid:2.16.840.1.113730.3.1.241", "displayName"),
        ("nameid-format:persistent", "nameid-format:unspecified"),
        ("PasswordProtectedTransport", "TimeSyncToken"),
        ("<ns1:AuthnStatement ", "<ns1:AuthnStatement SessionNotOnOrAfter=\"2100-01-01T00:00:00Z\" "),
        ("</ns1:AudienceRestriction>", "</ns1:AudienceRestriction><ns1:OneTimeUse/>"),
        ("SessionIndex=\"id-", "SessionIndex=\"ie-"),
    ] {
        refused(Refusal::Signature, |xml| changed(xml, from, to));
    }
}

#[test]
fn a_prolonged_or_redirected_assertion_is_refused_by_its_signature() {
    let peer = peer();
    for signed in SIGNED {
        let xml = peer.answer(signed);
        let ends = piece(&xml, " NotOnOrAfter=\"", "\" ").to_owned();
        let later = xml.replace(&ends, " NotOnOrAfter=\"2100-01-01T00:00:00Z\" ");
        assert_eq!(peer.verify(&later), Err(Refusal::Signature));
    }
}

#[test]
fn a_comment_in_the_name_is_refused_wherever_it_would_cut() {
    // CVE-2017-11428: canonicalisation drops the comment, so that the signature holds, and a reader that takes the
    // first text node takes half of the name.
    for comment in ["ana-<!---->7f3a", "<!-- -->ana-7f3a", "ana-7f3a<!--.evil.example-->"] {
        refused(Refusal::Comment, |xml| changed(xml, "ana-7f3a", comment));
    }
    refused(Refusal::Comment, |xml| changed(xml, "ana@example.com", "ana@example.com<!---->.evil.example"));
    refused(Refusal::Comment, |xml| format!("{xml}<!-- after -->"));
    refused(Refusal::ProcessingInstruction, |xml| changed(xml, "ana-7f3a", "ana-<?x?>7f3a"));
    refused(Refusal::CharacterData, |xml| changed(xml, "ana-7f3a", "<![CDATA[ana-7f3a]]>"));
}

#[test]
fn a_smuggled_digest_is_refused() {
    // CVE-2024-45409: another DigestValue, or SignedInfo, where a look-up by name finds it first.
    let digest = |xml: &str| piece(xml, "<ns2:DigestValue>", "</ns2:DigestValue>").to_owned();
    let forged = "<ns2:DigestValue>47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=</ns2:DigestValue>";
    refused(Refusal::SignatureShape, |xml| changed(xml, &digest(xml), &format!("{forged}{}", digest(xml))));
    refused(Refusal::SignatureShape, |xml| changed(xml, &digest(xml), &format!("{}{forged}", digest(xml))));
    refused(Refusal::SignatureShape, |xml| {
        changed(xml, "</ns2:Reference>", "<x xmlns=\"\"/></ns2:Reference>")
    });
    refused(Refusal::SignatureShape, |xml| {
        let info = piece(xml, "<ns2:SignedInfo>", "</ns2:SignedInfo>");
        changed(
            xml,
            "</ns2:SignatureValue>",
            &format!("</ns2:SignatureValue><ns2:Object>{info}</ns2:Object>"),
        )
    });
    refused(Refusal::SignatureShape, |xml| {
        let info = piece(xml, "<ns2:SignedInfo>", "</ns2:SignedInfo>").to_owned();
        changed(xml, &info, &format!("{info}{info}"))
    });
    // In the Response, beside the genuine signature.
    for signed in SIGNED {
        let xml = peer().answer(signed);
        let status = format!("<ns0:StatusDetail>{forged}</ns0:StatusDetail></ns0:Status>");
        let smuggled = changed(&xml, "</ns0:Status>", &status);
        let said = peer().verify(&smuggled);
        // Outside of what is signed it is air; inside it breaks the signature.
        match signed {
            Signed::Assertion => assert_eq!(said.unwrap().subject, "ana-7f3a"),
            _ => assert_eq!(said, Err(Refusal::Signature)),
        }
    }
}

#[test]
fn references_to_anything_but_the_element_around_are_refused() {
    let uri = |xml: &str| piece(xml, "Reference URI=\"", "\">").to_owned();
    for other in [
        "",
        "#_other",
        "https://idp.example.org/x",
        "#xpointer(/)",
        "#xpointer(id('a'))",
        "file:///etc/hosts",
    ] {
        refused(Refusal::Reference, |xml| changed(xml, &uri(xml), &format!("Reference URI=\"{other}\">")));
    }
    refused(Refusal::Reference, |xml| changed(xml, &uri(xml), "Reference>"));
    refused(Refusal::Reference, |xml| {
        let one = piece(xml, "<ns2:Reference ", "</ns2:Reference>").to_owned();
        changed(xml, &one, &format!("{one}{one}"))
    });
    refused(Refusal::Reference, |xml| changed(xml, piece(xml, "<ns2:Reference ", "</ns2:Reference>"), ""));
}

#[test]
fn a_document_type_or_an_entity_is_refused() {
    // CVE-2025-25291: a document type that one parser reads as content. And entities that grow (a "billion laughs").
    let bomb = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>";
    let outside = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">";
    let quoted = "<!DOCTYPE x [<!NOTATION y PUBLIC \"--><Response/>\">]>";
    for doctype in ["<!DOCTYPE Response>", bomb, outside, quoted, "<!doctype x>", "<!ENTITY a 'b'>"] {
        refused(Refusal::Doctype, |xml| changed(xml, "<ns0:Response ", &format!("{doctype}<ns0:Response ")));
    }
    refused(Refusal::Doctype, |xml| {
        let named = changed(xml, "ana-7f3a", "&c;");
        changed(&named, "<ns0:Response ", &format!("{bomb}<ns0:Response "))
    });
    refused(Refusal::Malformed, |xml| changed(xml, "ana-7f3a", "&boss;"));
}

#[test]
fn names_and_namespaces_that_readers_could_take_in_two_ways_are_refused() {
    // CVE-2025-25292: a signature element or an ID that only one of two readers recognises.
    refused(Refusal::AmbiguousAttribute, |xml| {
        changed(xml, " ID=\"", " xmlns:e=\"urn:evil\" e:ID=\"_forged\" ID=\"")
    });
    refused(Refusal::AmbiguousAttribute, |xml| {
        changed(xml, "<ns0:Status>", "<ns0:Status xml:id=\"_forged\">")
    });
    refused(Refusal::Malformed, |xml| changed(xml, " ID=\"", " undeclared:ID=\"_forged\" ID=\""));
    refused(Refusal::Malformed, |xml| {
        xml.replace("ns2:Signature ", "undeclared:Signature ")
            .replace("/ns2:Signature>", "/undeclared:Signature>")
    });
    refused(Refusal::Malformed, |xml| changed(xml, " ID=\"", " ID=\"_forged\" ID=\""));
    refused(Refusal::Unsigned, |xml| xml.replace("xmldsig#\"", "xmldsig\""));
    refused(Refusal::NotAResponse, |xml| xml.replace("SAML:2.0:protocol", "SAML:2.0:protocol2"));
    refused(Refusal::Namespace, |xml| xml.replace("SAML:2.0:protocol", "SAML:2.0:protocol "));
    refused(Refusal::NoAssertion, |xml| {
        xml.replace("names:tc:SAML:2.0:assertion", "names:tc:SAML:1.0:assertion")
            .replace("<ns1:Issuer", "<x:Issuer xmlns:x=\"urn:oasis:names:tc:SAML:2.0:assertion\"")
            .replace("</ns1:Issuer", "</x:Issuer")
    });
    refused(Refusal::DuplicateId, |xml| {
        let id = piece(xml, " ID=\"", "\" ").to_owned();
        changed(xml, "<ns0:Status>", &format!("<ns0:Status{id}>"))
    });
    // A relative namespace makes libxml2's canonicalisation fail; a failure must not count as an empty text.
    refused(Refusal::Namespace, |xml| {
        changed(xml, "<ns1:Subject>", "<ns1:Subject xmlns:r=\"relative\" r:a=\"1\">")
    });
}

#[test]
fn a_doubled_assertion_is_refused() {
    refused(Refusal::DuplicateId, |xml| {
        let assertion = piece(xml, "<ns1:Assertion", "</ns1:Assertion>").to_owned();
        changed(xml, &assertion, &format!("{assertion}{assertion}"))
    });
    let evil = "<ns1:Assertion ID=\"_forged\" Version=\"2.0\"/>";
    refused(Refusal::SeveralAssertions, |xml| changed(xml, "<ns0:Status>", &format!("{evil}<ns0:Status>")));
    let hidden = format!("<ns0:Extensions>{evil}</ns0:Extensions><ns0:Status>");
    refused(Refusal::SeveralAssertions, |xml| changed(xml, "<ns0:Status>", &hidden));
}

#[test]
fn an_assertion_out_of_its_place_is_refused() {
    refused(Refusal::MisplacedAssertion, |xml| {
        let assertion = piece(xml, "<ns1:Assertion", "</ns1:Assertion>").to_owned();
        changed(xml, &assertion, &format!("<ns0:Extensions>{assertion}</ns0:Extensions>"))
    });
    // Without the Response around it.
    refused(Refusal::NotAResponse, |xml| {
        let assertion = piece(xml, "<ns1:Assertion", "</ns1:Assertion>");
        let declared = "<ns1:Assertion xmlns:ns1=\"urn:oasis:names:tc:SAML:2.0:assertion\" \
            xmlns:ns2=\"http://www.w3.org/2000/09/xmldsig#\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ";
        changed(assertion, "<ns1:Assertion ", declared)
    });
}

#[test]
fn a_signature_over_the_envelope_alone_does_not_carry_a_forged_assertion() {
    // The Response's signature is genuine, the assertion in it has been exchanged.
    for signed in [Signed::Response, Signed::Both] {
        let xml = peer().answer(signed);
        let genuine = piece(&xml, "<ns1:Assertion", "</ns1:Assertion>").to_owned();
        let other = peer().answer(Signed::ByEmail);
        let exchanged = changed(&xml, &genuine, piece(&other, "<ns1:Assertion", "</ns1:Assertion>"));
        assert_eq!(peer().verify(&exchanged), Err(Refusal::Signature));
        let id = piece(&genuine, " ID=\"", "\" ");
        let unsigned = peer().answer(Signed::Nothing);
        let bare = piece(&unsigned, "<ns1:Assertion", "</ns1:Assertion>");
        let forged = changed(bare, piece(bare, " ID=\"", "\" "), id).replace("ana-7f3a", "boss-1");
        assert_eq!(peer().verify(&changed(&xml, &genuine, &forged)), Err(Refusal::Signature));
    }
}

#[test]
fn a_genuine_signature_over_something_else_does_not_sign_an_answer() {
    // The same key signs metadata and requests too: here a genuine Response's signature, moved into an assertion.
    let answer = peer().answer(Signed::Response);
    let signature = piece(&answer, "<ns2:Signature ", "</ns2:Signature>").to_owned();
    let signature = changed(&signature, " ", " xmlns:ns2=\"http://www.w3.org/2000/09/xmldsig#\" ");
    let unsigned = peer().answer(Signed::Nothing);
    let assertion = piece(&unsigned, "<ns1:Assertion", "</ns1:Assertion>").to_owned();
    let moved = changed(&assertion, "</ns1:Issuer>", &format!("</ns1:Issuer>{signature}"));
    assert_eq!(peer().verify(&changed(&unsigned, &assertion, &moved)), Err(Refusal::Reference));
    let elsewhere = format!("<ns0:Extensions>{signature}</ns0:Extensions><ns0:Status>");
    assert_eq!(
        peer().verify(&changed(&unsigned, "<ns0:Status>", &elsewhere)),
        Err(Refusal::MisplacedSignature)
    );
    refused(Refusal::MisplacedSignature, |xml| {
        let one = piece(xml, "<ns2:Signature ", "</ns2:Signature>").to_owned();
        changed(xml, &one, &format!("{one}{one}"))
    });
}

#[test]
fn the_attackers_own_key_is_refused_with_and_without_his_certificate_in_the_document() {
    let peer = peer();
    for signed in [Signed::Assertion, Signed::Response] {
        let xml = peer.answer(signed).replace("ana-7f3a", "boss-1");
        assert_eq!(peer.verify(&peer.sign(&xml, "other")), Err(Refusal::Signature));
        let own = xml.replace(&peer.certificate("idp"), &peer.certificate("other"));
        assert_eq!(peer.verify(&peer.sign(&own, "other")), Err(Refusal::Signature));
        let value = "<ns2:KeyInfo><ns2:KeyName>other</ns2:KeyName></ns2:KeyInfo>";
        let named = changed(&xml, piece(&xml, "<ns2:KeyInfo>", "</ns2:KeyInfo>"), value);
        assert_eq!(peer.verify(&peer.sign(&named, "other")), Err(Refusal::Signature));
    }
}

#[test]
fn keys_in_the_document_are_never_read() {
    // The genuine answer stays good whatever stands in KeyInfo, which no signature of an assertion covers.
    let peer = peer();
    for inside in [
        String::new(),
        "<ns2:KeyName>anything</ns2:KeyName>".to_owned(),
        format!(
            "<ns2:X509Data><ns2:X509Certificate>{}</ns2:X509Certificate></ns2:X509Data>",
            peer.certificate("other")
        ),
        "<ns2:RetrievalMethod URI=\"http://127.0.0.1:9/key\"/>".to_owned(),
    ] {
        let xml = peer.answer(Signed::Assertion);
        let keys = piece(&xml, "<ns2:KeyInfo>", "</ns2:KeyInfo>").to_owned();
        let other = changed(&xml, &keys, &format!("<ns2:KeyInfo>{inside}</ns2:KeyInfo>"));
        assert_eq!(peer.verify(&other).unwrap().subject, "ana-7f3a", "{inside}");
    }
}

#[test]
fn a_secret_made_of_the_public_key_is_refused() {
    let peer = peer();
    for algorithm in
        ["http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "http://www.w3.org/2000/09/xmldsig#hmac-sha1"]
    {
        for file in ["idp.pub", "idp.crt"] {
            let template = peer.answer(Signed::Assertion).replace("ana-7f3a", "boss-1");
            let template = changed(&template, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", algorithm);
            let signed = peer.sign_by_secret(&template, file);
            assert_eq!(peer.verify(&signed), Err(Refusal::SignatureAlgorithm));
        }
    }
}

#[test]
fn a_connection_without_certificates_takes_nothing() {
    let peer = peer();
    let mut idp = peer.idp.clone();
    idp.certificates.clear();
    let text = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, peer.answer(Signed::Both));
    assert_eq!(verify(&peer.sp, &idp, &text, REQUEST, peer.now), Err(Refusal::NoCertificate));
}
