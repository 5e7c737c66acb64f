//! One request and one answer, whatever protocol they came in and go out by.

use std::sync::Arc;

use bytes::Bytes;
use futures::stream::BoxStream;
use http::HeaderMap;
use omni_contract::Method;
use omni_kernel::RequestId;
use prost_reflect::DynamicMessage;
use tonic::Status;

use crate::client::ClientAddress;

/// A request to one method of the contract.
pub(crate) struct Call {
    pub(crate) method: Arc<Method>,
    pub(crate) request_id: RequestId,
    /// Where it comes from.
    pub(crate) client: ClientAddress,
    /// The headers as they came.
    pub(crate) headers: Arc<HeaderMap>,
    /// Empty until it was read.
    pub(crate) message: Bytes,
    /// The message in parts, where the door had to take it apart already.
    pub(crate) parsed: Option<DynamicMessage>,
}

impl Call {
    /// The same request, for work that may outlast this one.
    pub(crate) fn detached(&self) -> Self {
        Self {
            method: Arc::clone(&self.method),
            request_id: self.request_id.clone(),
            client: self.client,
            headers: Arc::clone(&self.headers),
            message: self.message.clone(),
            parsed: None,
        }
    }
}

/// The answer to a [`Call`].
pub(crate) struct Reply {
    /// Initial metadata, to be sent as headers.
    pub(crate) headers: HeaderMap,
    pub(crate) body: ReplyBody,
}

pub(crate) enum ReplyBody {
    /// One message and trailing metadata.
    Message { message: Bytes, trailers: HeaderMap },
    /// Messages as they come; after an error comes nothing more.
    Stream(BoxStream<'static, Result<Bytes, Status>>),
    /// No answer.
    Failure(Status),
}

impl Reply {
    /// The reply, saying more about itself. `trailing`: the protocol has trailers, which then say again how many calls are
    /// left, since some clients show nothing else.
    pub(crate) fn with_metadata(mut self, metadata: HeaderMap, trailing: bool) -> Self {
        if let (true, ReplyBody::Message { trailers, .. }) = (trailing, &mut self.body) {
            for name in ["ratelimit-policy", "ratelimit"] {
                if let Some(value) = metadata.get(name) {
                    trailers.insert(name, value.clone());
                }
            }
        }
        self.headers.extend(metadata);
        self
    }

    pub(crate) fn failure(status: Status) -> Self {
        Self { headers: HeaderMap::new(), body: ReplyBody::Failure(status) }
    }
}
