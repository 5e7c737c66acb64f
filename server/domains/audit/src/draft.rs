//! An entry before it has a place in the chain.

use jiff::Timestamp;
use omni_audit_chain::Outcome;
use omni_kernel::ports::{self, AuditEntry};
use omni_kernel::{Caller, Ctx, Scope};
use serde_json::Value as Json;

/// What is known of an act.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) time: Timestamp,
    pub(crate) actor: String,
    pub(crate) on_behalf_of: String,
    pub(crate) request_id: String,
    pub(crate) method: String,
    pub(crate) action: String,
    pub(crate) outcome: Outcome,
    pub(crate) reason: String,
    pub(crate) target: String,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) facts: Vec<Fact>,
}

/// A piece of personal data.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    pub(crate) subject: String,
    pub(crate) field: String,
    pub(crate) value: String,
}

impl Draft {
    /// What a request did to a tenant.
    pub(crate) fn new(scope: Scope, ctx: &Ctx, entry: &AuditEntry, now: Timestamp) -> Self {
        let actor = match ctx.caller() {
            Caller::Anonymous => "anonymous".to_owned(),
            Caller::Operator => "operator".to_owned(),
            Caller::Key(key) => key.to_string(),
            Caller::User { user, .. } => user.to_string(),
        };
        let foreign = ctx.maybe_scope().map(|own| own.tenant).filter(|own| *own != scope.tenant);
        Self {
            time: now,
            on_behalf_of: foreign.map(|own| own.to_string()).unwrap_or_default(),
            request_id: ctx.request_id().to_string(),
            method: ctx.facts().method.to_string(),
            action: clean(&entry.action),
            outcome: match entry.outcome {
                ports::Outcome::Success => Outcome::Success,
                ports::Outcome::Denied => Outcome::Denied,
            },
            reason: clean(&entry.reason),
            target: clean(&entry.target),
            before: text(&entry.before),
            after: text(&entry.after),
            facts: facts(ctx, entry, &actor),
            actor,
        }
    }
}

/// The personal data of the entry, and where the request came from. The address of a caller without a credential belongs
/// to the person the entry is about, so that it goes with them.
fn facts(ctx: &Ctx, entry: &AuditEntry, actor: &str) -> Vec<Fact> {
    let mut facts: Vec<Fact> = entry
        .personal
        .iter()
        .map(|fact| Fact {
            subject: fact.subject.clone(),
            field: fact.field.to_owned(),
            value: fact.value.clone(),
        })
        .collect();
    let subject = match (ctx.caller(), facts.first()) {
        (Caller::Anonymous, Some(first)) => first.subject.clone(),
        (Caller::Anonymous, None) => ctx.request_id().to_string(),
        (Caller::Operator | Caller::Key(_) | Caller::User { .. }, _) => actor.to_owned(),
    };
    let client = &ctx.facts().client;
    let from = [("ip", client.ip.map(|ip| ip.to_string())), ("user_agent", client.user_agent.clone())];
    facts.extend(from.into_iter().filter_map(|(field, value)| {
        Some(Fact { subject: subject.clone(), field: field.to_owned(), value: value? })
    }));
    facts
}

/// JSON with its keys in order; null is nothing.
fn text(json: &Json) -> String {
    if json.is_null() { String::new() } else { clean(&json.to_string()) }
}

/// Postgres keeps no NUL in a text.
fn clean(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}
