//! Generated from `proto/omni/tenant`; see the comments there.
#![allow(clippy::all, clippy::pedantic, missing_docs, unreachable_pub, unused_qualifications)]

/// `omni.tenant.v1`.
pub mod v1 {
    include!(concat!(env!("OUT_DIR"), "/omni.tenant.v1.rs"));
}
