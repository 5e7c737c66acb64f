# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""Every message and enum of the API, imported when used.

For type checkers there are also `<Message>Dict`, the fields of a message as a `TypedDict`, and `<Enum>Name`, the
names of an enum as a `Literal`; import these under `typing.TYPE_CHECKING`.
"""

import importlib as _importlib
import typing as _t

from omni_ai._lazy import importing as _importing

if _t.TYPE_CHECKING:
    from omni_ai._generated.audit_v1 import (
        AuditBreak as AuditBreak,
        AuditBreakDict as AuditBreakDict,
        AuditCheckpoint as AuditCheckpoint,
        AuditCheckpointDict as AuditCheckpointDict,
        AuditEntry as AuditEntry,
        AuditEntryDict as AuditEntryDict,
        AuditOutcome as AuditOutcome,
        AuditOutcomeName as AuditOutcomeName,
        CheckpointKey as CheckpointKey,
        CheckpointKeyDict as CheckpointKeyDict,
        ExportAuditRequest as ExportAuditRequest,
        ExportAuditRequestDict as ExportAuditRequestDict,
        ExportAuditResponse as ExportAuditResponse,
        ExportAuditResponseDict as ExportAuditResponseDict,
        GetAuditEntryRequest as GetAuditEntryRequest,
        GetAuditEntryRequestDict as GetAuditEntryRequestDict,
        GetAuditEntryResponse as GetAuditEntryResponse,
        GetAuditEntryResponseDict as GetAuditEntryResponseDict,
        GetCheckpointKeyRequest as GetCheckpointKeyRequest,
        GetCheckpointKeyRequestDict as GetCheckpointKeyRequestDict,
        GetCheckpointKeyResponse as GetCheckpointKeyResponse,
        GetCheckpointKeyResponseDict as GetCheckpointKeyResponseDict,
        ListAuditEntriesRequest as ListAuditEntriesRequest,
        ListAuditEntriesRequestDict as ListAuditEntriesRequestDict,
        ListAuditEntriesResponse as ListAuditEntriesResponse,
        ListAuditEntriesResponseDict as ListAuditEntriesResponseDict,
        ListCheckpointsRequest as ListCheckpointsRequest,
        ListCheckpointsRequestDict as ListCheckpointsRequestDict,
        ListCheckpointsResponse as ListCheckpointsResponse,
        ListCheckpointsResponseDict as ListCheckpointsResponseDict,
        PersonalValue as PersonalValue,
        PersonalValueDict as PersonalValueDict,
        VerifyAuditRequest as VerifyAuditRequest,
        VerifyAuditRequestDict as VerifyAuditRequestDict,
        VerifyAuditResponse as VerifyAuditResponse,
        VerifyAuditResponseDict as VerifyAuditResponseDict,
    )
    from omni_ai._generated.intelligence_v1 import (
        ForecastBatchRequest as ForecastBatchRequest,
        ForecastBatchRequestDict as ForecastBatchRequestDict,
        ForecastBatchResponse as ForecastBatchResponse,
        ForecastBatchResponseDict as ForecastBatchResponseDict,
        ForecastFailure as ForecastFailure,
        ForecastFailureDict as ForecastFailureDict,
        ForecastModel as ForecastModel,
        ForecastModelName as ForecastModelName,
        ForecastRequest as ForecastRequest,
        ForecastRequestDict as ForecastRequestDict,
        ForecastResponse as ForecastResponse,
        ForecastResponseDict as ForecastResponseDict,
        ForecastWarning as ForecastWarning,
        ForecastWarningDict as ForecastWarningDict,
        Frequency as Frequency,
        FrequencyName as FrequencyName,
        PredictionInterval as PredictionInterval,
        PredictionIntervalDict as PredictionIntervalDict,
    )
    from omni_ai._generated.platform_v1 import (
        GetErrorRequest as GetErrorRequest,
        GetErrorRequestDict as GetErrorRequestDict,
        GetErrorResponse as GetErrorResponse,
        GetErrorResponseDict as GetErrorResponseDict,
        GetHealthRequest as GetHealthRequest,
        GetHealthRequestDict as GetHealthRequestDict,
        GetHealthResponse as GetHealthResponse,
        GetHealthResponseDict as GetHealthResponseDict,
        GetSummaryRequest as GetSummaryRequest,
        GetSummaryRequestDict as GetSummaryRequestDict,
        GetSummaryResponse as GetSummaryResponse,
        GetSummaryResponseDict as GetSummaryResponseDict,
        ServiceState as ServiceState,
        ServiceStateDict as ServiceStateDict,
    )

__all__ = (
    "AuditBreak",
    "AuditCheckpoint",
    "AuditEntry",
    "AuditOutcome",
    "CheckpointKey",
    "ExportAuditRequest",
    "ExportAuditResponse",
    "ForecastBatchRequest",
    "ForecastBatchResponse",
    "ForecastFailure",
    "ForecastModel",
    "ForecastRequest",
    "ForecastResponse",
    "ForecastWarning",
    "Frequency",
    "GetAuditEntryRequest",
    "GetAuditEntryResponse",
    "GetCheckpointKeyRequest",
    "GetCheckpointKeyResponse",
    "GetErrorRequest",
    "GetErrorResponse",
    "GetHealthRequest",
    "GetHealthResponse",
    "GetSummaryRequest",
    "GetSummaryResponse",
    "ListAuditEntriesRequest",
    "ListAuditEntriesResponse",
    "ListCheckpointsRequest",
    "ListCheckpointsResponse",
    "PersonalValue",
    "PredictionInterval",
    "ServiceState",
    "VerifyAuditRequest",
    "VerifyAuditResponse",
)

_MODULES = {
    "AuditBreak": "audit_v1",
    "AuditCheckpoint": "audit_v1",
    "AuditEntry": "audit_v1",
    "AuditOutcome": "audit_v1",
    "CheckpointKey": "audit_v1",
    "ExportAuditRequest": "audit_v1",
    "ExportAuditResponse": "audit_v1",
    "ForecastBatchRequest": "intelligence_v1",
    "ForecastBatchResponse": "intelligence_v1",
    "ForecastFailure": "intelligence_v1",
    "ForecastModel": "intelligence_v1",
    "ForecastRequest": "intelligence_v1",
    "ForecastResponse": "intelligence_v1",
    "ForecastWarning": "intelligence_v1",
    "Frequency": "intelligence_v1",
    "GetAuditEntryRequest": "audit_v1",
    "GetAuditEntryResponse": "audit_v1",
    "GetCheckpointKeyRequest": "audit_v1",
    "GetCheckpointKeyResponse": "audit_v1",
    "GetErrorRequest": "platform_v1",
    "GetErrorResponse": "platform_v1",
    "GetHealthRequest": "platform_v1",
    "GetHealthResponse": "platform_v1",
    "GetSummaryRequest": "platform_v1",
    "GetSummaryResponse": "platform_v1",
    "ListAuditEntriesRequest": "audit_v1",
    "ListAuditEntriesResponse": "audit_v1",
    "ListCheckpointsRequest": "audit_v1",
    "ListCheckpointsResponse": "audit_v1",
    "PersonalValue": "audit_v1",
    "PredictionInterval": "intelligence_v1",
    "ServiceState": "platform_v1",
    "VerifyAuditRequest": "audit_v1",
    "VerifyAuditResponse": "audit_v1",
}


def __getattr__(name: str) -> _t.Any:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with _importing:
        return getattr(_importlib.import_module(f"omni_ai._generated.{module}"), name)


def __dir__() -> list[str]:
    return list(__all__)
