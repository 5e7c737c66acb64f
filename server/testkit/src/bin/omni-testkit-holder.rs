//! A process that holds a private cluster, for tests that kill it: `omni-testkit-holder <data dir>`.
//!
//! Prints `ready <pid of Postgres> <directory of the socket>`, then waits; closes in order when its input ends.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a helper of tests")]

use std::io::Write;

use omni_kernel::Clock;
use omni_kernel::db::{Database, Options};

#[tokio::main]
async fn main() {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let data_dir = std::env::args().nth(1).expect("expected the data directory as the only argument");
    let options = Options { postgres_bin: omni_testkit::postgres_bin(), ..Options::new(data_dir) };
    let database = Database::open(&options, Clock::system()).await.expect("the database opens");
    let cluster = database.cluster().expect("it is a private cluster");
    println!("ready {} {}", cluster.pid().expect("it runs"), cluster.socket().display());
    std::io::stdout().flush().expect("somebody listens");
    let input = tokio::task::spawn_blocking(|| std::io::stdin().lines().count()).await;
    drop(input);
    database.close().await;
}
