//! Many threads at once: libxml2 and libxmlsec1 have global state.

use omni_saml::{IdentityProvider, Refusal};

use crate::peer::{Signed, changed, peer};

#[test]
fn eight_threads_read_answers_and_metadata_without_disturbing_each_other() {
    let peer = peer();
    let good = peer.answer(Signed::Both);
    let bad = changed(&good, "ana-7f3a", "boss-1");
    let broken = &good[..good.len() / 2];
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (good, bad) = (&good, &bad);
            scope.spawn(move || {
                for round in 0..60 {
                    match (thread + round) % 4 {
                        0 => assert_eq!(peer.verify(good).unwrap().subject, "ana-7f3a"),
                        1 => assert_eq!(peer.verify(bad), Err(Refusal::Signature)),
                        2 => assert_eq!(peer.verify(broken), Err(Refusal::Malformed)),
                        _ => assert_eq!(IdentityProvider::from_metadata(&peer.metadata).unwrap(), peer.idp),
                    }
                }
            });
        }
    });
}
