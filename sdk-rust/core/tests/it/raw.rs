//! A server at the level of HTTP/2 frames, for what a tonic server cannot be told to do.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http::{HeaderMap, Response};
use tokio::net::TcpListener;

/// What happens to the requests of one connection, in order; after the last, they are answered.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Act {
    Answer,
    /// RST_STREAM with REFUSED_STREAM.
    Refuse,
    /// GOAWAY without error, before the request is looked at.
    GoAway,
    /// RST_STREAM with INTERNAL_ERROR.
    Reset,
    /// The TCP connection ends.
    Hangup,
    /// A page of a proxy: 503 with `retry-after: 0`.
    Proxy,
    /// A page of a web server, with this status.
    Page(u16),
    /// UNIMPLEMENTED, naming this path.
    NoMethod(&'static str),
}

pub(crate) struct Raw {
    pub(crate) address: SocketAddr,
    pub(crate) connections: Arc<AtomicUsize>,
    pub(crate) requests: Arc<AtomicUsize>,
}

impl Raw {
    /// Each connection follows the next script; connections past the last answer everything.
    pub(crate) async fn start(scripts: Vec<Vec<Act>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let requests = Arc::new(AtomicUsize::new(0));
        let (counted, seen) = (Arc::clone(&connections), Arc::clone(&requests));
        tokio::spawn(async move {
            let mut scripts = scripts.into_iter();
            while let Ok((socket, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(socket, scripts.next().unwrap_or_default(), Arc::clone(&seen)));
            }
        });
        Self { address, connections, requests }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.connections.load(Ordering::SeqCst), self.requests.load(Ordering::SeqCst))
    }
}

async fn serve(socket: tokio::net::TcpStream, script: Vec<Act>, seen: Arc<AtomicUsize>) {
    let Ok(mut connection) = h2::server::handshake(socket).await else { return };
    let mut script = script.into_iter();
    while let Some(Ok((_request, mut respond))) = connection.accept().await {
        seen.fetch_add(1, Ordering::SeqCst);
        match script.next().unwrap_or(Act::Answer) {
            Act::Answer => answer(&mut respond),
            Act::Refuse => respond.send_reset(h2::Reason::REFUSED_STREAM),
            Act::Reset => respond.send_reset(h2::Reason::INTERNAL_ERROR),
            Act::GoAway => {
                // The stream is not processed: it is refused, and the connection takes no other.
                respond.send_reset(h2::Reason::REFUSED_STREAM);
                connection.graceful_shutdown();
            }
            Act::Hangup => return,
            Act::NoMethod(path) => {
                let head = Response::builder().header("content-type", "application/grpc");
                let head =
                    head.header("grpc-status", "12").header("grpc-message", format!("no method {path}"));
                respond.send_response(head.body(()).unwrap(), true).unwrap();
            }
            Act::Page(status) => {
                let page =
                    Response::builder().status(status).header("content-type", "text/html; charset=utf-8");
                let mut body = respond.send_response(page.body(()).unwrap(), false).unwrap();
                body.send_data(Bytes::from_static(b"<!doctype html><title>Not here</title>"), true).unwrap();
            }
            Act::Proxy => {
                let page = Response::builder().status(503).header("retry-after", "0").body(()).unwrap();
                respond.send_response(page, true).unwrap();
            }
        }
    }
}

fn answer(respond: &mut h2::server::SendResponse<Bytes>) {
    let head = Response::builder().status(200).header("content-type", "application/grpc").body(()).unwrap();
    let mut body = respond.send_response(head, false).unwrap();
    body.send_data(Bytes::from_static(&[0, 0, 0, 0, 2, 0x08, 0x01]), false).unwrap();
    let mut trailers = HeaderMap::new();
    trailers.insert("grpc-status", "0".parse().unwrap());
    trailers.insert("x-cost", "7".parse().unwrap());
    body.send_trailers(trailers).unwrap();
}
