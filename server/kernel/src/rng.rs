//! Randomness as a value, so that a test can seed it.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rand::rngs::{StdRng, SysRng};
use rand::{Rng as _, SeedableRng, TryRng as _};
use uuid::Uuid;

/// Where random bytes and new ids come from.
#[derive(Clone, Debug)]
pub struct Rng(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Seeded(Arc<Mutex<StdRng>>),
}

/// How many bytes the operating system is asked for at once.
const POOL: usize = 1024;
/// Longest piece that is taken out of the pool.
const PIECE: usize = 64;

/// Random bytes of the operating system that wait to be used. Every request needs a few, and asking for each piece
/// costs a system call. What was handed out is erased.
struct Pool {
    bytes: [u8; POOL],
    used: usize,
}

thread_local! {
    static POOLED: RefCell<Pool> = const { RefCell::new(Pool { bytes: [0; POOL], used: POOL }) };
}

impl Pool {
    fn take(&mut self, piece: &mut [u8]) {
        if POOL - self.used < piece.len() {
            from_system(&mut self.bytes);
            self.used = 0;
        }
        let end = self.used + piece.len();
        let source = &mut self.bytes[self.used..end];
        piece.copy_from_slice(source);
        source.fill(0);
        self.used = end;
    }
}

#[expect(clippy::expect_used, reason = "without randomness no key or id may be made")]
fn from_system(bytes: &mut [u8]) {
    SysRng.try_fill_bytes(bytes).expect("the operating system gives random bytes");
}

impl Rng {
    /// The operating system's generator.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A generator that repeats itself for the same seed. For tests only.
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed)))))
    }

    /// Fills `bytes`.
    ///
    /// # Panics
    /// When the operating system has no random bytes: nothing secure can be done then.
    pub fn fill(&self, bytes: &mut [u8]) {
        match &self.0 {
            Source::System if bytes.len() > PIECE => from_system(bytes),
            Source::System => POOLED.with_borrow_mut(|pool| pool.take(bytes)),
            Source::Seeded(rng) => rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes),
        }
    }

    /// An array of random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A new UUIDv7 of the given time.
    pub fn uuid(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_ids_sort_by_time() {
        let (first, again) = (Rng::seeded(7), Rng::seeded(7));
        assert_eq!(first.bytes::<16>(), again.bytes::<16>());
        let early = first.uuid(Timestamp::from_second(1).unwrap());
        let late = first.uuid(Timestamp::from_second(2).unwrap());
        assert!(early < late);
        assert_eq!(late.get_version_num(), 7);
        assert_ne!(Rng::system().bytes::<16>(), Rng::system().bytes::<16>());
    }

    #[test]
    fn no_two_threads_and_no_two_pieces_share_bytes() {
        let pieces = || (0..200).map(|_| Rng::system().bytes::<24>()).collect::<Vec<_>>();
        let mut all = pieces();
        all.extend(std::thread::spawn(pieces).join().unwrap());
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 400);
    }
}
