//! The edge put together, and the way from a request line to a door.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, Version};
use hyper::body::Incoming;
use omni_contract::Contract;
use omni_kernel::config::{Cors, Server as Limits};
use omni_kernel::ports::{CredentialVerifier, FailureLog};
use omni_kernel::telemetry::{Metrics, Telemetry};
use omni_kernel::{Clock, Error, Reason, RequestId, Rng};
use tonic::Status;
use tonic::body::Body;
use tonic::server::NamedService;
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::body::{EdgeBody, Upload};
use crate::documents::{self, DocumentSource, Documents};
use crate::doors::connect::{self, Codec};
use crate::doors::routes::{Found, Routes};
use crate::doors::{REQUEST_ID, Visit, content_type, grpc, grpc_web, rest};
use crate::layers::{Inner, Parts, Pipeline, RuleError, Rules, Services, with_request_id};
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

/// Why an edge cannot be built.
#[derive(Debug)]
pub enum SetupError {
    /// A rule of the contract that cannot be kept.
    Rule(RuleError),
    /// A service of the contract that no domain serves.
    Unserved(String),
    /// The reflection service refuses the descriptors.
    Reflection(String),
}

impl std::fmt::Display for SetupError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rule(error) => write!(f, "the contract has a rule that cannot be kept: {error}"),
            Self::Unserved(service) => write!(f, "the contract has {service}, but no domain serves it"),
            Self::Reflection(why) => write!(f, "reflection: {why}"),
        }
    }
}

impl std::error::Error for SetupError {}

/// What an edge is built from.
pub struct EdgeBuilder {
    contract: Arc<Contract>,
    descriptor_set: &'static [u8],
    services: Services,
    infrastructure: Services,
    reasons: Vec<&'static Reason>,
    documents: Documents,
}

impl EdgeBuilder {
    /// An edge for a contract; `descriptor_set` is what the contract was read from.
    pub fn new(contract: Arc<Contract>, descriptor_set: &'static [u8]) -> Self {
        let reasons = omni_kernel::error::reason::REASONS.iter().chain(reason::REASONS).copied().collect();
        Self {
            contract,
            descriptor_set,
            services: Services::default(),
            infrastructure: Services::default(),
            reasons,
            documents: Documents::default(),
        }
    }

