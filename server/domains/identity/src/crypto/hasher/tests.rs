use omni_kernel::Secret;
use omni_kernel::config::{Config, Inputs};

use super::*;

fn settings() -> Auth {
    Config::load(&Inputs::default()).unwrap().auth
}

fn hasher(settings: &Auth) -> Hasher {
    Hasher::new(settings, Rng::seeded(1)).unwrap()
}

fn password(text: &str) -> Password {
    Password::typed("password", &Secret::new(text)).unwrap()
}

async fn verify(hasher: &Hasher, password: &Password, phc: Option<&str>) -> Result<Verdict, Error> {
    hasher.verify(hasher.place()?, password, phc).await
}

#[tokio::test]
async fn a_hash_carries_its_parameters_and_knows_its_password() {
    let hasher = hasher(&settings());
    let phc = hasher.hash(&password("correct horse")).await.unwrap();
    assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
    assert_ne!(phc, hasher.hash(&password("correct horse")).await.unwrap());
    let right = verify(&hasher, &password("correct horse"), Some(&phc)).await.unwrap();
    assert_eq!(right, Verdict { right: true, outdated: false });
    for wrong in ["correct horsf", "", "correct horse "] {
        assert!(!verify(&hasher, &password(wrong), Some(&phc)).await.unwrap().right);
    }
}

#[tokio::test]
async fn the_reference_implementation_s_hash_is_understood() {
    // From the test vectors of the reference implementation (P-H-C/phc-winner-argon2, test.c): m=65536, t=2, p=1.
    let phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    let hasher = hasher(&settings());
    assert!(verify(&hasher, &password("password"), Some(phc)).await.unwrap().right);
    assert!(!verify(&hasher, &password("differentpassword"), Some(phc)).await.unwrap().right);
}

#[tokio::test]
async fn a_hash_of_weaker_settings_is_outdated() {
    let phc = hasher(&settings()).hash(&password("correct horse")).await.unwrap();
    let stronger = hasher(&Auth { argon2_iterations: 3, ..settings() });
    let verdict = verify(&stronger, &password("correct horse"), Some(&phc)).await.unwrap();
    assert_eq!(verdict, Verdict { right: true, outdated: true });
}

#[tokio::test]
async fn more_than_the_queue_holds_are_shed() {
    let hasher = Arc::new(hasher(&Auth { hash_workers: 1, hash_queue: 3, ..settings() }));
    let typed = password("correct horse");
    let asked = futures::future::join_all((0..20).map(|_| verify(&hasher, &typed, None))).await;
    let shed: Vec<_> = asked.into_iter().filter_map(Result::err).collect();
    assert_eq!(shed.len(), 16);
    assert!(shed.iter().all(|error| error.reason().name == "OVERLOADED" && error.retry_after().is_some()));
    assert_eq!(hasher.hashes(), 4);
    // The places are free again.
    assert!(verify(&hasher, &typed, None).await.is_ok());
}

/// Where the buffers lie and how many blocks they hold.
fn buffers(hasher: &Hasher) -> Vec<(usize, usize)> {
    let buffers = hasher.buffers.lock().unwrap();
    let mut found: Vec<_> = buffers.iter().map(|buffer| (buffer.as_ptr().addr(), buffer.len())).collect();
    found.sort_unstable();
    found
}

#[tokio::test]
async fn a_burst_takes_one_buffer_for_each_worker_and_every_hash_after_it_uses_them_again() {
    let hasher = hasher(&Auth { hash_workers: 2, hash_queue: 100, ..settings() });
    assert_eq!(buffers(&hasher), []);
    let phc = hasher.hash(&password("correct horse")).await.unwrap();
    let typed = password("correct horse");
    let burst = || async {
        let asked = futures::future::join_all((0..40).map(|_| verify(&hasher, &typed, Some(&phc)))).await;
        // What a buffer held before changes nothing.
        assert!(asked.into_iter().all(|verdict| verdict.unwrap().right));
    };
    burst().await;
    let first = buffers(&hasher);
    assert!((1..=2).contains(&first.len()), "{first:?}");
    assert!(first.iter().all(|(_, blocks)| *blocks == 19_456), "{first:?}");
    burst().await;
    let later = buffers(&hasher);
    assert!(later.len() <= 2 && first.iter().all(|buffer| later.contains(buffer)), "{first:?} {later:?}");
}

#[tokio::test]
async fn a_stored_hash_of_more_memory_makes_a_worker_s_buffer_larger_and_none_besides() {
    let hasher = hasher(&Auth { hash_workers: 1, ..settings() });
    hasher.hash(&password("correct horse")).await.unwrap();
    let phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assert!(verify(&hasher, &password("password"), Some(phc)).await.unwrap().right);
    let phc = hasher.hash(&password("correct horse")).await.unwrap();
    assert!(verify(&hasher, &password("correct horse"), Some(&phc)).await.unwrap().right);
    assert_eq!(buffers(&hasher).iter().map(|(_, blocks)| *blocks).collect::<Vec<_>>(), [65_536]);
}
