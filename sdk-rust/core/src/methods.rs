// Written by omni-gen from the contracts; do not edit. `make gen` writes it again.

/// Every RPC: its path, and whether a call may change anything. Sorted by path.
pub static METHODS: &[(&str, bool)] = &[
    ("/omni.intelligence.v1.IntelligenceService/Forecast", false),
    ("/omni.intelligence.v1.IntelligenceService/ForecastBatch", false),
    ("/omni.platform.v1.CacheService/GetCacheSettings", false),
    ("/omni.platform.v1.CacheService/GetCacheStatistics", false),
    ("/omni.platform.v1.CacheService/PurgeCache", true),
    ("/omni.platform.v1.CacheService/SetCacheTtl", true),
    ("/omni.platform.v1.LimitsService/GetRateLimits", false),
    ("/omni.platform.v1.PlatformService/GetError", false),
    ("/omni.platform.v1.PlatformService/GetHealth", false),
    ("/omni.platform.v1.PlatformService/GetSummary", false),
];
