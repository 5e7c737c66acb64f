//! The wire reader under the Python SDK's codec. Stepping over the fields of any bytes ends, and what prost takes as a
//! message of unknown fields is taken here too.

#![no_main]

use libfuzzer_sys::fuzz_target;
use prost::Message;

#[allow(dead_code)]
#[path = "../../sdk-python/src/codec/wire.rs"]
mod wire;

fn step_over(data: &[u8]) -> Result<(), wire::Malformed> {
    let mut reader = wire::Reader::new(data);
    while !reader.is_empty() {
        let before = reader.remaining().len();
        let (number, wire_type) = reader.tag()?;
        reader.skip(number, wire_type, 0)?;
        assert!(reader.remaining().len() < before);
    }
    Ok(())
}

fuzz_target!(|data: &[u8]| {
    let ours = step_over(data);
    // `()` is google.protobuf.Empty: every field is unknown to it.
    if <()>::decode(data).is_ok() {
        assert_eq!(ours, Ok(()));
    }
    let mut out = Vec::new();
    let mut reader = wire::Reader::new(data);
    while let Ok(value) = reader.varint() {
        out.clear();
        wire::put_varint(&mut out, value);
        assert_eq!(wire::Reader::new(&out).varint(), Ok(value));
        assert_eq!(wire::unzigzag(wire::zigzag(value.cast_signed())), value.cast_signed());
    }
});
