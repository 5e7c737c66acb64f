//! How long a connection may keep its place: until its first request, between requests, and while nothing moves.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;
use tonic::Status;

use crate::body::EdgeBody;

/// What a connection is allowed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// From connecting to the end of the first request's headers, and over those of each later request.
    pub(crate) header: Duration,
    /// Without a running request.
    pub(crate) idle: Duration,
    /// With a running request, but not a byte in either direction.
    pub(crate) stalled: Duration,
}

/// What happens on one connection. Times are milliseconds since it was made, plus one; 0 stands for never.
#[derive(Debug)]
pub(crate) struct Activity {
    start: Instant,
    running: AtomicUsize,
    requested: AtomicBool,
    /// HTTP/1, where bytes between two requests can only be the head of the next.
    heads_alone: AtomicBool,
    idle_since: AtomicU64,
    head_since: AtomicU64,
    moved: AtomicU64,
}

impl Activity {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            start: Instant::now(),
            running: AtomicUsize::new(0),
            requested: AtomicBool::new(false),
            heads_alone: AtomicBool::new(false),
            idle_since: AtomicU64::new(1),
            head_since: AtomicU64::new(0),
            moved: AtomicU64::new(1),
        })
    }

    /// When the connection was made.
    pub(crate) fn start(&self) -> Instant {
        self.start
    }

    /// Notes a request; it runs until the guard is dropped.
    pub(crate) fn begin(self: &Arc<Self>, version: http::Version) -> Running {
        self.heads_alone.store(version < http::Version::HTTP_2, Ordering::Relaxed);
        self.requested.store(true, Ordering::Relaxed);
        self.head_since.store(0, Ordering::Relaxed);
        self.running.fetch_add(1, Ordering::AcqRel);
        Running(Arc::clone(self))
    }

    /// Whether a request runs.
    pub(crate) fn is_busy(&self) -> bool {
        self.running.load(Ordering::Acquire) > 0
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX - 1) + 1
    }

    fn note_read(&self) {
        let now = self.now();
        self.moved.store(now, Ordering::Relaxed);
        if !self.is_busy() && self.head_since.load(Ordering::Relaxed) == 0 {
            self.head_since.store(now, Ordering::Relaxed);
        }
    }

    fn note_written(&self) {
        self.moved.store(self.now(), Ordering::Relaxed);
    }

    /// When the connection has to end unless something happens before, and whether anything may.
    fn end(&self, patience: &Patience) -> Instant {
        let after =
            |millis: u64, wait: Duration| self.start + Duration::from_millis(millis.saturating_sub(1)) + wait;
        if self.is_busy() {
            return after(self.moved.load(Ordering::Relaxed), patience.stalled);
        }
        if !self.requested.load(Ordering::Relaxed) {
            return self.start + patience.header;
        }
        let idle = after(self.idle_since.load(Ordering::Relaxed), patience.idle);
        match self.head_since.load(Ordering::Relaxed) {
            0 => idle,
            since if self.heads_alone.load(Ordering::Relaxed) => idle.min(after(since, patience.header)),
            _ => idle,
        }
    }

    /// Resolves when the connection has outlived its patience.
    pub(crate) async fn outlived(&self, patience: &Patience) {
        loop {
            let now = Instant::now();
            let end = self.end(patience);
            if end <= now {
                return;
            }
            // What starts meanwhile may have to end sooner; it is looked at again in time for that.
            tokio::time::sleep_until(end.min(now + patience.header.min(patience.idle))).await;
        }
    }
}

/// A request that runs, from its headers to the last byte of its answer.
#[derive(Debug)]
pub(crate) struct Running(Arc<Activity>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.idle_since.store(self.0.now(), Ordering::Relaxed);
        self.0.running.fetch_sub(1, Ordering::AcqRel);
    }
}

/// The body of an answer whose request runs until it is sent.
pub(crate) struct Answer {
    body: EdgeBody,
    _running: Running,
}

impl Answer {
    pub(crate) fn new(body: EdgeBody, running: Running) -> Self {
        Self { body, _running: running }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        Pin::new(&mut self.get_mut().body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A stream whose traffic is noted.
pub(crate) struct Noted<S> {
    inner: S,
    activity: Arc<Activity>,
}

impl<S> Noted<S> {
    pub(crate) fn new(inner: S, activity: Arc<Activity>) -> Self {
        Self { inner, activity }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Noted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut self.inner).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.activity.note_read();
        }
        outcome
    }
}

impl<S: AsyncWrite + Unpin> Noted<S> {
    fn written(&self, outcome: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if matches!(outcome, Poll::Ready(Ok(1..))) {
            self.activity.note_written();
        }
        outcome
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Noted<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write(cx, data);
        self.written(outcome)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write_vectored(cx, parts);
        self.written(outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Patience = Patience {
        header: Duration::from_secs(10),
        idle: Duration::from_mins(1),
        stalled: Duration::from_mins(10),
    };

    async fn lasts(activity: &Activity) -> u64 {
        let start = Instant::now();
        activity.outlived(&PATIENCE).await;
        start.elapsed().as_secs()
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_connection_ends_and_sending_slowly_does_not_help() {
        let silent = Activity::new();
        assert_eq!(lasts(&silent).await, 10);
        let slow = Activity::new();
        tokio::time::advance(Duration::from_secs(9)).await;
        slow.note_read();
        assert_eq!(lasts(&slow).await, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn between_requests_it_is_kept_for_the_idle_time_only() {
        let activity = Activity::new();
        drop(activity.begin(http::Version::HTTP_11));
        assert_eq!(lasts(&activity).await, 60);
    }

    #[tokio::test(start_paused = true)]
    async fn half_a_later_head_ends_it_on_http_1_and_a_ping_does_not_on_http_2() {
        let one = Activity::new();
        drop(one.begin(http::Version::HTTP_11));
        one.note_read();
        assert_eq!(lasts(&one).await, 10);
        let two = Activity::new();
        drop(two.begin(http::Version::HTTP_2));
        two.note_read();
        assert_eq!(lasts(&two).await, 60);
    }

    #[tokio::test(start_paused = true)]
    async fn a_running_request_keeps_it_while_bytes_move() {
        let activity = Activity::new();
        let running = activity.begin(http::Version::HTTP_2);
        tokio::time::advance(Duration::from_secs(500)).await;
        activity.note_written();
        assert_eq!(lasts(&activity).await, 600);
        drop(running);
        assert_eq!(lasts(&activity).await, 60);
    }
}
