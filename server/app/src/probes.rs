//! Looks at the parts of the installation, for the summary.

use async_trait::async_trait;
use omni_edge::Readiness;
use omni_kernel::config::Config;
use omni_kernel::db::Database;
use omni_platform::{Health, PartState, PartStatus, Probe};

use crate::{VERSION, doctor};

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
pub(crate) struct RedisProbe(pub(crate) Config);

#[async_trait]
impl Probe for RedisProbe {
    fn name(&self) -> &'static str {
        "redis"
    }

    async fn state(&self) -> PartState {
        let Some(url) = &self.0.redis.url else {
            return absent("nothing in this version needs it");
        };
        match doctor::ping_redis(url).await {
            Ok(()) => ok(String::new()),
            Err(why) => down(why),
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
