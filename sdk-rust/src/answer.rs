//! Answers: the message, and what came with it.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use omni_client_core::{CancelHandle, Code, Error, ErrorSpec, ResponseStream};

/// The answer to a call. It reads like the message inside: `answer.predictions`.
#[derive(Debug, Clone, PartialEq)]
pub struct Response<T> {
    message: T,
    request_id: String,
    headers: Vec<(String, String)>,
    latency: Duration,
    attempts: u32,
}

impl<T> Response<T> {
    /// The message alone.
    pub fn into_inner(self) -> T {
        self.message
    }

    /// The id of the request.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// Headers and trailers of the answer.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// From the call to the answer, retries included.
    pub fn latency(&self) -> Duration {
        self.latency
    }

    /// How many attempts it took, at least 1.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl<T: prost::Message + Default> Response<T> {
    pub(crate) fn decode(response: omni_client_core::Response) -> Result<Self, Error> {
        let message = decode(response.message, &response.request_id)?;
        Ok(Self {
            message,
            request_id: response.request_id,
            headers: response.headers,
            latency: response.latency,
            attempts: response.attempts,
        })
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.message
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.message
    }
}

/// The items of a streaming answer. Dropping it cancels the call; an error is the last item.
pub struct ItemStream<T> {
    inner: ResponseStream,
    item: PhantomData<fn() -> T>,
}

impl<T: prost::Message + Default> ItemStream<T> {
    pub(crate) fn new(inner: ResponseStream) -> Self {
        Self { inner, item: PhantomData }
    }

    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        let item = self.inner.next().await?;
        Some(self.read(item))
    }

    /// Every item.
    ///
    /// # Errors
    /// The error that ended the stream.
    pub async fn collect(mut self) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    fn read(&self, item: Result<prost::bytes::Bytes, Error>) -> Result<T, Error> {
        decode(item?, self.inner.request_id())
    }
}

impl<T> ItemStream<T> {
    /// The id of the request.
    pub fn request_id(&self) -> &str {
        self.inner.request_id()
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &[(String, String)] {
        self.inner.headers()
    }

    /// Cancels the call; the stream ends with [`Error::Cancelled`].
    pub fn cancel(&mut self) {
        self.inner.cancel();
    }

    /// A handle that cancels the call from elsewhere.
    pub fn cancel_handle(&self) -> CancelHandle {
        self.inner.cancel_handle()
    }
}

impl<T: prost::Message + Default> Stream for ItemStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = Pin::new(&mut self.inner).poll_next(context);
        polled.map(|item| item.map(|item| self.read(item)))
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").field("request_id", &self.request_id()).finish_non_exhaustive()
    }
}

/// A server that answers with something else than the contract says is at fault, so it reads as its failure.
fn decode<T: prost::Message + Default>(message: prost::bytes::Bytes, request_id: &str) -> Result<T, Error> {
    T::decode(message).map_err(|error| {
        let message = format!("the answer cannot be read; it was written by another contract: {error}");
        ErrorSpec::new(Code::Internal, message).reason("ANSWER_UNREADABLE", "omni").into_error(request_id)
    })
}
