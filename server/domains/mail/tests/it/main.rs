//! The mail queue over a real Postgres, to a real mail server and to files.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failure in a test's helper fails the test"
)]

mod files;
mod peer;
mod queue;
mod smtp;

use std::path::PathBuf;
use std::time::Duration;

use omni_kernel::config::{Config, Flag, Inputs};
use omni_kernel::db::Database;
use omni_kernel::ports::{Mail, MailQueue};
use omni_kernel::{Rng, Vault};
use omni_mail::{Counts, MIGRATIONS, Queue, Settings, Transport, Worker};
use omni_testkit::TestDb;

/// An installation's mail.
pub(crate) struct Office {
    pub(crate) db: TestDb,
    pub(crate) queue: Queue,
    pub(crate) counts: Counts,
    pub(crate) data: tempfile::TempDir,
    pub(crate) settings: Vec<(&'static str, String)>,
}

pub(crate) fn mail(to: &str) -> Mail {
    Mail {
        to: to.to_owned(),
        subject: "Potrdi naslov – confirm".to_owned(),
        text: "Živjo,\n\nhttps://omni.example/auth/verify?token=s3cr3t-t0k3n\n".to_owned(),
        purpose: "verify_email",
    }
}

impl Office {
    pub(crate) async fn new(settings: Vec<(&'static str, String)>) -> Self {
        let db = TestDb::new(&[&MIGRATIONS]).await;
        let vault = Vault::new(&[1; 32], Rng::seeded(2));
        let queue = Queue::new(vault, db.clock().clone(), db.rng().clone());
        Self { db, queue, counts: Counts::default(), data: tempfile::tempdir().unwrap(), settings }
    }

    /// Queues a message in a transaction of its own.
    pub(crate) async fn enqueue(&self, mail: &Mail) {
        let mut tx = self.db.begin_unscoped().await.unwrap();
        self.queue.enqueue(tx.raw(), mail).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) fn config(&self) -> omni_kernel::config::Mail {
        let flag = |(key, value): &(&str, String)| Flag {
            flag: (*key).to_owned(),
            key: (*key).to_owned(),
            value: value.clone(),
        };
        let inputs = Inputs { flags: self.settings.iter().map(flag).collect(), ..Inputs::default() };
        Config::load(&inputs).unwrap().mail
    }

    /// A server that delivers.
    pub(crate) fn worker(&self) -> Worker {
        self.worker_on(self.db.database().clone())
    }

    pub(crate) fn worker_on(&self, database: Database) -> Worker {
        let config = self.config();
        let transport = Transport::new(&config, self.data.path()).unwrap();
        let settings = Settings { timeout: config.timeout, give_up_after: config.give_up_after };
        Worker::start(database, self.queue.clone(), transport, settings, self.counts.clone())
    }

    /// Messages in the queue.
    pub(crate) async fn waiting(&self) -> i64 {
        let sql = "SELECT count(*) FROM omni.mail_queue";
        sqlx::query_scalar(sql).fetch_one(&mut self.db.superuser().await).await.unwrap()
    }

    pub(crate) async fn until_waiting(&self, number: i64) {
        let reached = async {
            while self.waiting().await != number {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), reached).await.expect("the queue gets there");
    }

    /// The files of the folder `mail`, by name.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(self.data.path().join("mail")) else { return Vec::new() };
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    }
}

/// Ends a worker in order, with time to spare.
pub(crate) async fn stop(worker: Worker) {
    worker.stop(Duration::from_secs(20)).await;
}
