// Written by omni-gen from the contracts; do not edit. `make gen` writes it again.

use omni_client_core::{CallOptions, Error};

use crate::answer::{ItemStream, Response};
use crate::client::{Caller, OmniClient};
use crate::request::IntoRequest;

#[doc(inline)]
pub use omni_proto_intelligence as intelligence;
#[doc(inline)]
pub use omni_proto_platform as platform;

impl OmniClient {
    /// The calls of [`Intelligence`].
    pub fn intelligence(&self) -> Intelligence {
        Intelligence { caller: self.caller().clone() }
    }

    /// The calls of [`Ml`].
    pub fn ml(&self) -> Ml {
        Ml { caller: self.caller().clone() }
    }

    /// The calls of [`Platform`].
    pub fn platform(&self) -> Platform {
        Platform { caller: self.caller().clone() }
    }

    /// GetError returns the record of a failed request of the caller's tenant, with secrets and personal data masked.
    ///
    /// Callers need `platform.errors.read`. Records are kept for a configured time; one that is gone, or that belongs to
    /// another tenant, is NOT_FOUND.
    ///
    /// gRPC: `omni.platform.v1.PlatformService/GetError`.
    /// REST: `GET /api/v1/errors/{failed_request_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.get_error("req_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_error(
        &self,
        request: impl IntoRequest<platform::v1::GetErrorRequest>,
    ) -> Result<Response<platform::v1::GetErrorResponse>, Error> {
        self.caller().unary("/omni.platform.v1.PlatformService/GetError", request.into_request()).await
    }
}

/// `client.intelligence()`:
/// - [`forecast`](Self::forecast): Forecast continues one time series, with prediction intervals.
/// - [`forecast_batch`](Self::forecast_batch): ForecastBatch forecasts many series and sends each result as soon as it is ready, in no particular order.
#[derive(Debug, Clone)]
pub struct Intelligence {
    caller: Caller,
}

impl Intelligence {
    /// The same calls with these options.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.caller.set_options(options);
        self
    }

    /// Forecast continues one time series, with prediction intervals.
    ///
    /// Callers need `intelligence.forecasts.create`. The call changes nothing and may be repeated. Series that are too
    /// short or hold a value that is not finite are refused with INVALID_ARGUMENT, naming the field and the index.
    ///
    /// gRPC: `omni.intelligence.v1.IntelligenceService/Forecast`.
    /// REST: `POST /api/v1/ai-intelligence/forecast`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::intelligence::v1::ForecastRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.intelligence().forecast(ForecastRequest {
    ///     time_series: vec![100.0, 120.0, 145.0, 160.0],
    ///     forecast_steps: 3,
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn forecast(
        &self,
        request: impl IntoRequest<intelligence::v1::ForecastRequest>,
    ) -> Result<Response<intelligence::v1::ForecastResponse>, Error> {
        self.caller.unary("/omni.intelligence.v1.IntelligenceService/Forecast", request.into_request()).await
    }

    /// ForecastBatch forecasts many series and sends each result as soon as it is ready, in no particular order.
    ///
    /// Callers need `intelligence.forecasts.create`. A series that breaks a rule or cannot be forecast gives a result with
    /// a failure; the others go on. The request as a whole is refused, with INVALID_ARGUMENT, when it has no series or too
    /// many, or cannot be read.
    ///
    /// gRPC: `omni.intelligence.v1.IntelligenceService/ForecastBatch`.
    /// REST: `POST /api/v1/ai-intelligence/forecast-batch`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::intelligence::v1::{ForecastBatchRequest, ForecastRequest};
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let mut items = client.intelligence().forecast_batch(ForecastBatchRequest {
    ///     requests: vec![ForecastRequest {
    ///         time_series: vec![100.0, 120.0, 145.0, 160.0],
    ///         forecast_steps: 3,
    ///         ..Default::default()
    ///     }, ForecastRequest {
    ///         time_series: vec![5.0, 7.0, 6.0, 8.0, 7.0, 9.0],
    ///         forecast_steps: 2,
    ///         ..Default::default()
    ///     }],
    /// }).await?;
    /// while let Some(item) = items.next().await {
    ///     println!("{:?}", item?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn forecast_batch(
        &self,
        request: impl IntoRequest<intelligence::v1::ForecastBatchRequest>,
    ) -> Result<ItemStream<intelligence::v1::ForecastBatchResponse>, Error> {
        self.caller.stream("/omni.intelligence.v1.IntelligenceService/ForecastBatch", request.into_request()).await
    }
}

/// `client.ml()`:
/// - [`forecast_batch`](Self::forecast_batch): ForecastBatch forecasts many series and sends each result as soon as it is ready, in no particular order.
/// - [`predict_revenue`](Self::predict_revenue): Forecast continues one time series, with prediction intervals.
#[derive(Debug, Clone)]
pub struct Ml {
    caller: Caller,
}

