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
use crate::person::{Person, TokenSink, Tokens};
use crate::retry::Budget;
use crate::settings::{Resolved, ResolvedSettings, Settings, Source};
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

/// A client with its credential. The parts behind an `Arc` it shares with those made from it for other people.
pub(crate) struct Inner {
    pub(crate) settings: ResolvedSettings,
    pub(crate) transport: Arc<Transport>,
    pub(crate) budget: Arc<Budget>,
    pub(crate) log: Arc<DebugLog>,
    /// The person that calls are made for; none where they are made with a key, or without a credential.
    pub(crate) person: Option<Arc<Person>>,
    /// Who calls, for people: a key without its secret, or a session.
    pub(crate) label: String,
    closed: Arc<AtomicBool>,
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
    /// [`Error::Config`] where the credential is malformed, or a live key in the sandbox. That there is none is told by
    /// the first call that needs one.
    pub fn from_resolved(settings: ResolvedSettings) -> Result<Self, Error> {
        settings.check_credential()?;
        let transport = if settings.mock_mode.value {
            Transport::Mock(Mock::new())
        } else {
            Transport::Network(Box::new(Link::new(&settings.base_url.value, &settings.user_agent)?))
        };
        let tokens = settings.tokens.as_ref().map(|tokens| tokens.value.clone());
        let label = match (&settings.api_key, &tokens) {
            (Some(key), _) => key.value.masked(),
            (None, Some(tokens)) => tokens.label(),
            (None, None) => "none".to_owned(),
        };
        let inner = Inner {
            transport: Arc::new(transport),
            budget: Arc::new(Budget::new()),
            log: Arc::new(DebugLog::new(settings.log.value)),
            person: tokens.map(|tokens| Arc::new(Person::new(tokens, settings.profile_of_tokens()))),
            label,
            closed: Arc::new(AtomicBool::new(false)),
            settings,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// A client that acts for the person of these tokens and shares the connection: closing one closes both. Successors
    /// go to the sink of the new client only, see [`Client::set_token_sink`].
    ///
    /// # Errors
    /// [`Error::Config`] where there is no token, or one is malformed.
    pub fn with_tokens(&self, tokens: Tokens) -> Result<Self, Error> {
        if tokens.is_empty() {
            return Err(Error::config(
                "access_token",
                "there is neither an access token nor a refresh token",
            ));
        }
        if !self.inner.settings.mock_mode.value {
            tokens.check("")?;
        }
        let mut settings = self.inner.settings.clone();
        settings.api_key = None;
        settings.tokens = Some(Resolved { value: tokens.clone(), source: Source::Argument });
        let inner = Inner {
            transport: Arc::clone(&self.inner.transport),
            budget: Arc::clone(&self.inner.budget),
            log: Arc::clone(&self.inner.log),
            label: tokens.label(),
            person: Some(Arc::new(Person::new(tokens, None))),
            closed: Arc::clone(&self.inner.closed),
            settings,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The tokens that the client has now; `None` where it acts for nobody.
    pub fn tokens(&self) -> Option<Tokens> {
        self.inner.person.as_ref().map(|person| person.tokens())
    }

    /// Gives every new pair of tokens to `sink`, to be kept in place of the last. Does nothing where the client acts for
    /// nobody.
    pub fn set_token_sink(&self, sink: TokenSink) {
        if let Some(person) = &self.inner.person {
            person.set_sink(sink);
        }
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
        match &*self.inner.transport {
            Transport::Mock(mock) => Some(mock),
            Transport::Network(_) => None,
        }
    }

    /// Lets go of the connection. Calls that run go on; later ones are refused.
    pub fn close(&self) {
        self.inner.closed.store(true, Ordering::Relaxed);
        if let Transport::Network(link) = &*self.inner.transport {
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
            .field("key", &self.inner.label)
            .finish_non_exhaustive()
    }
}
