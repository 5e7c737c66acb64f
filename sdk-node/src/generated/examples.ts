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
  "/omni.platform.v1.CacheService/GetCacheStatistics": {
    store: "process",
    methods: [
      {
        method: "omni.intelligence.v1.IntelligenceService/Forecast",
        hits: 12,
        misses: 3,
        bypasses: 0,
      },
    ],
  },
  "/omni.platform.v1.CacheService/PurgeCache": { methods: ["omni.intelligence.v1.IntelligenceService/Forecast"] },
  "/omni.platform.v1.CacheService/GetCacheSettings": {
    settings: [
      {
        method: "omni.intelligence.v1.IntelligenceService/Forecast",
        ttl: { seconds: 1800n, nanos: 0 },
        defaultTtl: { seconds: 1800n, nanos: 0 },
      },
    ],
  },
  "/omni.platform.v1.CacheService/SetCacheTtl": {
    settings: [
      {
        method: "omni.intelligence.v1.IntelligenceService/Forecast",
        ttl: { seconds: 600n, nanos: 0 },
        defaultTtl: { seconds: 1800n, nanos: 0 },
      },
    ],
  },
  "/omni.platform.v1.LimitsService/GetRateLimits": {
    limits: [
      {
        dimension: "tenant",
        limit: 100,
        window: { seconds: 60n, nanos: 0 },
        burst: 100,
        remaining: 97,
        reset: { seconds: 1n, nanos: 800000000 },
      },
    ],
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
