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
use omni_contract::Contract;
use omni_kernel::ctx::{Client, Facts};
use omni_kernel::error::Cause;
use omni_kernel::ports::{CredentialVerifier, FailureLog, Principal};
use omni_kernel::telemetry::{InFlight, Metrics, RequestSpan, Telemetry};
use omni_kernel::{Ctx, Error};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tonic::{Code, Status};

use super::failures::Failures;
use super::invoke::{Services, invoke};
use super::validation::Rules;
use super::{auth, policy, requested_timeout};
use crate::call::{Call, Reply, ReplyBody};
use crate::doors::Message;
use crate::reason;

/// What the pipeline is made of.
pub(crate) struct Parts {
    pub(crate) contract: Arc<Contract>,
    pub(crate) services: Services,
    pub(crate) verifier: Arc<dyn CredentialVerifier>,
    pub(crate) failure_log: Arc<dyn FailureLog>,
    pub(crate) metrics: Metrics,
    pub(crate) telemetry: Telemetry,
    pub(crate) rules: Rules,
    pub(crate) default_timeout: Duration,
    pub(crate) stream_timeout: Duration,
    pub(crate) max_timeout: Duration,
    pub(crate) max_in_flight: usize,
}

/// The one way of a request.
pub(crate) struct Pipeline {
    parts: Parts,
    failures: Failures,
    admission: Arc<Semaphore>,
}

/// How long a caller who was not admitted waits before trying again.
const ADMISSION_RETRY: Duration = Duration::from_secs(1);

impl Pipeline {
    pub(crate) fn new(parts: Parts) -> Self {
        let failures = Failures::new(Arc::clone(&parts.contract), Arc::clone(&parts.failure_log));
        let admission = Arc::new(Semaphore::new(parts.max_in_flight));
        Self { parts, failures, admission }
    }

    pub(crate) fn contract(&self) -> &Arc<Contract> {
        &self.parts.contract
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.parts.metrics
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
        let steps = AssertUnwindSafe(span.run(self.steps(&mut call, &mut end, message, refused)));
        let outcome = match tokio::time::timeout_at(deadline, steps.catch_unwind()).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(panic)) => Err(panicked(panic.as_ref()).into()),
            Err(_) if end.receiving => Err(incomplete(timeout).into()),
            Err(_) => Err(late(timeout).into()),
        };
        match outcome {
            Ok(Reply { headers, body: ReplyBody::Stream(messages) }) => {
                let guarded = GuardedStream {
                    sleep: Box::pin(tokio::time::sleep_until(deadline)),
                    open: Some(Open { messages, call, end, timeout }),
                };
                Reply { headers, body: ReplyBody::Stream(guarded.boxed()) }
            }
            Ok(reply) => {
                end.succeed();
                reply
            }
            Err(status) => Reply::failure(end.fail(&call, &status)),
        }
    }

    fn timeout(&self, call: &Call) -> Result<Duration, Error> {
        let unasked =
            if call.method.is_streaming() { self.parts.stream_timeout } else { self.parts.default_timeout };
        Ok(requested_timeout(&call.headers)?.unwrap_or(unasked).min(self.parts.max_timeout))
    }

    fn begin(self: &Arc<Self>, call: &Call) -> End {
        let metrics = &self.parts.metrics;
        let name = call.method.name();
        End {
            pipeline: Arc::clone(self),
            principal: None,
            permit: None,
            receiving: false,
            in_flight: Some(metrics.start(metrics.method(name))),
            span: self.parts.telemetry.request(name, &call.request_id, &call.headers),
        }
    }

    /// The layers, in their order.
    async fn steps(
        &self,
        call: &mut Call,
        end: &mut End,
        message: BoxFuture<'_, Result<Message, Error>>,
        refused: Option<Error>,
    ) -> Result<Reply, Status> {
        end.permit = Some(self.admit()?);
        let principal = auth::authenticate(&*self.parts.verifier, call).await?;
        end.principal.clone_from(&principal);
        let ctx = context(call, principal);
        end.span.caller(&ctx);
        policy::authorise(&call.method, end.principal.as_ref())?;
        if let Some(error) = refused {
            return Err(error.into());
        }
        end.receiving = true;
        let message = message.await?;
        end.receiving = false;
        call.message = message.bytes;
        call.parsed = message.parsed;
        let items = self.parts.rules.check(&call.method, &call.message, &mut call.parsed)?;
        invoke(&self.parts.services, call, ctx, items).await
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

fn context(call: &Call, principal: Option<Principal>) -> Ctx {
    let nobody = Facts {
        method: Arc::from(call.method.name()),
        permission: Arc::from(call.method.policy().permission.as_str()),
        audited: call.method.policy().audit,
        client: Client { ip: Some(call.client.ip), user_agent: user_agent(&call.headers) },
        ..Facts::anonymous(call.request_id.clone())
    };
    match principal {
        None => nobody,
        Some(principal) => Facts {
            scope: Some(principal.scope),
            caller: principal.caller,
            grants: principal.grants,
            staff: principal.staff,
            ..nobody
        },
    }
    .into()
}

/// What the caller's program says it is, at most so many characters.
fn user_agent(headers: &http::HeaderMap) -> Option<String> {
    const KEPT: usize = 256;
    let text = headers.get(http::header::USER_AGENT)?.to_str().ok()?;
    Some(text.chars().take(KEPT).collect())
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
    permit: Option<OwnedSemaphorePermit>,
    /// Whether the message of the request is being read.
    receiving: bool,
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
        let polled = std::panic::catch_unwind(AssertUnwindSafe(|| open.messages.poll_next_unpin(cx)));
        let failure = match polled {
            Ok(Poll::Ready(Some(Ok(message)))) => return Poll::Ready(Some(Ok(message))),
            Ok(Poll::Ready(None)) => None,
            Ok(Poll::Ready(Some(Err(status)))) => Some(status),
            Ok(Poll::Pending) => match this.sleep.as_mut().poll(cx) {
                Poll::Ready(()) => Some(late(open.timeout).into()),
                Poll::Pending => return Poll::Pending,
            },
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
