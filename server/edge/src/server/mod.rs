//! The edge put together, and the way from a request line to a door.

mod builder;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HOST};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, Version};
use hyper::body::Incoming;
use omni_kernel::config::{Cors, Server as Limits};
use omni_kernel::ports::{AuditLog, CredentialVerifier, FailureLog};
use omni_kernel::telemetry::{Metrics, Telemetry};
use omni_kernel::{Clock, Error, RequestId, Rng};
use tonic::Status;
use tower_http::cors::{AllowOrigin, CorsLayer};

pub use builder::{EdgeBuilder, SetupError};

use crate::body::{EdgeBody, Upload};
use crate::call::Legible;
use crate::callbacks::Callback;
use crate::client::{Arrival, Proxies};
use crate::compress;
use crate::documents::{self, Documents};
use crate::doors::connect::{self, Codec};
use crate::doors::routes::{Found, Routes};
use crate::doors::{Dialect, REQUEST_ID, Visit, grpc, grpc_web, infrastructure, rest};
use crate::guards::Guards;
use crate::layers::{Pipeline, Services};
use crate::pages::Pages;
use crate::reason;

/// Whether the server takes requests.
#[derive(Debug, Clone, Default)]
pub struct Readiness(Arc<AtomicU8>);

impl Readiness {
    /// From now on requests are welcome.
    pub fn ready(&self) {
        self.0.store(1, Ordering::Release);
    }

    /// From now on load balancers should look elsewhere.
    pub fn stopping(&self) {
        self.0.store(2, Ordering::Release);
    }

    /// Whether requests are welcome.
    pub fn is_ready(&self) -> bool {
        self.0.load(Ordering::Acquire) == 1
    }

    /// Whether the server drains.
    pub fn is_stopping(&self) -> bool {
        self.0.load(Ordering::Acquire) == 2
    }
}

/// What the edge takes from the rest of the server.
pub struct EdgeParts<'a> {
    /// Tells whom a credential stands for.
    pub verifier: Arc<dyn CredentialVerifier>,
    /// Keeps failed requests.
    pub failure_log: Arc<dyn FailureLog>,
    /// Takes what callers were not allowed to do.
    pub audit: Arc<dyn AuditLog>,
    /// Counts requests.
    pub metrics: Metrics,
    /// Opens the span of each request.
    pub telemetry: Telemetry,
    /// Rate limits, quotas and the response cache.
    pub guards: Guards,
    /// Limits of requests.
    pub limits: &'a Limits,
    /// Which web pages may call.
    pub cors: &'a Cors,
    /// Whether `/metrics` is served here.
    pub metrics_public: bool,
    /// Whether the listener speaks TLS, which decides about HSTS.
    pub tls: bool,
    /// Whether the server takes requests.
    pub readiness: Readiness,
    /// The version pages show.
    pub version: &'a str,
    /// The address at which people reach the server, which pages show and errors link to; without it, pages show the one a
    /// request came to, and errors link to nothing.
    pub public_url: Option<&'a str>,
    /// Where the time comes from.
    pub clock: Clock,
    /// Where request ids come from.
    pub rng: Rng,
}

/// Answers requests of every protocol.
pub struct Edge {
    pipeline: Arc<Pipeline>,
    routes: Routes,
    documents: Documents,
    callbacks: Vec<Callback>,
    infrastructure: Services,
    pages: Pages,
    max_message: usize,
    max_headers: usize,
    proxies: Proxies,
    readiness: Readiness,
    cors: Cors,
    metrics_public: bool,
    tls: bool,
    clock: Clock,
    rng: Rng,
}

impl Edge {
    /// Ends every running call: the server has waited long enough.
    pub(crate) fn cut_off(&self) {
        self.pipeline.cut_off();
    }

    /// The CORS rules as a layer for the listener; none when no origin is allowed.
    pub(crate) fn cors_layer(&self) -> Option<CorsLayer> {
        if self.cors.allowed_origins.is_empty() {
            return None;
        }
        let any = self.cors.allowed_origins.iter().any(|origin| origin == "*");
        let origins = self.cors.allowed_origins.iter().filter_map(|origin| origin.parse().ok());
        let layer = CorsLayer::new()
            .allow_origin(if any { AllowOrigin::any() } else { AllowOrigin::list(origins) })
            .allow_methods([
                http::Method::GET,
                http::Method::POST,
                http::Method::PUT,
                http::Method::PATCH,
                http::Method::DELETE,
            ])
            .allow_headers(tower_http::cors::AllowHeaders::mirror_request())
            .expose_headers(EXPOSED)
            .max_age(self.cors.max_age);
        Some(if self.cors.allow_credentials { layer.allow_credentials(true) } else { layer })
    }

