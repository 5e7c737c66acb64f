//! The server put together, run, and stopped in order.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use omni_audit::{Audit, Trail};
use omni_contract::Contract;
use omni_descriptors::DESCRIPTOR_SET;
use omni_edge::{EdgeBuilder, EdgeParts, Listener, Readiness};
use omni_intelligence::Forecaster;
use omni_kernel::config::Config;
use omni_kernel::db::{Database, Mode, Options};
use omni_kernel::redis::Redis;
use omni_kernel::telemetry::{Metrics, Telemetry};
use omni_kernel::{Clock, Rng};
use omni_keys::Bootstrap;
use omni_platform::{Platform, Probe, Recorder};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use crate::cli::{block_on, complain, explain, print};
use crate::credentials::Credentials;
use crate::domains::Domains;
use crate::guards::Shared;
use crate::probes::{AlgorithmsProbe, DatabaseProbe, EdgeHealth, RedisProbe};
use crate::{VERSION, audit, people, reference, scopes, tenants};

/// Why the server did not start, in words for the person who starts it.
#[derive(Debug)]
pub struct StartError(String);

impl std::fmt::Display for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StartError {}

fn because<E: std::fmt::Display>(error: E) -> StartError {
    StartError(error.to_string())
}

fn explained(error: &omni_kernel::Error) -> StartError {
    StartError(explain(error))
}

/// Runs the server until it is told to stop.
pub(crate) fn run(config: &Config) -> ExitCode {
    let outcome = block_on(async {
        let (clock, rng) = (Clock::system(), Rng::system());
        let telemetry = Telemetry::init(config, VERSION, &clock, &rng).map_err(because)?;
        let signals = Signals::listen().map_err(because)?;
        let running = tokio::select! {
            started = start(config, telemetry.clone(), clock, rng) => started?,
            () = signals.clone().first() => return Ok(()),
        };
        running.greet();
        signals.first().await;
        tracing::info!("stopping: no new requests; running ones may end");
        running.stop().await;
        telemetry.shutdown().await;
        tracing::info!("stopped");
        Ok::<_, StartError>(())
    });
    match outcome.map_err(StartError).and_then(|outcome| outcome) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&config.with_source(&error.to_string()));
            ExitCode::FAILURE
        }
    }
}

/// SIGTERM and SIGINT. The first asks for an orderly end; a second one, while that goes on, ends at once.
#[derive(Clone)]
struct Signals(tokio::sync::watch::Receiver<bool>);

