//! The client core under every Omni SDK: bytes in, bytes out.
//!
//! The core knows methods by their gRPC path and messages as bytes. It owns what every language would otherwise write
//! again: settings, the credential, deadlines, retries, idempotency keys, reconnection, the debug log, errors, and a mock
//! mode that answers every RPC of the contract without a socket.
//!
//! It holds no runtime and starts none. [`Client::new`] does no I/O; calls must run inside a tokio runtime with timers
//! and I/O enabled, which the caller owns. A client may be used from several runtimes and after a fork: it dials again.
//!
//! ```no_run
//! # async fn run() -> Result<(), omni_client_core::Error> {
//! use omni_client_core::{CallOptions, Client, Settings};
//!
//! let client = Client::new(Settings { mock_mode: Some(true), ..Settings::default() })?;
//! let path = "/omni.platform.v1.PlatformService/GetHealth";
//! let answer = client.unary(path, Vec::new().into(), &CallOptions::default()).await?;
//! assert!(!answer.message.is_empty());
//! # Ok(())
//! # }
//! ```

mod ambient;
mod call;
mod client;
mod codec;
mod contract;
mod debug;
mod error;
mod key;
mod link;
mod metadata;
#[rustfmt::skip]
mod methods;
mod mock;
mod only_grpc;
mod person;
mod retry;
mod settings;
mod stream;
mod together;

pub use ambient::{Environment, ProcessEnvironment};
pub use client::{CallOptions, Client, Response};
pub use contract::contract;
pub use debug::{DebugLine, DebugSink, LogLevel};
pub use error::{ApiError, Code, Error, ErrorKind, FieldViolation};
pub use key::{ApiKey, KeyError, KeyMode};
pub use methods::METHODS;
pub use mock::{ErrorSpec, Mock, RecordedCall};
pub use person::{ProfileFile, ProfileLock, TokenSink, Tokens};
pub use settings::{
    Resolved, ResolvedSettings, SettingLine, Settings, Source, TargetEnvironment, environment_variables,
};
pub use stream::{CancelHandle, ResponseStream};
