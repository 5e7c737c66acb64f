//! Generated from `proto/omni/identity`; see the comments there.
#![allow(clippy::all, clippy::pedantic, missing_docs, unreachable_pub, unused_qualifications)]

/// `omni.identity.v1`.
pub mod v1 {
    include!(concat!(env!("OUT_DIR"), "/omni.identity.v1.rs"));
}
