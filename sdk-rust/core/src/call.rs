//! One logical call: its attempts, what is between them, and its end.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_core::Stream;
use http::uri::PathAndQuery;
use tokio::time::Instant as TokioInstant;
use tonic::metadata::{AsciiMetadataValue, MetadataMap};
use tonic::{Request, Status, Streaming};
use tower_service::Service;

use crate::client::{CallOptions, Inner, Transport};
use crate::codec::{self, RawDecoder};
use crate::debug::DebugLine;
use crate::error::{Code, Error, api_error, reason, retry_delay};
use crate::link::{self, Dialled, NeverSent};
use crate::methods::METHODS;
use crate::only_grpc::OnlyGrpc;
use crate::retry::{self, Cause, Next, Progress, Pushback, Wishes};
use crate::{ambient, metadata};

/// The reason of a server that does not take an access token: it is expired, or its session has ended.
const TOKEN_REFUSED: &str = "ACCESS_TOKEN_INVALID";

/// The largest message that is taken from a server.
const MAX_MESSAGE: usize = 64 << 20;

/// A call and how far it has come.
pub(crate) struct Call {
    inner: Arc<Inner>,
    /// `<package>.<Service>/<Method>`.
    method: Arc<str>,
    path: PathAndQuery,
    request: Bytes,
    metadata: MetadataMap,
    timeout: Duration,
    deadline: TokioInstant,
    max_retries: u32,
    retries: u32,
    repeated: bool,
    attempts: u32,
    request_id: String,
    /// Whether the server looks at no credential.
    public: bool,
    /// The state of the person's tokens that the last attempt was sent with.
    shown: Option<u64>,
    /// Whether the tokens were renewed because the server refused them.
    renewed: bool,
}

/// An attempt that the server has accepted.
pub(crate) struct Opened {
    pub(crate) headers: MetadataMap,
    body: Body,
    dialled: Option<Arc<Dialled>>,
    log: AttemptLog,
}

enum Body {
    Network(Box<Streaming<Bytes>>),
    Mock(VecDeque<Bytes>),
}

/// An attempt that failed, with the channel it failed on.
pub(crate) struct Failure {
    status: Status,
    dialled: Option<Arc<Dialled>>,
}

impl Call {
    pub(crate) fn new(
        inner: Arc<Inner>,
        path: &str,
        request: Bytes,
        options: &CallOptions,
    ) -> Result<Self, Error> {
        let method = path.trim_start_matches('/');
        if inner.is_closed() {
            let message = "the client is closed".to_owned();
            return Err(Error::Connection { message, request_id: String::new() });
        }
        let timeout = options.timeout.unwrap_or(inner.settings.timeout.value);
        if timeout.is_zero() {
            return Err(Error::config("timeout", "0 is not a timeout; expected a duration above 0"));
        }
        let known = METHODS.binary_search_by(|(known, _, _)| known[1..].cmp(method));
        // A method that this build does not know may do anything.
        let (side_effects, public) =
            known.map_or((true, false), |position| (METHODS[position].1, METHODS[position].2));
        let anonymous = inner.settings.api_key.is_none() && inner.person.is_none();
        if anonymous && known.is_ok() && !public && !inner.settings.mock_mode.value {
            return Err(inner.settings.no_credential());
        }
        let metadata = metadata::of_call(&inner.settings, options, side_effects)?;
        let prefix = inner.settings.base_url.value.parse::<http::Uri>().ok();
        let prefix = prefix.as_ref().map_or("", |uri| uri.path().trim_end_matches('/'));
        let path = PathAndQuery::try_from(format!("{prefix}/{method}"))
            .map_err(|_| Error::config("path", format!("{path:?} is not the path of a method")))?;
        let now = TokioInstant::now();
        Ok(Self {
            method: Arc::from(method),
            path,
            request,
            metadata,
            timeout,
            deadline: now
                .checked_add(timeout)
                .unwrap_or_else(|| now + Duration::from_secs(u64::from(u32::MAX))),
            max_retries: options.max_retries.unwrap_or(inner.settings.max_retries.value),
            retries: 0,
            repeated: false,
            attempts: 0,
            request_id: String::new(),
            public,
            shown: None,
            renewed: false,
            inner,
        })
    }

