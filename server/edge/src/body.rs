//! The body of an answer, without an allocation for the common ones, and reading the body of a request with a cap.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::Stream;
use futures::stream::BoxStream;
use http::HeaderMap;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use omni_kernel::Error;
use tokio::sync::oneshot;
use tokio::time::Instant;
use tonic::Status;

use crate::reason;

/// How much of a refused request is read and thrown away, so that the client gets to read the refusal.
const DRAIN_BYTES: usize = 32 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(10);
/// How long an answer over HTTP/2 waits for the rest of its request, in all and for the next piece.
const HELD_TIME: Duration = Duration::from_secs(2);
const HELD_PAUSE: Duration = Duration::from_millis(250);

/// The body of an answer.
pub enum EdgeBody {
    /// One piece of data, then trailers.
    Once {
        /// The data.
        data: Option<Bytes>,
        /// The trailers.
        trailers: Option<HeaderMap>,
    },
    /// Pieces as they come; the stream brings its own end.
    Stream(BoxStream<'static, Frame<Bytes>>),
    /// The body of an inner service, passed on.
    Inner(tonic::body::Body),
}

impl EdgeBody {
    pub(crate) fn empty() -> Self {
        Self::Once { data: None, trailers: None }
    }

    pub(crate) fn full(data: impl Into<Bytes>) -> Self {
        Self::Once { data: Some(data.into()).filter(|data| !data.is_empty()), trailers: None }
    }
}

impl Default for EdgeBody {
    fn default() -> Self {
        Self::empty()
    }
}

impl Body for EdgeBody {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        match self.get_mut() {
            Self::Once { data, trailers } => Poll::Ready(match (data.take(), trailers.take()) {
                (Some(bytes), rest) => {
                    *trailers = rest;
                    Some(Ok(Frame::data(bytes)))
                }
                (None, Some(last)) => Some(Ok(Frame::trailers(last))),
                (None, None) => None,
            }),
            Self::Stream(stream) => Pin::new(stream).poll_next(cx).map(|frame| frame.map(Ok)),
            Self::Inner(body) => Pin::new(body).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Once { data, trailers } => data.is_none() && trailers.is_none(),
            Self::Stream(_) => false,
            Self::Inner(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Once { data, .. } => SizeHint::with_exact(
                data.as_ref().map_or(0, |data| u64::try_from(data.len()).unwrap_or(u64::MAX)),
            ),
            Self::Stream(_) => SizeHint::default(),
            Self::Inner(body) => body.size_hint(),
        }
    }
}

/// The body of a request. What is left of it when it is dropped is read and thrown away: a client that is still sending
/// could not read why it was refused.
pub(crate) struct Upload {
    body: Option<Incoming>,
    rest: Option<oneshot::Sender<Incoming>>,
}

/// What nobody has read of the body of a request, once its [`Upload`] is gone.
pub(crate) struct Rest(oneshot::Receiver<Incoming>);

impl Rest {
    /// Reads it before a request over HTTP/2 is answered, as long as it keeps coming: an answer that ends the stream while
    /// the client sends leaves half of it open, and some clients, such as curl 7.88, then neither send more nor read the
    /// answer. What does not come soon is dropped, so that RST_STREAM follows the answer (RFC 9113, section 8.1).
    pub(crate) async fn drain(self) {
        let Some(mut body) = self.take() else { return };
        let (mut left, end) = (DRAIN_BYTES, Instant::now() + HELD_TIME);
        while let Ok(Some(Ok(frame))) =
            tokio::time::timeout_at(end.min(Instant::now() + HELD_PAUSE), body.frame()).await
        {
            let length = frame.data_ref().map_or(0, Bytes::len);
            let Some(less) = left.checked_sub(length) else { return };
            left = less;
        }
    }

    /// Reads it in the background, while the request is answered.
    pub(crate) fn discard(self) {
        if let Some(body) = self.take() {
            discard(body);
        }
    }

    fn take(mut self) -> Option<Incoming> {
        self.0.close();
        self.0.try_recv().ok()
    }
}

impl Upload {
    /// The body, and where the rest of it is when it has been dropped.
    pub(crate) fn new(body: Incoming) -> (Self, Rest) {
        let (rest, receiver) = oneshot::channel();
        (Self { body: Some(body), rest: Some(rest) }, Rest(receiver))
    }

    /// How many bytes are announced at least.
    pub(crate) fn announced(&self) -> usize {
        let lower = self.body.as_ref().map_or(0, |body| body.size_hint().lower());
        usize::try_from(lower).unwrap_or(usize::MAX)
    }

    /// The next piece; none at the end.
    pub(crate) async fn piece(&mut self) -> Option<Result<Bytes, Error>> {
        loop {
            let frame = self.body.as_mut()?.frame().await;
            match frame {
                None => {
                    self.body = None;
                    return None;
                }
                Some(Err(error)) => {
                    self.body = None;
                    return Some(Err(
                        reason::malformed("the request ended before its message did").with_source(error)
                    ));
                }
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Some(Ok(data));
                    }
                }
            }
        }
    }

    /// All of it, at most `limit` bytes.
    pub(crate) async fn read(mut self, limit: usize) -> Result<Bytes, Error> {
        let announced = self.announced();
        if announced > limit {
            return Err(reason::too_large(limit));
        }
        let mut whole = Pieces::default();
        while let Some(piece) = self.piece().await {
            whole.push(piece?, announced);
            if whole.as_slice().len() > limit {
                return Err(reason::too_large(limit));
            }
        }
        Ok(whole.into_bytes())
    }
}

/// The pieces as they come, for an inner service that reads them itself.
impl Body for Upload {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let this = self.get_mut();
        let Some(body) = this.body.as_mut() else { return Poll::Ready(None) };
        let frame = Pin::new(body).poll_frame(cx);
        if matches!(frame, Poll::Ready(None | Some(Err(_)))) {
            this.body = None;
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if let Some(body) = self.body.take().filter(|body| !body.is_end_stream()) {
            match self.rest.take().map(|rest| rest.send(body)) {
                None | Some(Ok(())) => {}
                // The request was answered before.
                Some(Err(body)) => discard(body),
            }
        }
    }
}

/// Reads and throws away in the background.
fn discard(body: Incoming) {
    tokio::spawn(tokio::time::timeout(DRAIN_TIME, drain(body)));
}

async fn drain(mut body: Incoming) {
    let mut left = DRAIN_BYTES;
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, Bytes::len);
        if length > left {
            return;
        }
        left -= length;
    }
}

/// Pieces of a body put together; a single one is not copied.
#[derive(Default)]
pub(crate) struct Pieces {
    first: Bytes,
    joined: BytesMut,
}

impl Pieces {
    pub(crate) fn push(&mut self, piece: Bytes, expected: usize) {
        if self.first.is_empty() && self.joined.is_empty() {
            self.first = piece;
            return;
        }
        if self.joined.is_empty() {
            self.joined.reserve(expected.max(self.first.len() + piece.len()));
            self.joined.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.joined.extend_from_slice(&piece);
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        if self.joined.is_empty() { &self.first } else { &self.joined }
    }

    pub(crate) fn into_bytes(self) -> Bytes {
        if self.joined.is_empty() { self.first } else { self.joined.freeze() }
    }
}

/// A body of one gRPC frame for the inner service.
pub(crate) fn one_frame(data: Bytes) -> tonic::body::Body {
    tonic::body::Body::new(
        http_body_util::Full::<Bytes>::new(data).map_err(|never: Infallible| match never {}),
    )
}
