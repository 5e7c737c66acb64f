//! Streams, pulled by the batch: one crossing brings every item that is already here.

use std::future::Future;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use napi::bindgen_prelude::{Buffer, Env, PromiseRaw, Result};
use napi::tokio::sync::Mutex;
use napi_derive::napi;
use omni_client_core::{CancelHandle, Error, ResponseStream};

use crate::client::flat;
use crate::error::ErrorParts;

/// A stream that has begun, or why there is none.
#[napi(object, object_from_js = false)]
pub struct OpenedStream {
    /// The stream.
    pub stream: Option<NativeStream>,
    /// What came with its first item.
    pub info: Option<StreamInfo>,
    /// Why there is none.
    pub error: Option<ErrorParts>,
}

/// What came with the first item of a stream.
#[napi(object, object_from_js = false)]
pub struct StreamInfo {
    /// The id of the request.
    pub request_id: String,
    /// Name, value, name, value.
    pub headers: Vec<String>,
    /// From the call to the begin of the stream, in milliseconds.
    pub latency_ms: f64,
}

/// Items, or why there are none, or nothing at the end.
#[napi(object, object_from_js = false)]
pub struct Batch {
    /// At least one message, encoded; absent at the end.
    pub items: Option<Vec<Buffer>>,
    /// Why there is none.
    pub error: Option<ErrorParts>,
}

/// A stream of answers.
#[napi]
pub struct NativeStream {
    /// Empty when the stream has ended: what holds it open is let go at once, not when JavaScript collects garbage.
    stream: Arc<Mutex<Option<Begun>>>,
    cancel: CancelHandle,
}

/// A stream whose first items have come. Until then the core may send the call again.
pub(crate) struct Begun {
    stream: ResponseStream,
    first: Option<Vec<Bytes>>,
}

/// How many items come with the begin of a stream at most.
const FIRST: usize = 64;

impl Begun {
    pub(crate) async fn new(
        opening: impl Future<Output = std::result::Result<ResponseStream, Error>>,
    ) -> std::result::Result<Self, Error> {
        let mut stream = opening.await?;
        let first = stream.next_batch(FIRST).await.transpose()?;
        Ok(Self { stream, first })
    }

    /// The next items; after the first ones they come from the core.
    async fn next(&mut self, max: usize) -> Option<std::result::Result<Vec<Bytes>, Error>> {
        match self.first.take() {
            Some(first) => Some(Ok(first)),
            None => self.stream.next_batch(max).await,
        }
    }
}

impl NativeStream {
    pub(crate) async fn open(
        beginning: impl Future<Output = std::result::Result<Begun, Error>>,
    ) -> OpenedStream {
        #[expect(clippy::disallowed_methods, reason = "the client tells its caller how long a call took")]
        let started = Instant::now();
        match beginning.await {
            Err(error) => OpenedStream { stream: None, info: None, error: Some(error.into()) },
            Ok(begun) => OpenedStream {
                info: Some(StreamInfo {
                    request_id: begun.stream.request_id().to_owned(),
                    headers: flat(begun.stream.headers().to_vec()),
                    latency_ms: started.elapsed().as_secs_f64() * 1000.0,
                }),
                stream: Some(Self {
                    cancel: begun.stream.cancel_handle(),
                    stream: Arc::new(Mutex::new(Some(begun))),
                }),
                error: None,
            },
        }
    }
}

#[napi]
impl NativeStream {
    /// The items that are here, at most `max`; waits for the first.
    #[napi(ts_return_type = "Promise<Batch>")]
    pub fn next<'env>(&self, env: &'env Env, max: u32) -> Result<PromiseRaw<'env, Batch>> {
        let stream = Arc::clone(&self.stream);
        env.spawn_future(async move {
            let mut stream = stream.lock().await;
            let batch = match stream.as_mut() {
                Some(begun) => begun.next(max as usize).await,
                None => None,
            };
            if !matches!(batch, Some(Ok(_))) {
                *stream = None;
            }
            Ok(match batch {
                None => Batch { items: None, error: None },
                Some(Err(error)) => Batch { items: None, error: Some(error.into()) },
                Some(Ok(items)) => Batch {
                    items: Some(items.into_iter().map(|item| item.to_vec().into()).collect()),
                    error: None,
                },
            })
        })
    }

    /// Ends the call. May be called more than once, also while somebody waits for items.
    #[napi]
    pub fn cancel(&self) {
        self.cancel.cancel();
        // Whoever waits for items holds the lock, and lets go of the stream when it ends.
        if let Ok(mut stream) = self.stream.try_lock() {
            *stream = None;
        }
    }
}
