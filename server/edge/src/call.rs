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
    pub(crate) fn failure(status: Status) -> Self {
        Self { headers: HeaderMap::new(), body: ReplyBody::Failure(status) }
    }
}
