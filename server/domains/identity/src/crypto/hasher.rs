//! Argon2id (RFC 9106) in a bounded pool. A hash takes tens of milliseconds and 19 MiB or more, so that whoever can ask for
//! any number of them at once can stop the server. Each worker has one buffer, made at its first hash and kept: memory is
//! workers times the memory of one hash, and an allocator keeps no more of it after a burst. What is left in a buffer is
//! what Argon2 mixed last; no password can be got from it short of hashing guesses, and it is not wiped.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use argon2::password_hash::phc::{Output, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use omni_kernel::config::Auth;
use omni_kernel::error::reason::OVERLOADED;
use omni_kernel::{Error, Rng, Secret};
use subtle::ConstantTimeEq;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::password::Password;

const HASH_BYTES: usize = 32;
const SALT_BYTES: usize = 16;
/// After how long a caller who was shed should try again.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Hashes passwords, a few at a time.
pub(crate) struct Hasher {
    params: Params,
    rng: Rng,
    /// Those that are hashed or wait for it.
    places: Arc<Semaphore>,
    /// Those that are hashed.
    workers: Arc<Semaphore>,
    /// The buffers of workers that rest, at most one for each.
    buffers: Arc<Mutex<Vec<Vec<Block>>>>,
    /// What an unknown person's password is hashed with.
    decoy: [u8; SALT_BYTES],
    hashes: AtomicU64,
}

/// A place among those that are hashed or wait for it.
#[derive(Debug)]
pub(crate) struct Place {
    _permit: OwnedSemaphorePermit,
}

/// What a password turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// It is the right one.
    pub(crate) right: bool,
    /// The stored hash is weaker than the settings demand.
    pub(crate) outdated: bool,
}

impl Hasher {
    /// A pool by these settings.
    ///
    /// # Errors
    /// INTERNAL when Argon2 does not take the parameters; the settings' ranges prevent it.
    pub(crate) fn new(settings: &Auth, rng: Rng) -> Result<Self, Error> {
        let params = Params::new(
            settings.argon2_memory_kib,
            settings.argon2_iterations,
            settings.argon2_lanes,
            Some(HASH_BYTES),
        )
        .map_err(|error| Error::internal(format!("the parameters of Argon2: {error}")))?;
        let workers = settings.workers();
        Ok(Self {
            params,
            decoy: rng.bytes(),
            rng,
            places: Arc::new(Semaphore::new(workers + settings.hash_queue)),
            workers: Arc::new(Semaphore::new(workers)),
            buffers: Arc::default(),
            hashes: AtomicU64::new(0),
        })
    }

    /// A place in the queue, to be had before anything else is done for the password.
    ///
    /// # Errors
    /// `OVERLOADED` when too many wait.
    pub(crate) fn place(&self) -> Result<Place, Error> {
        let permit = Arc::clone(&self.places).try_acquire_owned().map_err(|_| overloaded())?;
        Ok(Place { _permit: permit })
    }

    /// Hashes a password that somebody chooses; `own` is what is known of them.
    ///
    /// # Errors
    /// As [`Password::chosen`], naming `field`; `OVERLOADED` when too many wait.
    pub(crate) async fn hash_chosen(
        &self,
        field: &str,
        text: &Secret,
        own: &[&str],
    ) -> Result<String, Error> {
        let (field, text) = (field.to_owned(), text.clone());
        let own: Vec<String> = own.iter().map(|text| (*text).to_owned()).collect();
        // It may take as long as a hash.
        let judged = self.work(self.place()?, move || Password::chosen(&field, &text, &own)).await?;
        self.hash(&judged?).await
    }

    /// Hashes a new password; the PHC string has the parameters.
    ///
    /// # Errors
    /// `OVERLOADED` when too many wait.
    pub(crate) async fn hash(&self, password: &Password) -> Result<String, Error> {
        let salt: [u8; SALT_BYTES] = self.rng.bytes();
        let output = self.run(self.place()?, self.params.clone(), salt.to_vec(), password.clone()).await?;
        let unwritable = |error| Error::internal(format!("a hash cannot be written: {error}"));
        let phc = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: (&self.params)
                .try_into()
                .map_err(|error| Error::internal(format!("the parameters cannot be written: {error}")))?,
            salt: Some(Salt::new(&salt).map_err(unwritable)?),
            hash: Some(Output::new(&output).map_err(unwritable)?),
        };
        Ok(phc.to_string())
    }

    /// Checks a password against a PHC string. Without one it does the same work and the answer is no.
    ///
    /// # Errors
    /// INTERNAL when the string is none of ours.
    pub(crate) async fn verify(
        &self,
        place: Place,
        password: &Password,
        phc: Option<&str>,
    ) -> Result<Verdict, Error> {
        let Some(phc) = phc else {
            self.run(place, self.params.clone(), self.decoy.to_vec(), password.clone()).await?;
            return Ok(Verdict { right: false, outdated: false });
        };
        let unreadable = || Error::internal("the stored hash of a password cannot be read");
        let stored = PasswordHash::new(phc).map_err(|_| unreadable())?;
        let params = Params::try_from(&stored).map_err(|_| unreadable())?;
        let (Some(salt), Some(expected)) = (stored.salt, stored.hash) else { return Err(unreadable()) };
        if stored.algorithm != Algorithm::Argon2id.ident() {
            return Err(unreadable());
        }
        let outdated = params.m_cost() < self.params.m_cost()
            || params.t_cost() < self.params.t_cost()
            || params.p_cost() < self.params.p_cost();
        let output = self.run(place, params, salt.to_vec(), password.clone()).await?;
        Ok(Verdict { right: output.as_slice().ct_eq(expected.as_bytes()).into(), outdated })
    }

    /// How many hashes were computed.
    pub(crate) fn hashes(&self) -> u64 {
        self.hashes.load(Ordering::Relaxed)
    }

    async fn run(
        &self,
        place: Place,
        params: Params,
        salt: Vec<u8>,
        password: Password,
    ) -> Result<Vec<u8>, Error> {
        let buffers = Arc::clone(&self.buffers);
        self.hashes.fetch_add(1, Ordering::Relaxed);
        let hash = move || {
            let mut buffer = buffers.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
            if buffer.len() < params.block_count() {
                buffer = vec![Block::new(); params.block_count()];
            }
            let mut output = vec![0; params.output_len().unwrap_or(HASH_BYTES)];
            let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            let done =
                argon2.hash_password_into_with_memory(password.bytes(), &salt, &mut output, &mut buffer[..]);
            buffers.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
            done.map(|()| output)
        };
        self.work(place, hash).await?.map_err(|error| Error::internal(format!("Argon2: {error}")))
    }

    /// Has a worker do it.
    async fn work<T: Send + 'static>(
        &self,
        place: Place,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let worker = Arc::clone(&self.workers)
            .acquire_owned()
            .await
            .map_err(|error| Error::internal(error.to_string()))?;
        let done = tokio::task::spawn_blocking(move || {
            // Held until the work is done, even when the caller has gone.
            let _held = (place, worker);
            work()
        });
        done.await.map_err(|error| Error::internal("a hash worker failed").with_source(error))
    }
}

fn overloaded() -> Error {
    Error::new(&OVERLOADED, "the server hashes as many passwords as it can; retry in a second")
        .with_retry_after(RETRY_AFTER)
}

#[cfg(test)]
mod tests;
