//! The server's reader of API keys and the check in the client core agree on every text, and so on keys with a few
//! characters changed: random bytes alone would never bear a right checksum.

#![no_main]

use libfuzzer_sys::fuzz_target;
use omni_client_core::ApiKey;
use omni_kernel::{Environment, Rng};

#[allow(dead_code)]
#[path = "../../server/domains/keys/src/key.rs"]
mod key;

fn agree(text: &str) {
    let server = key::Presented::parse(text).map(|presented| presented.environment);
    let client = ApiKey::new(text).check().ok();
    assert_eq!(server.is_some(), client.is_some(), "{text:?}");
}

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = str::from_utf8(data) {
        agree(text);
    }
    let Some((seed, edits)) = data.split_first_chunk::<8>() else { return };
    let environment = if seed[0] & 1 == 0 { Environment::Live } else { Environment::Test };
    let whole = key::generate(environment, &Rng::seeded(u64::from_le_bytes(*seed)));
    let mut bytes = whole.expose().as_bytes().to_vec();
    for edit in edits.chunks_exact(2) {
        let at = usize::from(edit[0]) % bytes.len();
        bytes[at] = edit[1];
    }
    if let Ok(text) = String::from_utf8(bytes) {
        agree(&text);
        // A CRC-32 sees every change within 32 bits, so one changed letter never passes.
        assert!(
            edits.len() != 2 || text == whole.expose() || key::Presented::parse(&text).is_none(),
            "{text:?}"
        );
    }
});
