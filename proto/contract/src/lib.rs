//! Reads a descriptor set into what the server enforces and the generator spreads: services, methods, their policy,
//! their REST bindings, their names in the SDKs, and the options of fields.
//!
//! [`Contract::read`] refuses a set in which a method of an Omni service lacks a policy, demands a permission that no
//! service declares, or caches an answer although the method has side effects.

pub mod enums;
mod method;
mod read;
pub mod rules;

pub use method::{HttpBinding, HttpVerb, Method, Segment};
pub use read::{Contract, Error, Service, comment_at};

/// Generated types of the options.
#[allow(clippy::all, clippy::pedantic, missing_docs, unreachable_pub, unused_qualifications, rustdoc::all)]
pub mod pb {
    /// `omni.options.v1`.
    pub mod omni {
        pub mod options {
            pub mod v1 {
                include!(concat!(env!("OUT_DIR"), "/omni.options.v1.rs"));
            }
        }
    }
    /// `google.api`, `google.rpc`.
    pub mod google {
        pub mod api {
            include!(concat!(env!("OUT_DIR"), "/google.api.rs"));
        }
        pub mod rpc {
            include!(concat!(env!("OUT_DIR"), "/google.rpc.rs"));
        }
    }
    /// `buf.validate`.
    pub mod buf {
        pub mod validate {
            include!(concat!(env!("OUT_DIR"), "/buf.validate.rs"));
        }
    }
}

pub use pb::omni::options::v1::{Access, Meter, Permission, Personal, Policy, Sdk, SdkName};
