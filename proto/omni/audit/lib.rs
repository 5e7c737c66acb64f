//! Generated from `proto/omni/audit`; see the comments there.
#![allow(clippy::all, clippy::pedantic, missing_docs, unreachable_pub, unused_qualifications)]

/// `omni.audit.v1`.
pub mod v1 {
    include!(concat!(env!("OUT_DIR"), "/omni.audit.v1.rs"));
}
