//! Hands a call to the domain's tonic service and takes its answer apart.

use std::collections::HashMap;
use std::convert::Infallible;

use bytes::Bytes;
use futures::StreamExt;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, Method as Verb, Request, Response, Uri};
use http_body_util::BodyExt;
use omni_contract::Method;
use omni_kernel::{Ctx, Error, ItemFailures};
use tonic::Status;
use tonic::body::Body;
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt};

use crate::body::{Pieces, one_frame};
use crate::call::{Call, Framed, Reply, ReplyBody};
use crate::doors::frame::Splitter;

/// A domain's gRPC service.
pub(crate) type Inner = BoxCloneSyncService<Request<Body>, Response<Body>, Infallible>;

/// The domains' services by full name.
#[derive(Clone, Default)]
pub(crate) struct Services(HashMap<&'static str, Inner>);

impl Services {
    pub(crate) fn add(&mut self, name: &'static str, service: Inner) {
        self.0.insert(name, service);
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The service that serves a gRPC path.
    pub(crate) fn at(&self, path: &str) -> Option<Inner> {
        let (service, _) = path.strip_prefix('/')?.split_once('/')?;
        self.0.get(service).cloned()
    }
}

/// Where a method is served, found once at start.
pub(crate) struct Target {
    service: Inner,
    uri: Uri,
}

impl Target {
    pub(crate) fn of(services: &Services, method: &Method) -> Option<Self> {
        Some(Self { service: services.at(method.path())?, uri: method.path().parse().ok()? })
    }
}

/// Calls the domain. The call's future is the caller's: dropping it drops the handler's.
pub(crate) async fn invoke(
    target: Option<&Target>,
    call: &Call,
    ctx: Ctx,
    items: ItemFailures,
) -> Result<Reply, Status> {
    let target = target.ok_or_else(|| {
        let path = call.method.path();
        Error::internal(format!("no domain serves {path}, though it is in the contract"))
    })?;
    let mut request = Request::new(one_frame(call.message.frame()?));
    *request.method_mut() = Verb::POST;
    *request.uri_mut() = target.uri.clone();
    *request.version_mut() = http::Version::HTTP_2;
    request.extensions_mut().insert(ctx);
    if !items.is_empty() {
        request.extensions_mut().insert(items);
    }
    let mut service = target.service.clone();
    let response = match service.ready().await {
        Ok(ready) => ready.call(request).await,
        Err(never) => match never {},
    };
    let Ok(response) = response;
    take_apart(response, call.method.is_streaming()).await
}

async fn take_apart(response: Response<Body>, streaming: bool) -> Result<Reply, Status> {
    let (mut parts, body) = response.into_parts();
    // A refusal without a body. tonic keeps the status itself beside the headers, with the cause that only we may see.
    if let Some(status) =
        parts.extensions.remove::<Status>().or_else(|| Status::from_header_map(&parts.headers))
    {
        return if status.code() == tonic::Code::Ok {
            Err(Error::internal("a handler answered OK without a message").into())
        } else {
            Err(status)
        };
    }
    let headers = metadata(parts.headers);
    let body = if streaming {
        ReplyBody::Stream(messages(body).boxed())
    } else {
        let (data, trailers) = collect(body).await?;
        check(&trailers)?;
        let message = whole(&data).ok_or_else(|| Error::internal("a handler answered without a message"))?;
        ReplyBody::Message { message, trailers: metadata(trailers) }
    };
    Ok(Reply { headers, body })
}

/// The data and the trailers of an answer. Data in one piece is not copied.
async fn collect(mut body: Body) -> Result<(Bytes, HeaderMap), Status> {
    let (mut pieces, mut trailers) = (Pieces::default(), HeaderMap::new());
    while let Some(frame) = body.frame().await {
        match frame?.into_data() {
            Ok(data) => pieces.push(data, 0),
            Err(frame) => trailers = frame.into_trailers().unwrap_or_default(),
        }
    }
    Ok((pieces.into_bytes(), trailers))
}

/// The first message of an answer.
fn whole(data: &Bytes) -> Option<Framed> {
    Framed::of(data.clone()).or_else(|| {
        let mut splitter = Splitter::default();
        splitter.push(data);
        splitter.next().map(Framed::from)
    })
}

/// The messages of a streamed answer; the status in its trailers ends it.
fn messages(body: Body) -> impl futures::Stream<Item = Result<Bytes, Status>> + Send {
    futures::stream::unfold(
        (body, Splitter::default(), false),
        |(mut body, mut splitter, ended)| async move {
            loop {
                if let Some(message) = splitter.next() {
                    return Some((Ok(message), (body, splitter, ended)));
                }
                if ended {
                    return None;
                }
                match body.frame().await {
                    None => return None,
                    Some(Err(status)) => return Some((Err(status), (body, splitter, true))),
                    Some(Ok(frame)) => match frame.into_data() {
                        Ok(data) => splitter.push(&data),
                        Err(frame) => match frame.into_trailers().ok().map(|trailers| check(&trailers)) {
                            Some(Err(status)) => return Some((Err(status), (body, splitter, true))),
                            _ => return None,
                        },
                    },
                }
            }
        },
    )
}

fn check(trailers: &HeaderMap) -> Result<(), Status> {
    match Status::from_header_map(trailers) {
        Some(status) if status.code() != tonic::Code::Ok => Err(status),
        _ => Ok(()),
    }
}

/// The metadata in headers or trailers, without those that belong to the protocol.
fn metadata(mut headers: HeaderMap) -> HeaderMap {
    for name in &PROTOCOL {
        // Most answers carry nothing else.
        if headers.is_empty() {
            break;
        }
        headers.remove(name);
    }
    headers
}

const PROTOCOL: [HeaderName; 6] = [
    CONTENT_TYPE,
    HeaderName::from_static("grpc-status"),
    HeaderName::from_static("grpc-message"),
    HeaderName::from_static("grpc-status-details-bin"),
    HeaderName::from_static("grpc-encoding"),
    HeaderName::from_static("grpc-accept-encoding"),
];
