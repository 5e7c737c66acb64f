//! A server that answers forecasts by the last value, and refuses one that asks for no steps or of a long series.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use omni_ai::intelligence::v1::{
    ForecastBatchRequest, ForecastBatchResponse, ForecastRequest, ForecastResponse,
};
use omni_client_core::ErrorSpec;
use tokio_stream::wrappers::{ReceiverStream, TcpListenerStream};
use tonic::body::Body;
use tonic::metadata::MetadataMap;
use tonic::server::{Grpc, NamedService};
use tonic::transport::{Identity, ServerTlsConfig};
use tonic::{Code, Request, Response, Status};
use tonic_prost::ProstCodec;
use tower::service_fn;

/// A key with a right checksum.
pub(crate) const KEY: &str = "omni_test_AbCd1234_0123456789abcdefghijABCDEFGHIJxy_299qi3";

/// The longest series that is not too large.
pub(crate) const LONGEST: usize = 100;

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) seen: Arc<Mutex<Vec<MetadataMap>>>,
    _runtime: tokio::runtime::Runtime,
}

#[derive(Clone)]
struct Service(Arc<Mutex<Vec<MetadataMap>>>);

fn forecast(request: &ForecastRequest) -> Result<ForecastResponse, Status> {
    let steps = usize::try_from(request.forecast_steps).unwrap_or_default();
    if steps == 0 {
        let text = "forecast_steps: must be greater than or equal to 1";
        let spec = ErrorSpec::new(omni_client_core::Code::InvalidArgument, text)
            .reason("INVALID_FIELD", "omni")
            .field("forecast_steps", "must be greater than or equal to 1");
        return Err(Status::with_details(Code::InvalidArgument, text, spec.to_bytes().into()));
    }
    if request.time_series.len() > LONGEST {
        let text = "the message is larger than 1000 bytes";
        let spec = ErrorSpec::new(omni_client_core::Code::ResourceExhausted, text)
            .reason("MESSAGE_TOO_LARGE", "omni.edge");
        return Err(Status::with_details(Code::ResourceExhausted, text, spec.to_bytes().into()));
    }
    let last = request.time_series.last().copied().unwrap_or_default();
    Ok(ForecastResponse {
        predictions: vec![last; steps],
        model_type: "NAIVE".to_owned(),
        ..Default::default()
    })
}

impl Service {
    fn forecast(self, request: &Request<ForecastRequest>) -> Result<Response<ForecastResponse>, Status> {
        self.0.lock().unwrap().push(request.metadata().clone());
        let mut response = Response::new(forecast(request.get_ref())?);
        response.metadata_mut().insert("x-request-id", "req_from_server".parse().unwrap());
        Ok(response)
    }

    async fn forecast_batch(
        self,
        request: Request<ForecastBatchRequest>,
    ) -> Result<Response<ReceiverStream<Result<ForecastBatchResponse, Status>>>, Status> {
        let requests = request.into_inner().requests;
        let (sender, receiver) = tokio::sync::mpsc::channel(requests.len().max(1));
        for (index, request) in (0..).zip(&requests) {
            let item = forecast(request).map(|forecast| ForecastBatchResponse {
                index,
                result: Some(omni_ai::intelligence::v1::forecast_batch_response::Result::Forecast(forecast)),
            });
            sender.send(item).await.unwrap();
        }
        Ok(Response::new(ReceiverStream::new(receiver)))
    }
}

impl NamedService for Service {
    const NAME: &'static str = "omni.intelligence.v1.IntelligenceService";
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
                    let serve = service_fn(move |request: Request<ForecastRequest>| {
                        std::future::ready(service.clone().forecast(&request))
                    });
                    Grpc::new(ProstCodec::default()).unary(serve, request).await
                }
                "ForecastBatch" => {
                    let serve = service_fn(move |request| service.clone().forecast_batch(request));
                    Grpc::new(ProstCodec::default()).server_streaming(serve, request).await
                }
                other => Status::unimplemented(format!("the test server has no {other}")).into_http(),
            })
        })
    }
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::start_as(tonic::transport::Server::builder())
    }

    /// With a certificate for `localhost` that only its own PEM, given back, vouches for.
    pub(crate) fn start_tls() -> (Self, String) {
        Self::start_tls_as(rcgen::IsCa::ExplicitNoCa)
    }

    /// The same, with what the certificate says of being an authority.
    pub(crate) fn start_tls_as(is_ca: rcgen::IsCa) -> (Self, String) {
        let mut parameters = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        parameters.is_ca = is_ca;
        let key = rcgen::KeyPair::generate().unwrap();
        let pem = parameters.self_signed(&key).unwrap().pem();
        let identity = Identity::from_pem(&pem, key.serialize_pem());
        let builder = tonic::transport::Server::builder()
            .tls_config(ServerTlsConfig::new().identity(identity))
            .unwrap();
        (Self::start_as(builder), pem)
    }

    fn start_as(mut builder: tonic::transport::Server) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let service = Service(Arc::clone(&seen));
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let incoming = TcpListenerStream::new(listener);
        runtime.spawn(builder.add_service(service).serve_with_incoming(incoming));
        Self { address, seen, _runtime: runtime }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}
