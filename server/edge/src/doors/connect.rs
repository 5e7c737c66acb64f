//! The Connect protocol: unary by POST or GET, server streams, JSON and binary (connectrpc.com/docs/protocol).

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use futures::StreamExt;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use http_body::Frame;
use omni_contract::{Contract, Method};
use omni_kernel::Error;
use prost::Message as _;
use serde_json::{Map, Value as Json, json};
use tonic::Status;
use tonic_types::pb;

use super::frame::{COMPRESSED, CONNECT_END, frame, read_message};
use super::{Message, Visit, json, problem, response, routes};
use crate::body::{EdgeBody, Upload};
use crate::call::{Framed, Reply, ReplyBody};
use crate::compress::{Encoding, compress, decompress};
use crate::reason;

/// How messages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Codec {
    Json,
    Proto,
}

impl Codec {
    fn read(self, visit: &Visit<'_>, method: &Method, bytes: Bytes) -> Result<Message, Error> {
        match self {
            Self::Proto => Ok(bytes.into()),
            Self::Json => {
                let input = method.input();
                visit.read_json(&input, json::parse(&input, None, &bytes)?)
            }
        }
    }

    fn write(self, method: &Method, message: Bytes) -> Result<Bytes, Error> {
        match self {
            Self::Proto => Ok(message),
            Self::Json => json::write(&method.output(), message, json::Defaults::Omitted),
        }
    }

    fn unary_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Proto => "application/proto",
        }
    }

    fn stream_type(self) -> &'static str {
        match self {
            Self::Json => "application/connect+json",
            Self::Proto => "application/connect+proto",
        }
    }
}

/// A unary call by POST; the body is the message.
pub(crate) async fn unary(
    visit: &Visit<'_>,
    method: &Arc<Method>,
    codec: Codec,
    body: Upload,
) -> Response<EdgeBody> {
    let message = async {
        check_version(visit)?;
        let encoding = visit.encoding("content-encoding")?;
        if method.is_streaming() {
            return Err(wrong_kind(codec.stream_type(), "streams its answer"));
        }
        let bytes = decompress(body.read(visit.max_message).await?, encoding, visit.max_message)?;
        codec.read(visit, method, bytes)
    };
    let reply = visit.run(method, message).await;
    unary_answer(visit, method, codec, reply)
}

/// A unary call by GET, for methods without side effects; the message is in the query.
pub(crate) async fn get(visit: &Visit<'_>, method: &Arc<Method>, query: &str) -> Response<EdgeBody> {
    let parameters = routes::query(query);
    let find = |name: &str| parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let codec = if find("encoding") == Some("proto") { Codec::Proto } else { Codec::Json };
    let message = if method.has_side_effects() || method.is_streaming() {
        Err(Error::new(&reason::VERB_NOT_ALLOWED, "GET is only for unary methods without side effects"))
    } else {
        query_message(find, visit.max_message).and_then(|bytes| codec.read(visit, method, bytes))
    };
    let reply = visit.run(method, std::future::ready(message)).await;
    unary_answer(visit, method, codec, reply)
}

/// The message in a query, once its parameters are as the protocol has them.
fn query_message<'a>(find: impl Fn(&str) -> Option<&'a str>, limit: usize) -> Result<Bytes, Error> {
    if let Some(version) = find("connect").filter(|version| *version != "v1") {
        return Err(reason::malformed(format!("connect: expected v1, found {:?}", brief(version))));
    }
    match find("encoding") {
        Some("json" | "proto") => {}
        Some(other) => {
            let text = format!("encoding: expected json or proto, found {:?}", brief(other));
            return Err(Error::new(&reason::CONTENT_TYPE_UNSUPPORTED, text));
        }
        None => return Err(reason::malformed("encoding: expected json or proto in the query")),
    }
    let text =
        find("message").ok_or_else(|| reason::malformed("message: expected the message in the query"))?;
    let bytes = match find("base64") {
        Some("1") => URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|error| {
            reason::malformed("message: expected URL-safe base64, as base64=1 says").with_source(error)
        })?,
        None | Some("0" | "") => text.as_bytes().to_vec(),
        Some(other) => {
            return Err(reason::malformed(format!("base64: expected 1 or 0, found {:?}", brief(other))));
        }
    };
    let encoding =
        find("compression").map_or(Some(Encoding::Identity), Encoding::named).ok_or_else(|| {
            Error::new(&reason::ENCODING_UNSUPPORTED, "compression: expected identity, gzip or zstd")
        })?;
    decompress(bytes.into(), encoding, limit)
}

/// A POST without the header is taken, as from curl; a version that is not known is not.
fn check_version(visit: &Visit<'_>) -> Result<(), Error> {
    match visit.headers.get("connect-protocol-version") {
        Some(version) if version != "1" => {
            let found = String::from_utf8_lossy(version.as_bytes());
            let text = format!("connect-protocol-version: expected 1, found {:?}", brief(&found));
            Err(reason::malformed(text))
        }
        _ => Ok(()),
    }
}

fn brief(text: &str) -> String {
    text.chars().take(40).collect()
}

