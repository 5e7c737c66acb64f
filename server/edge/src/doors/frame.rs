//! Length-prefixed messages: one byte of flags, four of length, as gRPC, gRPC-web and Connect streams frame them.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use omni_kernel::Error;

use crate::body::{Pieces, Upload};
use crate::call::Framed;
use crate::compress::{Encoding, compress, decompress};
use crate::reason;

/// Bytes before each message.
pub(crate) const PREFIX: usize = 5;
/// The message is compressed.
pub(crate) const COMPRESSED: u8 = 1;
/// The last frame of a Connect stream.
pub(crate) const CONNECT_END: u8 = 2;
/// A gRPC-web frame that holds trailers.
pub(crate) const WEB_TRAILERS: u8 = 0x80;

/// Puts the prefix before a message.
pub(crate) fn frame(flags: u8, message: &[u8]) -> Result<Bytes, Error> {
    let length = u32::try_from(message.len())
        .map_err(|_| Error::internal("an answer of more than 4 GiB cannot be framed"))?;
    let mut out = BytesMut::with_capacity(PREFIX + message.len());
    out.put_u8(flags);
    out.put_u32(length);
    out.put_slice(message);
    Ok(out.freeze())
}

/// Frames an answer, compressed when that is worth it.
pub(crate) fn frame_answer(message: &[u8], accepted: Encoding) -> Result<Bytes, Error> {
    match accepted.worth(message.len()) {
        Encoding::Identity => frame(0, message),
        encoding => frame(COMPRESSED, &compress(message, encoding)?),
    }
}

/// The same for an answer that may have come in a frame.
pub(crate) fn frame_reply(reply: &Framed, accepted: Encoding) -> Result<Bytes, Error> {
    match accepted.worth(reply.message.len()) {
        Encoding::Identity => reply.frame(),
        _ => frame_answer(&reply.message, accepted),
    }
}

/// Takes the one message out of a request that is already whole.
pub(crate) fn only_message(mut data: Bytes, encoding: Encoding, limit: usize) -> Result<Bytes, Error> {
    if data.len() < PREFIX {
        return Err(truncated(data.len()));
    }
    let (flags, length) = (data.get_u8(), data.get_u32());
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    check_prefix(flags, length, limit)?;
    if data.len() < length {
        return Err(reason::malformed(format!("the message ends after {} of {length} bytes", data.len())));
    }
    if data.len() > length {
        return Err(reason::malformed(format!("{} bytes follow the one message", data.len() - length)));
    }
    unpack(data, flags, encoding, limit)
}

/// Reads the one message of a request. Refuses a message that announces more than `limit` bytes before reading it.
pub(crate) async fn read_message(body: Upload, encoding: Encoding, limit: usize) -> Result<Bytes, Error> {
    read_framed(body, encoding, limit).await.map(|framed| framed.message)
}

/// The same, with the frame itself where the message came uncompressed.
pub(crate) async fn read_framed(mut body: Upload, encoding: Encoding, limit: usize) -> Result<Framed, Error> {
    let mut whole = Pieces::default();
    let mut expected = None;
    while let Some(piece) = body.piece().await {
        whole.push(piece?, expected.unwrap_or(0));
        let so_far = whole.as_slice();
        if let (None, Some(&[flags, a, b, c, d])) = (expected, so_far.first_chunk::<PREFIX>()) {
            let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
            check_prefix(flags, length, limit)?;
            expected = Some(PREFIX + length);
        }
        if expected.is_some_and(|expected| so_far.len() > expected) {
            return Err(reason::malformed("bytes follow the one message"));
        }
    }
    let whole = whole.into_bytes();
    match Framed::of(whole.clone()) {
        Some(framed) if framed.message.len() <= limit => Ok(framed),
        _ => only_message(whole, encoding, limit).map(Framed::from),
    }
}

pub(crate) fn check_prefix(flags: u8, length: usize, limit: usize) -> Result<(), Error> {
    if flags & !COMPRESSED != 0 {
        return Err(reason::malformed(format!(
            "the message starts with flags {flags:#04x}; expected 0 for plain or 1 for compressed"
        )));
    }
    if length > limit { Err(reason::too_large(limit)) } else { Ok(()) }
}

fn unpack(message: Bytes, flags: u8, encoding: Encoding, limit: usize) -> Result<Bytes, Error> {
    if flags & COMPRESSED == 0 {
        return Ok(message);
    }
    if encoding == Encoding::Identity {
        return Err(reason::malformed("the message is flagged as compressed, but no encoding is named"));
    }
    decompress(message, encoding, limit)
}

fn truncated(length: usize) -> Error {
    reason::malformed(format!(
        "the request ends after {length} bytes; a message starts with {PREFIX} bytes of prefix"
    ))
}

/// Cuts the answer of an inner service into messages as its bytes arrive.
#[derive(Default)]
pub(crate) struct Splitter {
    buffer: BytesMut,
}

impl Splitter {
    pub(crate) fn push(&mut self, data: &Bytes) {
        self.buffer.extend_from_slice(data);
    }

    /// The next whole message, without its prefix.
    pub(crate) fn next(&mut self) -> Option<Bytes> {
        let prefix = self.buffer.get(1..PREFIX)?;
        let length = u32::from_be_bytes(prefix.try_into().ok()?);
        let length = usize::try_from(length).ok()?;
        if self.buffer.len() < PREFIX + length {
            return None;
        }
        self.buffer.advance(PREFIX);
        Some(self.buffer.split_to(length).freeze())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_frame_comes_back_however_it_is_cut(
            messages in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..50), 1..6),
            cut in 1_usize..20,
        ) {
            let mut wire = Vec::new();
            for message in &messages {
                wire.extend_from_slice(&frame(0, message).unwrap());
            }
            let mut splitter = Splitter::default();
            let mut seen = Vec::new();
            for chunk in wire.chunks(cut) {
                splitter.push(&Bytes::copy_from_slice(chunk));
                while let Some(message) = splitter.next() {
                    seen.push(message.to_vec());
                }
            }
            prop_assert_eq!(seen, messages);
        }

        #[test]
        fn garbage_is_refused_and_never_panics(data in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = only_message(Bytes::from(data), Encoding::Identity, 32);
        }
    }

    #[test]
    fn a_truncated_frame_says_how_far_it_got() {
        let whole = frame(0, b"hello").unwrap();
        for end in 0..whole.len() {
            let error = only_message(whole.slice(..end), Encoding::Identity, 100).unwrap_err();
            assert_eq!(error.reason().name, "MALFORMED_REQUEST");
        }
        assert_eq!(only_message(whole, Encoding::Identity, 100).unwrap(), "hello");
    }

    #[test]
    fn a_large_message_is_refused_by_its_announcement() {
        let mut announced = vec![0, 0xff, 0xff, 0xff, 0xff];
        announced.extend_from_slice(b"little");
        let error = only_message(announced.into(), Encoding::Identity, 1_000).unwrap_err();
        assert_eq!(error.reason().name, "MESSAGE_TOO_LARGE");
    }
}
