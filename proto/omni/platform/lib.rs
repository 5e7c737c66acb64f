//! Generated from `proto/omni/platform`; see the comments there.
#![allow(clippy::all, clippy::pedantic, missing_docs, unreachable_pub, unused_qualifications)]

/// `omni.platform.v1`.
pub mod v1 {
    include!(concat!(env!("OUT_DIR"), "/omni.platform.v1.rs"));
}
