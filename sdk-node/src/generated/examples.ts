// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

/** By method: the answer that mock mode gives. */
export const EXAMPLE_RESPONSES: Readonly<Record<string, object>> = {
  "/omni.intelligence.v1.IntelligenceService/Forecast": {
    predictions: [180.5, 200.7, 221.0],
    intervals: [{ level: 80, lower: [174.0, 190.1, 206.0], upper: [187.0, 211.3, 236.0] }],
    modelType: "AUTO(THETA 0.6 + ETS 0.4)",
    confidence: 0.62,
    seasonLengths: [],
    warnings: [],
  },
  "/omni.intelligence.v1.IntelligenceService/ForecastBatch": {
    index: 0,
    forecast: {
      predictions: [180.5, 200.7, 221.0],
      modelType: "AUTO(THETA 0.6 + ETS 0.4)",
      confidence: 0.62,
    },
  },
  "/omni.platform.v1.PlatformService/GetHealth": { status: "ok", version: "0.1.0", timestamp: new Date("2026-01-01T00:00:00Z") },
  "/omni.platform.v1.PlatformService/GetSummary": {
    services: { database: { status: "ok", version: "18.0" } },
    version: "0.1.0",
    uptime: { seconds: 3600n, nanos: 0 },
  },
  "/omni.platform.v1.PlatformService/GetError": {
    requestId: "req_01k9z8v6m3e8qsb4x7n2h5d0ya",
    method: "omni.intelligence.v1.IntelligenceService/Forecast",
    code: "INVALID_ARGUMENT",
    reason: "INVALID_FIELD",
    message: "forecast_steps: must be greater than or equal to 1",
    request: { timeSeries: [1, 2, 3], forecastSteps: 0 },
  },
  "/omni.tenant.v1.TenantService/CreateTenant": {
    tenant: {
      tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya",
      name: "Acme",
      subscriptionTier: "pro",
      status: "TENANT_STATUS_ACTIVE",
      metadata: { crm: "4711" },
      createTime: new Date("2026-01-01T00:00:00Z"),
      updateTime: new Date("2026-01-01T00:00:00Z"),
      etag: "1",
    },
  },
  "/omni.tenant.v1.TenantService/GetTenant": {
    tenant: {
      tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya",
      name: "Acme",
      subscriptionTier: "pro",
      status: "TENANT_STATUS_ACTIVE",
      metadata: { crm: "4711" },
      createTime: new Date("2026-01-01T00:00:00Z"),
      updateTime: new Date("2026-01-01T00:00:00Z"),
      etag: "1",
    },
  },
  "/omni.tenant.v1.TenantService/UpdateTenant": {
    tenant: {
      tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya",
      name: "Acme GmbH",
      subscriptionTier: "pro",
      status: "TENANT_STATUS_ACTIVE",
      metadata: { crm: "4711" },
      createTime: new Date("2026-01-01T00:00:00Z"),
      updateTime: new Date("2026-01-01T00:00:00Z"),
      etag: "2",
    },
  },
  "/omni.tenant.v1.TenantService/ListTenants": {
    tenants: [
      {
        tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya",
        name: "Acme",
        subscriptionTier: "pro",
        status: "TENANT_STATUS_ACTIVE",
        metadata: { crm: "4711" },
        createTime: new Date("2026-01-01T00:00:00Z"),
        updateTime: new Date("2026-01-01T00:00:00Z"),
        etag: "1",
      },
    ],
  },
  "/omni.tenant.v1.TenantService/UpgradeTenant": {
    tenant: {
      tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya",
      name: "Acme",
      subscriptionTier: "pro",
      status: "TENANT_STATUS_ACTIVE",
      metadata: { crm: "4711" },
      createTime: new Date("2026-01-01T00:00:00Z"),
      updateTime: new Date("2026-01-01T00:00:00Z"),
      etag: "1",
    },
  },
  "/omni.tenant.v1.TenantService/SuspendTenant": {
    tenant: {
      tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya",
      name: "Acme",
      subscriptionTier: "pro",
      status: "TENANT_STATUS_SUSPENDED",
      metadata: { crm: "4711" },
      createTime: new Date("2026-01-01T00:00:00Z"),
      updateTime: new Date("2026-01-01T00:00:00Z"),
      suspendReason: "unpaid since March",
      etag: "2",
    },
  },
  "/omni.tenant.v1.TenantService/ResumeTenant": {
    tenant: {
      tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya",
      name: "Acme",
      subscriptionTier: "pro",
      status: "TENANT_STATUS_ACTIVE",
      metadata: { crm: "4711" },
      createTime: new Date("2026-01-01T00:00:00Z"),
      updateTime: new Date("2026-01-01T00:00:00Z"),
      etag: "1",
    },
  },
  "/omni.tenant.v1.TenantService/CancelTenant": {
    tenant: {
      tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya",
      name: "Acme",
      subscriptionTier: "pro",
      status: "TENANT_STATUS_CANCELLED",
      metadata: { crm: "4711" },
      createTime: new Date("2026-01-01T00:00:00Z"),
      updateTime: new Date("2026-01-01T00:00:00Z"),
      etag: "1",
    },
  },
  "/omni.tenant.v1.TenantService/GetFeatures": {
    subscriptionTier: "pro",
    catalogueVersion: "1",
    features: [{ name: "ai_assistant", enabled: true, source: "ENTITLEMENT_SOURCE_TIER" }],
    limits: [{ name: "users", limit: 50, source: "ENTITLEMENT_SOURCE_TIER" }],
    quotas: [
      {
        meter: "calls",
        limit: 10000,
        period: "QUOTA_PERIOD_DAY",
        enforcement: "QUOTA_ENFORCEMENT_HARD",
        source: "ENTITLEMENT_SOURCE_TIER",
      },
    ],
  },
  "/omni.tenant.v1.TenantService/GetUsage": {
    environment: "live",
    meters: [
      {
        meter: "calls",
        used: 412,
        limit: 10000,
        remaining: 9588,
        period: "QUOTA_PERIOD_DAY",
        periodStart: new Date("2026-01-01T00:00:00Z"),
        resetTime: new Date("2026-01-02T00:00:00Z"),
        enforcement: "QUOTA_ENFORCEMENT_HARD",
      },
    ],
  },
  "/omni.tenant.v1.TenantService/SetEntitlement": {
    features: {
      subscriptionTier: "pro",
      catalogueVersion: "1",
      quotas: [
        {
          meter: "calls",
          limit: 50000,
          period: "QUOTA_PERIOD_DAY",
          enforcement: "QUOTA_ENFORCEMENT_HARD",
          source: "ENTITLEMENT_SOURCE_OVERRIDE",
        },
      ],
    },
  },
  "/omni.tenant.v1.TenantService/RemoveEntitlement": {
    features: {
      subscriptionTier: "pro",
      catalogueVersion: "1",
      quotas: [
        {
          meter: "calls",
          limit: 10000,
          period: "QUOTA_PERIOD_DAY",
          enforcement: "QUOTA_ENFORCEMENT_HARD",
          source: "ENTITLEMENT_SOURCE_TIER",
        },
      ],
    },
  },
};
