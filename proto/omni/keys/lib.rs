//! Generated from `proto/omni/keys`; see the comments there.
#![allow(clippy::all, clippy::pedantic, missing_docs, unreachable_pub, unused_qualifications)]

/// `omni.keys.v1`.
pub mod v1 {
    include!(concat!(env!("OUT_DIR"), "/omni.keys.v1.rs"));
}
