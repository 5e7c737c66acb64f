//! Messages as the bytes they have on the wire: the request as one frame, the answer passed through.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use http::header::{CONTENT_TYPE, HeaderValue, TE};
use http::uri::PathAndQuery;
use http_body_util::Full;
use tonic::body::Body;
use tonic::codec::{DecodeBuf, Decoder};
use tonic::{Request, Status};

/// The HTTP/2 request of a call with one message. The body says that the frame is its last, so that no empty one
/// follows it: one write to the network less, and one wake-up of the server.
///
/// # Errors
/// RESOURCE_EXHAUSTED for a message of 4 GiB or more, which gRPC cannot frame.
pub(crate) fn request(request: Request<Bytes>, path: PathAndQuery) -> Result<http::Request<Body>, Status> {
    let (metadata, _, message) = request.into_parts();
    let length = u32::try_from(message.len())
        .map_err(|_| Status::resource_exhausted("the request is 4 GiB or more, which gRPC cannot send"))?;
    let mut frame = BytesMut::with_capacity(5 + message.len());
    frame.put_u8(0);
    frame.put_u32(length);
    frame.put(message);
    let mut request = http::Request::new(Body::new(Full::new(frame.freeze())));
    *request.method_mut() = http::Method::POST;
    *request.version_mut() = http::Version::HTTP_2;
    *request.uri_mut() = path.into();
    *request.headers_mut() = metadata.into_headers();
    request.headers_mut().insert(TE, HeaderValue::from_static("trailers"));
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    Ok(request)
}

/// Gives the bytes of a message.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RawDecoder;

impl Decoder for RawDecoder {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(buffer.copy_to_bytes(buffer.remaining())))
    }
}
