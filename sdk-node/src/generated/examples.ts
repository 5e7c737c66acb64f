// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

/** By method: the answer that mock mode gives. */
export const EXAMPLE_RESPONSES: Readonly<Record<string, object>> = {
  "/omni.audit.v1.AuditService/ListAuditEntries": {
    entries: [
      {
        tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya",
        environment: "live",
        sequence: 17,
        time: new Date("2026-01-01T00:00:00Z"),
        actor: "usr_01k9z8v6m3e8qsb4x7n2h5d0yb",
        requestId: "req_01k9z8v6m3e8qsb4x7n2h5d0yc",
        method: "omni.tenant.v1.TenantService/SuspendTenant",
        action: "tenant.tenants.suspend",
        outcome: "AUDIT_OUTCOME_SUCCESS",
        target: "ten_01k9z8v6m3e8qsb4x7n2h5d0yd",
      },
    ],
  },
  "/omni.audit.v1.AuditService/GetAuditEntry": {
    entry: {
      tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya",
      environment: "live",
      sequence: 1,
      time: new Date("2026-01-01T00:00:00Z"),
      actor: "key_01k9z8v6m3e8qsb4x7n2h5d0yb",
      action: "keys.create",
      outcome: "AUDIT_OUTCOME_SUCCESS",
    },
  },
  "/omni.audit.v1.AuditService/ExportAudit": {
    entry: {
      tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya",
      environment: "live",
      sequence: 1,
      time: new Date("2026-01-01T00:00:00Z"),
      actor: "key_01k9z8v6m3e8qsb4x7n2h5d0yb",
      action: "keys.create",
      outcome: "AUDIT_OUTCOME_SUCCESS",
    },
  },
  "/omni.audit.v1.AuditService/VerifyAudit": { intact: true, checkedEntries: 1, firstSequence: 1, lastSequence: 1 },
  "/omni.audit.v1.AuditService/ListCheckpoints": {
    checkpoints: [
      {
        tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya",
        environment: "live",
        sequence: 1000,
        hash: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        time: new Date("2026-01-01T01:00:00Z"),
      },
    ],
  },
  "/omni.audit.v1.AuditService/GetCheckpointKey": {
    keys: [
      {
        keyId: "0198f7c2-7f0a-7cc3-98c4-1c0b6a1d2e3f",
        publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      },
    ],
  },
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
};
