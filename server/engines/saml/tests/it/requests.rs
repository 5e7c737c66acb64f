//! What this side sends.

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use omni_saml::{Refusal, ServiceProvider, authn_request};

use crate::peer::{REQUEST, peer};

#[test]
fn a_request_travels_in_the_address_and_comes_out_as_it_was() {
    let peer = peer();
    let mut idp = peer.idp.clone();
    for (url, joint) in [("https://idp.example.org/sso", '?'), ("https://idp.example.org/sso?a=1", '&')] {
        url.clone_into(&mut idp.sso_url);
        let made = authn_request(&peer.sp, &idp, REQUEST, peer.now, "a b+c/d=&e").unwrap();
        let query = made.strip_prefix(&format!("{url}{joint}")).unwrap();
        let (request, state) = query.split_once('&').unwrap();
        assert_eq!(state, "RelayState=a%20b%2Bc%2Fd%3D%26e");
        let request = request.strip_prefix("SAMLRequest=").unwrap();
        let deflated =
            STANDARD.decode(percent_encoding::percent_decode_str(request).decode_utf8().unwrap().as_bytes());
        let mut xml = String::new();
        flate2::read::DeflateDecoder::new(&deflated.unwrap()[..]).read_to_string(&mut xml).unwrap();
        for part in [
            format!("ID=\"{REQUEST}\" Version=\"2.0\" IssueInstant=\"{}\"", peer.now),
            format!("Destination=\"{url}\""),
            format!("AssertionConsumerServiceURL=\"{}\"", peer.sp.acs_url),
            format!("<saml:Issuer>{}</saml:Issuer>", peer.sp.entity_id),
        ] {
            assert!(xml.contains(&part), "no {part} in {xml}");
        }
    }
}

#[test]
fn a_request_id_that_is_no_name_or_a_state_that_is_too_long_is_refused() {
    let peer = peer();
    for id in ["", "1a", "a b", "a\"", "a:b", "\u{e4}"] {
        let made = authn_request(&peer.sp, &peer.idp, id, peer.now, "");
        assert_eq!(made, Err(Refusal::RequestId), "{id}");
    }
    let state = "s".repeat(81);
    assert_eq!(authn_request(&peer.sp, &peer.idp, REQUEST, peer.now, &state), Err(Refusal::RelayState));
    assert!(authn_request(&peer.sp, &peer.idp, REQUEST, peer.now, &state[1..]).is_ok());
}

#[test]
fn names_with_the_signs_of_xml_stay_names() {
    let sp = ServiceProvider {
        entity_id: "https://omni.example/?a=1&b=\"<'>\"".to_owned(),
        acs_url: "https://omni.example/acs?x=1&y=2".to_owned(),
    };
    let xml = sp.metadata();
    assert!(xml.contains("entityID=\"https://omni.example/?a=1&amp;b=&quot;&lt;&apos;&gt;&quot;\""), "{xml}");
    assert!(xml.contains("Location=\"https://omni.example/acs?x=1&amp;y=2\""), "{xml}");
}
