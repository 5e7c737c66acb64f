//! One request and one answer, whatever protocol they came in and go out by.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use futures::stream::BoxStream;
use http::HeaderMap;
use omni_contract::Method;
use omni_kernel::{Error, RequestId};
use prost_reflect::DynamicMessage;
use serde_json::Value as Json;
use tonic::Status;

use crate::client::ClientAddress;
use crate::doors::Message;
use crate::doors::frame::{PREFIX, frame};

/// A request to one method of the contract.
pub(crate) struct Call {
    pub(crate) method: Arc<Method>,
    pub(crate) request_id: RequestId,
    /// Where it comes from.
    pub(crate) client: ClientAddress,
    /// The headers as they came.
    pub(crate) headers: Arc<HeaderMap>,
    /// Empty until it was read.
    pub(crate) message: Framed,
    /// Whether it was.
    pub(crate) received: bool,
    /// What the caller sent where it is JSON but not the message of the method, masked; for the record of the failure.
    pub(crate) legible: Legible,
    /// The message in parts, where the door had to take it apart already.
    pub(crate) parsed: Option<DynamicMessage>,
}

impl Call {
    /// Takes the message that was read.
    pub(crate) fn receive(&mut self, message: Message) {
        (self.message, self.parsed, self.received) = (message.bytes, message.parsed, true);
    }

    /// The same request, for work that may outlast this one.
    pub(crate) fn detached(&self) -> Self {
        Self {
            method: Arc::clone(&self.method),
            request_id: self.request_id.clone(),
            client: self.client,
            headers: Arc::clone(&self.headers),
            message: self.message.clone(),
            received: self.received,
            legible: Arc::clone(&self.legible),
            parsed: None,
        }
    }
}

/// JSON that could not be read as a message, once a door has met it.
pub(crate) type Legible = Arc<OnceLock<Json>>;

/// A message, and where its bytes came with the prefix of an uncompressed gRPC frame, those too: gRPC goes in and out
/// without a copy.
#[derive(Clone, Default)]
pub(crate) struct Framed {
    pub(crate) message: Bytes,
    pub(crate) frame: Option<Bytes>,
}

impl Framed {
    /// From a frame; none when it does not hold exactly one uncompressed message.
    pub(crate) fn of(frame: Bytes) -> Option<Self> {
        let (&[flags, a, b, c, d], message) = frame.split_first_chunk::<PREFIX>()?;
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).ok()?;
        let whole = flags == 0 && message.len() == length;
        whole.then(|| Self { message: frame.slice(PREFIX..), frame: Some(frame) })
    }

    /// The frame, made where it did not come with the message.
    pub(crate) fn frame(&self) -> Result<Bytes, Error> {
        self.frame.clone().map_or_else(|| frame(0, &self.message), Ok)
    }
}

impl From<Vec<u8>> for Framed {
    fn from(message: Vec<u8>) -> Self {
        Bytes::from(message).into()
    }
}

impl From<Bytes> for Framed {
    fn from(message: Bytes) -> Self {
        Self { message, frame: None }
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
    Message { message: Framed, trailers: HeaderMap },
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
