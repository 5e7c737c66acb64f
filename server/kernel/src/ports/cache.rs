use std::time::Duration;

use async_trait::async_trait;

use crate::ctx::Scope;

/// Knows how long tenants want answers kept, where they do not want what the contract says.
#[async_trait]
pub trait CacheTtls: Send + Sync {
    /// How long answers of a method are kept for a tenant; `None` where the tenant has set nothing. Zero: not at all. Asked
    /// on every call of such a method, so it answers from memory nearly always; a few seconds late is soon enough.
    async fn ttl(&self, scope: &Scope, method: &str) -> Option<Duration>;
}