/// A streamed answer; the request is one enveloped message.
pub(crate) async fn stream(
    visit: &Visit<'_>,
    method: &Arc<Method>,
    codec: Codec,
    body: Upload,
) -> Response<EdgeBody> {
    let contract = Arc::clone(visit.pipeline.contract());
    let message = async {
        check_version(visit)?;
        let encoding = visit.encoding("connect-content-encoding")?;
        if !method.is_streaming() {
            return Err(wrong_kind(codec.unary_type(), "answers with one message"));
        }
        let bytes = read_message(body, encoding, visit.max_message).await?;
        codec.read(visit, method, bytes)
    };
    let reply = visit.run(method, message).await;
    let mut headers = reply.headers;
    let accepted = visit.accepted("connect-accept-encoding");
    let messages = match reply.body {
        ReplyBody::Stream(messages) => messages,
        ReplyBody::Failure(status) => futures::stream::once(std::future::ready(Err(status))).boxed(),
        ReplyBody::Message { message: Framed { message, .. }, .. } => {
            futures::stream::once(std::future::ready(Ok(message))).boxed()
        }
    };
    if accepted != Encoding::Identity {
        headers.insert("connect-content-encoding", HeaderValue::from_static(accepted.name()));
    }
    let method = Arc::clone(method);
    let enveloped = move |message: Bytes| -> Result<Bytes, Error> {
        let written = codec.write(&method, message)?;
        match accepted.worth(written.len()) {
            Encoding::Identity => frame(0, &written),
            encoding => frame(COMPRESSED, &compress(&written, encoding)?),
        }
    };
    let frames = messages.map(Some).chain(futures::stream::once(std::future::ready(None))).scan(
        false,
        move |ended, item| {
            let outcome = item.map(|item| item.and_then(|message| enveloped(message).map_err(Status::from)));
            let data = match (*ended, outcome) {
                (true, _) => None,
                (false, Some(Ok(data))) => Some(data),
                (false, last) => {
                    *ended = true;
                    let end = match last.and_then(Result::err) {
                        Some(status) => json!({"error": error_json(&contract, &status)}),
                        None => json!({}),
                    };
                    frame(CONNECT_END, end.to_string().as_bytes()).ok()
                }
            };
            std::future::ready(data.map(Frame::data))
        },
    );
    response(codec.stream_type(), headers, EdgeBody::Stream(frames.boxed()))
}

fn wrong_kind(expected: &str, because: &str) -> Error {
    Error::new(
        &reason::CONTENT_TYPE_UNSUPPORTED,
        format!("content-type: expected {expected}, because the method {because}"),
    )
}

fn unary_answer(visit: &Visit<'_>, method: &Method, codec: Codec, reply: Reply) -> Response<EdgeBody> {
    let accepted = visit.accepted("accept-encoding");
    let mut headers = reply.headers;
    let written = match reply.body {
        ReplyBody::Message { message: Framed { message, .. }, trailers } => {
            for (name, value) in &trailers {
                if let Ok(name) = HeaderName::try_from(format!("trailer-{name}")) {
                    headers.append(name, value.clone());
                }
            }
            codec.write(method, message).map_err(Status::from)
        }
        ReplyBody::Failure(status) => Err(status),
        ReplyBody::Stream(_) => Err(Error::internal("a unary method answered with a stream").into()),
    };
    match written {
        Ok(data) => {
            let encoding = accepted.worth(data.len());
            match compress(&data, encoding) {
                Ok(encoded) => {
                    if encoding != Encoding::Identity {
                        headers.insert(
                            http::header::CONTENT_ENCODING,
                            HeaderValue::from_static(encoding.name()),
                        );
                    }
                    headers.insert(http::header::VARY, HeaderValue::from_static("accept-encoding"));
                    // A GET may pass caches, which do not know that the answer depends on who asks.
                    let private = HeaderValue::from_static("private, no-cache");
                    headers.entry(http::header::CACHE_CONTROL).or_insert(private);
                    response(codec.unary_type(), headers, EdgeBody::full(encoded))
                }
                Err(error) => refuse(visit.pipeline.contract(), headers, &error.into()),
            }
        }
        Err(status) => refuse(visit.pipeline.contract(), headers, &status),
    }
}

/// A unary failure.
pub(crate) fn refuse(contract: &Contract, headers: HeaderMap, status: &Status) -> Response<EdgeBody> {
    let body = error_json(contract, status).to_string();
    let mut response = response("application/json", headers, EdgeBody::full(body));
    *response.status_mut() = http_status(status);
    response
}

fn http_status(status: &Status) -> StatusCode {
    match problem::http_status(status, &problem::reason(status)) {
        // What is not served is the caller's mistake, where HTTP has no better word for it.
        StatusCode::NOT_IMPLEMENTED => StatusCode::NOT_FOUND,
        found => found,
    }
}

fn error_json(contract: &Contract, status: &Status) -> Json {
    let mut error = Map::new();
    error.insert(
        "code".into(),
        problem::code_name(status.code()).to_lowercase().replace("cancelled", "canceled").into(),
    );
    if !status.message().is_empty() {
        error.insert("message".into(), status.message().into());
    }
    let details = pb::Status::decode(status.details()).map(|decoded| decoded.details).unwrap_or_default();
    let details = details.iter().map(|any| {
        let mut detail = json!({
            "type": any.type_url.rsplit('/').next().unwrap_or_default(),
            "value": STANDARD_NO_PAD.encode(&any.value),
        });
        if let Some(debug) = problem::any_json(contract, any) {
            detail["debug"] = debug;
        }
        detail
    });
    error.insert("details".into(), details.collect());
    Json::Object(error)
}
