//! Tells the answers of a gRPC server from those of anything else at the address, such as the pages of a web server.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderMap, Request, Response, StatusCode};
use tonic::body::Body;
use tonic::transport::Channel;
use tower_service::Service;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What answered does not speak gRPC.
#[derive(Debug, thiserror::Error)]
#[error("it answered with {0}")]
pub(crate) struct NotGrpc(String);

/// A channel that fails an answer which is not gRPC.
pub(crate) struct OnlyGrpc(pub(crate) Channel);

/// The answer to come.
pub(crate) struct Checked(<Channel as Service<Request<Body>>>::Future);

impl Service<Request<Body>> for OnlyGrpc {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = Checked;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: Request<Body>) -> Checked {
        Checked(self.0.call(request))
    }
}

impl Future for Checked {
    type Output = Result<Response<Body>, BoxError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(Pin::new(&mut self.0).poll(context))?;
        Poll::Ready(match not_grpc(response.status(), response.headers()) {
            Some(what) => Err(NotGrpc(what).into()),
            None => Ok(response),
        })
    }
}

/// What the answer is when it is none of gRPC. A refusal or a failure of a proxy on the way is left to the rules of
/// gRPC, which give it a code (gRPC over HTTP/2, "HTTP to gRPC status code mapping").
fn not_grpc(status: StatusCode, headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let kind = text(CONTENT_TYPE);
    let suffix = kind.and_then(|kind| kind.strip_prefix("application/grpc"));
    if headers.contains_key("grpc-status") || suffix.is_some_and(|rest| !rest.starts_with('-')) {
        return None;
    }
    let by_proxy = matches!(
        status,
        StatusCode::UNAUTHORIZED
            | StatusCode::FORBIDDEN
            | StatusCode::REQUEST_TIMEOUT
            | StatusCode::TOO_MANY_REQUESTS
    );
    if by_proxy || status.is_server_error() {
        return None;
    }
    let location = text(LOCATION).map(|to| format!(" to {}", to.chars().take(200).collect::<String>()));
    let shown = kind.map_or("no content type", |kind| kind.split(';').next().unwrap_or_default());
    Some(format!("HTTP {}{} and {shown}", status.as_u16(), location.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(status: u16, headers: &[(&'static str, &str)]) -> Option<String> {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        not_grpc(StatusCode::from_u16(status).unwrap(), &headers.collect())
    }

    #[test]
    fn pages_redirects_and_missing_paths_are_not_grpc() {
        assert_eq!(
            seen(200, &[("content-type", "text/html; charset=utf-8")]).as_deref(),
            Some("HTTP 200 and text/html")
        );
        assert_eq!(seen(404, &[]).as_deref(), Some("HTTP 404 and no content type"));
        assert_eq!(
            seen(301, &[("location", "https://example.com/")]).as_deref(),
            Some("HTTP 301 to https://example.com/ and no content type")
        );
        assert!(seen(200, &[("content-type", "application/grpc-web+proto")]).is_some());
        assert!(seen(415, &[("content-type", "application/json")]).is_some());
    }

    #[test]
    fn answers_of_grpc_servers_and_failures_of_proxies_are_left_alone() {
        for kind in ["application/grpc", "application/grpc+proto", "application/grpc;charset=utf-8"] {
            assert_eq!(seen(200, &[("content-type", kind)]), None);
        }
        assert_eq!(seen(200, &[("grpc-status", "12")]), None);
        for status in [401, 403, 408, 429, 500, 502, 503, 504] {
            assert_eq!(seen(status, &[("content-type", "text/html")]), None);
        }
    }
}
