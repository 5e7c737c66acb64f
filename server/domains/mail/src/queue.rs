//! The way into the queue.

use std::fmt;

use async_trait::async_trait;
use omni_kernel::db::RawTx;
use omni_kernel::ports::{Mail, MailQueue};
use omni_kernel::{Clock, Error, Rng, Vault};

use crate::letter::{Content, MailId};
use crate::store::{self, Claimed};

/// The queue of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Queue {
    vault: Vault,
    clock: Clock,
    rng: Rng,
}

impl Queue {
    /// The queue whose content this vault seals.
    pub fn new(vault: Vault, clock: Clock, rng: Rng) -> Self {
        Self { vault, clock, rng }
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(crate) fn rng(&self) -> &Rng {
        &self.rng
    }

    /// What a row holds.
    ///
    /// # Errors
    /// INTERNAL when it does not open.
    pub(crate) fn open(&self, claimed: &Claimed) -> Result<Content, Error> {
        let json = self.vault.open(&store::place_of(claimed.id), &claimed.sealed)?;
        serde_json::from_slice(&json)
            .map_err(|error| Error::internal(format!("{} holds no message", claimed.id)).with_source(error))
    }
}

/// Whether it can stand in a file's name and in a log.
fn is_purpose(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

#[async_trait]
impl MailQueue for Queue {
    async fn enqueue(&self, tx: &mut RawTx, mail: &Mail) -> Result<(), Error> {
        if !is_purpose(mail.purpose) {
            return Err(Error::internal(format!("the purpose {:?} of a mail is no name", mail.purpose)));
        }
        let content = Content::of(mail)?;
        let json = serde_json::to_vec(&content)
            .map_err(|error| Error::internal("a mail cannot be written as JSON").with_source(error))?;
        let now = self.clock.now();
        let id = MailId::from_uuid(self.rng.uuid(now));
        let sealed = self.vault.seal(&store::place_of(id), &json)?;
        store::insert(tx, id, mail.purpose, &sealed, now).await
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").finish_non_exhaustive()
    }
}
