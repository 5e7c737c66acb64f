//! The server put together, run, and stopped in order.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use omni_contract::Contract;
use omni_descriptors::DESCRIPTOR_SET;
use omni_edge::{EdgeBuilder, EdgeParts, Listener, Readiness};
use omni_intelligence::Forecaster;
use omni_kernel::config::Config;
use omni_kernel::db::{Database, Migrations, Mode, Options};
use omni_kernel::effects::Effects;
use omni_kernel::telemetry::{Metrics, Telemetry};
use omni_kernel::{Clock, Rng, Vault};
use omni_keys::{Bootstrap, Keys};
use omni_platform::{Platform, Probe, Recorder};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use crate::cli::{block_on, complain, print};
use crate::credentials::Credentials;
use crate::probes::{AlgorithmsProbe, DatabaseProbe, EdgeHealth, RedisProbe};
use crate::{VERSION, reference, tenants, vault};

/// Every domain's tables, in the order they are made.
pub static MIGRATIONS: &[&Migrations] =
    &[&omni_tenant::MIGRATIONS, &omni_keys::MIGRATIONS, &omni_platform::MIGRATIONS];

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
            complain(&error.to_string());
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
    tenants: tenants::Parts,
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
    let contract = Arc::new(Contract::read(DESCRIPTOR_SET).map_err(because)?);
    let listener = Listener::bind(config.listen, &config.tls).await.map_err(because)?;
    let address = listener.address().map_err(because)?;
    let database = Database::open(&database_options(config, Mode::Serve), clock.clone())
        .await
        .map_err(|error| internal(&error))?;
    match assemble(config, telemetry, clock, rng, contract, listener, address, database.clone()).await {
        Ok(running) => Ok(running),
        Err(error) => {
            database.close().await;
            Err(error)
        }
    }
}

/// The public message and the cause: the person who starts the server may see both.
fn internal(error: &omni_kernel::Error) -> StartError {
    let chain = error.internal_chain();
    let cause = if chain.is_empty() { String::new() } else { format!(": {}", chain.join(": ")) };
    StartError(format!("{error}{cause}"))
}

#[expect(clippy::too_many_arguments, reason = "the one place where everything meets")]
async fn assemble(
    config: &Config,
    telemetry: Telemetry,
    clock: Clock,
    rng: Rng,
    contract: Arc<Contract>,
    listener: Listener,
    address: SocketAddr,
    database: Database,
) -> Result<Running, StartError> {
    database.migrate(MIGRATIONS).await.map_err(|error| internal(&error))?;
    let tenants =
        tenants::fitting(config, &database, &clock, &contract).await.map_err(|error| internal(&error))?;
    let keys = Arc::new(Keys::new(database.clone(), tenants.clone(), clock.clone(), rng.clone()));
    let bootstrap = keys.bootstrap(&config.data_dir).await.map_err(|error| internal(&error))?;
    let (vault, data) = places(config, &database, &clock, &rng).await.map_err(|error| internal(&error))?;
    let (recorder, recorder_end) = Recorder::start(
        data.clone(),
        tenants.clone(),
        clock.clone(),
        config.errors.keep,
        config.errors.queue_size,
    );
    let effects = Effects::new(database.clone(), Arc::new(tenants::LoggedAudit), vault, clock.clone())
        .keeping(config.idempotency.keep);
    let tiers = tenants.catalogue().names();
    let tenant_parts = tenants::Parts::start(tenants, &effects, &clock, &rng);
    let metrics = metrics(&contract, &clock, &tiers, &database, &recorder);
    telemetry.export(&metrics);
    let readiness = Readiness::default();
    let probes = probes(config, &database);
    let health: Arc<EdgeHealth> = Arc::new(EdgeHealth(readiness.clone()));
    let platform = Platform::new(data, recorder.clone(), probes, health, clock.clone(), VERSION);
    let (reporter, health_service) = tonic_health::server::health_reporter();
    let edge = EdgeBuilder::new(Arc::clone(&contract), DESCRIPTOR_SET)
        .service(omni_intelligence::server(Forecaster::new(threads(config))))
        .service(omni_platform::server(platform))
        .service(omni_tenant::server(Arc::clone(&tenant_parts.administration)))
        .infrastructure(health_service)
        .reasons(&reference::domain_reasons())
        .build(EdgeParts {
            verifier: Arc::new(Credentials { keys }),
            failure_log: Arc::new(recorder),
            metrics,
            telemetry,
            limits: &config.server,
            cors: &config.cors,
            metrics_public: config.metrics.public,
            tls: listener.is_tls(),
            readiness: readiness.clone(),
            version: VERSION,
            clock,
            rng,
        })
        .map_err(because)?;
    let services = announce(&reporter, &contract).await;
    let (stop, stopped) = oneshot::channel();
    let (tls, limits) = (listener.is_tls(), config.server.clone());
    let serving = tokio::spawn(async move {
        let stopped = async { drop(stopped.await) };
        listener.serve(Arc::new(edge), &limits, stopped).await;
    });
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
        tenants: tenant_parts,
        database,
    })
}

/// The vault, and the way to where the data of tenants lies. Domains that find, let in and count tenants do not take it.
async fn places(
    config: &Config,
    database: &Database,
    clock: &Clock,
    rng: &Rng,
) -> Result<(Vault, Database), omni_kernel::Error> {
    let vault = vault::open(config, database, clock, rng).await?;
    let data = database.placed(vault.clone());
    data.migrate_places(MIGRATIONS).await?;
    Ok((vault, data))
}

/// Has the health service say of every service that it serves; gives their names, the whole server's first.
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

fn probes(config: &Config, database: &Database) -> Vec<Box<dyn Probe>> {
    vec![
        Box::new(DatabaseProbe(database.clone())),
        Box::new(RedisProbe(config.clone())),
        Box::new(AlgorithmsProbe),
    ]
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

/// How long the last failures of a stopping server may take to be written.
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
    /// `server.drain_timeout`, what waits to be written is written, the private Postgres stops last.
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
        if tokio::time::timeout(LAST_WRITES, self.tenants.stop()).await.is_err() {
            tracing::warn!("what tenants used last was not written in time");
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
