//! Tokens that work once, with what they stand for.

use std::time::Duration;

use jiff::Timestamp;
use omni_kernel::db::RawTx;
use omni_kernel::{Error, Secret};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Inner;
use crate::crypto::token::{self, Kind};
use crate::store::once as store;

/// What the vault binds the content of a token to.
fn place(kind: Kind, hash: &token::Hash) -> String {
    let mut place = format!("once:{}:", kind.as_str());
    for byte in hash {
        use std::fmt::Write as _;
        // A String takes everything.
        let _ = write!(place, "{byte:02x}");
    }
    place
}

impl Inner {
    /// Makes a token that stands for this.
    pub(crate) async fn give_once(
        &self,
        tx: &mut RawTx,
        kind: Kind,
        content: &(impl Serialize + Sync),
        ttl: Duration,
    ) -> Result<(Secret, Timestamp), Error> {
        let (now, token) = (self.now(), token::generate(kind, &self.rng));
        let (hash, expire) = (token::hash(&token), Self::after(now, ttl)?);
        let content = serde_json::to_vec(content).map_err(|error| {
            Error::internal("the content of a token cannot be written").with_source(error)
        })?;
        let sealed = self.effects.vault().seal(&place(kind, &hash), &content)?;
        store::put(tx, kind, &hash, &sealed, now, expire).await?;
        Ok((token, expire))
    }

    /// What a token stands for; none when it is unknown, used or expired.
    pub(super) async fn peek_once<T: DeserializeOwned>(
        &self,
        tx: &mut RawTx,
        kind: Kind,
        token: &Secret,
    ) -> Result<Option<T>, Error> {
        let hash = token::hash(token);
        let sealed = store::peek(tx, kind, &hash, self.now()).await?;
        sealed.map(|sealed| self.read_once(kind, &hash, &sealed)).transpose()
    }

    /// The same, and uses the token up.
    pub(crate) async fn take_once<T: DeserializeOwned>(
        &self,
        tx: &mut RawTx,
        kind: Kind,
        token: &Secret,
    ) -> Result<Option<T>, Error> {
        let hash = token::hash(token);
        let sealed = store::take(tx, kind, &hash, self.now()).await?;
        sealed.map(|sealed| self.read_once(kind, &hash, &sealed)).transpose()
    }

    fn read_once<T: DeserializeOwned>(
        &self,
        kind: Kind,
        hash: &token::Hash,
        sealed: &[u8],
    ) -> Result<T, Error> {
        let content = self.effects.vault().open(&place(kind, hash), sealed)?;
        serde_json::from_slice(&content)
            .map_err(|error| Error::internal("the content of a token cannot be read").with_source(error))
    }
}
