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

#[tokio::test]
async fn a_hash_carries_its_parameters_and_knows_its_password() {
    let hasher = hasher(&settings());
    let phc = hasher.hash(&password("correct horse")).await.unwrap();
    assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
    assert_ne!(phc, hasher.hash(&password("correct horse")).await.unwrap());
    let right = hasher.verify(&password("correct horse"), Some(&phc)).await.unwrap();
    assert_eq!(right, Verdict { right: true, outdated: false });
    for wrong in ["correct horsf", "", "correct horse "] {
        assert!(!hasher.verify(&password(wrong), Some(&phc)).await.unwrap().right);
    }
}

#[tokio::test]
async fn the_reference_implementation_s_hash_is_understood() {
    // From the test vectors of the reference implementation (P-H-C/phc-winner-argon2, test.c): m=65536, t=2, p=1.
    let phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    let hasher = hasher(&settings());
    assert!(hasher.verify(&password("password"), Some(phc)).await.unwrap().right);
    assert!(!hasher.verify(&password("differentpassword"), Some(phc)).await.unwrap().right);
}

#[tokio::test]
async fn a_hash_of_weaker_settings_is_outdated() {
    let phc = hasher(&settings()).hash(&password("correct horse")).await.unwrap();
    let stronger = hasher(&Auth { argon2_iterations: 3, ..settings() });
    let verdict = stronger.verify(&password("correct horse"), Some(&phc)).await.unwrap();
    assert_eq!(verdict, Verdict { right: true, outdated: true });
}

#[tokio::test]
async fn more_than_the_queue_holds_are_shed() {
    let hasher = Arc::new(hasher(&Auth { hash_workers: 1, hash_queue: 3, ..settings() }));
    let typed = password("correct horse");
    let asked = futures::future::join_all((0..20).map(|_| hasher.verify(&typed, None))).await;
    let shed: Vec<_> = asked.into_iter().filter_map(Result::err).collect();
    assert_eq!(shed.len(), 16);
    assert!(shed.iter().all(|error| error.reason().name == "OVERLOADED" && error.retry_after().is_some()));
    assert_eq!(hasher.hashes(), 4);
    // The places are free again.
    assert!(hasher.verify(&typed, None).await.is_ok());
}
