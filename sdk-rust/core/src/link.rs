//! The connection: dialled when it is first needed, and dialled again by us where tonic's channel would not.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use arc_swap::ArcSwap;
use hyper_util::client::legacy::connect::HttpConnector;
use tonic::Status;
use tonic::transport::{Channel, ClientTlsConfig, Endpoint};

use crate::error::Error;
use crate::only_grpc::NotGrpc;
use crate::retry::Cause;
use crate::together::Connector;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const KEEPALIVE: Duration = Duration::from_secs(30);
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(10);
/// A program with calls that block and calls that are awaited has two runtimes.
const RUNTIMES: usize = 2;
/// Big enough that a stream is not throttled over a long line.
const STREAM_WINDOW: u32 = 1 << 20;
const CONNECTION_WINDOW: u32 = 4 << 20;

/// Where the server is, and the channel to it.
pub(crate) struct Link {
    endpoint: Endpoint,
    tls: bool,
    secured: OnceLock<Result<Endpoint, String>>,
    /// One for each runtime, the newest first.
    current: ArcSwap<Vec<Arc<Dialled>>>,
}

/// A channel, and the runtime and process whose tasks drive it. In any other it would wait for ever.
pub(crate) struct Dialled {
    pub(crate) channel: Channel,
    runtime: tokio::runtime::Id,
    process: u32,
}

impl Link {
    pub(crate) fn new(base_url: &str, user_agent: &str) -> Result<Self, Error> {
        let endpoint = Endpoint::from_shared(base_url.to_owned())
            .and_then(|endpoint| endpoint.user_agent(user_agent.to_owned()))
            .map_err(|error| Error::config("base_url", root(&error)))?
            .connect_timeout(CONNECT_TIMEOUT)
            .http2_keep_alive_interval(KEEPALIVE)
            .keep_alive_timeout(KEEPALIVE_TIMEOUT)
            .keep_alive_while_idle(true)
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW);
        let tls = endpoint.uri().scheme_str() == Some("https");
        Ok(Self { endpoint, tls, secured: OnceLock::new(), current: ArcSwap::default() })
    }

    /// The channel of this runtime and process; a new one where there is none. Must run inside a runtime.
    pub(crate) fn channel(&self) -> Result<Arc<Dialled>, Error> {
        let runtime = tokio::runtime::Handle::current().id();
        let process = std::process::id();
        let current = self.current.load();
        let ours = |dialled: &Arc<Dialled>| dialled.process == process;
        if let Some(dialled) = current.iter().find(|dialled| ours(dialled) && dialled.runtime == runtime) {
            return Ok(Arc::clone(dialled));
        }
        for dialled in current.iter().filter(|dialled| !ours(dialled)) {
            // Dropping it would wake tasks of threads that the fork did not copy.
            std::mem::forget(Arc::clone(dialled));
        }
        let channel = self.endpoint()?.connect_with_connector_lazy(connector());
        let dialled = Arc::new(Dialled { channel, runtime, process });
        self.current.rcu(|current| {
            let others = current.iter().filter(|other| ours(other) && other.runtime != runtime);
            std::iter::once(&dialled).chain(others.take(RUNTIMES - 1)).cloned().collect::<Vec<_>>()
        });
        Ok(dialled)
    }

    /// Lets go of a channel that failed, unless another call already did. Calls on it go on.
    pub(crate) fn replace(&self, failed: &Arc<Dialled>) {
        if self.current.load().iter().any(|current| Arc::ptr_eq(current, failed)) {
            self.current.rcu(|current| {
                current.iter().filter(|other| !Arc::ptr_eq(other, failed)).cloned().collect::<Vec<_>>()
            });
        }
    }

    /// Lets go of the channels.
    pub(crate) fn close(&self) {
        self.current.store(Arc::default());
    }

    /// The server, for messages.
    pub(crate) fn address(&self) -> String {
        self.endpoint.uri().to_string().trim_end_matches('/').to_owned()
    }

    /// Reading the certificates of the system takes milliseconds, so it waits for the first call.
    fn endpoint(&self) -> Result<&Endpoint, Error> {
        if !self.tls {
            return Ok(&self.endpoint);
        }
        let secured = self.secured.get_or_init(|| {
            let with = |roots: ClientTlsConfig| self.endpoint.clone().tls_config(roots);
            // A container without certificates of its own still has those built in.
            with(ClientTlsConfig::new().with_enabled_roots())
                .or_else(|_| with(ClientTlsConfig::new().with_webpki_roots()))
                .map_err(|error| root(&error))
        });
        secured.as_ref().map_err(|why| Error::Connection {
            message: format!("TLS to {} cannot be set up: {why}", self.address()),
            request_id: String::new(),
        })
    }
}

