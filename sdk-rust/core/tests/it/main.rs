//! The core against real servers: they fail, delay, push back, refuse streams, go away and come back.
#![expect(clippy::unwrap_used, reason = "a failed step of a test ends the test")]

mod debug;
mod errors;
mod mock;
mod person;
mod raw;
mod reconnect;
mod retries;
mod server;
mod streams;

use bytes::Bytes;
use omni_client_core::{CallOptions, Client, Settings};

pub(crate) const FORECAST: &str = "/omni.intelligence.v1.IntelligenceService/Forecast";
pub(crate) const FORECAST_BATCH: &str = "/omni.intelligence.v1.IntelligenceService/ForecastBatch";
/// A key with a right checksum.
pub(crate) const KEY: &str = "omni_test_AbCd1234_0123456789abcdefghijABCDEFGHIJxy_299qi3";

pub(crate) fn settings(base_url: &str) -> Settings {
    Settings { api_key: Some(KEY.to_owned()), base_url: Some(base_url.to_owned()), ..Settings::default() }
}

pub(crate) fn client(base_url: &str) -> Client {
    Client::new(settings(base_url)).unwrap()
}

pub(crate) fn mock_client() -> Client {
    Client::new(Settings { mock_mode: Some(true), ..Settings::default() }).unwrap()
}

pub(crate) async fn forecast(client: &Client) -> Result<omni_client_core::Response, omni_client_core::Error> {
    client.unary(FORECAST, Bytes::new(), &CallOptions::default()).await
}
