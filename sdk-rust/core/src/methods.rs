// Written by omni-gen from the contracts; do not edit. `make gen` writes it again.

/// Every RPC: its path, and whether a call may change anything. Sorted by path.
pub static METHODS: &[(&str, bool)] = &[
    ("/omni.audit.v1.AuditService/ExportAudit", false),
    ("/omni.audit.v1.AuditService/GetAuditEntry", false),
    ("/omni.audit.v1.AuditService/GetCheckpointKey", false),
    ("/omni.audit.v1.AuditService/ListAuditEntries", false),
    ("/omni.audit.v1.AuditService/ListCheckpoints", false),
    ("/omni.audit.v1.AuditService/VerifyAudit", false),
    ("/omni.intelligence.v1.IntelligenceService/Forecast", false),
    ("/omni.intelligence.v1.IntelligenceService/ForecastBatch", false),
    ("/omni.platform.v1.PlatformService/GetError", false),
    ("/omni.platform.v1.PlatformService/GetHealth", false),
    ("/omni.platform.v1.PlatformService/GetSummary", false),
];
