# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""The methods by gRPC path and by their names in the SDK."""

METHODS: dict[str, tuple[str, str]] = {
    "/omni.audit.v1.AuditService/ListAuditEntries": (
        "omni_ai._generated.audit_v1:ListAuditEntriesRequest",
        "omni_ai._generated.audit_v1:ListAuditEntriesResponse",
    ),
    "/omni.audit.v1.AuditService/GetAuditEntry": (
        "omni_ai._generated.audit_v1:GetAuditEntryRequest",
        "omni_ai._generated.audit_v1:GetAuditEntryResponse",
    ),
    "/omni.audit.v1.AuditService/ExportAudit": (
        "omni_ai._generated.audit_v1:ExportAuditRequest",
        "omni_ai._generated.audit_v1:ExportAuditResponse",
    ),
    "/omni.audit.v1.AuditService/VerifyAudit": (
        "omni_ai._generated.audit_v1:VerifyAuditRequest",
        "omni_ai._generated.audit_v1:VerifyAuditResponse",
    ),
    "/omni.audit.v1.AuditService/ListCheckpoints": (
        "omni_ai._generated.audit_v1:ListCheckpointsRequest",
        "omni_ai._generated.audit_v1:ListCheckpointsResponse",
    ),
    "/omni.audit.v1.AuditService/GetCheckpointKey": (
        "omni_ai._generated.audit_v1:GetCheckpointKeyRequest",
        "omni_ai._generated.audit_v1:GetCheckpointKeyResponse",
    ),
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
}
"""Request and response class by path, as `module:Class`."""

NAMES: dict[str, str] = {
    "audit.export": "/omni.audit.v1.AuditService/ExportAudit",
    "audit.get": "/omni.audit.v1.AuditService/GetAuditEntry",
    "audit.get_checkpoint_key": "/omni.audit.v1.AuditService/GetCheckpointKey",
    "audit.list": "/omni.audit.v1.AuditService/ListAuditEntries",
    "audit.list_checkpoints": "/omni.audit.v1.AuditService/ListCheckpoints",
    "audit.verify_chain": "/omni.audit.v1.AuditService/VerifyAudit",
    "get_error": "/omni.platform.v1.PlatformService/GetError",
    "intelligence.forecast": "/omni.intelligence.v1.IntelligenceService/Forecast",
    "intelligence.forecast_batch": "/omni.intelligence.v1.IntelligenceService/ForecastBatch",
    "ml.forecast_batch": "/omni.intelligence.v1.IntelligenceService/ForecastBatch",
    "ml.predict_revenue": "/omni.intelligence.v1.IntelligenceService/Forecast",
    "platform.get_error": "/omni.platform.v1.PlatformService/GetError",
    "platform.get_health": "/omni.platform.v1.PlatformService/GetHealth",
    "platform.get_summary": "/omni.platform.v1.PlatformService/GetSummary",
}
"""Path by name."""