fn connector() -> Connector {
    let mut http = HttpConnector::new();
    // TLS is added around it.
    http.enforce_http(false);
    http.set_nodelay(true);
    http.set_keepalive(Some(KEEPALIVE));
    http.set_connect_timeout(Some(CONNECT_TIMEOUT));
    Connector::new(http)
}

/// A channel that takes no request: the task that drives it is gone.
#[derive(Debug, thiserror::Error)]
#[error("the channel is closed")]
pub(crate) struct NeverSent(#[source] pub(crate) Box<dyn std::error::Error + Send + Sync>);

/// Why a call without an answer failed; `None` for a status that a server sent.
pub(crate) fn cause_of(status: &Status) -> Option<Cause> {
    let mut source = std::error::Error::source(status);
    source?;
    while let Some(error) = source {
        if error.is::<NotGrpc>() {
            return Some(Cause::NotGrpc);
        }
        if error.is::<NeverSent>() {
            return Some(Cause::NotProcessed);
        }
        if error.is::<tonic::ConnectError>() {
            return Some(Cause::NotConnected);
        }
        // Hyper says canceled only of a request that it had not begun to send.
        if error.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_canceled) {
            return Some(Cause::NotProcessed);
        }
        if let Some(error) = error.downcast_ref::<h2::Error>() {
            if is_other_protocol(error) {
                return Some(Cause::NotGrpc);
            }
            let refused = error.reason() == Some(h2::Reason::REFUSED_STREAM);
            // A stream is ended by a GOAWAY without error only when it came after the last one that is processed.
            let turned_away =
                error.is_go_away() && error.is_remote() && error.reason() == Some(h2::Reason::NO_ERROR);
            return Some(if refused || turned_away { Cause::NotProcessed } else { Cause::Lost });
        }
        source = error.source();
    }
    Some(Cause::Lost)
}

/// The first bytes of HTTP/1 or TLS, read as the head of a frame, say that it is far too long.
fn is_other_protocol(error: &h2::Error) -> bool {
    error.is_library() && error.reason() == Some(h2::Reason::FRAME_SIZE_ERROR)
}

/// What helps where TLS failed, after the reason of it; empty where nothing is known.
pub(crate) fn cure(why: &str) -> &'static str {
    // Rustls has no error of its own type that reaches here, only its words.
    if why.contains("CaUsedAsEndEntity") {
        return "; the server shows the certificate of an authority (CA:TRUE, as `openssl req -x509` marks it) as its \
                own: give it one with basicConstraints=CA:FALSE and the name of the server in subjectAltName (both by \
                -addext), and set SSL_CERT_FILE to that";
    }
    if why.contains("UnknownIssuer") {
        return "; no authority that is trusted here vouches for the certificate: to trust one of your own, set \
                SSL_CERT_FILE to the PEM file of its certificate";
    }
    if why.contains("InvalidContentType") {
        return "; it does not speak TLS: the base URL (OMNI_BASE_URL) may have to begin with http://";
    }
    ""
}

/// What answered in place of a server of Omni, for messages.
pub(crate) fn what_answered(status: &Status, address: &str) -> String {
    let mut source = std::error::Error::source(status);
    while let Some(error) = source {
        if let Some(answered) = error.downcast_ref::<NotGrpc>() {
            return answered.to_string();
        }
        source = error.source();
    }
    // The first bytes of TLS and of HTTP/1 look alike to the HTTP/2 library.
    let secure =
        if address.starts_with("http://") { " (where it wants TLS, begin with https://)" } else { "" };
    format!("it does not answer in HTTP/2{secure}")
}

/// Whether tonic's own timer on the deadline fired before ours.
pub(crate) fn is_deadline(status: &Status) -> bool {
    let mut source = std::error::Error::source(status);
    while let Some(error) = source {
        if error.is::<tonic::TimeoutExpired>() {
            return true;
        }
        source = error.source();
    }
    false
}

/// The innermost reason of an error; the outer ones say little more than "transport error".
pub(crate) fn root(error: &(dyn std::error::Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
