//! gRPC over HTTP/2.

use std::sync::Arc;

use futures::StreamExt;
use http::{HeaderMap, HeaderValue, Response};
use http_body::Frame;
use omni_contract::Method;
use tonic::Status;

use super::frame::{frame_answer, frame_reply, read_framed};
use super::{Message, Visit, response};
use crate::body::{EdgeBody, Upload};
use crate::call::{Reply, ReplyBody};
use crate::compress::Encoding;

pub(crate) const CONTENT_TYPE: &str = "application/grpc";
const ENCODINGS: HeaderValue = HeaderValue::from_static("identity,gzip,zstd");

/// Serves one method of the contract.
pub(crate) async fn serve(visit: &Visit<'_>, method: &Arc<Method>, body: Upload) -> Response<EdgeBody> {
    let message = async {
        let encoding = visit.encoding("grpc-encoding")?;
        read_framed(body, encoding, visit.max_message).await.map(Message::from)
    };
    let reply = visit.run(method, message).await;
    answer(reply, visit.accepted("grpc-accept-encoding"))
}

/// Refuses a request that no method serves.
pub(crate) fn refuse(status: &Status) -> Response<EdgeBody> {
    trailers_only(HeaderMap::new(), status)
}

fn answer(reply: Reply, accepted: Encoding) -> Response<EdgeBody> {
    let mut headers = reply.headers;
    match reply.body {
        ReplyBody::Failure(status) => trailers_only(headers, &status),
        ReplyBody::Message { message, mut trailers } => match frame_reply(&message, accepted) {
            Ok(framed) => {
                announce(&mut headers, accepted);
                trailers.insert(Status::GRPC_STATUS, HeaderValue::from_static("0"));
                response(
                    CONTENT_TYPE,
                    headers,
                    EdgeBody::Once { data: Some(framed), trailers: Some(trailers) },
                )
            }
            Err(error) => trailers_only(headers, &error.into()),
        },
        ReplyBody::Stream(messages) => {
            announce(&mut headers, accepted);
            let frames = messages
                .map(move |message| message.and_then(|message| Ok(frame_answer(&message, accepted)?)))
                .map(Some)
                .chain(futures::stream::once(std::future::ready(None)))
                .scan(false, |ended, item| {
                    let frame = match (*ended, item) {
                        (true, _) => None,
                        (false, Some(Ok(data))) => Some(Frame::data(data)),
                        (false, Some(Err(status))) => Some(end(ended, &status)),
                        (false, None) => Some(end(ended, &Status::ok(""))),
                    };
                    std::future::ready(frame)
                });
            response(CONTENT_TYPE, headers, EdgeBody::Stream(frames.boxed()))
        }
    }
}

fn end(ended: &mut bool, status: &Status) -> Frame<bytes::Bytes> {
    *ended = true;
    Frame::trailers(status_trailers(status))
}

/// The trailers that carry a status.
pub(crate) fn status_trailers(status: &Status) -> HeaderMap {
    let mut trailers = HeaderMap::new();
    if status.add_header(&mut trailers).is_err() {
        trailers.insert(Status::GRPC_STATUS, HeaderValue::from_static("13"));
    }
    trailers
}

fn announce(headers: &mut HeaderMap, accepted: Encoding) {
    headers.insert("grpc-accept-encoding", ENCODINGS);
    if accepted != Encoding::Identity {
        headers.insert("grpc-encoding", HeaderValue::from_static(accepted.name()));
    }
}

fn trailers_only(mut headers: HeaderMap, status: &Status) -> Response<EdgeBody> {
    headers.extend(status_trailers(status));
    headers.insert("grpc-accept-encoding", ENCODINGS);
    response(CONTENT_TYPE, headers, EdgeBody::empty())
}
