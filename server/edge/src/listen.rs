//! The listener: connections, TLS, limits, and an orderly end.

use std::fs;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn as hyper_service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use omni_kernel::config::{Server as Limits, Tls};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};
use tower::util::BoxCloneSyncService;
use tower::{Layer, Service as _, service_fn};
use tower_http::cors::CorsLayer;

use crate::body::EdgeBody;
use crate::connection::{Activity, Answer, Noted, Patience};
use crate::server::Edge;
use crate::together::{Gather, Together};

/// How far the listener is with stopping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stop {
    No,
    /// Connections take no new requests and end with the last one that runs.
    Drain,
    /// Connections end.
    End,
}

/// How long the answers may take to leave that tell callers that they were cut off.
const FAREWELL: Duration = Duration::from_secs(1);
/// How long a connection that is told to end may take over it.
const LINGER: Duration = Duration::from_secs(1);
/// The HTTP library refuses without a word what is larger; smaller ones than this we refuse ourselves.
const LEAST_HEADER_BUFFER: u32 = 128 * 1024;
/// How often a quiet HTTP/2 connection is asked whether it lives, and how long it may take to say so.
const KEEP_ALIVE: Duration = Duration::from_secs(30);
/// HTTP/2 windows that let one stream fill a local network.
const STREAM_WINDOW: u32 = 1 << 20;
const CONNECTION_WINDOW: u32 = 4 << 20;

/// What may help where an address cannot be had.
fn hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => "another program holds the port: end it, or choose another port",
        io::ErrorKind::AddrNotAvailable => {
            "this machine has no such address: 0.0.0.0 stands for all of its own"
        }
        io::ErrorKind::PermissionDenied => "ports below 1024 need the right CAP_NET_BIND_SERVICE",
        _ => "choose another address",
    }
}

/// Why the server cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The address cannot be had.
    #[error("listen: cannot listen on {address}: {source}; {}", hint(.source))]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// A TLS file cannot be used.
    #[error("{setting}: {}: {why}", .path.display())]
    Tls {
        /// The setting that names the file.
        setting: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
}

/// A bound listener.
pub struct Listener {
    socket: TcpListener,
    tls: Option<TlsAcceptor>,
}

type Service = BoxCloneSyncService<Request<Incoming>, http::Response<EdgeBody>, std::convert::Infallible>;

impl Listener {
    /// Binds the address and reads the TLS files.
    ///
    /// # Errors
    /// [`ListenError`] with what to change.
    pub async fn bind(address: SocketAddr, tls: &Tls) -> Result<Self, ListenError> {
        let tls = tls.files().map(|(cert, key)| acceptor(cert, key)).transpose()?;
        let socket =
            TcpListener::bind(address).await.map_err(|source| ListenError::Bind { address, source })?;
        Ok(Self { socket, tls })
    }

    /// Where it listens; with the port the system chose where none was given.
    ///
    /// # Errors
    /// When the socket does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Whether it speaks TLS.
    pub fn is_tls(&self) -> bool {
        self.tls.is_some()
    }

