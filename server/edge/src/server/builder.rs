//! Puts an edge together.

use std::sync::Arc;

use http::{Request, Response};
use omni_contract::Contract;
use omni_kernel::Reason;
use tonic::body::Body;
use tonic::server::NamedService;
use tower::Service;
use tower::util::BoxCloneSyncService;

use super::{Edge, EdgeParts};
use crate::callbacks::{BrowserHandler, Callback};
use crate::client::Proxies;
use crate::documents::{DocumentSource, Documents};
use crate::doors::routes::Routes;
use crate::layers::{Caching, Parts, Pipeline, RuleError, Rules, Services};
use crate::pages::Pages;
use crate::reason;

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
    callbacks: Vec<Callback>,
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
            callbacks: Vec::new(),
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

    /// Publishes what the source gives at a path of its own, before the paths of the contract.
    #[must_use]
    pub fn document(mut self, path: &'static str, source: Arc<dyn DocumentSource>) -> Self {
        self.documents.insert(path, source);
        self
    }

    /// Answers browsers that others send to a path of its own, after the paths of the contract. In the pattern a star
    /// stands for one segment.
    #[must_use]
    pub fn callback(
        mut self,
        verb: http::Method,
        pattern: &'static str,
        handler: Arc<dyn BrowserHandler>,
    ) -> Self {
        self.callbacks.push(Callback { verb, pattern, handler });
        self
    }

    /// Adds a domain's reasons to the page that lists them.
    #[must_use]
    pub fn reasons(mut self, reasons: &[&'static Reason]) -> Self {
        self.reasons.extend(reasons);
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
        let pages = Pages::new(self.reasons, with.version, with.public_url);
        let pipeline = Pipeline::new(Parts {
            contract: Arc::clone(&self.contract),
            services: self.services,
            verifier: with.verifier,
            failure_log: with.failure_log,
            audit: with.audit,
            metrics: with.metrics,
            telemetry: with.telemetry,
            rules,
            limits: with.guards.limits(),
            tiers: with.guards.tiers,
            caching: with.guards.cache.map(Caching::new),
            default_timeout: with.limits.default_timeout,
            stream_timeout: with.limits.stream_timeout,
            max_timeout: with.limits.max_timeout,
            max_in_flight: with.limits.max_in_flight,
            public_url: with.public_url.map(str::to_owned),
        });
        Ok(Edge {
            routes: Routes::of(&self.contract),
            documents: self.documents,
            callbacks: self.callbacks,
            pipeline: Arc::new(pipeline),
            infrastructure: self.infrastructure,
            pages,
            max_message: with.limits.max_message_bytes,
            max_headers: usize::try_from(with.limits.max_header_bytes).unwrap_or(usize::MAX),
            proxies: Proxies::new(with.limits.trusted_proxies.clone()),
            readiness: with.readiness,
            cors: with.cors.clone(),
            metrics_public: with.metrics_public,
            tls: with.tls,
            clock: with.clock,
            rng: with.rng,
        })
    }
}
