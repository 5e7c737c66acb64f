//! Generated from `proto/omni/intelligence`; see the comments there.
#![allow(clippy::all, clippy::pedantic, missing_docs, unreachable_pub, unused_qualifications)]

/// `omni.intelligence.v1`.
pub mod v1 {
    include!(concat!(env!("OUT_DIR"), "/omni.intelligence.v1.rs"));
}
