//! A real tonic server whose answers a test scripts. It runs on a runtime of its own, so that stopping it is as hard
//! as the end of a process.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use omni_proto_identity::v1::{RefreshRequest, RefreshResponse, Tokens};
use omni_proto_intelligence::v1::{
    ForecastBatchRequest, ForecastBatchResponse, ForecastRequest, ForecastResponse,
};
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc};
use tokio_stream::wrappers::{ReceiverStream, TcpListenerStream};
use tonic::body::Body;
use tonic::metadata::MetadataMap;
use tonic::server::{Grpc, NamedService};
use tonic::{Request, Response, Status};
use tonic_prost::ProstCodec;
use tower::service_fn;

/// What the server does with one call.
pub(crate) enum Step {
    Answer,
    Fail(Status),
    /// Answers after this.
    Slow(Duration),
    /// Never answers.
    Hang,
    /// Streams this many items, then ends so.
    Items(i32, Result<(), Status>),
}

#[derive(Default)]
pub(crate) struct Script {
    steps: Mutex<VecDeque<Step>>,
    seen: Mutex<Vec<MetadataMap>>,
    /// What Refresh does; with nothing left it gives the tokens of its number.
    pub(crate) refreshing: Mutex<VecDeque<Step>>,
    /// The refresh tokens that were shown.
    pub(crate) refreshed: Mutex<Vec<String>>,
    /// The metadata of the calls of Refresh.
    pub(crate) refresh_metadata: Mutex<Vec<MetadataMap>>,
    pub(crate) dropped: Notify,
}

impl Script {
    fn step(&self, metadata: &MetadataMap) -> Step {
        self.seen.lock().unwrap().push(metadata.clone());
        self.steps.lock().unwrap().pop_front().unwrap_or(Step::Answer)
    }

    /// One metadata value of every call so far.
    pub(crate) fn values(&self, name: &str) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter()
            .map(|metadata| {
                metadata.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
            })
            .collect()
    }

    pub(crate) fn calls(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

/// Tells when the server's side of a call is dropped.
struct OnDrop(Arc<Script>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.dropped.notify_one();
    }
}

#[derive(Clone)]
struct Service(Arc<Script>);

fn answer() -> ForecastResponse {
    ForecastResponse { predictions: vec![1.0, 2.0], model_type: "NAIVE".to_owned(), ..Default::default() }
}

impl Service {
    async fn forecast(self, request: Request<ForecastRequest>) -> Result<Response<ForecastResponse>, Status> {
        let step = self.0.step(request.metadata());
        let mut response = Response::new(answer());
        response.metadata_mut().insert("x-request-id", "req_from_server".parse().unwrap());
        match step {
            Step::Answer | Step::Items(..) => Ok(response),
            Step::Fail(status) => Err(status),
            Step::Slow(delay) => {
                tokio::time::sleep(delay).await;
                Ok(response)
            }
            Step::Hang => {
                let _told = OnDrop(Arc::clone(&self.0));
                std::future::pending().await
            }
        }
    }

    fn forecast_batch(
        self,
        request: &Request<ForecastBatchRequest>,
    ) -> Result<Response<ReceiverStream<Result<ForecastBatchResponse, Status>>>, Status> {
        let step = self.0.step(request.metadata());
        let (sender, receiver) = mpsc::channel(16);
        let script = Arc::clone(&self.0);
        if let Step::Fail(status) = step {
            return Err(status);
        }
        tokio::spawn(async move {
            let told = OnDrop(script);
            let (count, end) = match step {
                Step::Items(count, end) => (count, Some(end)),
                Step::Hang => (1, None),
                _ => (3, Some(Ok(()))),
            };
            for index in 0..count {
                let _ = sender.send(Ok(ForecastBatchResponse { index, ..Default::default() })).await;
            }
            match end {
                Some(Ok(())) => {}
                Some(Err(status)) => drop(sender.send(Err(status)).await),
                None => sender.closed().await,
            }
            drop(told);
        });
        let mut response = Response::new(ReceiverStream::new(receiver));
        response.metadata_mut().insert("x-request-id", "req_from_server".parse().unwrap());
        Ok(response)
    }
}

