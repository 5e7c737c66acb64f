// Written by omni-gen from the contracts; do not edit. `make gen` writes it again.

use omni_client_core::{CallOptions, Error};

use crate::answer::{ItemStream, Response};
use crate::client::{Caller, OmniClient};
use crate::request::IntoRequest;

#[doc(inline)]
pub use omni_proto_intelligence as intelligence;
#[doc(inline)]
pub use omni_proto_platform as platform;
#[doc(inline)]
pub use omni_proto_tenant as tenant;

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

    /// The calls of [`Tenants`].
    pub fn tenants(&self) -> Tenants {
        Tenants { caller: self.caller().clone() }
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

/// `client.tenants()`:
/// - [`cancel`](Self::cancel): CancelTenant ends the service of a tenant, within a second and for good.
/// - [`create`](Self::create): CreateTenant makes a tenant.
/// - [`get`](Self::get): GetTenant returns a tenant.
/// - [`get_features`](Self::get_features): GetFeatures says what a tenant may use, and how much, and whether that comes from its tier or from an override.
/// - [`get_usage`](Self::get_usage): GetUsage says what a tenant has used in the running periods, in the caller's environment.
/// - [`list`](Self::list): ListTenants lists the tenants of the installation, the oldest first.
/// - [`remove_entitlement`](Self::remove_entitlement): RemoveEntitlement takes an override back; the tier's entitlement holds again.
/// - [`resume`](Self::resume): ResumeTenant ends a suspension.
/// - [`set_entitlement`](Self::set_entitlement): SetEntitlement gives a tenant another entitlement than its tier's, until it is removed; a change of tier leaves it.
/// - [`suspend`](Self::suspend): SuspendTenant leaves a tenant its reads and exports, and nothing that changes anything, within a second.
/// - [`update`](Self::update): UpdateTenant changes the name and the metadata of a tenant.
/// - [`upgrade`](Self::upgrade): UpgradeTenant moves a tenant to another tier of the catalogue, up or down.
#[derive(Debug, Clone)]
pub struct Tenants {
    caller: Caller,
}

impl Tenants {
    /// The same calls with these options.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.caller.set_options(options);
        self
    }

    /// CancelTenant ends the service of a tenant, within a second and for good. Its data stays until it is erased.
    ///
    /// Only for the operator of the installation, with `tenant.tenants.cancel`. The operator's own tenant cannot be
    /// cancelled: FAILED_PRECONDITION.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/CancelTenant`.
    /// REST: `POST /api/v1/tenants/{tenant_id}/cancel`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().cancel("ten_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn cancel(
        &self,
        request: impl IntoRequest<tenant::v1::CancelTenantRequest>,
    ) -> Result<Response<tenant::v1::CancelTenantResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/CancelTenant", request.into_request()).await
    }

    /// CreateTenant makes a tenant.
    ///
    /// Only for the operator of the installation, with `tenant.tenants.create`. A tier that is not in the catalogue is
    /// INVALID_ARGUMENT.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/CreateTenant`.
    /// REST: `POST /api/v1/tenants`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::tenant::v1::CreateTenantRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().create(CreateTenantRequest {
    ///     name: "Acme".into(),
    ///     subscription_tier: "pro".into(),
    ///     metadata: [("crm".into(), "4711".into())].into(),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create(
        &self,
        request: impl IntoRequest<tenant::v1::CreateTenantRequest>,
    ) -> Result<Response<tenant::v1::CreateTenantResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/CreateTenant", request.into_request()).await
    }

    /// GetTenant returns a tenant.
    ///
    /// Callers need `tenant.tenants.read`. The tenant is the caller's own; the operator of the installation may name any.
    /// A tenant that is not there, or that the caller may not see, is NOT_FOUND.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/GetTenant`.
    /// REST: `GET /api/v1/tenants/{tenant_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().get("ten_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get(
        &self,
        request: impl IntoRequest<tenant::v1::GetTenantRequest>,
    ) -> Result<Response<tenant::v1::GetTenantResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/GetTenant", request.into_request()).await
    }

    /// GetFeatures says what a tenant may use, and how much, and whether that comes from its tier or from an override.
    ///
    /// Callers need `tenant.entitlements.read`. The tenant is the caller's own; the operator of the installation may name any.
    /// A tenant that is not there, or that the caller may not see, is NOT_FOUND.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/GetFeatures`.
    /// REST: `GET /api/v1/tenants/{tenant_id}/features`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().get_features("ten_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_features(
        &self,
        request: impl IntoRequest<tenant::v1::GetFeaturesRequest>,
    ) -> Result<Response<tenant::v1::GetFeaturesResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/GetFeatures", request.into_request()).await
    }

    /// GetUsage says what a tenant has used in the running periods, in the caller's environment.
    ///
    /// Callers need `tenant.usage.read`. The tenant is the caller's own; the operator of the installation may name any. What another
    /// server has counted in the last second may be missing, and what it has set aside for itself counts as used.
    /// A tenant that is not there, or that the caller may not see, is NOT_FOUND.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/GetUsage`.
    /// REST: `GET /api/v1/tenants/{tenant_id}/usage`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().get_usage("ten_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_usage(
        &self,
        request: impl IntoRequest<tenant::v1::GetUsageRequest>,
    ) -> Result<Response<tenant::v1::GetUsageResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/GetUsage", request.into_request()).await
    }

    /// ListTenants lists the tenants of the installation, the oldest first.
    ///
    /// Only for the operator of the installation, with `tenant.tenants.list`.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/ListTenants`.
    /// REST: `GET /api/v1/tenants`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::tenant::v1::ListTenantsRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().list(ListTenantsRequest {
    ///     page_size: 50,
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn list(
        &self,
        request: impl IntoRequest<tenant::v1::ListTenantsRequest>,
    ) -> Result<Response<tenant::v1::ListTenantsResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/ListTenants", request.into_request()).await
    }

    /// RemoveEntitlement takes an override back; the tier's entitlement holds again. Removing what is not there changes nothing.
    ///
    /// Only for the operator of the installation, with `tenant.entitlements.set`.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/RemoveEntitlement`.
    /// REST: `DELETE /api/v1/tenants/{tenant_id}/entitlements/{name}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::tenant::v1::RemoveEntitlementRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().remove_entitlement(RemoveEntitlementRequest {
    ///     tenant_id: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya".into(),
    ///     name: "calls".into(),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn remove_entitlement(
        &self,
        request: impl IntoRequest<tenant::v1::RemoveEntitlementRequest>,
    ) -> Result<Response<tenant::v1::RemoveEntitlementResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/RemoveEntitlement", request.into_request()).await
    }

    /// ResumeTenant ends a suspension.
    ///
    /// Only for the operator of the installation, with `tenant.tenants.suspend`. One that is cancelled stays so: FAILED_PRECONDITION.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/ResumeTenant`.
    /// REST: `POST /api/v1/tenants/{tenant_id}/resume`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().resume("ten_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn resume(
        &self,
        request: impl IntoRequest<tenant::v1::ResumeTenantRequest>,
    ) -> Result<Response<tenant::v1::ResumeTenantResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/ResumeTenant", request.into_request()).await
    }

    /// SetEntitlement gives a tenant another entitlement than its tier's, until it is removed; a change of tier leaves it.
    ///
    /// Only for the operator of the installation, with `tenant.entitlements.set`. A name that the catalogue does not
    /// know is INVALID_ARGUMENT, and so is a value that does not fit what the name stands for.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/SetEntitlement`.
    /// REST: `PUT /api/v1/tenants/{tenant_id}/entitlements/{name}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::tenant::v1::{QuotaPeriod, SetEntitlementRequest};
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().set_entitlement(SetEntitlementRequest {
    ///     tenant_id: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya".into(),
    ///     name: "calls".into(),
    ///     limit: Some(50000.0),
    ///     period: QuotaPeriod::Day.into(),
    ///     reason: "contract of 2026-01".into(),
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn set_entitlement(
        &self,
        request: impl IntoRequest<tenant::v1::SetEntitlementRequest>,
    ) -> Result<Response<tenant::v1::SetEntitlementResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/SetEntitlement", request.into_request()).await
    }

    /// SuspendTenant leaves a tenant its reads and exports, and nothing that changes anything, within a second.
    ///
    /// Only for the operator of the installation, with `tenant.tenants.suspend`. The operator's own tenant cannot be
    /// suspended, nor one that is cancelled: FAILED_PRECONDITION.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/SuspendTenant`.
    /// REST: `POST /api/v1/tenants/{tenant_id}/suspend`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::tenant::v1::SuspendTenantRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().suspend(SuspendTenantRequest {
    ///     tenant_id: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya".into(),
    ///     reason: "unpaid since March".into(),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn suspend(
        &self,
        request: impl IntoRequest<tenant::v1::SuspendTenantRequest>,
    ) -> Result<Response<tenant::v1::SuspendTenantResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/SuspendTenant", request.into_request()).await
    }

    /// UpdateTenant changes the name and the metadata of a tenant.
    ///
    /// Callers need `tenant.tenants.update`. The tenant is the caller's own; the operator of the installation may name any. Without an
    /// `update_mask` the fields that are set are changed. With an `etag` that is not the tenant's it is ABORTED: read again.
    /// A tenant that is not there, or that the caller may not see, is NOT_FOUND.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/UpdateTenant`.
    /// REST: `PUT /api/v1/tenants/{tenant_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::tenant::v1::UpdateTenantRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().update(UpdateTenantRequest {
    ///     tenant_id: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya".into(),
    ///     name: "Acme GmbH".into(),
    ///     update_mask: vec!["name".into()],
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn update(
        &self,
        request: impl IntoRequest<tenant::v1::UpdateTenantRequest>,
    ) -> Result<Response<tenant::v1::UpdateTenantResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/UpdateTenant", request.into_request()).await
    }

    /// UpgradeTenant moves a tenant to another tier of the catalogue, up or down. Its overrides stay. A trial ends with it.
    ///
    /// Callers need `tenant.tenants.upgrade`. The tenant is the caller's own; the operator of the installation may name any. A tier that is not
    /// in the catalogue is INVALID_ARGUMENT; one whose limits the tenant already exceeds is FAILED_PRECONDITION.
    /// A tenant that is not there, or that the caller may not see, is NOT_FOUND.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/UpgradeTenant`.
    /// REST: `POST /api/v1/tenants/{tenant_id}/upgrade`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::tenant::v1::UpgradeTenantRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().upgrade(UpgradeTenantRequest {
    ///     tenant_id: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya".into(),
    ///     subscription_tier: "pro".into(),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn upgrade(
        &self,
        request: impl IntoRequest<tenant::v1::UpgradeTenantRequest>,
    ) -> Result<Response<tenant::v1::UpgradeTenantResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/UpgradeTenant", request.into_request()).await
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

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::GetTenantRequest> for &str {
    fn into_request(self) -> tenant::v1::GetTenantRequest {
        tenant::v1::GetTenantRequest { tenant_id: self.to_owned() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::GetTenantRequest> for String {
    fn into_request(self) -> tenant::v1::GetTenantRequest {
        tenant::v1::GetTenantRequest { tenant_id: self }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::UpdateTenantRequest> for &str {
    fn into_request(self) -> tenant::v1::UpdateTenantRequest {
        tenant::v1::UpdateTenantRequest { tenant_id: self.to_owned(), ..Default::default() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::UpdateTenantRequest> for String {
    fn into_request(self) -> tenant::v1::UpdateTenantRequest {
        tenant::v1::UpdateTenantRequest { tenant_id: self, ..Default::default() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::SuspendTenantRequest> for &str {
    fn into_request(self) -> tenant::v1::SuspendTenantRequest {
        tenant::v1::SuspendTenantRequest { tenant_id: self.to_owned(), ..Default::default() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::SuspendTenantRequest> for String {
    fn into_request(self) -> tenant::v1::SuspendTenantRequest {
        tenant::v1::SuspendTenantRequest { tenant_id: self, ..Default::default() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::ResumeTenantRequest> for &str {
    fn into_request(self) -> tenant::v1::ResumeTenantRequest {
        tenant::v1::ResumeTenantRequest { tenant_id: self.to_owned() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::ResumeTenantRequest> for String {
    fn into_request(self) -> tenant::v1::ResumeTenantRequest {
        tenant::v1::ResumeTenantRequest { tenant_id: self }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::CancelTenantRequest> for &str {
    fn into_request(self) -> tenant::v1::CancelTenantRequest {
        tenant::v1::CancelTenantRequest { tenant_id: self.to_owned() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::CancelTenantRequest> for String {
    fn into_request(self) -> tenant::v1::CancelTenantRequest {
        tenant::v1::CancelTenantRequest { tenant_id: self }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::GetFeaturesRequest> for &str {
    fn into_request(self) -> tenant::v1::GetFeaturesRequest {
        tenant::v1::GetFeaturesRequest { tenant_id: self.to_owned() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::GetFeaturesRequest> for String {
    fn into_request(self) -> tenant::v1::GetFeaturesRequest {
        tenant::v1::GetFeaturesRequest { tenant_id: self }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::GetUsageRequest> for &str {
    fn into_request(self) -> tenant::v1::GetUsageRequest {
        tenant::v1::GetUsageRequest { tenant_id: self.to_owned() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::GetUsageRequest> for String {
    fn into_request(self) -> tenant::v1::GetUsageRequest {
        tenant::v1::GetUsageRequest { tenant_id: self }
    }
}
