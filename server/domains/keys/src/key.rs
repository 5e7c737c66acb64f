//! The format of a key: `omni_<live|test>_<8 public id>_<32 secret>_<6 checksum>`.

use std::fmt;

use omni_kernel::{Environment, Rng, Secret};
use sha2::{Digest, Sha256};

/// Digits, capitals, small letters; in the order of ASCII, so that numbers of one length sort as their texts.
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const PUBLIC_ID: usize = 8;
/// 32 letters of 62 are 190.5 bits.
const SECRET: usize = 32;
/// Six digits of base 62 hold a little more than 35 bits.
const CHECKSUM: usize = 6;
const PREFIX: usize = "omni_live_".len();
/// How long a key is.
pub(crate) const LENGTH: usize = PREFIX + PUBLIC_ID + 1 + SECRET + 1 + CHECKSUM;

/// The part of a key by which it is found; not secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct PublicId([u8; PUBLIC_ID]);

impl PublicId {
    /// The letters.
    pub(crate) fn as_str(&self) -> &str {
        // Made of letters of the alphabet only.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// From the database.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; PUBLIC_ID] = text.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphanumeric).then_some(Self(bytes))
    }
}

impl fmt::Debug for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// SHA-256 of the secret part. Enough without salt or stretching: the secret is random and long.
pub(crate) type SecretHash = [u8; 32];

/// What a well-formed key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Presented {
    pub(crate) environment: Environment,
    pub(crate) public_id: PublicId,
    pub(crate) secret_hash: SecretHash,
}

impl Presented {
    /// Reads a key; `None` when its form or its checksum is wrong.
    pub(crate) fn parse(key: &str) -> Option<Self> {
        let bytes: &[u8; LENGTH] = key.as_bytes().try_into().ok()?;
        let environment = match &bytes[..PREFIX] {
            b"omni_live_" => Environment::Live,
            b"omni_test_" => Environment::Test,
            _ => return None,
        };
        let (body, checksum) = bytes.split_at(LENGTH - CHECKSUM - 1);
        let (public_id, secret) = body[PREFIX..].split_at(PUBLIC_ID);
        let (&underscore, secret) = secret.split_first()?;
        let (&last_underscore, checksum) = checksum.split_first()?;
        let formed = underscore == b'_'
            && last_underscore == b'_'
            && public_id.iter().chain(secret).all(u8::is_ascii_alphanumeric)
            && checksum == checksum_of(body);
        formed.then_some(())?;
        Some(Self {
            environment,
            public_id: PublicId(public_id.try_into().ok()?),
            secret_hash: Sha256::digest(secret).into(),
        })
    }
}

/// Makes a new key.
pub(crate) fn generate(environment: Environment, rng: &Rng) -> Secret {
    let mut key = format!("omni_{}_", environment.as_str());
    key.extend(letters::<PUBLIC_ID>(rng));
    key.push('_');
    key.extend(letters::<SECRET>(rng));
    let checksum = checksum_of(key.as_bytes());
    key.push('_');
    key.extend(checksum.map(char::from));
    Secret::new(key)
}

/// Letters that are all as likely: bytes beyond the largest multiple of 62 are thrown away.
fn letters<const N: usize>(rng: &Rng) -> [char; N] {
    const FAIR: u8 = 248;
    std::array::from_fn(|_| {
        loop {
            let [byte] = rng.bytes::<1>();
            if byte < FAIR {
                return char::from(ALPHABET[usize::from(byte % 62)]);
            }
        }
    })
}

/// CRC-32 (IEEE 802.3) in base 62, the highest digit first.
fn checksum_of(body: &[u8]) -> [u8; CHECKSUM] {
    let mut rest = crc32fast::hash(body);
    let mut digits = [b'0'; CHECKSUM];
    for digit in digits.iter_mut().rev() {
        *digit = ALPHABET[usize::try_from(rest % 62).unwrap_or_default()];
        rest /= 62;
    }
    digits
}

#[cfg(test)]
mod tests {
    use omni_kernel::Rng;
    use proptest::prelude::*;

    use super::*;

    fn environments() -> impl Strategy<Value = Environment> {
        prop_oneof![Just(Environment::Live), Just(Environment::Test)]
    }

    proptest! {
        #[test]
        fn what_is_generated_is_read_back(seed: u64, environment in environments()) {
            let key = generate(environment, &Rng::seeded(seed));
            let presented = Presented::parse(key.expose()).unwrap();
            prop_assert_eq!(presented.environment, environment);
            prop_assert_eq!(presented.public_id.as_str(), &key.expose()[PREFIX..PREFIX + PUBLIC_ID]);
            let secret = &key.expose()[PREFIX + PUBLIC_ID + 1..LENGTH - CHECKSUM - 1];
            prop_assert_eq!(presented.secret_hash, SecretHash::from(Sha256::digest(secret)));
        }

        #[test]
        fn any_one_wrong_character_is_seen(seed: u64, at in 0..LENGTH, wrong in "[0-9A-Za-z_ -]") {
            let mut key = generate(Environment::Live, &Rng::seeded(seed)).expose().to_owned();
            prop_assume!(key[at..=at] != wrong);
            key.replace_range(at..=at, &wrong);
            prop_assert_eq!(Presented::parse(&key), None);
        }

        #[test]
        fn two_swapped_neighbours_are_seen(seed: u64, at in 0..LENGTH - 1) {
            let mut bytes = generate(Environment::Test, &Rng::seeded(seed)).expose().as_bytes().to_vec();
            prop_assume!(bytes[at] != bytes[at + 1]);
            bytes.swap(at, at + 1);
            prop_assert_eq!(Presented::parse(std::str::from_utf8(&bytes).unwrap()), None);
        }

        #[test]
        fn a_shorter_or_longer_key_is_none(seed: u64, cut in 1..LENGTH, more in "\\PC{1,9}") {
            let key = generate(Environment::Live, &Rng::seeded(seed));
            prop_assert_eq!(Presented::parse(&key.expose()[..LENGTH - cut]), None);
            prop_assert_eq!(Presented::parse(&format!("{}{more}", key.expose())), None);
        }

        #[test]
        fn no_text_makes_it_panic(text: String, tail in "\\PC{48}") {
            prop_assert_eq!(Presented::parse(&text), None);
            let _ = Presented::parse(&format!("omni_live_{tail}"));
        }
    }

    #[test]
    fn the_checksum_is_the_common_crc32() {
        // The check value of CRC-32/ISO-HDLC: "123456789" gives cbf43926.
        let mut number: u64 = 0;
        for digit in checksum_of(b"123456789") {
            number = number * 62
                + u64::try_from(ALPHABET.iter().position(|letter| *letter == digit).unwrap()).unwrap();
        }
        assert_eq!(number, 0xcbf4_3926);
    }

    #[test]
    fn every_letter_is_as_likely() {
        let rng = Rng::seeded(7);
        let mut counts = [0_u32; 128];
        for _ in 0..20_000 {
            for letter in letters::<32>(&rng) {
                counts[usize::try_from(u32::from(letter)).unwrap()] += 1;
            }
        }
        // 640,000 letters, 10,323 of each on average with a deviation of 101; six of those on either side.
        for letter in ALPHABET {
            assert!((9_700..10_950).contains(&counts[usize::from(*letter)]), "{}", char::from(*letter));
        }
    }
}
