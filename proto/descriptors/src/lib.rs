//! The descriptor set of every Omni contract. It is a crate of its own, so that a proto edit rebuilds only those who
//! embed the bytes, not those who read contracts.

/// A serialized `google.protobuf.FileDescriptorSet` with comments, options and imports.
pub const DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/omni.binpb"));
