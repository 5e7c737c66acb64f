//! The one way of a request, behind every door: who calls, what the method's policy says, whether the message keeps its
//! rules, then the domain. Each layer is one file; their order is written in `pipeline.rs` and nowhere else.

mod auth;
mod cache;
mod deadline;
mod failures;
mod idempotency;
mod invoke;
mod limits;
mod pipeline;
mod policy;
mod quantity;
mod refusal;
#[cfg(test)]
pub(crate) mod testing;
mod validation;

pub(crate) use cache::Caching;
pub(crate) use deadline::requested_timeout;
pub(crate) use invoke::{Inner, Services};
pub(crate) use limits::Limits;
pub(crate) use pipeline::{Parts, Pipeline, user_agent};
pub use validation::{RuleError, Rules};
