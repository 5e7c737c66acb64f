//! The edge's reader of framed messages: it never gives more than the limit, whatever is compressed into the frame, and
//! the splitter gives the same messages however the bytes are cut.

#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;

#[allow(dead_code)]
#[path = "../../server/edge/src/body.rs"]
mod body;
#[allow(dead_code)]
#[path = "../../server/edge/src/compress.rs"]
mod compress;
#[allow(dead_code)]
#[path = "../../server/edge/src/doors/frame.rs"]
mod frame;
#[allow(dead_code)]
#[path = "../../server/edge/src/reason.rs"]
mod reason;

use compress::Encoding;

fn split(data: &[u8], cut: usize) -> Vec<Bytes> {
    let mut splitter = frame::Splitter::default();
    let mut messages = Vec::new();
    for piece in data.chunks(cut) {
        splitter.push(&Bytes::copy_from_slice(piece));
        messages.extend(std::iter::from_fn(|| splitter.next()));
    }
    messages
}

fuzz_target!(|data: &[u8]| {
    let Some((&choice, rest)) = data.split_first() else { return };
    let encoding = [Encoding::Identity, Encoding::Gzip, Encoding::Zstd][usize::from(choice % 3)];
    let limit = usize::from(choice) * 16;
    if let Ok(message) = frame::only_message(Bytes::copy_from_slice(rest), encoding, limit) {
        assert!(message.len() <= limit);
    }
    if let Ok(message) = compress::decompress(Bytes::copy_from_slice(rest), encoding, limit.max(rest.len())) {
        assert!(message.len() <= limit.max(rest.len()));
    }
    assert_eq!(split(rest, rest.len().max(1)), split(rest, usize::from(choice) + 1));
    // What is packed comes back.
    let framed = frame::frame_answer(rest, encoding).expect("a short answer is framed");
    assert_eq!(frame::only_message(framed, encoding, rest.len()).expect("our own frame is read"), rest);
});