    /// Mounts a domain's service.
    #[must_use]
    pub fn service<S>(mut self, service: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = std::convert::Infallible>
            + NamedService
            + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send + 'static,
    {
        self.services.add(S::NAME, BoxCloneSyncService::new(service));
        self
    }

    /// Mounts a service that is no part of the contract and open to all, such as health.
    #[must_use]
    pub fn infrastructure<S>(mut self, service: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = std::convert::Infallible>
            + NamedService
            + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send + 'static,
    {
        self.infrastructure.add(S::NAME, BoxCloneSyncService::new(service));
        self
    }

    /// Adds a domain's reasons to the page that lists them.
    #[must_use]
    pub fn reasons(mut self, reasons: &[&'static Reason]) -> Self {
        self.reasons.extend(reasons);
        self
    }

    /// Publishes what the source gives at a path of its own, before the paths of the contract.
    #[must_use]
    pub fn document(mut self, path: &'static str, source: Arc<dyn DocumentSource>) -> Self {
        self.documents.insert(path, source);
        self
    }

    /// Puts the edge together.
    ///
    /// # Errors
    /// [`SetupError`] when the contract cannot be served as it stands.
    pub fn build(mut self, with: EdgeParts<'_>) -> Result<Edge, SetupError> {
        let reflection =
            |message: tonic_reflection::server::Error| SetupError::Reflection(message.to_string());
        let builder = || {
            tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(self.descriptor_set)
                .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        };
        let v1 = builder().build_v1().map_err(reflection)?;
        let v1alpha = builder().build_v1alpha().map_err(reflection)?;
        self = self.infrastructure(v1).infrastructure(v1alpha);
        for service in self.contract.services() {
            let name = service.descriptor.full_name();
            if !self.services.contains(name) {
                return Err(SetupError::Unserved(name.to_owned()));
            }
        }
        let rules = Rules::read(&self.contract).map_err(SetupError::Rule)?;
        let pages = Pages::new(self.reasons, with.version);
        let pipeline = Pipeline::new(Parts {
            contract: Arc::clone(&self.contract),
            services: self.services,
            verifier: with.verifier,
            failure_log: with.failure_log,
            metrics: with.metrics,
            telemetry: with.telemetry,
            rules,
            default_timeout: with.limits.default_timeout,
            stream_timeout: with.limits.stream_timeout,
            max_timeout: with.limits.max_timeout,
            max_in_flight: with.limits.max_in_flight,
        });
        Ok(Edge {
            routes: Routes::of(&self.contract),
            documents: self.documents,
            pipeline: Arc::new(pipeline),
            infrastructure: self.infrastructure,
            pages,
            max_message: with.limits.max_message_bytes,
            readiness: with.readiness,
            cors: with.cors.clone(),
            metrics_public: with.metrics_public,
            tls: with.tls,
            clock: with.clock,
            rng: with.rng,
        })
    }
}

/// What the edge takes from the rest of the server.
pub struct EdgeParts<'a> {
    /// Tells whom a credential stands for.
    pub verifier: Arc<dyn CredentialVerifier>,
    /// Keeps failed requests.
    pub failure_log: Arc<dyn FailureLog>,
    /// Counts requests.
    pub metrics: Metrics,
    /// Opens the span of each request.
    pub telemetry: Telemetry,
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
    infrastructure: Services,
    pages: Pages,
    max_message: usize,
    readiness: Readiness,
    cors: Cors,
    metrics_public: bool,
    tls: bool,
    clock: Clock,
    rng: Rng,
}

impl Edge {
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

    /// Answers one request. Never fails: what goes wrong is an answer.
    pub async fn handle(self: Arc<Self>, request: Request<Incoming>) -> Response<EdgeBody> {
        let request_id = request
            .headers()
            .get(REQUEST_ID)
            .and_then(|value| RequestId::from_caller(value.to_str().ok()?))
            .unwrap_or_else(|| RequestId::from_uuid(self.rng.uuid(self.clock.now())));
        let mut response = self.dispatch(request, request_id.clone()).await;
        let headers = response.headers_mut();
        if let Ok(value) = HeaderValue::from_str(request_id.as_str()) {
            headers.insert(REQUEST_ID, value);
        }
        // Browsers never show a native gRPC answer; every byte of it is paid on every call.
        if headers.get(CONTENT_TYPE).is_none_or(|value| value != grpc::CONTENT_TYPE) {
            self.secure(headers);
        }
        response
    }

    fn secure(&self, headers: &mut HeaderMap) {
        headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
        headers.insert("x-frame-options", HeaderValue::from_static("DENY"));
        headers.entry("content-security-policy").or_insert(HeaderValue::from_static("default-src 'self'"));
        if self.tls {
            headers.insert(
                "strict-transport-security",
                HeaderValue::from_static("max-age=31536000; includeSubDomains"),
            );
        }
    }

    async fn dispatch(&self, request: Request<Incoming>, request_id: RequestId) -> Response<EdgeBody> {
        let (parts, body) = request.into_parts();
        let body = Upload::new(body);
        let (path, query) = (parts.uri.path(), parts.uri.query().unwrap_or_default());
        let visit = Visit {
            pipeline: &self.pipeline,
            max_message: self.max_message,
            request_id,
            headers: Arc::new(parts.headers),
        };
        let media = visit.content_type();
        let is_web = media.starts_with("application/grpc-web");
        let is_grpc = !is_web && (media == "application/grpc" || media.starts_with("application/grpc+"));
        if let Some(method) = self.pipeline.contract().method(path) {
            return match media {
                _ if parts.method == http::Method::GET => connect::get(&visit, method, query).await,
                _ if parts.method != http::Method::POST => self.other_verbs(&visit, &["GET", "POST"]),
                _ if is_web => grpc_web::serve(&visit, method, body).await,
                _ if is_grpc && parts.version == Version::HTTP_2 => grpc::serve(&visit, method, body).await,
                "application/json" => connect::unary(&visit, method, Codec::Json, body).await,
                "application/proto" => connect::unary(&visit, method, Codec::Proto, body).await,
                "application/connect+json" => connect::stream(&visit, method, Codec::Json, body).await,
                "application/connect+proto" => connect::stream(&visit, method, Codec::Proto, body).await,
                _ => self.unknown_media(&visit, is_grpc),
            };
        }
        if is_grpc {
            if let Some(service) = self.infrastructure.at(path) {
                let request = rebuild(parts.method, parts.uri, (*visit.headers).clone(), body);
                return pass_on(service, request).await;
            }
            return grpc::refuse(&self.unknown_method(&visit, path));
        }
        if is_web {
            return grpc_web::refuse(media, self.unknown_method(&visit, path));
        }
        if let Some(document) = self.document(&visit, &parts.method, path).await {
            return document;
        }
        match self.routes.find(parts.method.as_str(), path) {
            Found::Route(found) => return rest::serve(&visit, found, query, body).await,
            Found::OtherVerbs(verbs) => return self.other_verbs(&visit, &verbs),
            Found::Nothing => {}
        }
        if matches!(parts.method, http::Method::GET | http::Method::HEAD)
            && let Some(page) = self.page(path, &visit.headers, &parts.uri)
        {
            return page;
        }
        let error = Error::new(&reason::PATH_UNKNOWN, format!("nothing is served at {path}"));
        self.refuse(&visit, HeaderMap::new(), error)
    }

    fn page(&self, path: &str, headers: &HeaderMap, uri: &http::Uri) -> Option<Response<EdgeBody>> {
        let plain = |status: StatusCode, text: &'static str| {
            let mut response = Response::new(EdgeBody::full(text));
            *response.status_mut() = status;
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        };
        match path {
            "/healthz" | "/health" => return Some(plain(StatusCode::OK, "ok\n")),
            "/readyz" if self.readiness.is_ready() => return Some(plain(StatusCode::OK, "ready\n")),
            "/readyz" => return Some(plain(StatusCode::SERVICE_UNAVAILABLE, "not ready\n")),
            "/metrics" if self.metrics_public => {
                let mut response = Response::new(EdgeBody::full(self.pipeline.metrics().render()));
                let media = HeaderValue::from_static(omni_kernel::telemetry::metrics::CONTENT_TYPE);
                response.headers_mut().insert(CONTENT_TYPE, media);
                return Some(response);
            }
            _ => {}
        }
        let host = uri
            .authority()
            .map(|authority| authority.as_str().to_owned())
            .or_else(|| headers.get(HOST).and_then(|value| value.to_str().ok()).map(str::to_owned));
        let scheme = if self.tls { "https" } else { "http" };
        let page = self.pages.serve(path, host.as_deref().unwrap_or_default(), scheme, headers)?;
        Some(page.map(EdgeBody::full))
    }

    /// What another part of the server publishes at the path.
    async fn document(
        &self,
        visit: &Visit<'_>,
        verb: &http::Method,
        path: &str,
    ) -> Option<Response<EdgeBody>> {
        let source = self.documents.get(path)?;
        if !matches!(*verb, http::Method::GET | http::Method::HEAD) {
            return None;
        }
        Some(match source.document().await {
            Ok(document) => documents::answer(document),
            Err(error) => self.refuse(visit, HeaderMap::new(), error),
        })
    }

    fn unknown_media(&self, visit: &Visit<'_>, is_grpc: bool) -> Response<EdgeBody> {
        let message = if is_grpc {
            "gRPC needs HTTP/2; over HTTP/1.1 send gRPC-web, Connect or REST".to_owned()
        } else {
            let found = content_type(&visit.headers);
            let found = if found.is_empty() { "none" } else { found };
            format!(
                "content-type: expected application/json or a gRPC, gRPC-web or Connect type, not {found}"
            )
        };
        self.refuse(visit, HeaderMap::new(), Error::new(&reason::CONTENT_TYPE_UNSUPPORTED, message))
    }

    fn other_verbs(&self, visit: &Visit<'_>, verbs: &[&str]) -> Response<EdgeBody> {
        let list = verbs.join(", ");
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
        with_request_id(&error.into(), &visit.request_id)
    }

    fn refuse(&self, visit: &Visit<'_>, headers: HeaderMap, error: Error) -> Response<EdgeBody> {
        let status = with_request_id(&error.into(), &visit.request_id);
        rest::refuse(self.pipeline.contract(), headers, &status)
    }
}

const EXPOSED: [HeaderName; 9] = [
    HeaderName::from_static("grpc-status"),
    HeaderName::from_static("grpc-message"),
    HeaderName::from_static("grpc-status-details-bin"),
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("retry-after"),
    HeaderName::from_static("etag"),
    HeaderName::from_static("ratelimit"),
    HeaderName::from_static("ratelimit-policy"),
    HeaderName::from_static("x-cache"),
];

fn rebuild(verb: http::Method, uri: http::Uri, headers: HeaderMap, body: Upload) -> Request<Body> {
    let mut request = Request::new(body.into_inner());
    *request.method_mut() = verb;
    *request.uri_mut() = uri;
    *request.version_mut() = Version::HTTP_2;
    *request.headers_mut() = headers;
    request
}

async fn pass_on(mut service: Inner, request: Request<Body>) -> Response<EdgeBody> {
    let response = match service.ready().await {
        Ok(ready) => ready.call(request).await,
        Err(never) => match never {},
    };
    let Ok(response) = response;
    response.map(EdgeBody::Inner)
}

/// The names of everything mounted, for messages.
impl std::fmt::Debug for Edge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let methods: BTreeMap<_, _> =
            self.pipeline.contract().methods().map(|method| (method.path(), method.access())).collect();
        f.debug_struct("Edge").field("methods", &methods).finish_non_exhaustive()
    }
}
