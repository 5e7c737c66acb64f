//! gRPC-web, binary and text, for browsers.

use std::fmt::Write;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures::{StreamExt, TryFutureExt};
use http::{HeaderMap, Response};
use http_body::Frame;
use omni_contract::Method;
use omni_kernel::Error;
use tonic::Status;

use super::frame::{WEB_TRAILERS, frame, frame_answer, only_message, read_message};
use super::grpc::status_trailers;
use super::{Message, Visit, response};
use crate::body::{EdgeBody, Upload};
use crate::call::{Reply, ReplyBody};
use crate::compress::Encoding;
use crate::reason::malformed;

/// Serves one method of the contract.
pub(crate) async fn serve(visit: &Visit<'_>, method: &Arc<Method>, body: Upload) -> Response<EdgeBody> {
    let content_type = visit.content_type().into_owned();
    let text = content_type.starts_with("application/grpc-web-text");
    let message = async {
        let encoding = visit.encoding("grpc-encoding")?;
        if text {
            text_message(visit, body, encoding).await
        } else {
            read_message(body, encoding, visit.max_message).await
        }
    };
    let reply = visit.run(method, message.map_ok(Message::from)).await;
    answer(reply, &content_type, text)
}

/// Refuses a request that no method serves.
pub(crate) fn refuse(content_type: &str, status: Status) -> Response<EdgeBody> {
    answer(Reply::failure(status), content_type, content_type.starts_with("application/grpc-web-text"))
}

async fn text_message(visit: &Visit<'_>, body: Upload, encoding: Encoding) -> Result<Bytes, Error> {
    let limit = visit.max_message.saturating_mul(4) / 3 + 64;
    let text = body.read(limit).await?;
    let mut data = Vec::with_capacity(text.len() / 4 * 3);
    // Each chunk a client writes may end in padding of its own.
    for part in text.split_inclusive(|&byte| byte == b'=').filter(|part| *part != b"=") {
        let part = part.strip_suffix(b"=").unwrap_or(part);
        let missing = (4 - part.len() % 4) % 4;
        let padded = [part, &b"===="[..missing]].concat();
        let decoded = STANDARD
            .decode(padded)
            .map_err(|error| malformed("the body is not base64").with_source(error))?;
        data.extend_from_slice(&decoded);
    }
    only_message(data.into(), encoding, visit.max_message)
}

fn answer(reply: Reply, content_type: &str, text: bool) -> Response<EdgeBody> {
    let encode = move |data: Bytes| if text { Bytes::from(STANDARD.encode(data)) } else { data };
    let framed = |message: &Bytes| frame_answer(message, Encoding::Identity).map_err(Status::from);
    match reply.body {
        // The status goes into the body even without a message: proxies lose a status that stands in the headers alone.
        ReplyBody::Failure(status) => response(
            content_type,
            reply.headers,
            EdgeBody::full(encode(trailers_frame(&status_trailers(&status)))),
        ),
        ReplyBody::Message { message, mut trailers } => match framed(&message) {
            Ok(data) => {
                trailers.extend(status_trailers(&Status::ok("")));
                let whole = if text {
                    Bytes::from(STANDARD.encode(data) + &STANDARD.encode(trailers_frame(&trailers)))
                } else {
                    [data, trailers_frame(&trailers)].concat().into()
                };
                response(content_type, reply.headers, EdgeBody::full(whole))
            }
            Err(status) => response(
                content_type,
                reply.headers,
                EdgeBody::full(encode(trailers_frame(&status_trailers(&status)))),
            ),
        },
        ReplyBody::Stream(messages) => {
            let frames = messages.map(Some).chain(futures::stream::once(std::future::ready(None))).scan(
                false,
                move |ended, item| {
                    let outcome = item.map(|item| item.and_then(|message| framed(&message)));
                    let data = match (*ended, outcome) {
                        (true, _) => None,
                        (false, Some(Ok(data))) => Some(data),
                        (false, last) => {
                            *ended = true;
                            let status = last.and_then(Result::err).unwrap_or_else(|| Status::ok(""));
                            Some(trailers_frame(&status_trailers(&status)))
                        }
                    };
                    std::future::ready(data.map(|data| Frame::data(encode(data))))
                },
            );
            response(content_type, reply.headers, EdgeBody::Stream(frames.boxed()))
        }
    }
}

fn trailers_frame(trailers: &HeaderMap) -> Bytes {
    let mut text = String::new();
    for (name, value) in trailers {
        if let Ok(value) = value.to_str() {
            let _ = write!(text, "{name}: {value}\r\n");
        }
    }
    frame(WEB_TRAILERS, text.as_bytes()).unwrap_or_default()
}