    /// Answers one request of this peer. Never fails: what goes wrong is an answer.
    pub(crate) async fn handle(
        self: Arc<Self>,
        request: Request<Incoming>,
        peer: IpAddr,
    ) -> Response<EdgeBody> {
        let arrival = self.proxies.arrival(peer, self.tls, request.headers());
        let (https, is_head) = (arrival.https, request.method() == http::Method::HEAD);
        let request_id = request
            .headers()
            .get(REQUEST_ID)
            .and_then(|value| RequestId::from_caller(value.to_str().ok()?))
            .unwrap_or_else(|| RequestId::from_uuid(self.rng.uuid(self.clock.now())));
        let is_two = request.version() == Version::HTTP_2;
        let (parts, body) = request.into_parts();
        let (body, rest) = Upload::new(body);
        let mut response = self.dispatch(parts, body, request_id.clone(), arrival).await;
        if is_two {
            rest.drain().await;
        } else {
            rest.discard();
        }
        let headers = response.headers_mut();
        if let Ok(value) = HeaderValue::from_str(request_id.as_str()) {
            headers.insert(REQUEST_ID, value);
        }
        // Browsers never show a native gRPC answer; every byte of it is paid on every call.
        if headers.get(CONTENT_TYPE).is_none_or(|value| value != grpc::CONTENT_TYPE) {
            secure(headers, https);
        }
        if is_head { without_body(response) } else { response }
    }

    async fn dispatch(
        &self,
        mut parts: Parts,
        body: Upload,
        request_id: RequestId,
        arrival: Arrival,
    ) -> Response<EdgeBody> {
        let visit = Visit {
            pipeline: &self.pipeline,
            max_message: self.max_message,
            request_id,
            client: arrival.client,
            headers: Arc::new(std::mem::take(&mut parts.headers)),
            legible: Legible::default(),
        };
        let (path, query) = (parts.uri.path(), parts.uri.query().unwrap_or_default());
        let media = visit.content_type();
        let dialect = Dialect::of(&media);
        let (is_web, is_grpc) = (dialect == Dialect::GrpcWeb, dialect == Dialect::Grpc);
        let reads = matches!(parts.method, http::Method::GET | http::Method::HEAD);
        if let Err(error) = check_head(&parts.uri, &visit.headers, self.max_headers) {
            return self.refuse_by_door(&visit, path, error);
        }
        if matches!(dialect, Dialect::OtherGrpc | Dialect::OtherGrpcWeb) {
            return self.unknown_media(&visit, path, parts.version);
        }
        if let Some(method) = self.pipeline.contract().method(path) {
            return match &*media {
                _ if reads => connect::get(&visit, method, query).await,
                _ if parts.method != http::Method::POST => self.other_verbs(&visit, &["GET", "POST"]),
                _ if is_web => grpc_web::serve(&visit, method, body).await,
                _ if is_grpc && parts.version == Version::HTTP_2 => grpc::serve(&visit, method, body).await,
                "application/json" => connect::unary(&visit, method, Codec::Json, body).await,
                "application/proto" => connect::unary(&visit, method, Codec::Proto, body).await,
                "application/connect+json" => connect::stream(&visit, method, Codec::Json, body).await,
                "application/connect+proto" => connect::stream(&visit, method, Codec::Proto, body).await,
                _ => self.unknown_media(&visit, path, parts.version),
            };
        }
        if is_grpc {
            if parts.version != Version::HTTP_2 {
                return self.unknown_media(&visit, path, parts.version);
            }
            if let Some(service) = self.infrastructure.at(path) {
                return infrastructure::serve(service, parts, body, &visit).await;
            }
            return grpc::refuse(&self.unknown_method(&visit, path));
        }
        if is_web {
            return grpc_web::refuse(&media, self.unknown_method(&visit, path));
        }
        let verb = if reads { "GET" } else { parts.method.as_str() };
        if reads && let Some(document) = self.document(&visit, path).await {
            return document;
        }
        match self.routes.find(verb, path) {
            Found::Route(found) => return rest::serve(&visit, found, query, body).await,
            Found::OtherVerbs(verbs) => return self.other_verbs(&visit, &verbs),
            Found::Nothing => {}
        }
        if let Some(found) = self.callbacks.iter().find_map(|one| Some((one, one.matches(path)?))) {
            return self.called_back(&visit, found, &parts.method, query, body).await;
        }
        if reads && let Some(page) = self.page(path, &visit.headers, &parts.uri, &arrival) {
            return page;
        }
        let error = Error::new(
            &reason::PATH_UNKNOWN,
            format!("nothing is served at {path}{}", self.routes.hint(path)),
        );
        self.refuse(&visit, HeaderMap::new(), error)
    }