impl Ml {
    /// The same calls with these options.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.caller.set_options(options);
        self
    }

    /// ForecastBatch forecasts many series and sends each result as soon as it is ready, in no particular order.
    ///
    /// Callers need `intelligence.forecasts.create`. A series that breaks a rule or cannot be forecast gives a result with
    /// a failure; the others go on. The request as a whole is refused, with INVALID_ARGUMENT, when it has no series or too
    /// many, or cannot be read.
    ///
    /// gRPC: `omni.intelligence.v1.IntelligenceService/ForecastBatch`.
    /// REST: `POST /api/v1/ai-intelligence/forecast-batch`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::intelligence::v1::{ForecastBatchRequest, ForecastRequest};
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let mut items = client.ml().forecast_batch(ForecastBatchRequest {
    ///     requests: vec![ForecastRequest {
    ///         time_series: vec![100.0, 120.0, 145.0, 160.0],
    ///         forecast_steps: 3,
    ///         ..Default::default()
    ///     }, ForecastRequest {
    ///         time_series: vec![5.0, 7.0, 6.0, 8.0, 7.0, 9.0],
    ///         forecast_steps: 2,
    ///         ..Default::default()
    ///     }],
    /// }).await?;
    /// while let Some(item) = items.next().await {
    ///     println!("{:?}", item?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn forecast_batch(
        &self,
        request: impl IntoRequest<intelligence::v1::ForecastBatchRequest>,
    ) -> Result<ItemStream<intelligence::v1::ForecastBatchResponse>, Error> {
        self.caller.stream("/omni.intelligence.v1.IntelligenceService/ForecastBatch", request.into_request()).await
    }

    /// Forecast continues one time series, with prediction intervals.
    ///
    /// Callers need `intelligence.forecasts.create`. The call changes nothing and may be repeated. Series that are too
    /// short or hold a value that is not finite are refused with INVALID_ARGUMENT, naming the field and the index.
    ///
    /// gRPC: `omni.intelligence.v1.IntelligenceService/Forecast`.
    /// REST: `POST /api/v1/ai-intelligence/forecast`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::intelligence::v1::ForecastRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.ml().predict_revenue(ForecastRequest {
    ///     time_series: vec![100.0, 120.0, 145.0, 160.0],
    ///     forecast_steps: 3,
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn predict_revenue(
        &self,
        request: impl IntoRequest<intelligence::v1::ForecastRequest>,
    ) -> Result<Response<intelligence::v1::ForecastResponse>, Error> {
        self.caller.unary("/omni.intelligence.v1.IntelligenceService/Forecast", request.into_request()).await
    }
}

/// `client.platform()`:
/// - [`get_error`](Self::get_error): GetError returns the record of a failed request of the caller's tenant, with secrets and personal data masked.
/// - [`get_health`](Self::get_health): GetHealth says whether the server answers, its version and its time.
/// - [`get_summary`](Self::get_summary): GetSummary says which services the installation runs, their versions and how long it has been up.
#[derive(Debug, Clone)]
pub struct Platform {
    caller: Caller,
}

impl Platform {
    /// The same calls with these options.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.caller.set_options(options);
        self
    }

    /// GetError returns the record of a failed request of the caller's tenant, with secrets and personal data masked.
    ///
    /// Callers need `platform.errors.read`. Records are kept for a configured time; one that is gone, or that belongs to
    /// another tenant, is NOT_FOUND.
    ///
    /// gRPC: `omni.platform.v1.PlatformService/GetError`.
    /// REST: `GET /api/v1/errors/{failed_request_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.platform().get_error("req_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_error(
        &self,
        request: impl IntoRequest<platform::v1::GetErrorRequest>,
    ) -> Result<Response<platform::v1::GetErrorResponse>, Error> {
        self.caller.unary("/omni.platform.v1.PlatformService/GetError", request.into_request()).await
    }

    /// GetHealth says whether the server answers, its version and its time.
    ///
    /// Anybody may call it.
    ///
    /// gRPC: `omni.platform.v1.PlatformService/GetHealth`.
    /// REST: `GET /api/health`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::platform::v1::GetHealthRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.platform().get_health(GetHealthRequest {}).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_health(
        &self,
        request: impl IntoRequest<platform::v1::GetHealthRequest>,
    ) -> Result<Response<platform::v1::GetHealthResponse>, Error> {
        self.caller.unary("/omni.platform.v1.PlatformService/GetHealth", request.into_request()).await
    }

    /// GetSummary says which services the installation runs, their versions and how long it has been up.
    ///
    /// Callers need `platform.summary.read`.
    ///
    /// gRPC: `omni.platform.v1.PlatformService/GetSummary`.
    /// REST: `GET /api/v1/omni/summary`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::platform::v1::GetSummaryRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.platform().get_summary(GetSummaryRequest {}).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_summary(
        &self,
        request: impl IntoRequest<platform::v1::GetSummaryRequest>,
    ) -> Result<Response<platform::v1::GetSummaryResponse>, Error> {
        self.caller.unary("/omni.platform.v1.PlatformService/GetSummary", request.into_request()).await
    }
}

/// The request with this `failed_request_id`.
impl IntoRequest<platform::v1::GetErrorRequest> for &str {
    fn into_request(self) -> platform::v1::GetErrorRequest {
        platform::v1::GetErrorRequest { failed_request_id: self.to_owned() }
    }
}

/// The request with this `failed_request_id`.
impl IntoRequest<platform::v1::GetErrorRequest> for String {
    fn into_request(self) -> platform::v1::GetErrorRequest {
        platform::v1::GetErrorRequest { failed_request_id: self }
    }
}
