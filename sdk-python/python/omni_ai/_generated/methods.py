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
    "/omni.platform.v1.CacheService/GetCacheStatistics": (
        "omni_ai._generated.platform_v1:GetCacheStatisticsRequest",
        "omni_ai._generated.platform_v1:GetCacheStatisticsResponse",
    ),
    "/omni.platform.v1.CacheService/PurgeCache": (
        "omni_ai._generated.platform_v1:PurgeCacheRequest",
        "omni_ai._generated.platform_v1:PurgeCacheResponse",
    ),
    "/omni.platform.v1.CacheService/GetCacheSettings": (
        "omni_ai._generated.platform_v1:GetCacheSettingsRequest",
        "omni_ai._generated.platform_v1:GetCacheSettingsResponse",
    ),
    "/omni.platform.v1.CacheService/SetCacheTtl": (
        "omni_ai._generated.platform_v1:SetCacheTtlRequest",
        "omni_ai._generated.platform_v1:SetCacheTtlResponse",
    ),
    "/omni.platform.v1.LimitsService/GetRateLimits": (
        "omni_ai._generated.platform_v1:GetRateLimitsRequest",
        "omni_ai._generated.platform_v1:GetRateLimitsResponse",
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
}
"""Request and response class by path, as `module:Class`."""

NAMES: dict[str, str] = {
    "cache.get_settings": "/omni.platform.v1.CacheService/GetCacheSettings",
    "cache.get_statistics": "/omni.platform.v1.CacheService/GetCacheStatistics",
    "cache.purge": "/omni.platform.v1.CacheService/PurgeCache",
    "cache.set_ttl": "/omni.platform.v1.CacheService/SetCacheTtl",
    "get_error": "/omni.platform.v1.PlatformService/GetError",
    "intelligence.forecast": "/omni.intelligence.v1.IntelligenceService/Forecast",
    "intelligence.forecast_batch": "/omni.intelligence.v1.IntelligenceService/ForecastBatch",
    "ml.forecast_batch": "/omni.intelligence.v1.IntelligenceService/ForecastBatch",
    "ml.predict_revenue": "/omni.intelligence.v1.IntelligenceService/Forecast",
    "platform.get_error": "/omni.platform.v1.PlatformService/GetError",
    "platform.get_health": "/omni.platform.v1.PlatformService/GetHealth",
    "platform.get_rate_limits": "/omni.platform.v1.LimitsService/GetRateLimits",
    "platform.get_summary": "/omni.platform.v1.PlatformService/GetSummary",
}
"""Path by name."""
