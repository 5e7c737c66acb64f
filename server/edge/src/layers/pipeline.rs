//! The order of the layers.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use futures::{FutureExt, Stream, StreamExt};
use http::{HeaderMap, HeaderName, HeaderValue};
use omni_contract::{Contract, Method};
use omni_kernel::ctx::{Client, Facts};
use omni_kernel::error::Cause;
use omni_kernel::ports::{AuditLog, CredentialVerifier, FailureLog, Principal, Unaccepted};
use omni_kernel::telemetry::{InFlight, MethodId, Metrics, RequestSpan, Telemetry};
use omni_kernel::{Ctx, Error, ItemFailures, Kind, RequestId};
use prost_reflect::MessageDescriptor;
use serde_json::Value as Json;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tonic::{Code, Status};

use super::cache::{Asked, wants_fresh};
use super::failures::Failures;
use super::invoke::{Services, Target, invoke};
use super::validation::{Plan, Rules};
use super::{Caching, Limits, auth, idempotency, policy, refusal, requested_timeout};
use crate::TiersOf;
use crate::call::{Call, Reply, ReplyBody};
use crate::doors::{Message, content_type};
use crate::reason;

/// What the pipeline is made of.
pub(crate) struct Parts {
    pub(crate) contract: Arc<Contract>,
    pub(crate) services: Services,
    pub(crate) verifier: Arc<dyn CredentialVerifier>,
    pub(crate) failure_log: Arc<dyn FailureLog>,
    pub(crate) audit: Arc<dyn AuditLog>,
    pub(crate) metrics: Metrics,
    pub(crate) telemetry: Telemetry,
    pub(crate) rules: Rules,
    pub(crate) limits: Limits,
    pub(crate) tiers: TiersOf,
    pub(crate) caching: Option<Caching>,
    pub(crate) default_timeout: Duration,
    pub(crate) stream_timeout: Duration,
    pub(crate) max_timeout: Duration,
    pub(crate) max_in_flight: usize,
    pub(crate) public_url: Option<String>,
}

/// The one way of a request.
pub(crate) struct Pipeline {
    parts: Parts,
    failures: Failures,
    admission: Arc<Semaphore>,
    /// Ends what still runs when the server has waited long enough.
    cut_off: CancellationToken,
    /// What is known of each method, in the order of the contract.
    methods: Vec<Served>,
}

/// What a request would otherwise look up by the name of its method.
struct Served {
    name: Arc<str>,
    permission: Arc<str>,
    row: MethodId,
    plan: Option<Plan>,
    target: Option<Target>,
}

/// Whether the answer is of live or of test data.
const ENVIRONMENT: HeaderName = HeaderName::from_static(auth::ENVIRONMENT);

/// How long a caller who was not admitted waits before trying again.
const ADMISSION_RETRY: Duration = Duration::from_secs(1);
/// How long one whose call was cut off waits: a server that is started anew is ready by then, another one long before.
const RESTART: Duration = Duration::from_secs(1);

impl Pipeline {
    pub(crate) fn new(parts: Parts) -> Self {
        let failures = Failures::new(
            Arc::clone(&parts.contract),
            Arc::clone(&parts.failure_log),
            parts.public_url.as_deref(),
        );
        let admission = Arc::new(Semaphore::new(parts.max_in_flight));
        let served = |method: &Arc<Method>| Served {
            name: method.name().into(),
            permission: method.policy().permission.as_str().into(),
            row: parts.metrics.method(method.name()),
            plan: parts.rules.plan(method),
            target: Target::of(&parts.services, method),
        };
        let methods = parts.contract.methods().map(served).collect();
        Self { parts, failures, admission, cut_off: CancellationToken::new(), methods }
    }

    pub(crate) fn contract(&self) -> &Arc<Contract> {
        &self.parts.contract
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.parts.limits
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.parts.metrics
    }

    /// A failure outside of any call, as the caller is shown it.
    pub(crate) fn shown(&self, status: &Status, id: &RequestId) -> Status {
        self.failures.shown(status, id)
    }

    /// What can be kept of a request that is JSON but not the message of its method.
    pub(crate) fn legible(&self, message: &MessageDescriptor, value: &Json) -> Option<Json> {
        self.failures.legible(message, value)
    }

    /// Ends every running call with `SERVER_STOPPING`.
    pub(crate) fn cut_off(&self) {
        self.cut_off.cancel();
    }

