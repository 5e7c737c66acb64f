//! The mail of the server, from its settings to its worker.

use omni_kernel::config::Config;
use omni_kernel::db::Database;
use omni_kernel::telemetry::Metrics;
use omni_kernel::{Clock, Rng, Vault};
use omni_mail::{Counts, Queue, Settings, Transport, Worker};

/// Mail that is not sent yet: domains take the queue, and the worker starts when everything else is there.
pub(crate) struct Mail {
    pub(crate) queue: Queue,
    transport: Transport,
    settings: Settings,
    counts: Counts,
}

impl Mail {
    /// # Errors
    /// What of the settings is wrong.
    pub(crate) fn new(config: &Config, vault: Vault, clock: Clock, rng: Rng) -> Result<Self, String> {
        Ok(Self {
            queue: Queue::new(vault, clock, rng),
            transport: Transport::new(&config.mail, &config.data_dir)?,
            settings: Settings { timeout: config.mail.timeout, give_up_after: config.mail.give_up_after },
            counts: Counts::default(),
        })
    }

    /// Has the metrics show what happens to mail.
    pub(crate) fn watch(&self, metrics: &Metrics) {
        let [queued, sent, failed, given_up] = std::array::from_fn(|_| self.counts.clone());
        metrics.gauge(
            "omni_mail_queued",
            "Messages in the queue of the installation, counted every 15 seconds while none is due.",
            move || queued.queued() as f64,
        );
        metrics.counter(
            "omni_mail_sent",
            "Messages handed to the mail server, or written to files.",
            move || sent.sent() as f64,
        );
        metrics.counter("omni_mail_failed", "Attempts to deliver a message that failed.", move || {
            failed.failed() as f64
        });
        metrics.counter("omni_mail_given_up", "Messages that were given up.", move || {
            given_up.given_up() as f64
        });
    }

    /// Begins to send.
    pub(crate) fn start(self, database: Database) -> Worker {
        Worker::start(database, self.queue, self.transport, self.settings, self.counts)
    }
}
