//! The client: one for a whole program, cheap to clone.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;

use crate::ambient::{self, ProcessEnvironment};
use crate::call::Call;
use crate::debug::{DebugLog, DebugSink, LogLevel};
use crate::error::Error;
use crate::link::Link;
use crate::mock::Mock;
use crate::retry::Budget;
use crate::settings::{ResolvedSettings, Settings};
use crate::stream::ResponseStream;

/// What one call sets apart from the client's settings.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct CallOptions {
    /// How long the call may take with all its retries; for a stream, to its last message. Above zero.
    pub timeout: Option<Duration>,
    /// How many times a failed call is tried again.
    pub max_retries: Option<u32>,
    /// The key under which the server runs the call once, however often it comes. Made by the client where a method
    /// has side effects and none is given.
    pub idempotency_key: Option<String>,
    /// Metadata to send, as name and value. `x-request-id` gives the request an id of the caller's.
    pub metadata: Vec<(String, String)>,
}

/// The answer to a unary call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The response message, encoded.
    pub message: Bytes,
    /// Headers and trailers.
    pub headers: Vec<(String, String)>,
    /// The id of the request.
    pub request_id: String,
    /// From the call to the answer, retries included.
    pub latency: Duration,
    /// How many attempts it took, at least 1.
    pub attempts: u32,
}

/// A client. Clones share the connection, the retry budget, the debug log and the mock.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) settings: ResolvedSettings,
    pub(crate) transport: Transport,
    pub(crate) budget: Budget,
    pub(crate) log: DebugLog,
    pub(crate) masked_key: String,
    closed: AtomicBool,
}

pub(crate) enum Transport {
    Network(Box<Link>),
    Mock(Mock),
}

impl Client {
    /// Settles the settings. No I/O but reading the profile file; no runtime is needed.
    ///
    /// # Errors
    /// [`Error::Config`] with the setting, the variable it came from, and what was expected.
    #[expect(clippy::needless_pass_by_value, reason = "callers build the settings in place")]
    pub fn new(settings: Settings) -> Result<Self, Error> {
        Self::from_resolved(ResolvedSettings::resolve(&settings, &ProcessEnvironment)?)
    }

    /// The client of settings that are settled already.
    ///
    /// # Errors
    /// [`Error::Config`] where the key is missing, malformed, or live in the sandbox.
    pub fn from_resolved(settings: ResolvedSettings) -> Result<Self, Error> {
        settings.check_key()?;
        let transport = if settings.mock_mode.value {
            Transport::Mock(Mock::new())
        } else {
            Transport::Network(Box::new(Link::new(&settings.base_url.value, &settings.user_agent)?))
        };
        let inner = Inner {
            transport,
            budget: Budget::new(),
            log: DebugLog::new(settings.log.value),
            masked_key: settings.api_key.as_ref().map(|key| key.value.masked()).unwrap_or_default(),
            closed: AtomicBool::new(false),
            settings,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Calls a method that gives one answer. Must run inside a tokio runtime; dropping the future cancels the call.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn unary(&self, path: &str, request: Bytes, options: &CallOptions) -> Result<Response, Error> {
        let started = ambient::now();
        let mut call = Call::new(Arc::clone(&self.inner), path, request, options)?;
        let answer = tokio::time::timeout_at(call.deadline(), call.unary()).await;
        let (message, headers) = answer.unwrap_or_else(|_| Err(call.timed_out()))?;
        let request_id = call.request_id().to_owned();
        Ok(Response { message, headers, request_id, latency: started.elapsed(), attempts: call.attempts() })
    }

    /// Calls a method that streams its answer; gives the stream once the server has accepted the call. Must run inside
    /// a tokio runtime.
    ///
    /// # Errors
    /// [`Error`]. Errors after this come from the stream.
    pub async fn stream(
        &self,
        path: &str,
        request: Bytes,
        options: &CallOptions,
    ) -> Result<ResponseStream, Error> {
        let mut call = Call::new(Arc::clone(&self.inner), path, request, options)?;
        let opened = tokio::time::timeout_at(call.deadline(), call.open()).await;
        let opened = opened.unwrap_or_else(|_| Err(call.timed_out()))?;
        Ok(ResponseStream::new(call, opened))
    }

    /// Writes one line per attempt from now on.
    pub fn enable_debug(&self) {
        self.inner.log.set_level(LogLevel::Debug);
    }

    /// Gives the lines of the debug log to `sink` instead of standard error. Does not turn the log on.
    pub fn set_debug_sink(&self, sink: DebugSink) {
        self.inner.log.set_sink(sink);
    }

    /// The mock, in mock mode.
    pub fn mock(&self) -> Option<&Mock> {
        match &self.inner.transport {
            Transport::Mock(mock) => Some(mock),
            Transport::Network(_) => None,
        }
    }

    /// Lets go of the connection. Calls that run go on; later ones are refused.
    pub fn close(&self) {
        self.inner.closed.store(true, Ordering::Relaxed);
        if let Transport::Network(link) = &self.inner.transport {
            link.close();
        }
    }

    /// Whether [`Client::close`] was called.
    pub fn is_closed(&self) -> bool {
        self.inner.is_closed()
    }

    /// The settings that hold.
    pub fn settings(&self) -> &ResolvedSettings {
        &self.inner.settings
    }
}

impl Inner {
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.inner.settings.base_url.value)
            .field("mock_mode", &self.inner.settings.mock_mode.value)
            .field("key", &self.inner.masked_key)
            .finish_non_exhaustive()
    }
}
