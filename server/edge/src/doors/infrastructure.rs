//! Services that are no part of the contract: gRPC health and reflection. tonic reads their messages itself.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use bytes::{Buf, Bytes, BytesMut};
use http::request::Parts;
use http::{HeaderMap, Request, Response, Version};
use http_body::Frame;
use http_body_util::BodyExt;
use omni_kernel::Error;
use omni_kernel::error::reason::NOT_FOUND;
use prost::Message;
use tonic::body::Body;
use tonic::{Code, Status};
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tower::{Service, ServiceExt};

use super::frame::{COMPRESSED, PREFIX, check_prefix};
use super::{Visit, grpc};
use crate::body::{EdgeBody, Upload};
use crate::layers::Inner;
use crate::reason;

/// The largest message these services take: what tonic takes unless told otherwise.
const LARGEST: usize = 4 * 1024 * 1024;

/// What is wrong with the messages of a request.
type Fault = Arc<OnceLock<Status>>;

/// Passes the request on. A failure of these services comes without a reason, some come with a code that blames the
/// server, and reflection ends a stream that it cannot read as if all were well; the caller gets a failure with a reason
/// and the id of the request.
pub(crate) async fn serve(
    mut service: Inner,
    parts: Parts,
    body: Upload,
    visit: &Visit<'_>,
) -> Response<EdgeBody> {
    let (path, fault) = (parts.uri.path().to_owned(), Fault::default());
    let reflection = path.starts_with("/grpc.reflection.");
    let watched = Watched { body: Some(body), read: BytesMut::new(), reflection, fault: Arc::clone(&fault) };
    let mut request = Request::from_parts(parts, Body::new(watched));
    *request.version_mut() = Version::HTTP_2;
    *request.headers_mut() = (*visit.headers).clone();
    let response = match service.ready().await {
        Ok(ready) => ready.call(request).await,
        Err(never) => match never {},
    };
    let Ok(response) = response;
    let (pipeline, request_id) = (Arc::clone(visit.pipeline), visit.request_id.clone());
    let failure = move |headers: &HeaderMap| {
        let status = Status::from_header_map(headers)?;
        let status = match fault.get() {
            Some(fault) => fault.clone(),
            None if status.code() == Code::Ok => return None,
            None => mend(status, &path),
        };
        Some(pipeline.shown(&status, &request_id))
    };
    if let Some(status) = failure(response.headers()) {
        return grpc::refuse(&status);
    }
    response.map(|body| {
        let body = body.map_frame(move |frame| match frame.into_trailers() {
            Ok(trailers) => match failure(&trailers) {
                Some(status) => Frame::trailers(grpc::status_trailers(&status)),
                None => Frame::trailers(trailers),
            },
            Err(frame) => frame,
        });
        EdgeBody::Inner(Body::new(body))
    })
}

/// The failure with a reason. These services do nothing that could fail by itself, so what tonic calls an internal
/// fault is a message that it cannot read: the caller's mistake.
fn mend(status: Status, path: &str) -> Status {
    if !status.details().is_empty() {
        return status;
    }
    let error = match status.code() {
        Code::Internal => unreadable(),
        Code::OutOfRange | Code::ResourceExhausted => reason::too_large(LARGEST),
        Code::NotFound => Error::new(&NOT_FOUND, "service: the server has no service of this name"),
        Code::Unimplemented => Error::new(&reason::METHOD_UNKNOWN, format!("there is no method {path}")),
        _ => return status,
    };
    error.into()
}

fn unreadable() -> Error {
    reason::malformed("the bytes are not the message that the method takes")
}

/// The body of a request, looked at on its way to the service. It ends where something is wrong; the rest is read and
/// thrown away, as with every other door.
struct Watched {
    body: Option<Upload>,
    /// What has come of the message that is not whole yet.
    read: BytesMut,
    reflection: bool,
    fault: Fault,
}

impl Watched {
    /// Looks at the messages that are whole now.
    fn check(&mut self, data: &Bytes) -> Result<(), Error> {
        self.read.extend_from_slice(data);
        while let Some(&[flags, a, b, c, d]) = self.read.first_chunk::<PREFIX>() {
            let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
            check_prefix(flags, length, LARGEST)?;
            if flags & COMPRESSED != 0 {
                let text = "grpc-encoding: this service takes messages that are not compressed";
                return Err(Error::new(&reason::ENCODING_UNSUPPORTED, text));
            }
            if self.read.len() < PREFIX + length {
                break;
            }
            self.read.advance(PREFIX);
            let message = self.read.split_to(length);
            if self.reflection && ServerReflectionRequest::decode(message).is_err() {
                return Err(unreadable());
            }
        }
        Ok(())
    }
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let this = self.get_mut();
        let Some(body) = this.body.as_mut() else { return Poll::Ready(None) };
        let frame = std::task::ready!(Pin::new(body).poll_frame(cx));
        let checked = match &frame {
            Some(Ok(frame)) => frame.data_ref().map_or(Ok(()), |data| this.check(data)),
            None if !this.read.is_empty() => {
                Err(reason::malformed(format!("the request ends {} bytes into a message", this.read.len())))
            }
            _ => Ok(()),
        };
        match checked {
            Ok(()) => Poll::Ready(frame),
            Err(error) => {
                this.body = None;
                let _ = this.fault.set(error.into());
                Poll::Ready(None)
            }
        }
    }
}