impl NamedService for Service {
    const NAME: &'static str = "omni.intelligence.v1.IntelligenceService";
}

/// The part of the sign-in that a client calls by itself.
#[derive(Clone)]
struct Auth(Arc<Script>);

impl Auth {
    async fn refresh(self, request: Request<RefreshRequest>) -> Result<Response<RefreshResponse>, Status> {
        self.0.refresh_metadata.lock().unwrap().push(request.metadata().clone());
        let number = {
            let mut shown = self.0.refreshed.lock().unwrap();
            shown.push(request.into_inner().refresh_token);
            shown.len()
        };
        let step = self.0.refreshing.lock().unwrap().pop_front();
        match step.unwrap_or(Step::Answer) {
            Step::Fail(status) => return Err(status),
            Step::Slow(delay) => tokio::time::sleep(delay).await,
            _ => {}
        }
        let tokens = Tokens {
            access_token: crate::person::access_token(number, 0, 600),
            refresh_token: format!("omni_refresh_{number}"),
            ..Tokens::default()
        };
        Ok(Response::new(RefreshResponse { tokens: Some(tokens) }))
    }
}

impl NamedService for Auth {
    const NAME: &'static str = "omni.identity.v1.AuthService";
}

impl tower::Service<http::Request<Body>> for Auth {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let service = self.clone();
        Box::pin(async move {
            let serve = service_fn(move |request| service.clone().refresh(request));
            Ok(Grpc::new(ProstCodec::default()).unary(serve, request).await)
        })
    }
}

/// By path, not by the generated trait: a method that the contract gets is not served here, and breaks nothing.
impl tower::Service<http::Request<Body>> for Service {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let service = self.clone();
        let method = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
        Box::pin(async move {
            Ok(match method.as_str() {
                "Forecast" => {
                    let serve = service_fn(move |request| service.clone().forecast(request));
                    Grpc::new(ProstCodec::default()).unary(serve, request).await
                }
                "ForecastBatch" => {
                    let serve = service_fn(move |request: Request<ForecastBatchRequest>| {
                        std::future::ready(service.clone().forecast_batch(&request))
                    });
                    Grpc::new(ProstCodec::default()).server_streaming(serve, request).await
                }
                other => Status::unimplemented(format!("the test server has no {other}")).into_http(),
            })
        })
    }
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) script: Arc<Script>,
    shutdown: Arc<Notify>,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Server {
    pub(crate) fn start(steps: Vec<Step>) -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap(), steps)
    }

    pub(crate) fn start_at(address: SocketAddr, steps: Vec<Step>) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let script = Arc::new(Script { steps: Mutex::new(steps.into()), ..Script::default() });
        let (service, auth) = (Service(Arc::clone(&script)), Auth(Arc::clone(&script)));
        let shutdown = Arc::new(Notify::new());
        let told = Arc::clone(&shutdown);
        let (sender, receiver) = std::sync::mpsc::channel();
        runtime.spawn(async move {
            let listener = TcpListener::bind(address).await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            tonic::transport::Server::builder()
                .add_service(service)
                .add_service(auth)
                .serve_with_incoming_shutdown(TcpListenerStream::new(listener), async move {
                    told.notified().await;
                })
                .await
                .unwrap();
        });
        let address = receiver.recv().unwrap();
        Self { address, script, shutdown, runtime: Some(runtime) }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Sends GOAWAY, finishes what runs and accepts nothing more.
    pub(crate) fn drain(&self) {
        self.shutdown.notify_one();
    }

    /// Ends at once, as a killed process does.
    pub(crate) fn kill(mut self) -> SocketAddr {
        let address = self.address;
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_secs(5));
        }
        address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