    fn page(
        &self,
        path: &str,
        headers: &HeaderMap,
        uri: &http::Uri,
        arrival: &Arrival,
    ) -> Option<Response<EdgeBody>> {
        let plain = |status: StatusCode, text: &'static str| {
            let mut response = Response::new(EdgeBody::full(text));
            *response.status_mut() = status;
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        };
        match path {
            "/healthz" | "/health" => return Some(plain(StatusCode::OK, "ok\n")),
            "/readyz" if self.readiness.is_ready() => return Some(plain(StatusCode::OK, "ready\n")),
            "/readyz" => return Some(plain(StatusCode::SERVICE_UNAVAILABLE, "not ready\n")),
            "/metrics" if self.metrics_public => {
                let mut response = compress::answer(headers, self.pipeline.metrics().render().into());
                let media = HeaderValue::from_static(omni_kernel::telemetry::metrics::CONTENT_TYPE);
                response.headers_mut().insert(CONTENT_TYPE, media);
                return Some(response.map(EdgeBody::full));
            }
            _ => {}
        }
        let host = arrival
            .host
            .as_deref()
            .or_else(|| uri.authority().map(http::uri::Authority::as_str))
            .or_else(|| headers.get(HOST).and_then(|value| value.to_str().ok()));
        let scheme = if arrival.https { "https" } else { "http" };
        let page = self.pages.serve(path, host.unwrap_or_default(), scheme, headers)?;
        Some(page.map(EdgeBody::full))
    }

    /// What another part of the server publishes at the path.
    async fn document(&self, visit: &Visit<'_>, path: &str) -> Option<Response<EdgeBody>> {
        let source = self.documents.get(path)?;
        Some(match source.document().await {
            Ok(document) => documents::answer(document),
            Err(error) => self.refuse(visit, HeaderMap::new(), error),
        })
    }

    /// A browser that somebody else sent.
    async fn called_back(
        &self,
        visit: &Visit<'_>,
        (callback, parameters): (&Callback, Vec<String>),
        verb: &http::Method,
        query: &str,
        body: Upload,
    ) -> Response<EdgeBody> {
        if callback.verb != *verb {
            return self.other_verbs(visit, &[callback.verb.as_str()]);
        }
        callback.serve(visit, parameters, query, body).await
    }

    /// Refuses what no door reads: in the words of gRPC or gRPC-web where the request speaks it and can be answered so.
    fn unknown_media(&self, visit: &Visit<'_>, path: &str, version: Version) -> Response<EdgeBody> {
        let media = visit.content_type();
        let dialect = Dialect::of(&media);
        let message = match dialect {
            Dialect::Grpc => "gRPC needs HTTP/2; over HTTP/1.1 send gRPC-web, Connect or REST".to_owned(),
            Dialect::OtherGrpc => {
                format!("content-type: expected application/grpc or application/grpc+proto, not {media}")
            }
            Dialect::OtherGrpcWeb => format!(
                "content-type: expected application/grpc-web or application/grpc-web-text, plain or with +proto, not {media}"
            ),
            _ => {
                let found = if media.is_empty() { "none" } else { &*media };
                format!(
                    "content-type: expected application/json or a gRPC, gRPC-web or Connect type, not {found}"
                )
            }
        };
        let error = Error::new(&reason::CONTENT_TYPE_UNSUPPORTED, message);
        match dialect {
            Dialect::OtherGrpcWeb => self.refuse_by_door(visit, path, error),
            Dialect::OtherGrpc if version == Version::HTTP_2 => self.refuse_by_door(visit, path, error),
            _ => self.refuse(visit, HeaderMap::new(), error),
        }
    }

    fn other_verbs(&self, visit: &Visit<'_>, verbs: &[&str]) -> Response<EdgeBody> {
        let reads = verbs.contains(&"GET").then_some("HEAD");
        let list = verbs.iter().copied().chain(reads).collect::<Vec<_>>().join(", ");
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_str(&list) {
            headers.insert(ALLOW, value);
        }
        self.refuse(visit, headers, Error::new(&reason::VERB_NOT_ALLOWED, format!("the path takes {list}")))
    }

    fn unknown_method(&self, visit: &Visit<'_>, path: &str) -> Status {
        let known = self
            .pipeline
            .contract()
            .methods()
            .map(|method| (strsim::jaro_winkler(path, method.path()), method));
        let nearest = known.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(similarity, _)| *similarity > 0.85);
        let hint =
            nearest.map(|(_, method)| format!("; did you mean {}?", method.path())).unwrap_or_default();
        let error = Error::new(&reason::METHOD_UNKNOWN, format!("there is no method {path}{hint}"));
        self.pipeline.shown(&error.into(), &visit.request_id)
    }

    /// A refusal in the words of the protocol that the request speaks.
    fn refuse_by_door(&self, visit: &Visit<'_>, path: &str, error: Error) -> Response<EdgeBody> {
        let (media, contract) = (visit.content_type(), self.pipeline.contract());
        let status = self.pipeline.shown(&error.into(), &visit.request_id);
        match Dialect::of(&media) {
            Dialect::Grpc | Dialect::OtherGrpc => grpc::refuse(&status),
            Dialect::GrpcWeb | Dialect::OtherGrpcWeb => grpc_web::refuse(&media, status),
            Dialect::Other if contract.method(path).is_some() => {
                connect::refuse(contract, HeaderMap::new(), &status)
            }
            Dialect::Other => rest::refuse(contract, HeaderMap::new(), &status),
        }
    }

    fn refuse(&self, visit: &Visit<'_>, headers: HeaderMap, error: Error) -> Response<EdgeBody> {
        let status = self.pipeline.shown(&error.into(), &visit.request_id);
        rest::refuse(self.pipeline.contract(), headers, &status)
    }
}

