//! The use cases.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use omni_kernel::db::Database;
use omni_kernel::error::reason::NOT_FOUND;
use omni_kernel::{Clock, Ctx, Error};

use crate::model::FailedRequest;
use crate::recorder::Recorder;
use crate::store;

/// How long a probe may take before its part counts as down.
const PROBE_TIMEOUT: Duration = Duration::from_secs(2);

/// Whether a part of the installation works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartStatus {
    /// It works.
    Ok,
    /// It should work and does not.
    Down,
    /// It is not set up.
    NotConfigured,
}

impl PartStatus {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Down => "down",
            Self::NotConfigured => "not_configured",
        }
    }
}

/// The state of one part of the installation.
#[derive(Debug, Clone)]
pub struct PartState {
    /// Whether it works.
    pub status: PartStatus,
    /// The version it reports; empty where it reports none.
    pub version: String,
    /// What is wrong and how to mend it; empty when nothing is.
    pub detail: String,
}

/// Looks at one part of the installation.
#[async_trait]
pub trait Probe: Send + Sync {
    /// Its name in the summary, such as `database`.
    fn name(&self) -> &'static str;
    /// Its state now.
    async fn state(&self) -> PartState;
}

/// Whether the server takes requests.
pub trait Health: Send + Sync {
    /// Whether it drains.
    fn is_stopping(&self) -> bool;
}

/// What the installation is, how it is, and what went wrong.
pub struct Platform {
    pub(crate) database: Database,
    pub(crate) recorder: Recorder,
    pub(crate) probes: Vec<Box<dyn Probe>>,
    pub(crate) health: Arc<dyn Health>,
    pub(crate) clock: Clock,
    pub(crate) started: Timestamp,
    pub(crate) version: String,
}

impl Platform {
    /// The use cases over these parts. The time of this call counts as the start of the server.
    pub fn new(
        database: Database,
        recorder: Recorder,
        probes: Vec<Box<dyn Probe>>,
        health: Arc<dyn Health>,
        clock: Clock,
        version: impl Into<String>,
    ) -> Self {
        let started = clock.now();
        Self { database, recorder, probes, health, clock, started, version: version.into() }
    }

    /// The state of every part, by name.
    pub(crate) async fn parts(&self) -> Vec<(&'static str, PartState)> {
        let mut states = Vec::new();
        for probe in &self.probes {
            let state =
                tokio::time::timeout(PROBE_TIMEOUT, probe.state()).await.unwrap_or_else(|_| PartState {
                    status: PartStatus::Down,
                    version: String::new(),
                    detail: format!("no answer within {} s", PROBE_TIMEOUT.as_secs()),
                });
            states.push((probe.name(), state));
        }
        states
    }

    /// How long the server has run.
    pub(crate) fn uptime(&self) -> Duration {
        Duration::try_from(self.clock.now().duration_since(self.started)).unwrap_or_default()
    }

    /// The failed request of the caller's tenant under this id.
    pub(crate) async fn failed_request(&self, ctx: &Ctx, request_id: &str) -> Result<FailedRequest, Error> {
        let scope = ctx.scope()?;
        self.recorder.settle().await;
        let mut tx = self.database.begin(&scope).await?;
        let found = store::find(&mut tx, request_id, self.clock.now()).await?;
        tx.commit().await?;
        found.ok_or_else(|| {
            Error::new(&NOT_FOUND, format!("there is no record of a failed request {request_id}"))
                .with_violation(
                    "failed_request_id",
                    "must be the id of a failed request of this tenant that is still kept",
                )
        })
    }
}
