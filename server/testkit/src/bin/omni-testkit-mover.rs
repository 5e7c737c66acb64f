//! A process that moves a tenant, for tests that kill it:
//! `omni-testkit-mover <url> <tenant> <shared|schema|url> <step to stop at>`.
//!
//! Prints each step as it is done, and waits for its end at the one it is to stop at.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a helper of tests")]

use std::io::Write;

use async_trait::async_trait;
use omni_kernel::db::{Database, Destination, Options, Step, Visitor};
use omni_kernel::{Clock, Rng, Secret, TenantId, Vault};
use omni_testkit::albums::{ALBUMS, VAULT_KEY};

struct StopAt(String);

#[async_trait]
impl Visitor for StopAt {
    async fn reached(&self, step: Step) {
        println!("{step:?}");
        std::io::stdout().flush().expect("somebody listens");
        if format!("{step:?}") == self.0 {
            std::future::pending::<()>().await;
        }
    }
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().expect("expected a URL, a tenant, a destination and a step");
    let options = Options { url: Some(Secret::new(next())), ..Options::new("/nonexistent") };
    let tenant: TenantId = next().parse().expect("a tenant");
    let to = match next().as_str() {
        "shared" => Destination::Shared,
        "schema" => Destination::Schema,
        url => Destination::Database(Secret::new(url)),
    };
    let database = Database::open(&options, Clock::system()).await.expect("the database opens");
    let placed = database.placed(Vault::new(&VAULT_KEY, Rng::system()));
    let moved = placed.move_tenant(tenant, to, &[&ALBUMS], &StopAt(next())).await;
    println!("moved {:?}", moved.expect("the tenant moves").tables);
}