const EXPOSED: [HeaderName; 11] = [
    HeaderName::from_static("grpc-status"),
    HeaderName::from_static("grpc-message"),
    HeaderName::from_static("grpc-status-details-bin"),
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("retry-after"),
    HeaderName::from_static("etag"),
    HeaderName::from_static("ratelimit"),
    HeaderName::from_static("ratelimit-policy"),
    HeaderName::from_static("x-omni-cache"),
    HeaderName::from_static("x-omni-environment"),
    HeaderName::from_static("idempotency-replayed"),
];

fn secure(headers: &mut HeaderMap, https: bool) {
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert("x-frame-options", HeaderValue::from_static("DENY"));
    headers.entry("content-security-policy").or_insert(HeaderValue::from_static("default-src 'self'"));
    if https {
        // Of this host alone: other hosts of the domain are not the server's to speak for.
        headers.insert("strict-transport-security", HeaderValue::from_static("max-age=31536000"));
    }
}

/// The answer to HEAD: that to GET, but for the body.
fn without_body(response: Response<EdgeBody>) -> Response<EdgeBody> {
    let length = http_body::Body::size_hint(response.body()).exact();
    let mut response = response.map(|_| EdgeBody::empty());
    if let Some(length) = length {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}

/// Refuses a request line and headers of more than `limit` bytes, counted as HTTP/2 counts them (RFC 9113, section
/// 6.5.2): 32 bytes beside each name and value.
fn check_head(uri: &http::Uri, headers: &HeaderMap, limit: usize) -> Result<(), Error> {
    let line = uri.path_and_query().map_or(0, |text| text.as_str().len());
    let size = headers.iter().fold(line, |sum, (name, value)| sum + name.as_str().len() + value.len() + 32);
    if size <= limit {
        return Ok(());
    }
    let message =
        format!("the request line and the headers have {size} bytes; at most {limit} bytes are taken");
    Err(Error::new(&reason::HEADERS_TOO_LARGE, message).with_metadata("max_bytes", limit.to_string()))
}

/// The names of everything mounted, for messages.
impl std::fmt::Debug for Edge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let methods: BTreeMap<_, _> =
            self.pipeline.contract().methods().map(|method| (method.path(), method.access())).collect();
        f.debug_struct("Edge").field("methods", &methods).finish_non_exhaustive()
    }
}
