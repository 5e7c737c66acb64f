//! Looks at the parts of the installation, for the summary.

use async_trait::async_trait;
use omni_edge::Readiness;
use omni_kernel::db::Database;
use omni_kernel::redis::Redis;
use omni_platform::{Health, PartState, PartStatus, Probe};

use crate::VERSION;
use crate::guards::PATIENCE;

/// The database.
pub(crate) struct DatabaseProbe(pub(crate) Database);

#[async_trait]
impl Probe for DatabaseProbe {
    fn name(&self) -> &'static str {
        "database"
    }

    async fn state(&self) -> PartState {
        match self.0.check().await {
            Ok(version) => ok(version.text),
            Err(error) => down(error.message().to_owned()),
        }
    }
}

/// The optional Redis.
pub(crate) struct RedisProbe(pub(crate) Option<Redis>);

#[async_trait]
impl Probe for RedisProbe {
    fn name(&self) -> &'static str {
        "redis"
    }

    async fn state(&self) -> PartState {
        let Some(redis) = &self.0 else {
            return absent("this node keeps its rate limits and its response cache to itself");
        };
        match redis.version(PATIENCE).await {
            Ok(version) => ok(version),
            Err(why) => down(format!("{}: {why}; each node keeps to its share of the limits", redis.place())),
        }
    }
}

/// The built-in algorithms, which need nothing that could be missing.
pub(crate) struct AlgorithmsProbe;

#[async_trait]
impl Probe for AlgorithmsProbe {
    fn name(&self) -> &'static str {
        "ai"
    }

    async fn state(&self) -> PartState {
        ok(VERSION.to_owned())
    }
}

/// Whether the server drains, as the edge knows it.
pub(crate) struct EdgeHealth(pub(crate) Readiness);

impl Health for EdgeHealth {
    fn is_stopping(&self) -> bool {
        self.0.is_stopping()
    }
}

fn ok(version: String) -> PartState {
    PartState { status: PartStatus::Ok, version, detail: String::new() }
}

fn down(detail: String) -> PartState {
    PartState { status: PartStatus::Down, version: String::new(), detail }
}

fn absent(detail: &str) -> PartState {
    PartState { status: PartStatus::NotConfigured, version: String::new(), detail: detail.to_owned() }
}