    /// Answers a call whose message comes from `message`. Every outcome passes here: it is counted, logged once, and
    /// shown to the caller with the id of the request.
    pub(crate) async fn run(
        self: &Arc<Self>,
        mut call: Call,
        message: BoxFuture<'_, Result<Message, Error>>,
    ) -> Reply {
        let mut end = self.begin(&call);
        let (timeout, refused) = match self.timeout(&call) {
            Ok(timeout) => (timeout, None),
            Err(error) => (self.parts.default_timeout, Some(error)),
        };
        let deadline = Instant::now() + timeout;
        let span = end.span.clone();
        let ended = {
            // Pinned here, so that what is wrapped around it does not move it.
            let steps = std::pin::pin!(self.steps(&mut call, &mut end, message, refused));
            let steps = AssertUnwindSafe(span.run(steps));
            tokio::select! {
                biased;
                ended = tokio::time::timeout_at(deadline, steps.catch_unwind()) => Some(ended),
                () = self.cut_off.cancelled() => None,
            }
        };
        let outcome = match ended {
            Some(Ok(Ok(outcome))) => outcome,
            Some(Ok(Err(panic))) => Err(panicked(panic.as_ref()).into()),
            Some(Err(_)) if end.receiving => Err(incomplete(timeout).into()),
            Some(Err(_)) => Err(late(timeout).into()),
            None => Err(stopping().into()),
        };
        let metadata = std::mem::take(&mut end.metadata);
        let trailing = content_type(&call.headers).starts_with("application/grpc");
        let reply = match outcome {
            Ok(Reply { headers, body: ReplyBody::Stream(messages) }) => {
                let guarded = GuardedStream {
                    sleep: Box::pin(tokio::time::sleep_until(deadline)),
                    cut_off: Box::pin(self.cut_off.clone().cancelled_owned()),
                    open: Some(Open { messages, call, end, timeout }),
                };
                Reply { headers, body: ReplyBody::Stream(guarded.boxed()) }
            }
            Ok(reply) => {
                end.succeed();
                reply
            }
            Err(status) => Reply::failure(end.fail(&call, &status)),
        };
        reply.with_metadata(metadata, trailing)
    }

    fn timeout(&self, call: &Call) -> Result<Duration, Error> {
        let unasked =
            if call.method.is_streaming() { self.parts.stream_timeout } else { self.parts.default_timeout };
        Ok(requested_timeout(&call.headers)?.unwrap_or(unasked).min(self.parts.max_timeout))
    }

    fn begin(self: &Arc<Self>, call: &Call) -> End {
        let metrics = &self.parts.metrics;
        let name = call.method.name();
        let row = self.served(call).map_or_else(|| metrics.method(name), |served| served.row);
        End {
            pipeline: Arc::clone(self),
            principal: None,
            ctx: None,
            permit: None,
            receiving: false,
            metadata: HeaderMap::new(),
            in_flight: Some(metrics.start(row)),
            span: self.parts.telemetry.request(name, &call.request_id, &call.headers),
        }
    }

    /// The layers, in their order.
    async fn steps(
        self: &Arc<Self>,
        call: &mut Call,
        end: &mut End,
        message: BoxFuture<'_, Result<Message, Error>>,
        refused: Option<Error>,
    ) -> Result<Reply, Status> {
        end.permit = Some(self.admit()?);
        let principal = match self.authenticate(call, end).await {
            Ok(principal) => principal,
            Err(error) => {
                // Whose credential it is, is known: the refusal is on the audit log.
                if end.ctx.is_some() {
                    refusal::receive(call, message).await;
                }
                return Err(error.into());
            }
        };
        let mut ctx = context(call, self.served(call), principal.as_ref());
        end.principal = principal;
        end.span.caller(&ctx);
        end.ctx = Some(ctx.clone());
        let limits = &self.parts.limits;
        // Before what may be refused: each refusal is on the audit log.
        let held = limits.pass(call, end.principal.as_ref(), &mut end.metadata).await?;
        if let Err(error) = policy::authorise(&call.method, end.principal.as_ref(), &self.parts.tiers) {
            refusal::receive(call, message).await;
            return Err(error.into());
        }
        if let Some(error) = refused {
            return Err(error.into());
        }
        limits.count_call(call, end.principal.as_ref()).await?;
        let key = idempotency::key(&call.method, &call.headers)?;
        end.receiving = true;
        let message = message.await?;
        end.receiving = false;
        call.receive(message);
        let plan = self.served(call).and_then(|served| served.plan);
        let items = self.parts.rules.check(&call.method, plan, &call.message.message, &mut call.parsed)?;
        limits.count_meter(call, end.principal.as_ref(), &call.message.message).await?;
        if !held.is_empty() || key.is_some() {
            let promise =
                key.map(|key| idempotency::with_fingerprint(key, &call.method, call.message.message.clone()));
            let promise = promise.transpose()?;
            ctx.amend(|facts| {
                facts.limits = held;
                facts.idempotency = promise;
            });
        }
        self.answer(call, ctx, items).await
    }

