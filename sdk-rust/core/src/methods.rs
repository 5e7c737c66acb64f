// Written by omni-gen from the contracts; do not edit. `make gen` writes it again.

/// Every RPC: its path, and whether a call may change anything. Sorted by path.
pub static METHODS: &[(&str, bool)] = &[
    ("/omni.intelligence.v1.IntelligenceService/Forecast", false),
    ("/omni.intelligence.v1.IntelligenceService/ForecastBatch", false),
    ("/omni.platform.v1.PlatformService/GetError", false),
    ("/omni.platform.v1.PlatformService/GetHealth", false),
    ("/omni.platform.v1.PlatformService/GetSummary", false),
    ("/omni.tenant.v1.TenantService/CancelTenant", true),
    ("/omni.tenant.v1.TenantService/CreateTenant", true),
    ("/omni.tenant.v1.TenantService/GetFeatures", false),
    ("/omni.tenant.v1.TenantService/GetTenant", false),
    ("/omni.tenant.v1.TenantService/GetUsage", false),
    ("/omni.tenant.v1.TenantService/ListTenants", false),
    ("/omni.tenant.v1.TenantService/RemoveEntitlement", true),
    ("/omni.tenant.v1.TenantService/ResumeTenant", true),
    ("/omni.tenant.v1.TenantService/SetEntitlement", true),
    ("/omni.tenant.v1.TenantService/SuspendTenant", true),
    ("/omni.tenant.v1.TenantService/UpdateTenant", true),
    ("/omni.tenant.v1.TenantService/UpgradeTenant", true),
];
