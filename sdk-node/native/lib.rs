//! The Node binding of the Omni client core: calls by path, messages as bytes. It knows no RPC; types, names and
//! error classes are TypeScript.
//!
//! A call that fails gives its promise an object with `error` instead of rejecting it, so that the class and the fields
//! of the error are made in one place.

mod client;
mod error;
mod mock;
mod stream;

pub use client::{CallSettings, ClientSettings, NativeCancel, NativeClient, open_client};
pub use error::{ErrorParts, Violation};
