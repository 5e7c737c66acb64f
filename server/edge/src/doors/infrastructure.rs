//! Services that are no part of the contract: gRPC health and reflection. tonic reads their messages itself.

use http::{HeaderMap, Request, Response};
use http_body::Frame;
use http_body_util::BodyExt;
use omni_kernel::RequestId;
use tonic::body::Body;
use tonic::{Code, Status};
use tower::{Service, ServiceExt};

use super::grpc;
use crate::body::EdgeBody;
use crate::layers::{Inner, with_request_id};
use crate::reason;

/// Passes the request on. tonic calls a message it cannot read an internal fault; these services have none of their
/// own, so INTERNAL becomes what it is: the caller's mistake.
pub(crate) async fn serve(
    mut service: Inner,
    request: Request<Body>,
    request_id: &RequestId,
) -> Response<EdgeBody> {
    let response = match service.ready().await {
        Ok(ready) => ready.call(request).await,
        Err(never) => match never {},
    };
    let Ok(response) = response;
    let unreadable = reason::malformed("the bytes are not the message that the method takes");
    let unreadable = with_request_id(&unreadable.into(), request_id);
    if is_internal(response.headers()) {
        return grpc::refuse(&unreadable);
    }
    response.map(|body| {
        let mended = body.map_frame(move |frame| match frame.into_trailers() {
            Ok(trailers) if is_internal(&trailers) => Frame::trailers(grpc::status_trailers(&unreadable)),
            Ok(trailers) => Frame::trailers(trailers),
            Err(frame) => frame,
        });
        EdgeBody::Inner(Body::new(mended))
    })
}

fn is_internal(headers: &HeaderMap) -> bool {
    Status::from_header_map(headers).is_some_and(|status| status.code() == Code::Internal)
}
