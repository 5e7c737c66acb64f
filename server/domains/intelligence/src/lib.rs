#![doc = include_str!("../README.md")]

mod error;
mod grpc;
mod model;
mod service;

pub use error::REASONS;
pub use grpc::server;
pub use service::Forecaster;
