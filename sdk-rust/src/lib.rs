//! The Omni SDK for Rust.
//!
//! ```
//! use omni_ai::OmniClient;
//! use omni_ai::intelligence::v1::ForecastRequest;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), omni_ai::Error> {
//! // Without arguments, the settings come from the environment (OMNI_API_KEY, …) and the profile file.
//! let client = OmniClient::builder().mock_mode(true).build()?;
//! let forecast = client
//!     .ml()
//!     .predict_revenue(ForecastRequest {
//!         time_series: vec![100.0, 120.0, 145.0, 160.0],
//!         forecast_steps: 3,
//!         ..Default::default()
//!     })
//!     .await?;
//! assert_eq!(forecast.predictions.len(), 3);
//! # Ok(())
//! # }
//! ```
//!
//! Calls run on the caller's tokio runtime. Every error is an [`Error`]; [`Error::kind`] tells its class and
//! [`Error::request_id`] the request, which `client.get_error(…)` looks up.
//!
//! Library users who do not want the command line `omni` turn off default features.

mod answer;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod client;
#[rustfmt::skip]
mod generated;
mod request;

pub use answer::{ItemStream, Response};
pub use client::{Builder, OmniClient};
pub use generated::*;
pub use omni_client_core::{
    ApiError, CallOptions, CancelHandle, Code, DebugLine, Error, ErrorKind, ErrorSpec, FieldViolation, Mock,
    RecordedCall, ResolvedSettings, Tokens as TokenPair,
};
pub use prost;
pub use prost_types;
pub use request::{IntoRequest, IntoTokens};
