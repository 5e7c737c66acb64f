//! Requests to identity providers. Tenants name the addresses, so this guards against being sent where they could not go
//! themselves (SSRF): no private address, no redirect, a size and a time.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_LENGTH, HOST};
use http::{HeaderValue, Request, Response, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::OnceCell;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Longer answers are not read; metadata and key sets of large providers have some ten thousand bytes.
const LARGEST: usize = 1024 * 1024;

/// Why a request got no answer.
#[derive(Debug)]
pub(crate) enum EgressError {
    /// The address is none that may be asked.
    Refused(&'static str),
    /// It did not answer, or not in time, or too much.
    Failed(&'static str, Option<Box<dyn StdError + Send + Sync>>),
}

impl fmt::Display for EgressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(why) | Self::Failed(why, _) => f.write_str(why),
        }
    }
}

impl StdError for EgressError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Refused(_) | Self::Failed(_, None) => None,
            Self::Failed(_, Some(source)) => Some(&**source),
        }
    }
}

fn failed(why: &'static str) -> impl FnOnce(std::io::Error) -> EgressError {
    move |error| EgressError::Failed(why, Some(Box::new(error)))
}

fn lost(error: hyper::Error) -> EgressError {
    EgressError::Failed("the connection failed", Some(Box::new(error)))
}

/// The way out. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Egress(Arc<Inner>);

struct Inner {
    timeout: Duration,
    private: bool,
    tls: OnceCell<TlsConnector>,
}

impl Egress {
    pub(crate) fn new(timeout: Duration, private: bool) -> Self {
        Self(Arc::new(Inner { timeout, private, tls: OnceCell::new() }))
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, EgressError> {
        let late = EgressError::Failed("no answer came in time", None);
        tokio::time::timeout(self.0.timeout, self.exchange(request)).await.map_err(|_| late)?
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, EgressError> {
        let target = Target::of(request.uri())?;
        if !target.https && !self.0.private {
            return Err(EgressError::Refused("only https may be asked"));
        }
        let address = self.resolve(&target).await?;
        let stream = TcpStream::connect(address).await.map_err(failed("no connection could be made"))?;
        let request = prepare(request, &target)?;
        if !target.https {
            return talk(stream, request).await;
        }
        let name = ServerName::try_from(target.host.clone())
            .map_err(|_| EgressError::Refused("the host is no name for TLS"))?;
        let tls = self.0.tls.get_or_try_init(connector).await?;
        talk(tls.connect(name, stream).await.map_err(failed("TLS failed"))?, request).await
    }

    /// The address that is connected to: looked up once, so that the one that was judged is the one that is used.
    async fn resolve(&self, target: &Target) -> Result<SocketAddr, EgressError> {
        let found = tokio::net::lookup_host((target.host.as_str(), target.port)).await;
        let found = found.map_err(failed("the host has no address"))?;
        let mut judged = found.filter(|address| self.0.private || is_public(address.ip()));
        judged.next().ok_or(EgressError::Refused("the host has no public address"))
    }
}

impl<'c> AsyncHttpClient<'c> for Egress {
    type Error = EgressError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, EgressError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

/// What a request is for.
struct Target {
    host: String,
    port: u16,
    https: bool,
    /// As the `host` header has it.
    authority: String,
}

impl Target {
    fn of(uri: &Uri) -> Result<Self, EgressError> {
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(EgressError::Refused("the address is neither https nor http")),
        };
        let authority = uri.authority().ok_or(EgressError::Refused("the address has no host"))?;
        if authority.as_str().contains('@') {
            return Err(EgressError::Refused("the address has a user"));
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = authority.port_u16().unwrap_or(if https { 443 } else { 80 });
        Ok(Self { host, port, https, authority: authority.as_str().to_owned() })
    }
}

/// The request as it goes over the connection (RFC 9112): the path alone, with the host beside it.
fn prepare(request: HttpRequest, target: &Target) -> Result<Request<Full<Bytes>>, EgressError> {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    parts.uri = path.parse().map_err(|_| EgressError::Refused("the address has no path"))?;
    let host = HeaderValue::from_str(&target.authority);
    let host = host.map_err(|_| EgressError::Refused("the host is no host"))?;
    parts.headers.insert(HOST, host);
    parts.headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    Ok(Request::from_parts(parts, Full::new(Bytes::from(body))))
}

async fn talk(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<HttpResponse, EgressError> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(lost)?;
    // Ends with the sender, or when this is given up.
    let connection = tokio::spawn(connection);
    let ended = AbortOnDrop(connection.abort_handle());
    let response = sender.send_request(request).await.map_err(lost)?;
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, LARGEST).collect().await;
    let body =
        body.map_err(|error| EgressError::Failed("the answer is too long or broke off", Some(error)))?;
    drop(ended);
    Ok(Response::from_parts(parts, body.to_bytes().to_vec()))
}

struct AbortOnDrop(tokio::task::AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// TLS with the system's certificate authorities, or those that `SSL_CERT_FILE` names.
async fn connector() -> Result<TlsConnector, EgressError> {
    let read = tokio::task::spawn_blocking(rustls_native_certs::load_native_certs).await;
    let read = read.map_err(|_| EgressError::Failed("certificate authorities cannot be read", None))?;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(read.certs);
    if roots.is_empty() {
        return Err(EgressError::Failed("the system has no certificate authorities", None));
    }
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let versions = versions.map_err(|_| EgressError::Failed("TLS cannot be set up", None))?;
    Ok(TlsConnector::from(Arc::new(versions.with_root_certificates(roots).with_no_client_auth())))
}

/// Whether an address is one of the public Internet: none that IANA's special-purpose registries (RFC 6890) set apart.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(a == 0
        || a >= 224
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b)))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // What carries an IPv4 address is judged by it: mapped, NAT64 (RFC 6052), 6to4 (RFC 3056).
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => inner(high, low),
        // Global unicast, but for documentation, ORCHID, benchmarks and Teredo.
        _ => {
            (0x2000..0x4000).contains(&a)
                && !(a == 0x2001 && (b < 0x200 || b == 0xdb8))
                && !(a == 0x3fff && b < 0x1000)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_not_of_the_public_internet_are_told_apart() {
        for public in ["8.8.8.8", "192.0.3.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::808:808"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "0.0.0.0",
            "127.0.0.1",
            "127.8.8.8",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "fe80::1",
            "fd00:ec2::254",
            "fc00::1",
            "ff02::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "64:ff9b::a00:1",
            "2001::1",
            "::127.0.0.1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }

    #[test]
    fn an_address_is_read_as_it_is_asked() {
        let target = Target::of(&"https://login.example.com/a?b".parse().unwrap()).unwrap();
        assert_eq!((target.host.as_str(), target.port, target.https), ("login.example.com", 443, true));
        let target = Target::of(&"http://[::1]:8/".parse().unwrap()).unwrap();
        assert_eq!((target.host.as_str(), target.port, target.authority.as_str()), ("::1", 8, "[::1]:8"));
        for wrong in ["ftp://a/", "/a", "https://me@a/"] {
            assert!(Target::of(&wrong.parse().unwrap()).is_err(), "{wrong}");
        }
    }
}
