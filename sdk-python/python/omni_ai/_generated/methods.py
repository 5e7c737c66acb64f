# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""The methods by gRPC path and by their names in the SDK."""

METHODS: dict[str, tuple[str, str]] = {
    "/omni.intelligence.v1.IntelligenceService/Forecast": (
        "omni_ai._generated.intelligence_v1:ForecastRequest",
        "omni_ai._generated.intelligence_v1:ForecastResponse",
    ),
    "/omni.intelligence.v1.IntelligenceService/ForecastBatch": (
        "omni_ai._generated.intelligence_v1:ForecastBatchRequest",
        "omni_ai._generated.intelligence_v1:ForecastBatchResponse",
    ),
    "/omni.platform.v1.PlatformService/GetHealth": (
        "omni_ai._generated.platform_v1:GetHealthRequest",
        "omni_ai._generated.platform_v1:GetHealthResponse",
    ),
    "/omni.platform.v1.PlatformService/GetSummary": (
        "omni_ai._generated.platform_v1:GetSummaryRequest",
        "omni_ai._generated.platform_v1:GetSummaryResponse",
    ),
    "/omni.platform.v1.PlatformService/GetError": (
        "omni_ai._generated.platform_v1:GetErrorRequest",
        "omni_ai._generated.platform_v1:GetErrorResponse",
    ),
    "/omni.tenant.v1.TenantService/CreateTenant": (
        "omni_ai._generated.tenant_v1:CreateTenantRequest",
        "omni_ai._generated.tenant_v1:CreateTenantResponse",
    ),
    "/omni.tenant.v1.TenantService/GetTenant": (
        "omni_ai._generated.tenant_v1:GetTenantRequest",
        "omni_ai._generated.tenant_v1:GetTenantResponse",
    ),
    "/omni.tenant.v1.TenantService/UpdateTenant": (
        "omni_ai._generated.tenant_v1:UpdateTenantRequest",
        "omni_ai._generated.tenant_v1:UpdateTenantResponse",
    ),
    "/omni.tenant.v1.TenantService/ListTenants": (
        "omni_ai._generated.tenant_v1:ListTenantsRequest",
        "omni_ai._generated.tenant_v1:ListTenantsResponse",
    ),
    "/omni.tenant.v1.TenantService/UpgradeTenant": (
        "omni_ai._generated.tenant_v1:UpgradeTenantRequest",
        "omni_ai._generated.tenant_v1:UpgradeTenantResponse",
    ),
    "/omni.tenant.v1.TenantService/SuspendTenant": (
        "omni_ai._generated.tenant_v1:SuspendTenantRequest",
        "omni_ai._generated.tenant_v1:SuspendTenantResponse",
    ),
    "/omni.tenant.v1.TenantService/ResumeTenant": (
        "omni_ai._generated.tenant_v1:ResumeTenantRequest",
        "omni_ai._generated.tenant_v1:ResumeTenantResponse",
    ),
    "/omni.tenant.v1.TenantService/CancelTenant": (
        "omni_ai._generated.tenant_v1:CancelTenantRequest",
        "omni_ai._generated.tenant_v1:CancelTenantResponse",
    ),
    "/omni.tenant.v1.TenantService/GetFeatures": (
        "omni_ai._generated.tenant_v1:GetFeaturesRequest",
        "omni_ai._generated.tenant_v1:GetFeaturesResponse",
    ),
    "/omni.tenant.v1.TenantService/GetUsage": (
        "omni_ai._generated.tenant_v1:GetUsageRequest",
        "omni_ai._generated.tenant_v1:GetUsageResponse",
    ),
    "/omni.tenant.v1.TenantService/SetEntitlement": (
        "omni_ai._generated.tenant_v1:SetEntitlementRequest",
        "omni_ai._generated.tenant_v1:SetEntitlementResponse",
    ),
    "/omni.tenant.v1.TenantService/RemoveEntitlement": (
        "omni_ai._generated.tenant_v1:RemoveEntitlementRequest",
        "omni_ai._generated.tenant_v1:RemoveEntitlementResponse",
    ),
}
"""Request and response class by path, as `module:Class`."""

NAMES: dict[str, str] = {
    "get_error": "/omni.platform.v1.PlatformService/GetError",
    "intelligence.forecast": "/omni.intelligence.v1.IntelligenceService/Forecast",
    "intelligence.forecast_batch": "/omni.intelligence.v1.IntelligenceService/ForecastBatch",
    "ml.forecast_batch": "/omni.intelligence.v1.IntelligenceService/ForecastBatch",
    "ml.predict_revenue": "/omni.intelligence.v1.IntelligenceService/Forecast",
    "platform.get_error": "/omni.platform.v1.PlatformService/GetError",
    "platform.get_health": "/omni.platform.v1.PlatformService/GetHealth",
    "platform.get_summary": "/omni.platform.v1.PlatformService/GetSummary",
    "tenants.cancel": "/omni.tenant.v1.TenantService/CancelTenant",
    "tenants.create": "/omni.tenant.v1.TenantService/CreateTenant",
    "tenants.get": "/omni.tenant.v1.TenantService/GetTenant",
    "tenants.get_features": "/omni.tenant.v1.TenantService/GetFeatures",
    "tenants.get_usage": "/omni.tenant.v1.TenantService/GetUsage",
    "tenants.list": "/omni.tenant.v1.TenantService/ListTenants",
    "tenants.remove_entitlement": "/omni.tenant.v1.TenantService/RemoveEntitlement",
    "tenants.resume": "/omni.tenant.v1.TenantService/ResumeTenant",
    "tenants.set_entitlement": "/omni.tenant.v1.TenantService/SetEntitlement",
    "tenants.suspend": "/omni.tenant.v1.TenantService/SuspendTenant",
    "tenants.update": "/omni.tenant.v1.TenantService/UpdateTenant",
    "tenants.upgrade": "/omni.tenant.v1.TenantService/UpgradeTenant",
}
"""Path by name."""
