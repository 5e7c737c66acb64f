//! Small answers of one connection written together.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

use crate::connection::Activity;

/// A stream that says it cannot write in several parts until something was written.
///
/// The HTTP/2 library asks once, when it takes a connection. Told yes, it writes every data frame of 256 bytes or more
/// with a system call of its own, so as not to copy it. Told no, it copies those below 1024 bytes and writes the answers
/// of many requests with one call, which costs far less than the calls. Larger frames are never copied, and by then they
/// may go out in parts.
pub(crate) struct Together<I> {
    inner: I,
    written: bool,
}

impl<I> Together<I> {
    pub(crate) fn new(inner: I) -> Self {
        Self { inner, written: false }
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Together<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Together<I> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.written = true;
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.written = true;
        Pin::new(&mut self.inner).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.written && self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

/// How long an answer may be held back for others to go with it.
const HELD: Duration = Duration::from_millis(2);
/// How many turns are not given up after one took longer.
const HASTE: u32 = 64;

/// The work of a connection, which lets its running requests go first whenever it is woken.
///
/// The runtime runs a woken task next. A connection would so be run after each request, and write each answer alone.
/// Those that run meanwhile wake it no second time, so that it finds the answers of all of them. Where they take long,
/// it stops letting them go first for a while. With no request running there is nothing to wait for, and to stand back
/// would only hand the connection to another thread.
pub(crate) struct Gather<F> {
    work: Pin<Box<F>>,
    activity: Arc<Activity>,
    waiting: Option<Instant>,
    haste: u32,
}

impl<F: Future> Gather<F> {
    pub(crate) fn new(activity: Arc<Activity>, work: F) -> Self {
        Self { work: Box::pin(work), activity, waiting: None, haste: 0 }
    }
}

impl<F: Future> Future for Gather<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        match self.waiting.take() {
            Some(since) if since.elapsed() > HELD => self.haste = HASTE,
            Some(_) => {}
            None if !self.activity.is_busy() => {}
            None if self.haste > 0 => self.haste -= 1,
            None => {
                self.waiting = Some(Instant::now());
                // A task that wakes itself goes to the end of the queue.
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
        }
        self.work.as_mut().poll(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::Notify;

    use super::*;

    #[tokio::test]
    async fn a_connection_that_many_requests_wake_runs_once_for_all_of_them() {
        let (runs, woken) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
        let done = Arc::new(AtomicUsize::new(0));
        let work = {
            let (runs, woken, done) = (Arc::clone(&runs), Arc::clone(&woken), Arc::clone(&done));
            async move {
                while done.load(Ordering::Relaxed) < 20 {
                    woken.notified().await;
                    runs.fetch_add(1, Ordering::Relaxed);
                }
            }
        };
        let activity = Activity::new();
        let _running = activity.begin(http::Version::HTTP_2);
        let connection = tokio::spawn(Gather::new(Arc::clone(&activity), work));
        tokio::task::yield_now().await;
        tokio::task::yield_now().await;
        for _ in 0..20 {
            let (woken, done) = (Arc::clone(&woken), Arc::clone(&done));
            tokio::spawn(async move {
                done.fetch_add(1, Ordering::Relaxed);
                woken.notify_one();
            });
        }
        connection.await.unwrap();
        assert_eq!(runs.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_connection_without_a_running_request_goes_on_at_once() {
        let mut gather = std::pin::pin!(Gather::new(Activity::new(), std::future::ready(())));
        let mut context = Context::from_waker(std::task::Waker::noop());
        assert!(gather.as_mut().poll(&mut context).is_ready());
    }

    #[tokio::test]
    async fn bytes_pass_and_parts_are_written_after_the_first_write() {
        let (near, mut far) = tokio::io::duplex(64);
        let mut near = Together::new(near);
        assert!(!near.is_write_vectored());
        near.write_all(b"one").await.unwrap();
        assert!(near.is_write_vectored());
        let parts = [IoSlice::new(b"two"), IoSlice::new(b"three")];
        assert_eq!(near.write_vectored(&parts).await.unwrap(), 8);
        near.flush().await.unwrap();
        near.shutdown().await.unwrap();
        let mut seen = String::new();
        far.read_to_string(&mut seen).await.unwrap();
        assert_eq!(seen, "onetwothree");
        far.write_all(b"back").await.unwrap();
        let mut back = [0; 4];
        near.read_exact(&mut back).await.unwrap();
        assert_eq!(&back, b"back");
    }
}
