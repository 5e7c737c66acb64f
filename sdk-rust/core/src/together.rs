//! A request's frames written with one system call.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, BytesMut};
use http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::HttpConnector;
use tokio::runtime::{Handle, RuntimeFlavor};
use tower_service::Service;

/// The most that is held back; more is written at once.
const HELD: usize = 16 << 10;

/// Dials TCP. On a runtime of one thread, what is to be written to the connection is gathered first.
#[derive(Clone)]
pub(crate) struct Connector(HttpConnector);

impl Connector {
    pub(crate) fn new(http: HttpConnector) -> Self {
        Self(http)
    }
}

type Stream = <HttpConnector as Service<Uri>>::Response;
type Dialling =
    Pin<Box<dyn Future<Output = Result<Together<Stream>, <HttpConnector as Service<Uri>>::Error>> + Send>>;

impl Service<Uri> for Connector {
    type Response = Together<Stream>;
    type Error = <HttpConnector as Service<Uri>>::Error;
    type Future = Dialling;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, to: Uri) -> Dialling {
        let dialling = self.0.call(to);
        Box::pin(async move { dialling.await.map(Together::new) })
    }
}

/// A stream that holds a flush back for one turn of the runtime.
///
/// The HTTP/2 library writes the headers of a request, and learns only by that that its body may follow: two system calls
/// for each request, of which the first wakes the server for nothing. One turn later the body is there, and both go out
/// together. On a runtime of several threads the turn would hand the connection to another thread, which costs more.
pub(crate) struct Together<I> {
    inner: I,
    held: BytesMut,
    gathers: bool,
    waited: bool,
}

impl<I: Write + Unpin> Together<I> {
    fn new(inner: I) -> Self {
        let alone =
            Handle::try_current().map(|handle| handle.runtime_flavor() == RuntimeFlavor::CurrentThread);
        Self { inner, held: BytesMut::new(), gathers: alone.unwrap_or(false), waited: false }
    }

    fn write_out(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.held.is_empty() {
            match ready!(Pin::new(&mut self.inner).poll_write(cx, &self.held))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                written => self.held.advance(written),
            }
        }
        self.waited = false;
        Poll::Ready(Ok(()))
    }

    /// Whether so much more may be held back.
    fn holds(&self, more: usize) -> bool {
        self.gathers && self.held.len() + more <= HELD
    }
}

impl<I: Read + Unpin> Read for Together<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl<I: Write + Unpin> Write for Together<I> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.holds(bytes.len()) {
            self.held.extend_from_slice(bytes);
            return Poll::Ready(Ok(bytes.len()));
        }
        ready!(self.write_out(cx))?;
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let length = parts.iter().map(|part| part.len()).sum();
        if self.holds(length) {
            parts.iter().for_each(|part| self.held.extend_from_slice(part));
            return Poll::Ready(Ok(length));
        }
        ready!(self.write_out(cx))?;
        Pin::new(&mut self.inner).poll_write_vectored(cx, parts)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.held.is_empty() && !self.waited {
            self.waited = true;
            // A task that wakes itself goes to the end of the queue.
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        ready!(self.write_out(cx))?;
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.write_out(cx))?;
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::task::Waker;

    use super::*;

    /// Notes what each write was given, and takes at most so many bytes of one.
    #[derive(Clone)]
    struct Socket(Arc<Mutex<Vec<Vec<u8>>>>, usize);

    impl Write for Socket {
        fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            let taken = bytes.len().min(self.1);
            self.0.lock().unwrap().push(bytes[..taken].to_vec());
            Poll::Ready(Ok(taken))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    fn stream(most: usize) -> (Together<Socket>, Socket) {
        let socket = Socket(Arc::default(), most);
        let together =
            Together { inner: socket.clone(), held: BytesMut::new(), gathers: true, waited: false };
        (together, socket)
    }

    fn written(socket: &Socket) -> Vec<Vec<u8>> {
        std::mem::take(&mut socket.0.lock().unwrap())
    }

    #[test]
    fn what_is_written_within_a_turn_goes_out_as_one() {
        let (mut stream, socket) = stream(usize::MAX);
        let mut cx = Context::from_waker(Waker::noop());
        for _ in 0..2 {
            assert!(Pin::new(&mut stream).poll_write(&mut cx, b"headers").is_ready());
            assert!(Pin::new(&mut stream).poll_flush(&mut cx).is_pending());
            let parts = [IoSlice::new(b" and"), IoSlice::new(b" body")];
            assert!(matches!(Pin::new(&mut stream).poll_write_vectored(&mut cx, &parts), Poll::Ready(Ok(9))));
            assert!(written(&socket).is_empty());
            assert!(Pin::new(&mut stream).poll_flush(&mut cx).is_ready());
            assert_eq!(written(&socket), [b"headers and body"]);
        }
    }

    #[test]
    fn bytes_stay_in_order_when_there_are_many_and_the_socket_takes_few() {
        let (mut stream, socket) = stream(1000);
        let mut cx = Context::from_waker(Waker::noop());
        let large = vec![b'x'; HELD];
        assert!(Pin::new(&mut stream).poll_write(&mut cx, b"first").is_ready());
        assert!(matches!(Pin::new(&mut stream).poll_write(&mut cx, &large), Poll::Ready(Ok(1000))));
        assert_eq!(written(&socket), [b"first".to_vec(), large[..1000].to_vec()]);
        assert!(Pin::new(&mut stream).poll_write(&mut cx, &large[..2500]).is_ready());
        assert!(Pin::new(&mut stream).poll_shutdown(&mut cx).is_ready());
        assert_eq!(written(&socket).concat(), large[..2500]);
    }
}