    /// Serves until `stop` resolves, then tells every connection to finish (GOAWAY) and waits for them at most
    /// `limits.drain_timeout`.
    pub async fn serve(self, edge: Arc<Edge>, limits: &Limits, stop: impl Future<Output = ()>) {
        let (stopping, stopped) = watch::channel(Stop::No);
        let host = Host {
            builder: http_builder(limits),
            cors: edge.cors_layer(),
            edge,
            tls: self.tls,
            patience: Patience {
                header: limits.header_timeout,
                idle: limits.idle_timeout,
                stalled: limits.max_timeout + limits.idle_timeout,
            },
            stopped,
        };
        let connections = Arc::new(Semaphore::new(limits.max_connections));
        tokio::pin!(stop);
        loop {
            let permit = tokio::select! {
                permit = Arc::clone(&connections).acquire_owned() => permit,
                () = &mut stop => break,
            };
            let Ok(permit) = permit else { break };
            let accepted = tokio::select! {
                accepted = self.socket.accept() => accepted,
                () = &mut stop => break,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let host = host.clone();
                    let activity = Activity::new();
                    tokio::spawn(Gather::new(Arc::clone(&activity), async move {
                        host.receive(stream, peer.ip(), activity).await;
                        drop(permit);
                    }));
                }
                Err(error) => {
                    // Out of file descriptors, as a rule; the next accept fails the same way until one is closed.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
        let edge = Arc::clone(&host.edge);
        drop((self.socket, host));
        stopping.send_replace(Stop::Drain);
        if tokio::time::timeout(limits.drain_timeout, stopping.closed()).await.is_ok() {
            return;
        }
        tracing::warn!("requests were still running after server.drain_timeout; they are cut off");
        edge.cut_off();
        if tokio::time::timeout(FAREWELL, stopping.closed()).await.is_err() {
            stopping.send_replace(Stop::End);
        }
    }
}

/// What every connection needs.
#[derive(Clone)]
struct Host {
    builder: Builder<TokioExecutor>,
    edge: Arc<Edge>,
    cors: Option<CorsLayer>,
    tls: Option<TlsAcceptor>,
    patience: Patience,
    stopped: watch::Receiver<Stop>,
}

impl Host {
    async fn receive(self, stream: TcpStream, peer: IpAddr, activity: Arc<Activity>) {
        let _ = stream.set_nodelay(true);
        let Some(acceptor) = self.tls.clone() else {
            return self.converse(stream, peer, activity).await;
        };
        let end = activity.start() + self.patience.header;
        if let Ok(Ok(stream)) = tokio::time::timeout_at(end, acceptor.accept(stream)).await {
            self.converse(stream, peer, activity).await;
        }
    }

    /// Serves one connection until it ends, outlives its patience, or the server stops.
    async fn converse<I>(mut self, stream: I, peer: IpAddr, activity: Arc<Activity>)
    where
        I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let service = self.service(peer);
        let noted = Arc::clone(&activity);
        let service = hyper_service_fn(move |request: Request<Incoming>| {
            let running = noted.begin(request.version());
            let call = service.clone().call(request);
            async move { call.await.map(|answer| answer.map(|body| Answer::new(body, running))) }
        });
        let io = TokioIo::new(Noted::new(Together::new(stream), Arc::clone(&activity)));
        let connection = self.builder.serve_connection(io, service);
        tokio::pin!(connection);
        let mut ended = self.stopped.clone();
        let mut told = false;
        loop {
            tokio::select! {
                ended = connection.as_mut() => {
                    if let Err(error) = ended {
                        tracing::debug!(%error, "a connection ended early");
                    }
                    return;
                }
                () = reaches(&mut self.stopped, Stop::Drain), if !told => {
                    told = true;
                    connection.as_mut().graceful_shutdown();
                }
                () = reaches(&mut ended, Stop::End) => return,
                () = activity.outlived(&self.patience) => {
                    connection.as_mut().graceful_shutdown();
                    let _ = tokio::time::timeout(LINGER, connection).await;
                    return;
                }
            }
        }
    }

    fn service(&self, peer: IpAddr) -> Service {
        let edge = Arc::clone(&self.edge);
        let handle = service_fn(move |request: Request<Incoming>| {
            let edge = Arc::clone(&edge);
            async move { Ok(edge.handle(request, peer).await) }
        });
        match self.cors.clone() {
            Some(layer) => BoxCloneSyncService::new(layer.layer(handle)),
            None => BoxCloneSyncService::new(handle),
        }
    }
}

async fn reaches(stopped: &mut watch::Receiver<Stop>, wanted: Stop) {
    // A sender that is gone will not say it any more; then it is time as well.
    let _ = stopped.wait_for(|stop| *stop >= wanted).await;
}

fn http_builder(limits: &Limits) -> Builder<TokioExecutor> {
    let headers = limits.max_header_bytes.saturating_mul(2).max(LEAST_HEADER_BUFFER);
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        // The patience of the connection covers heads, and the time before them too.
        .header_read_timeout(None)
        .max_buf_size(usize::try_from(headers).unwrap_or(usize::MAX));
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.max_streams_per_connection)
        .max_header_list_size(headers)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .keep_alive_interval(KEEP_ALIVE)
        .keep_alive_timeout(KEEP_ALIVE);
    builder
}

fn acceptor(cert: &Path, key: &Path) -> Result<TlsAcceptor, ListenError> {
    let wrong = |path: &Path, why: String| {
        let setting = if path == key { "tls.key_file" } else { "tls.cert_file" };
        ListenError::Tls { setting, path: path.to_path_buf(), why }
    };
    let read = |path: &Path| fs::read(path).map_err(|error| wrong(path, error.to_string()));
    let chain = CertificateDer::pem_slice_iter(&read(cert)?)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| wrong(cert, format!("expected PEM certificates: {error}")))?;
    let private = PrivateKeyDer::from_pem_slice(&read(key)?)
        .map_err(|error| wrong(key, format!("expected a PEM private key: {error}")))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| wrong(cert, error.to_string()))?
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .map_err(|error| wrong(cert, format!("certificate and key do not fit: {error}")))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
