use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::Hash;
use crate::fields::Fields;

/// What a checkpoint states: at this time the log ended with this entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose log.
    pub tenant_id: String,
    /// `live` or `test`.
    pub environment: String,
    /// The last entry.
    pub sequence: u64,
    /// Its hash.
    pub hash: Hash,
    /// When; microseconds since 1970.
    pub time: i64,
    /// Which key signs.
    pub key_id: String,
}

/// A checkpoint and its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// What is stated.
    pub checkpoint: Checkpoint,
    /// Ed25519 over it.
    pub signature: [u8; 64],
}

impl Checkpoint {
    fn bytes(&self) -> Vec<u8> {
        Fields::of("omni.audit.checkpoint.v1")
            .text(&self.tenant_id)
            .text(&self.environment)
            .number(self.sequence)
            .bytes(&self.hash)
            .time(self.time)
            .text(&self.key_id)
            .done()
    }

    /// Signs it with the secret key of 32 bytes.
    pub fn sign(self, secret: &[u8; 32]) -> Signed {
        let signature = SigningKey::from_bytes(secret).sign(&self.bytes()).to_bytes();
        Signed { checkpoint: self, signature }
    }
}

impl Signed {
    /// Whether the owner of this public key signed it.
    pub fn is_by(&self, public_key: &[u8; 32]) -> bool {
        let signature = Signature::from_bytes(&self.signature);
        VerifyingKey::from_bytes(public_key)
            .is_ok_and(|key| key.verify_strict(&self.checkpoint.bytes(), &signature).is_ok())
    }

    /// The public key of a secret one.
    pub fn public_key(secret: &[u8; 32]) -> [u8; 32] {
        SigningKey::from_bytes(secret).verifying_key().to_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_the_whole_statement_and_its_key() {
        let checkpoint = Checkpoint {
            tenant_id: "ten_1".into(),
            environment: "live".into(),
            sequence: 7,
            hash: [3; 32],
            time: 5,
            key_id: "k".into(),
        };
        let signed = checkpoint.clone().sign(&[1; 32]);
        let key = Signed::public_key(&[1; 32]);
        assert!(signed.is_by(&key));
        assert!(!signed.is_by(&Signed::public_key(&[2; 32])));
        let changes: [fn(&mut Signed); 7] = [
            |signed| signed.checkpoint.tenant_id.push('x'),
            |signed| signed.checkpoint.environment = "test".into(),
            |signed| signed.checkpoint.sequence += 1,
            |signed| signed.checkpoint.hash[0] ^= 1,
            |signed| signed.checkpoint.time += 1,
            |signed| signed.checkpoint.key_id.push('x'),
            |signed| signed.signature[0] ^= 1,
        ];
        for change in changes {
            let mut changed = signed.clone();
            change(&mut changed);
            assert!(!changed.is_by(&key));
        }
    }
}
