//! The doors: each turns its protocol into a [`Call`] and the reply back, and knows nothing else.

pub(crate) mod connect;
pub(crate) mod frame;
pub(crate) mod grpc;
pub(crate) mod grpc_web;
pub(crate) mod infrastructure;
pub(crate) mod json;
pub(crate) mod problem;
pub(crate) mod rest;
pub(crate) mod routes;

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use futures::FutureExt;
use http::{HeaderMap, HeaderName, HeaderValue, Response};
use omni_contract::Method;
use omni_kernel::{Error, RequestId};
use prost_reflect::MessageDescriptor;
use serde_json::Value as Json;

use crate::body::EdgeBody;
use crate::call::{Call, Framed, Legible, Reply};
use crate::client::ClientAddress;
use crate::compress::Encoding;
use crate::layers::Pipeline;
use crate::reason;

/// The header with the id of the request, on every answer.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What every door needs to serve one request.
pub(crate) struct Visit<'a> {
    pub(crate) pipeline: &'a Arc<Pipeline>,
    pub(crate) max_message: usize,
    pub(crate) request_id: RequestId,
    pub(crate) client: ClientAddress,
    pub(crate) headers: Arc<HeaderMap>,
    pub(crate) legible: Legible,
}

impl Visit<'_> {
    /// Runs the call. Its message is read only once the caller is known and may call.
    pub(crate) async fn run(
        &self,
        method: &Arc<Method>,
        message: impl Future<Output = Result<Message, Error>> + Send,
    ) -> Reply {
        let call = Call {
            method: Arc::clone(method),
            request_id: self.request_id.clone(),
            client: self.client,
            headers: Arc::clone(&self.headers),
            message: Framed::default(),
            received: false,
            legible: Arc::clone(&self.legible),
            parsed: None,
        };
        self.pipeline.run(call, message.boxed()).await
    }

    /// Reads a message from a JSON value; one that is none is kept for the record of the failure.
    pub(crate) fn read_json(&self, message: &MessageDescriptor, mut value: Json) -> Result<Message, Error> {
        json::read_value(self.pipeline.contract(), message, &mut value)
            .inspect_err(|_| self.keep(message, &value))
    }

    /// Keeps what can be read of a request that is refused.
    pub(crate) fn keep(&self, message: &MessageDescriptor, value: &Json) {
        if let Some(masked) = self.pipeline.legible(message, value) {
            let _ = self.legible.set(masked);
        }
    }

    /// The encoding a request header names.
    pub(crate) fn encoding(&self, header: &str) -> Result<Encoding, Error> {
        let Some(value) = self.headers.get(header) else { return Ok(Encoding::Identity) };
        value.to_str().ok().and_then(Encoding::named).ok_or_else(|| {
            Error::new(&reason::ENCODING_UNSUPPORTED, format!("{header}: expected identity, gzip or zstd"))
        })
    }

    /// The best encoding the caller accepts.
    pub(crate) fn accepted(&self, header: &str) -> Encoding {
        Encoding::accepted(&self.headers, header)
    }

    pub(crate) fn content_type(&self) -> Cow<'_, str> {
        content_type(&self.headers)
    }
}

/// A message that was read, taken apart where the door had to.
pub(crate) struct Message {
    pub(crate) bytes: Framed,
    pub(crate) parsed: Option<prost_reflect::DynamicMessage>,
}

impl From<Bytes> for Message {
    fn from(bytes: Bytes) -> Self {
        Self { bytes: bytes.into(), parsed: None }
    }
}

impl From<Framed> for Message {
    fn from(bytes: Framed) -> Self {
        Self { bytes, parsed: None }
    }
}

/// The media type of a request in lower case, without its parameters.
pub(crate) fn content_type(headers: &HeaderMap) -> Cow<'_, str> {
    let value =
        headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = value.split(';').next().unwrap_or_default().trim();
    if media.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(media.to_ascii_lowercase())
    } else {
        Cow::Borrowed(media)
    }
}

/// What a media type says of a request by gRPC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// gRPC with messages of protobuf.
    Grpc,
    /// gRPC-web, binary or text, with messages of protobuf.
    GrpcWeb,
    /// gRPC with messages the server does not read, such as `application/grpc+json`.
    OtherGrpc,
    /// The same through gRPC-web.
    OtherGrpcWeb,
    /// No gRPC.
    Other,
}

impl Dialect {
    /// What the media type says, in lower case and without its parameters.
    pub(crate) fn of(media: &str) -> Self {
        match media {
            "application/grpc" | "application/grpc+proto" => Self::Grpc,
            "application/grpc-web"
            | "application/grpc-web+proto"
            | "application/grpc-web-text"
            | "application/grpc-web-text+proto" => Self::GrpcWeb,
            _ => match media.split_once('+') {
                Some(("application/grpc", _)) => Self::OtherGrpc,
                Some(("application/grpc-web" | "application/grpc-web-text", _)) => Self::OtherGrpcWeb,
                _ => Self::Other,
            },
        }
    }
}

/// An answer with its content type and the reply's metadata.
pub(crate) fn response(content_type: &str, metadata: HeaderMap, body: EdgeBody) -> Response<EdgeBody> {
    let mut response = Response::new(body);
    *response.headers_mut() = metadata;
    let value = match content_type {
        grpc::CONTENT_TYPE => Ok(HeaderValue::from_static(grpc::CONTENT_TYPE)),
        other => HeaderValue::from_str(other),
    };
    if let Ok(value) = value {
        response.headers_mut().insert(http::header::CONTENT_TYPE, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_media_types_of_the_protocols_are_taken_for_them() {
        for (media, dialect) in [
            ("application/grpc", Dialect::Grpc),
            ("application/grpc+proto", Dialect::Grpc),
            ("application/grpc-web", Dialect::GrpcWeb),
            ("application/grpc-web+proto", Dialect::GrpcWeb),
            ("application/grpc-web-text", Dialect::GrpcWeb),
            ("application/grpc-web-text+proto", Dialect::GrpcWeb),
            ("application/grpc+json", Dialect::OtherGrpc),
            ("application/grpc+", Dialect::OtherGrpc),
            ("application/grpc-web+json", Dialect::OtherGrpcWeb),
            ("application/grpc-web-text+thrift", Dialect::OtherGrpcWeb),
            ("application/grpc-web-foo", Dialect::Other),
            ("application/grpcfoo", Dialect::Other),
            ("grpc+foo", Dialect::Other),
            ("application/json", Dialect::Other),
            ("", Dialect::Other),
        ] {
            assert_eq!(Dialect::of(media), dialect, "{media}");
        }
    }
}
