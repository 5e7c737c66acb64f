//! Metadata of identity providers.

use omni_saml::{IdentityProvider, LONGEST_METADATA, Refusal};

use crate::peer::{changed, peer, piece};

fn refused(refusal: Refusal, change: impl Fn(&str) -> String) {
    assert_eq!(IdentityProvider::from_metadata(&change(&peer().metadata)), Err(refusal));
}

#[test]
fn genuine_metadata_gives_the_entity_the_address_and_the_certificate() {
    let idp = IdentityProvider::from_metadata(&peer().metadata).unwrap();
    assert_eq!(idp.entity_id, "https://idp.example.org/metadata");
    assert_eq!(idp.sso_url, "https://idp.example.org/sso");
    let der = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, peer().certificate("idp"))
        .unwrap();
    assert_eq!(idp.certificates, [der]);
}

#[test]
fn comments_a_byte_order_mark_and_a_wrapping_list_of_one_are_taken() {
    let xml = peer().metadata.trim().to_owned();
    let list = format!(
        "<!-- ours --><m:EntitiesDescriptor xmlns:m=\"urn:oasis:names:tc:SAML:2.0:metadata\">{xml}\
         </m:EntitiesDescriptor>"
    );
    assert_eq!(IdentityProvider::from_metadata(&list).unwrap(), peer().idp);
    assert_eq!(IdentityProvider::from_metadata(&format!("\u{feff}{xml}\n")).unwrap(), peer().idp);
    let two = list.replace(&xml, &format!("{xml}{}", xml.replace("org/metadata\"", "org/metadata2\"")));
    assert_eq!(IdentityProvider::from_metadata(&two), Err(Refusal::NotMetadata));
}

#[test]
fn two_signing_certificates_are_both_kept_so_that_a_key_can_be_changed() {
    let xml = &peer().metadata;
    let key = piece(xml, "<ns0:KeyDescriptor", "</ns0:KeyDescriptor>").to_owned();
    let other =
        key.replace(&peer().certificate("idp"), &peer().certificate("curve")).replace(" use=\"signing\"", "");
    let both = changed(xml, &key, &format!("{key}{key}{other}"));
    assert_eq!(IdentityProvider::from_metadata(&both).unwrap().certificates.len(), 2);
    let encryption = changed(
        xml,
        &key,
        &format!(
            "{key}{}",
            other.replace("KeyDescriptor>", "KeyDescriptor >").replacen(
                "KeyDescriptor >",
                "KeyDescriptor use=\"encryption\">",
                1
            )
        ),
    );
    assert_eq!(IdentityProvider::from_metadata(&encryption).unwrap(), peer().idp);
}

#[test]
fn metadata_that_cannot_be_used_is_refused_with_its_reason() {
    refused(Refusal::NotMetadata, |_| "<a/>".to_owned());
    refused(Refusal::Malformed, |_| "no xml".to_owned());
    refused(Refusal::Doctype, |xml| format!("<!DOCTYPE x>{xml}"));
    refused(Refusal::TooLarge, |xml| format!("{xml}{}", " ".repeat(LONGEST_METADATA)));
    refused(Refusal::NotMetadata, |xml| {
        changed(xml, "entityID=\"https://idp.example.org/metadata\"", "entityID=\"\"")
    });
    refused(Refusal::NotMetadata, |xml| xml.replace("IDPSSODescriptor", "SPSSODescriptor"));
    refused(Refusal::NotMetadata, |xml| {
        xml.replace("\"urn:oasis:names:tc:SAML:2.0:protocol\"", "\"urn:oasis:names:tc:SAML:1.1:protocol\"")
    });
    refused(Refusal::NoCertificate, |xml| {
        changed(xml, piece(xml, "<ns0:KeyDescriptor", "</ns0:KeyDescriptor>"), "")
    });
    refused(Refusal::NoCertificate, |xml| changed(xml, "use=\"signing\"", "use=\"encryption\""));
    refused(Refusal::Certificate, |xml| changed(xml, &peer().certificate("idp"), "AAAA"));
    refused(Refusal::Certificate, |xml| changed(xml, &peer().certificate("idp"), "not base64"));
    refused(Refusal::WeakKey, |xml| changed(xml, &peer().certificate("idp"), &peer().certificate("weak")));
    refused(Refusal::SignedRequestsWanted, |xml| {
        changed(xml, "WantAuthnRequestsSigned=\"false\"", "WantAuthnRequestsSigned=\"true\"")
    });
}

#[test]
fn only_a_safe_sign_in_address_is_taken() {
    let with = |url: &str| changed(&peer().metadata, "https://idp.example.org/sso", url);
    for good in
        ["https://idp.example.org/sso?tenant=1&amp;x=2", "http://127.0.0.1:8088/sso", "http://[::1]:80/sso"]
    {
        let idp = IdentityProvider::from_metadata(&with(good)).unwrap();
        assert_eq!(idp.sso_url, good.replace("&amp;", "&"));
    }
    for bad in [
        "http://idp.example.org/sso",
        "http://127.0.0.1.example.org/sso",
        "javascript:alert(1)",
        "/sso",
        "",
        "https://",
        "https://user:pw@idp.example.org/sso",
        "https://idp.example.org/sso#part",
        "https://idp.example.org\\@evil.example/sso",
        "https://idp.example.org/ sso",
        "https://idp.example.org/s\u{f6}",
        "data:text/html,x",
    ] {
        assert_eq!(IdentityProvider::from_metadata(&with(bad)), Err(Refusal::SsoUrl), "{bad}");
    }
    refused(Refusal::SsoUrl, |xml| xml.replace("bindings:HTTP-Redirect", "bindings:HTTP-Artifact"));
}