    /// Who calls. A credential that is not valid, or not for this address, counts against the limit of its address, like a
    /// call without one.
    async fn authenticate(&self, call: &Call, end: &mut End) -> Result<Option<Principal>, Error> {
        let (verifier, limits) = (&*self.parts.verifier, &self.parts.limits);
        let outcome = auth::authenticate(verifier, limits, call, &mut end.metadata).await;
        match outcome {
            Err(Unaccepted { error, of }) => {
                if error.kind() == Kind::Unauthenticated || of.is_some() {
                    limits.pass(call, None, &mut end.metadata).await?;
                }
                if let Some(principal) = of {
                    let ctx = context(call, self.served(call), Some(&principal));
                    end.span.caller(&ctx);
                    (end.principal, end.ctx) = (Some(*principal), Some(ctx));
                }
                Err(error)
            }
            Ok(principal) => {
                if let Some(principal) = &principal {
                    let environment = HeaderValue::from_static(principal.scope.environment.as_str());
                    end.metadata.insert(ENVIRONMENT, environment);
                }
                Ok(principal)
            }
        }
    }

    /// Answers from the cache where the contract allows it, else from the domain.
    async fn answer(self: &Arc<Self>, call: &Call, ctx: Ctx, items: ItemFailures) -> Result<Reply, Status> {
        let ttl = call.method.cache_ttl().filter(|_| items.is_empty() && !call.method.is_streaming());
        let (Some(caching), Some(ttl)) = (&self.parts.caching, ttl) else {
            return invoke(self.target(call), call, ctx, items).await;
        };
        let facts = ctx.clone();
        let asked = Asked {
            facts: facts.facts(),
            method: &call.method,
            message: call.message.message.clone(),
            ttl,
            fresh: wants_fresh(&call.headers),
        };
        let run = || {
            let (pipeline, call) = (Arc::clone(self), call.detached());
            async move { invoke(pipeline.target(&call), &call, ctx, items).await }.boxed()
        };
        caching.answer(&asked, run).await
    }

    fn served(&self, call: &Call) -> Option<&Served> {
        self.methods.get(call.method.index())
    }

    fn target(&self, call: &Call) -> Option<&Target> {
        self.served(call)?.target.as_ref()
    }

    fn admit(&self) -> Result<OwnedSemaphorePermit, Error> {
        Arc::clone(&self.admission).try_acquire_owned().map_err(|_| {
            Error::new(
                &reason::IN_FLIGHT_LIMIT,
                "the server is working on as many requests as it takes at once",
            )
            .with_retry_after(ADMISSION_RETRY)
        })
    }
}

fn context(call: &Call, served: Option<&Served>, principal: Option<&Principal>) -> Ctx {
    let policy = call.method.policy();
    let (method, permission) = match served {
        Some(served) => (Arc::clone(&served.name), Arc::clone(&served.permission)),
        None => (call.method.name().into(), policy.permission.as_str().into()),
    };
    let nobody = Facts {
        method,
        permission,
        audited: policy.audit,
        client: Client { ip: Some(call.client.ip), user_agent: user_agent(&call.headers) },
        ..Facts::anonymous(call.request_id.clone())
    };
    match principal {
        None => nobody,
        Some(principal) => Facts {
            scope: Some(principal.scope),
            caller: principal.caller,
            grants: principal.grants.clone(),
            staff: principal.staff,
            ..nobody
        },
    }
    .into()
}

/// What the caller's program says it is, at most so many characters.
pub(crate) fn user_agent(headers: &HeaderMap) -> Option<String> {
    const KEPT: usize = 256;
    let text = headers.get(http::header::USER_AGENT)?.to_str().ok()?;
    Some(text.chars().take(KEPT).collect())
}