impl Signals {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut terminate, mut interrupt) =
            (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let (sender, receiver) = tokio::sync::watch::channel(false);
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                if sender.send_replace(true) {
                    complain("told to stop twice; ending at once");
                    #[expect(
                        clippy::disallowed_methods,
                        reason = "the person at the terminal does not want to wait"
                    )]
                    std::process::exit(130);
                }
            }
        });
        Ok(Self(receiver))
    }

    async fn first(mut self) {
        if self.0.wait_for(|told| *told).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// How the configuration says to reach the database.
pub(crate) fn database_options(config: &Config, mode: Mode) -> Options {
    Options {
        url: config.database.url.clone(),
        app_url: config.database.app_url.clone(),
        postgres_bin: config.postgres.bin.clone(),
        fsync: config.postgres.fsync,
        pool_size: config.database.pool_size,
        acquire_timeout: config.database.acquire_timeout,
        statement_timeout: config.database.statement_timeout,
        transaction_pooler: config.database.pgbouncer,
        mode,
        ..Options::new(&config.data_dir)
    }
}

/// A running server.
pub struct Running {
    address: SocketAddr,
    tls: bool,
    bootstrap: Option<Bootstrap>,
    health: HealthReporter,
    readiness: Readiness,
    services: Vec<String>,
    stop: oneshot::Sender<()>,
    listener: JoinHandle<()>,
    recorder: JoinHandle<()>,
    mail: omni_mail::Worker,
    tenants: tenants::Parts,
    trail: Trail,
    database: Database,
}

/// Starts a server. It takes requests when this returns.
///
/// # Errors
/// [`StartError`] with what to change.
pub async fn start(
    config: &Config,
    telemetry: Telemetry,
    clock: Clock,
    rng: Rng,
) -> Result<Running, StartError> {
    start_with(DESCRIPTOR_SET, config, telemetry, clock, rng).await
}

/// The same with another contract for the services there are, such as one whose policies differ.
///
/// # Errors
/// As [`start`].
#[doc(hidden)]
pub async fn start_with(
    descriptors: &'static [u8],
    config: &Config,
    telemetry: Telemetry,
    clock: Clock,
    rng: Rng,
) -> Result<Running, StartError> {
    let contract = Arc::new(Contract::read(descriptors).map_err(because)?);
    let edge = EdgeBuilder::new(Arc::clone(&contract), descriptors);
    let listener = Listener::bind(config.listen, &config.tls).await.map_err(because)?;
    let address = listener.address().map_err(because)?;
    let database =
        Database::open(&database_options(config, Mode::Serve), clock.clone()).await.map_err(|error| {
            match explain(&error) {
                // Of a database of one's own, the setting that names it.
                why if config.database.url.is_some() && !why.starts_with("database.") => {
                    StartError(format!("database.url: {why}"))
                }
                why => StartError(why),
            }
        })?;
    match assemble(config, telemetry, clock, rng, contract, edge, listener, address, database.clone()).await {
        Ok(running) => Ok(running),
        Err(error) => {
            database.close().await;
            Err(error)
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "the one place where everything meets")]
async fn assemble(
    config: &Config,
    telemetry: Telemetry,
    clock: Clock,
    rng: Rng,
    contract: Arc<Contract>,
    edge: EdgeBuilder,
    listener: Listener,
    address: SocketAddr,
    database: Database,
) -> Result<Running, StartError> {
    let domains = Domains::open(config, &contract, address, &database, &clock, &rng).await;
    let domains = domains.map_err(|error| explained(&error))?;
    domains.start_background();
    let (recorder, recorder_end) = keep_failures(config, &domains, &clock);
    let Domains { effects, data, trail, tenants, keys, identity, team, sso, mail, bootstrap, .. } = domains;
    let tiers: Vec<_> = tenants.catalogue().tiers.iter().map(|tier| Arc::clone(&tier.name)).collect();
    let tiers_of_features = tenants.catalogue().tiers_of_features();
    let tenant_parts = tenants::Parts::start(tenants, &team, &effects, &clock, &rng);
    let metrics = metrics(&contract, &clock, &tiers, &database, &recorder);
    mail.watch(&metrics);
    audit::watch(config, &metrics, &trail);
    telemetry.export(&metrics);
    let shared = Shared::new(config, &database, &clock, &metrics).map_err(|error| explained(&error))?;
    let readiness = Readiness::default();
    let probes = probes(shared.redis.clone(), &database);
    let health = Arc::new(EdgeHealth(readiness.clone()));
    let platform = Platform::new(data, recorder.clone(), probes, health, clock.clone(), VERSION);
    let (reporter, health_service) = tonic_health::server::health_reporter();
    let edge = people::publish(edge, &identity, &sso)
        .service(omni_intelligence::server(Forecaster::new(threads(config))))
        .service(omni_platform::server(platform))
        .service(team.server())
        .service(omni_keys::server(Arc::clone(&keys), effects.clone(), scopes::catalogue(&contract)))
        .service(omni_audit::server(Audit::new(trail.clone())))
        .service(omni_platform::cache_server(shared.response_caches(config, &contract, effects)))
        .service(omni_platform::limits_server())
        .service(omni_tenant::server(Arc::clone(&tenant_parts.administration)))
        .infrastructure(health_service)
        .reasons(&reference::domain_reasons())
        .build(EdgeParts {
            verifier: Arc::new(Credentials { keys, identity }),
            failure_log: Arc::new(recorder),
            audit: Arc::new(trail.clone()),
            metrics,
            telemetry,
            guards: shared.guards(config, tenant_parts.ledger(), tiers_of_features),
            limits: &config.server,
            cors: &config.cors,
            metrics_public: config.metrics.public,
            tls: listener.is_tls(),
            readiness: readiness.clone(),
            version: VERSION,
            public_url: config.auth.public_url.as_deref(),
            clock,
            rng,
        })
        .map_err(because)?;
    let services = announce(&reporter, &contract).await;
    let (stop, stopped) = oneshot::channel();
    let (tls, limits) = (listener.is_tls(), config.server.clone());
    let told = async { drop(stopped.await) };
    let serving = tokio::spawn(async move { listener.serve(Arc::new(edge), &limits, told).await });
    readiness.ready();
    Ok(Running {
        address,
        tls,
        bootstrap,
        health: reporter,
        readiness,
        services,
        stop,
        listener: serving,
        recorder: recorder_end,
        mail: mail.start(database.clone()),
        tenants: tenant_parts,
        trail,
        database,
    })
}

fn keep_failures(config: &Config, domains: &Domains, clock: &Clock) -> (Recorder, JoinHandle<()>) {
    let (data, tenants) = (domains.data.clone(), domains.tenants.clone());
    Recorder::start(data, tenants, clock.clone(), config.errors.keep, config.errors.queue_size)
}

/// Has the health service say of every service that it is served; gives their names.
async fn announce(reporter: &HealthReporter, contract: &Contract) -> Vec<String> {
    let services: Vec<String> = std::iter::once(String::new())
        .chain(contract.services().iter().map(|service| service.descriptor.full_name().to_owned()))
        .collect();
    for service in &services {
        reporter.set_service_status(service, ServingStatus::Serving).await;
    }
    services
}

fn threads(config: &Config) -> usize {
    match config.forecasting.max_threads {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        threads => threads,
    }
}

fn probes(redis: Option<Redis>, database: &Database) -> Vec<Box<dyn Probe>> {
    vec![Box::new(DatabaseProbe(database.clone())), Box::new(RedisProbe(redis)), Box::new(AlgorithmsProbe)]
}

fn metrics(
    contract: &Contract,
    clock: &Clock,
    tiers: &[Arc<str>],
    database: &Database,
    recorder: &Recorder,
) -> Metrics {
    let methods = contract.methods().map(|method| method.name().to_owned());
    let metrics = Metrics::new(VERSION, clock, methods, tiers);
    watch_database(&metrics, database);
    watch_recorder(&metrics, recorder);
    metrics
}

fn watch_database(metrics: &Metrics, database: &Database) {
    let (open, idle) = (database.clone(), database.clone());
    metrics.gauge("omni_database_connections", "Open connections to the database.", move || {
        f64::from(open.connections().0)
    });
    metrics.gauge("omni_database_connections_idle", "Open connections that nobody uses.", move || {
        idle.connections().1 as f64
    });
}

fn watch_recorder(metrics: &Metrics, recorder: &Recorder) {
    let recorder = recorder.counts();
    metrics.counter(
        "omni_failed_requests_dropped",
        "Failed requests that were not kept because the queue was full.",
        move || recorder.dropped() as f64,
    );
}

/// How long the last failures and the last mail of a stopping server may take.
const LAST_WRITES: Duration = Duration::from_secs(5);

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The tenant and the keys of a first start.
    pub fn bootstrap(&self) -> Option<&Bootstrap> {
        self.bootstrap.as_ref()
    }

    /// Stops in order: health says no, connections are told to end, running requests end or are cut off at
    /// `server.drain_timeout`, what waits to be written is written, mail under way ends, the private Postgres stops last.
    pub async fn stop(self) {
        self.readiness.stopping();
        for service in &self.services {
            self.health.set_service_status(service, ServingStatus::NotServing).await;
        }
        let _ = self.stop.send(());
        let _ = self.listener.await;
        if tokio::time::timeout(LAST_WRITES, self.recorder).await.is_err() {
            tracing::warn!("the last failed requests were not written in time");
        }
        self.mail.stop(LAST_WRITES).await;
        if tokio::time::timeout(LAST_WRITES, self.tenants.stop()).await.is_err() {
            tracing::warn!("what tenants used last was not written in time");
        }
        if tokio::time::timeout(LAST_WRITES, self.trail.settle()).await.is_err() {
            tracing::warn!("the last refused acts were not put on the audit log in time");
        }
        self.database.close().await;
    }

    /// Says where the server is and, on a first start, shows the keys, once.
    fn greet(&self) {
        let scheme = if self.tls { "https" } else { "http" };
        let base = format!("{scheme}://{}", self.address);
        let ready = format!(
            "Omni {VERSION} is ready at {base}  (gRPC, gRPC-web, Connect and REST; docs at {base}/api/docs)\n"
        );
        let (keys, key) = match &self.bootstrap {
            Some(first) => {
                let keys = format!(
                    "\nThis is the first start. The keys of tenant {} are shown only now and kept in {}:\n\n  live  {}\n  test  {}\n",
                    first.tenant_id,
                    first.path.display(),
                    first.live_key.expose(),
                    first.test_key.expose(),
                );
                (keys, first.test_key.expose())
            }
            None => (String::new(), "$OMNI_API_KEY"),
        };
        print(&format!(
            "{ready}{keys}\nTry it:\n\n  curl {base}/api/v1/ai-intelligence/forecast -H \"x-api-key: {key}\" \\\n    \
             -H 'content-type: application/json' -d '{{\"timeSeries\": [100, 120, 145, 160], \"forecastSteps\": 3}}'\n"
        ));
    }
}