    pub(crate) fn deadline(&self) -> TokioInstant {
        self.deadline
    }

    pub(crate) fn request_id(&self) -> &str {
        &self.request_id
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(crate) fn timed_out(&self) -> Error {
        let message = format!("{} took longer than {:?}", self.method, self.timeout);
        Error::Timeout { message, request_id: self.request_id.clone() }
    }

    /// Runs the call to its one answer.
    pub(crate) async fn unary(&mut self) -> Result<(Bytes, Vec<(String, String)>), Error> {
        loop {
            let mut opened = self.open().await?;
            match opened.answer().await {
                Ok(message) => {
                    self.note_success();
                    return Ok((message, metadata::pairs(&opened.headers)));
                }
                Err(failure) => self.recover(failure).await?,
            }
        }
    }

    /// Runs the call until the server has accepted it.
    pub(crate) async fn open(&mut self) -> Result<Opened, Error> {
        loop {
            match self.attempt().await? {
                Ok(opened) => return Ok(opened),
                Err(failure) => self.recover(failure).await?,
            }
        }
    }

    /// The call went well, or as far as it can be tried again.
    pub(crate) fn note_success(&self) {
        self.inner.budget.success();
    }

    /// The error of a failure that no attempt follows.
    pub(crate) fn give_up(&self, failure: &Failure) -> Error {
        if link::is_deadline(&failure.status) {
            return self.timed_out();
        }
        let cause = self.forget_stale(failure);
        self.error(&failure.status, cause)
    }

    /// Lets go of a channel that may not work any more.
    fn forget_stale(&self, failure: &Failure) -> Option<Cause> {
        let cause = link::cause_of(&failure.status);
        let stale = matches!(cause, Some(Cause::NotProcessed | Cause::Lost));
        if let (true, Some(dialled), Transport::Network(link)) =
            (stale, &failure.dialled, &*self.inner.transport)
        {
            link.replace(dialled);
        }
        cause
    }

    /// Waits where another attempt follows; gives the error where none does.
    pub(crate) async fn recover(&mut self, failure: Failure) -> Result<(), Error> {
        if link::is_deadline(&failure.status) {
            return Err(self.timed_out());
        }
        let cause = self.forget_stale(&failure);
        let status = failure.status;
        if self.renews(&status, cause).await? {
            return Ok(());
        }
        let progress = Progress {
            retries: self.retries,
            max_retries: self.max_retries,
            repeated: self.repeated,
            remaining: self.deadline.saturating_duration_since(TokioInstant::now()),
        };
        let code = Code::from_number(i32::from(status.code()));
        let jitter = ambient::random_unit();
        let cause_or_server = cause.unwrap_or(Cause::Server(code));
        match retry::next(cause_or_server, wishes(&status), progress, &self.inner.budget, jitter) {
            Next::Stop => Err(self.error(&status, cause)),
            Next::Again => {
                self.repeated = true;
                Ok(())
            }
            Next::After(delay) => {
                self.retries += 1;
                tokio::time::sleep(delay).await;
                Ok(())
            }
        }
    }

    /// Renews the person's tokens, once a call, where the server refused the access token: it looked at nothing else.
    async fn renews(&mut self, status: &Status, cause: Option<Cause>) -> Result<bool, Error> {
        let (Some(person), Some(shown)) = (&self.inner.person, self.shown) else { return Ok(false) };
        let refused = cause.is_none()
            && status.code() == tonic::Code::Unauthenticated
            && reason(status) == TOKEN_REFUSED;
        if !refused || self.renewed || !person.can_renew() {
            return Ok(false);
        }
        self.renewed = true;
        person.renew(&self.inner, shown).await?;
        Ok(true)
    }

    /// Adds who calls. A method that anybody may call is not told.
    async fn add_credential(&mut self, map: &mut MetadataMap) -> Result<(), Error> {
        if self.public || self.inner.settings.mock_mode.value {
            return Ok(());
        }
        if let Some(key) = &self.inner.settings.api_key {
            return metadata::add_key(map, &key.value);
        }
        let Some(person) = &self.inner.person else { return Ok(()) };
        let shown = person.shown(&self.inner).await?;
        self.shown = Some(shown.number);
        metadata::add_token(map, &shown.token, self.inner.settings.environment.value)
    }

    fn error(&self, status: &Status, cause: Option<Cause>) -> Error {
        let Some(cause) = cause else { return self.server_error(status) };
        let address = match &*self.inner.transport {
            Transport::Network(link) => link.address(),
            Transport::Mock(_) => "the mock".to_owned(),
        };
        let why = link::root(status);
        let message = match cause {
            Cause::NotConnected => format!("cannot connect to {address}: {why}{}", link::cure(&why)),
            Cause::NotGrpc => format!(
                "{address} does not speak Omni: {}; the base URL (OMNI_BASE_URL) must be the address of an Omni server",
                link::what_answered(status, &address)
            ),
            _ => format!("the connection to {address} was lost: {why}"),
        };
        Error::Connection { message, request_id: self.request_id.clone() }
    }

    /// The error of a status that a server sent. A path in the base URL that the server does not know is none of its
    /// failures.
    fn server_error(&self, status: &Status) -> Error {
        let prefix = self.path.as_str().strip_suffix(&*self.method).unwrap_or_default().trim_end_matches('/');
        let unknown =
            status.code() == tonic::Code::Unimplemented && status.message().contains(self.path.as_str());
        if prefix.is_empty() || !unknown {
            return api_error(status, &self.request_id);
        }
        let base_url = &self.inner.settings.base_url.value;
        let message = format!(
            "the server at {base_url} knows no path {prefix}; leave it out of the base URL (OMNI_BASE_URL)"
        );
        Error::Connection { message, request_id: self.request_id.clone() }
    }

    async fn attempt(&mut self) -> Result<Result<Opened, Failure>, Error> {
        self.attempts += 1;
        let mut request = Request::new(self.request.clone());
        let mut map = self.metadata.clone();
        self.add_credential(&mut map).await?;
        *request.metadata_mut() = map;
        request.metadata_mut().insert(metadata::ATTEMPT, AsciiMetadataValue::from(self.attempts));
        if let Some(given) = metadata::text(&self.metadata, metadata::REQUEST_ID) {
            self.request_id = given;
        } else {
            self.request_id = ambient::request_id();
            if let Ok(value) = AsciiMetadataValue::try_from(&self.request_id) {
                request.metadata_mut().insert(metadata::REQUEST_ID, value);
            }
        }
        request.set_timeout(self.deadline.saturating_duration_since(TokioInstant::now()));
        let mut log = AttemptLog::new(self);
        let inner = Arc::clone(&self.inner);
        let (result, dialled) = match &*inner.transport {
            Transport::Network(link) => {
                let dialled = link.channel()?;
                (send(&dialled, request, self.path.clone()).await, Some(dialled))
            }
            Transport::Mock(mock) => {
                let answer = mock.answer(&self.method, request).await;
                (answer.map(|items| (MetadataMap::new(), Body::Mock(items))), None)
            }
        };
        let headers = match &result {
            Ok((headers, _)) => headers,
            Err(status) => status.metadata(),
        };
        if let Some(id) = metadata::text(headers, metadata::REQUEST_ID) {
            log.line.request_id.clone_from(&id);
            self.request_id = id;
        }
        Ok(match result {
            Ok((headers, body)) => Ok(Opened { headers, body, dialled, log }),
            Err(status) => {
                log.failed(&status);
                Err(Failure { status, dialled })
            }
        })
    }
}

async fn send(
    dialled: &Dialled,
    request: Request<Bytes>,
    path: PathAndQuery,
) -> Result<(MetadataMap, Body), Status> {
    let mut channel = OnlyGrpc(dialled.channel.clone());
    let ready = std::future::poll_fn(|context| channel.poll_ready(context)).await;
    ready.map_err(|error| Status::from_error(Box::new(NeverSent(error))))?;
    let answered = channel.call(codec::request(request, path)?).await;
    let (parts, body) = answered.map_err(Status::from_error)?.into_parts();
    let stream = match Status::from_header_map(&parts.headers) {
        Some(status) if status.code() != tonic::Code::Ok => return Err(status),
        Some(_) => Streaming::new_empty(RawDecoder, body),
        None => Streaming::new_response(RawDecoder, body, parts.status, None, Some(MAX_MESSAGE)),
    };
    Ok((MetadataMap::from_headers(parts.headers), Body::Network(Box::new(stream))))
}

fn wishes(status: &Status) -> Wishes {
    let header = |name| metadata::text(status.metadata(), name);
    let proxy = || header("retry-after")?.trim().parse().ok().map(Duration::from_secs);
    Wishes {
        pushback: header(metadata::PUSHBACK).map(|text| Pushback::parse(&text)),
        retry_after: retry_delay(status).or_else(proxy),
    }
}

impl Opened {
    /// The next message. `None` after the last; an error ends the attempt.
    pub(crate) fn poll_message(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failure>>> {
        let polled = match &mut self.body {
            Body::Network(body) => Pin::new(body.as_mut()).poll_next(context),
            Body::Mock(items) => Poll::Ready(items.pop_front().map(Ok)),
        };
        polled.map(|item| match item {
            Some(Ok(message)) => {
                self.log.line.received += message.len();
                Some(Ok(message))
            }
            Some(Err(status)) => Some(Err(self.failure(status))),
            None => {
                self.log.succeeded();
                None
            }
        })
    }

    async fn answer(&mut self) -> Result<Bytes, Failure> {
        let first = std::future::poll_fn(|context| self.poll_message(context)).await;
        let Some(message) = first else {
            return Err(self.failure(Status::internal("the server sent no answer")));
        };
        let message = message?;
        if let Body::Network(body) = &mut self.body {
            match body.trailers().await {
                Ok(Some(trailers)) => metadata::merge(&mut self.headers, &trailers),
                Ok(None) => {}
                Err(status) => return Err(self.failure(status)),
            }
        }
        self.log.succeeded();
        Ok(message)
    }

    fn failure(&mut self, mut status: Status) -> Failure {
        metadata::merge(status.metadata_mut(), &self.headers);
        self.log.failed(&status);
        Failure { status, dialled: self.dialled.clone() }
    }
}

/// Writes the attempt to the debug log when it ends, however it ends.
struct AttemptLog {
    inner: Arc<Inner>,
    line: DebugLine,
    started: Instant,
    deadline: TokioInstant,
    written: bool,
}

impl AttemptLog {
    fn new(call: &Call) -> Self {
        let line = DebugLine {
            method: call.method.to_string(),
            status: "",
            latency: Duration::ZERO,
            sent: call.request.len(),
            received: 0,
            request_id: call.request_id.clone(),
            attempt: call.attempts,
            key: call.inner.label.clone(),
            message: String::new(),
        };
        Self {
            inner: Arc::clone(&call.inner),
            line,
            started: ambient::now(),
            deadline: call.deadline,
            written: false,
        }
    }

    fn succeeded(&mut self) {
        self.write(Code::Ok.name(), String::new);
    }

    fn failed(&mut self, status: &Status) {
        if link::is_deadline(status) {
            self.write(Code::DeadlineExceeded.name(), String::new);
        } else if link::cause_of(status).is_some() {
            self.write("CONNECTION", || link::root(status));
        } else {
            let code = Code::from_number(i32::from(status.code()));
            self.write(code.name(), || status.message().to_owned());
        }
    }

    fn write(&mut self, status: &'static str, message: impl FnOnce() -> String) {
        if std::mem::replace(&mut self.written, true) || !self.inner.log.wants(status != "OK") {
            return;
        }
        self.line.status = status;
        self.line.latency = self.started.elapsed();
        self.line.message = message();
        self.inner.log.write(&self.line);
    }
}

impl Drop for AttemptLog {
    fn drop(&mut self) {
        if !self.written {
            let late = TokioInstant::now() >= self.deadline;
            let code = if late { Code::DeadlineExceeded } else { Code::Cancelled };
            self.write(code.name(), String::new);
        }
    }
}