fn stopping() -> Error {
    let text = "the server stops, and the call took longer than it waits";
    Error::new(&reason::SERVER_STOPPING, text).with_retry_after(RESTART)
}

fn late(timeout: Duration) -> Error {
    Error::new(&reason::DEADLINE_EXCEEDED, format!("the answer was not ready within {timeout:?}"))
}

/// The caller's fault, not ours: there was nothing to answer yet.
fn incomplete(timeout: Duration) -> Error {
    let text = format!("the message of the request did not arrive within {timeout:?}");
    Error::new(&reason::REQUEST_TIMEOUT, text)
}

fn panicked(panic: &(dyn std::any::Any + Send)) -> Error {
    let text =
        panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Error::internal(format!("a handler panicked: {}", text.unwrap_or("no message")))
}

/// What is known of a request while it runs. Ends it exactly once; dropped before that, the caller went away.
struct End {
    pipeline: Arc<Pipeline>,
    principal: Option<Principal>,
    ctx: Option<Ctx>,
    permit: Option<OwnedSemaphorePermit>,
    /// Whether the message of the request is being read.
    receiving: bool,
    /// What the answer says about itself, also when it is a refusal.
    metadata: HeaderMap,
    in_flight: Option<InFlight>,
    span: RequestSpan,
}

impl End {
    fn succeed(mut self) {
        self.count(Code::Ok, "", None);
    }

    /// Counts, logs and keeps the failure; gives the status the caller is shown.
    fn fail(mut self, call: &Call, status: &Status) -> Status {
        let cause =
            std::error::Error::source(status).and_then(|source| source.downcast_ref::<Cause>()).cloned();
        self.count(status.code(), status.message(), cause.as_ref());
        if let (Code::PermissionDenied, Some(principal), Some(ctx)) =
            (status.code(), &self.principal, &self.ctx)
        {
            let denied = refusal::entry(ctx, call, status, &self.pipeline.failures);
            self.pipeline.parts.audit.record(principal.scope, ctx, denied);
        }
        self.pipeline.failures.record(call, self.principal.as_ref(), status, cause)
    }

    fn count(&mut self, code: Code, message: &str, cause: Option<&Cause>) {
        if let Some(in_flight) = self.in_flight.take() {
            let tier = self.principal.as_ref().map(|principal| &*principal.tenant.tier);
            let took = in_flight.finish(code, tier);
            self.span.finish(code, took, message, cause);
        }
        self.permit = None;
    }
}

impl Drop for End {
    fn drop(&mut self) {
        self.count(Code::Cancelled, "the caller went away", None);
    }
}

/// A streamed answer under the request's deadline and accounting.
struct GuardedStream {
    open: Option<Open>,
    sleep: Pin<Box<tokio::time::Sleep>>,
    cut_off: Pin<Box<WaitForCancellationFutureOwned>>,
}

struct Open {
    messages: BoxStream<'static, Result<Bytes, Status>>,
    call: Call,
    end: End,
    timeout: Duration,
}

impl Stream for GuardedStream {
    type Item = Result<Bytes, Status>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let Some(open) = this.open.as_mut() else { return Poll::Ready(None) };
        if this.cut_off.as_mut().poll(cx).is_ready() {
            let open = this.open.take();
            return Poll::Ready(open.map(|open| Err(open.end.fail(&open.call, &stopping().into()))));
        }
        let polled = std::panic::catch_unwind(AssertUnwindSafe(|| open.messages.poll_next_unpin(cx)));
        let failure = match polled {
            Ok(Poll::Ready(Some(Ok(message)))) => return Poll::Ready(Some(Ok(message))),
            Ok(Poll::Ready(None)) => None,
            Ok(Poll::Ready(Some(Err(status)))) => Some(status),
            Ok(Poll::Pending) if this.sleep.as_mut().poll(cx).is_ready() => Some(late(open.timeout).into()),
            Ok(Poll::Pending) => return Poll::Pending,
            Err(panic) => Some(panicked(panic.as_ref()).into()),
        };
        let Some(open) = this.open.take() else { return Poll::Ready(None) };
        match failure {
            None => {
                open.end.succeed();
                Poll::Ready(None)
            }
            Some(status) => Poll::Ready(Some(Err(open.end.fail(&open.call, &status)))),
        }
    }
}
