//! Hands a call to the domain's tonic service and takes its answer apart.

use std::collections::HashMap;
use std::convert::Infallible;

use bytes::Bytes;
use futures::StreamExt;
use http::header::{CONTENT_TYPE, TE};
use http::{HeaderMap, HeaderValue, Method as Verb, Request, Response};
use http_body_util::BodyExt;
use omni_kernel::{Ctx, Error, ItemFailures};
use tonic::Status;
use tonic::body::Body;
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt};

use crate::body::one_frame;
use crate::call::{Call, Reply, ReplyBody};
use crate::doors::frame::{Splitter, frame};

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

/// Calls the domain. The call's future is the caller's: dropping it drops the handler's.
pub(crate) async fn invoke(
    services: &Services,
    call: &Call,
    ctx: Ctx,
    items: ItemFailures,
) -> Result<Reply, Status> {
    let path = call.method.path();
    let service = services
        .at(path)
        .ok_or_else(|| Error::internal(format!("no domain serves {path}, though it is in the contract")))?;
    let framed = frame(0, &call.message)?;
    let mut request = Request::new(one_frame(framed));
    *request.method_mut() = Verb::POST;
    *request.uri_mut() =
        path.parse().map_err(|_| Error::internal(format!("the contract's path {path} is not a URI path")))?;
    *request.version_mut() = http::Version::HTTP_2;
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    request.headers_mut().insert(TE, HeaderValue::from_static("trailers"));
    request.extensions_mut().insert(ctx);
    if !items.is_empty() {
        request.extensions_mut().insert(items);
    }
    let mut service = service;
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
        let collected = body.collect().await?;
        let trailers = collected.trailers().cloned().unwrap_or_default();
        check(&trailers)?;
        let mut splitter = Splitter::default();
        splitter.push(&collected.to_bytes());
        let message =
            splitter.next().ok_or_else(|| Error::internal("a handler answered without a message"))?;
        ReplyBody::Message { message, trailers: metadata(trailers) }
    };
    Ok(Reply { headers, body })
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
    for name in [
        "content-type",
        "grpc-status",
        "grpc-message",
        "grpc-status-details-bin",
        "grpc-encoding",
        "grpc-accept-encoding",
    ] {
        headers.remove(name);
    }
    headers
}
