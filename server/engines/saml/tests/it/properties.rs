//! What holds of every change to a genuine answer.

use proptest::prelude::*;

use crate::peer::{Signed, peer};

const SIGNED: [Signed; 3] = [Signed::Assertion, Signed::Response, Signed::Both];

/// Pieces that mean something to a reader of SAML.
const PIECES: [&str; 18] = [
    "<",
    ">",
    "\"",
    " ",
    "&",
    "&#97;",
    "<!--x-->",
    "<?x?>",
    "]]>",
    "<ns1:NameID>boss</ns1:NameID>",
    "ID=\"_x\"",
    "<ns1:Assertion/>",
    "<ns2:Signature/>",
    "xmlns:ns1=\"urn:x\" ",
    "boss",
    "\u{0}",
    "</ns1:Subject>",
    "\n",
];

#[derive(Clone, Debug)]
enum Change {
    Insert(usize, &'static str),
    Remove(usize, usize),
    Swap(usize, char),
    Copy(usize, usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let at = 0..9000_usize;
    prop_oneof![
        (at.clone(), prop::sample::select(&PIECES[..])).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (at.clone(), 1..200_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        (at.clone(), any::<char>()).prop_map(|(at, other)| Change::Swap(at, other)),
        (at.clone(), 1..2000_usize, at).prop_map(|(from, length, to)| Change::Copy(from, length, to)),
    ]
}

fn apply(xml: &str, change: &Change) -> String {
    let mut text: Vec<char> = xml.chars().collect();
    let inside = |at: usize| at % text.len();
    match *change {
        Change::Insert(at, piece) => {
            let at = inside(at);
            text.splice(at..at, piece.chars());
        }
        Change::Remove(at, length) => {
            let at = inside(at);
            let end = (at + length).min(text.len());
            text.drain(at..end);
        }
        Change::Swap(at, other) => {
            let at = inside(at);
            text[at] = other;
        }
        Change::Copy(from, length, to) => {
            let (from, to) = (inside(from), inside(to));
            let copied = text[from..(from + length).min(text.len())].to_vec();
            text.splice(to..to, copied);
        }
    }
    text.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    /// Whatever a change is accepted with, it reads what the identity provider signed.
    #[test]
    fn no_accepted_change_changes_what_is_read(
        which in 0..3_usize,
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let genuine = peer().answer(SIGNED[which]);
        let read = peer().verify(&genuine).unwrap();
        let changed = changes.iter().fold(genuine, |xml, change| apply(&xml, change));
        if let Ok(other) = peer().verify(&changed) {
            prop_assert_eq!(other, read);
        }
    }

    /// Nothing makes the engine panic.
    #[test]
    fn no_input_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), text in ".{0,200}") {
        let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes);
        for text in [encoded.as_str(), text.as_str()] {
            prop_assert!(omni_saml::verify(&peer().sp, &peer().idp, text, "_x", peer().now).is_err());
        }
        let _ = omni_saml::IdentityProvider::from_metadata(&text);
    }
}
