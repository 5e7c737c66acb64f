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

use crate::body::EdgeBody;
use crate::call::{Call, Reply};
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
            message: Bytes::new(),
            parsed: None,
        };
        self.pipeline.run(call, message.boxed()).await
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
        self.headers
            .get(header)
            .and_then(|value| value.to_str().ok())
            .map_or(Encoding::Identity, Encoding::best_of)
    }

    pub(crate) fn content_type(&self) -> Cow<'_, str> {
        content_type(&self.headers)
    }
}

/// A message that was read, taken apart where the door had to.
pub(crate) struct Message {
    pub(crate) bytes: Bytes,
    pub(crate) parsed: Option<prost_reflect::DynamicMessage>,
}

impl From<Bytes> for Message {
    fn from(bytes: Bytes) -> Self {
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

/// An answer with its content type and the reply's metadata.
pub(crate) fn response(content_type: &str, metadata: HeaderMap, body: EdgeBody) -> Response<EdgeBody> {
    let mut response = Response::new(body);
    *response.headers_mut() = metadata;
    if let Ok(value) = HeaderValue::from_str(content_type) {
        response.headers_mut().insert(http::header::CONTENT_TYPE, value);
    }
    response
}
