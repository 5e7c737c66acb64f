//! Whether the time of a failed sign-in tells anything: the kinds of failure in turn, against a real Postgres, each
//! compared with a wrong password.

#![expect(clippy::print_stdout, clippy::expect_used, clippy::disallowed_methods, reason = "a benchmark")]

use std::sync::Arc;
use std::time::Instant;

use omni_identity::{Identity, Login, Parts, Registration};
use omni_kernel::config::{Auth, Config, Inputs};
use omni_kernel::ctx::Facts;
use omni_kernel::db::Database;
use omni_kernel::{Clock, Ctx, Effects, RequestId, Rng, Secret, Vault};
use omni_tenant::Tenants;
use omni_testkit::TestDb;
use omni_testkit::doubles::{RecordingAudit, RecordingMail};

/// Sign-ins of each kind.
const ROUNDS: usize = 500;
/// Failures before an account waits: more than the rounds, so that only the locked one does.
const FREE: u32 = 700;
const PASSWORD: &str = "correct horse battery";

/// The kinds of failure: what they are called, the address, the password.
const KINDS: [(&str, &str, &str); 6] = [
    ("wrong password", "known@example.com", "wrong password"),
    ("unknown person", "unknown@example.com", "wrong password"),
    ("empty password", "known2@example.com", ""),
    ("locked, wrong password", "locked@example.com", "wrong password"),
    ("locked, right password", "locked@example.com", PASSWORD),
    ("SSO-only person", "sso@example.com", "wrong password"),
];

#[tokio::main]
async fn main() {
    let db = TestDb::new(&[&omni_tenant::MIGRATIONS, &omni_identity::MIGRATIONS]).await;
    let (identity, mail) = server(db.database());
    for email in ["known@example.com", "known2@example.com", "locked@example.com", "sso@example.com"] {
        person(&identity, &mail, email).await;
    }
    let key = identity.effects().vault().keyed_hash("email", b"sso@example.com");
    let no_password =
        "DELETE FROM omni.passwords p USING omni.users u WHERE u.user_id = p.user_id AND u.email_key = $1";
    sqlx::query(no_password)
        .bind(key.as_slice())
        .execute(&mut db.superuser().await)
        .await
        .expect("a person loses their password");
    // Each failure beyond the free ones doubles the wait; these are hours.
    for _ in 0..FREE + 16 {
        fail(&identity, "locked@example.com", "wrong password").await;
    }
    let times = measure(&identity).await;
    report(&times);
}

fn server(database: &Database) -> (Identity, Arc<RecordingMail>) {
    let (clock, rng) = (Clock::system(), Rng::system());
    let settings = Auth {
        account_attempts: FREE,
        total_attempts: u32::MAX,
        account_max_wait: std::time::Duration::from_hours(24),
        ..Config::load(&Inputs::default()).expect("the defaults are right").auth
    };
    let vault = Vault::new(&rng.bytes(), rng.clone());
    let audit = Arc::new(RecordingAudit::default());
    let mail = Arc::new(RecordingMail::default());
    let identity = Identity::new(Parts {
        effects: Effects::new(database.clone(), audit, vault, clock.clone()),
        mail: mail.clone(),
        tenants: Arc::new(Tenants::new(database.clone(), clock)),
        rng,
        settings,
        catalogue: omni_kernel::permissions::Catalogue::default(),
        public_url: "http://localhost".to_owned(),
    });
    (identity.expect("the settings are right"), mail)
}

fn nobody() -> Ctx {
    let id = Rng::system().uuid(Clock::system().now());
    Facts::anonymous(RequestId::from_uuid(id)).into()
}

async fn person(identity: &Identity, mail: &RecordingMail, email: &str) {
    let registration = Registration {
        email: email.to_owned(),
        password: Secret::new(PASSWORD),
        full_name: "Ana Kos".to_owned(),
        company_name: "Acme".to_owned(),
    };
    identity.register(&nobody(), &registration, ()).await.expect("a person registers");
    let text = mail.last_to(email).expect("a mail is sent").text;
    let token = text.split("?token=").nth(1).and_then(|rest| rest.lines().next()).expect("it has a token");
    identity.verify_email(&nobody(), &Secret::new(token), |_, _| ()).await.expect("an address is proven");
}

async fn fail(identity: &Identity, email: &str, password: &str) {
    let login = Login { email: email.to_owned(), password: Secret::new(password), tenant: None };
    let error = identity.login(&nobody(), &login, |_| ()).await.expect_err("the sign-in fails");
    assert_eq!(error.reason().name, "CREDENTIALS_INVALID");
}

/// Milliseconds of each kind, taken in turns in a random order.
async fn measure(identity: &Identity) -> Vec<Vec<f64>> {
    let rng = Rng::system();
    let mut times = vec![Vec::with_capacity(ROUNDS); KINDS.len()];
    for round in 0..ROUNDS + 20 {
        let mut order: Vec<usize> = (0..KINDS.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, usize::from(rng.bytes::<1>()[0]) % (at + 1));
        }
        for kind in order {
            let (_, email, password) = KINDS[kind];
            let begun = Instant::now();
            fail(identity, email, password).await;
            // The first are for caches to fill.
            if round >= 20 {
                times[kind].push(begun.elapsed().as_secs_f64() * 1e3);
            }
        }
    }
    times
}

fn report(times: &[Vec<f64>]) {
    let sorted: Vec<Vec<f64>> = times
        .iter()
        .map(|times| {
            let mut times = times.clone();
            times.sort_by(f64::total_cmp);
            times
        })
        .collect();
    let median = |times: &[f64]| times[times.len() / 2];
    let reference = median(&sorted[0]);
    println!("\nfailed sign-ins, {ROUNDS} of each kind, one at a time, in turns:");
    for ((name, _, _), times) in KINDS.iter().zip(&sorted) {
        let gap = (median(times) - reference).abs() / reference * 100.0;
        let p = kolmogorov_smirnov(&sorted[0], times);
        println!("  {name:<24} median {:7.3} ms   gap {gap:5.2} %   KS p {p:.3}", median(times));
    }
}

/// The p-value of the two-sample Kolmogorov-Smirnov test of sorted samples, by the asymptotic distribution with Stephens'
/// correction.
fn kolmogorov_smirnov(a: &[f64], b: &[f64]) -> f64 {
    let (mut at, mut bt, mut distance) = (0, 0, 0.0_f64);
    while at < a.len() && bt < b.len() {
        let value = a[at].min(b[bt]);
        at += a[at..].iter().take_while(|time| **time <= value).count();
        bt += b[bt..].iter().take_while(|time| **time <= value).count();
        distance = distance.max((at as f64 / a.len() as f64 - bt as f64 / b.len() as f64).abs());
    }
    let n = (a.len() * b.len()) as f64 / (a.len() + b.len()) as f64;
    let lambda = (n.sqrt() + 0.12 + 0.11 / n.sqrt()) * distance;
    if lambda < 0.2 {
        return 1.0;
    }
    let sum: f64 = (1..=100)
        .map(|j| {
            let sign = if j % 2 == 1 { 1.0 } else { -1.0 };
            let j = f64::from(j);
            sign * (-2.0 * j * j * lambda * lambda).exp()
        })
        .sum();
    (2.0 * sum).clamp(0.0, 1.0)
}
