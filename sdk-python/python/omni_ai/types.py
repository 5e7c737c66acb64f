# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""Every message and enum of the API, imported when used.

For type checkers there are also `<Message>Dict`, the fields of a message as a `TypedDict`, and `<Enum>Name`, the
names of an enum as a `Literal`; import these under `typing.TYPE_CHECKING`.
"""

import importlib as _importlib
import typing as _t

from omni_ai._lazy import importing as _importing

if _t.TYPE_CHECKING:
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
        CacheSetting as CacheSetting,
        CacheSettingDict as CacheSettingDict,
        CacheStatistics as CacheStatistics,
        CacheStatisticsDict as CacheStatisticsDict,
        GetCacheSettingsRequest as GetCacheSettingsRequest,
        GetCacheSettingsRequestDict as GetCacheSettingsRequestDict,
        GetCacheSettingsResponse as GetCacheSettingsResponse,
        GetCacheSettingsResponseDict as GetCacheSettingsResponseDict,
        GetCacheStatisticsRequest as GetCacheStatisticsRequest,
        GetCacheStatisticsRequestDict as GetCacheStatisticsRequestDict,
        GetCacheStatisticsResponse as GetCacheStatisticsResponse,
        GetCacheStatisticsResponseDict as GetCacheStatisticsResponseDict,
        GetErrorRequest as GetErrorRequest,
        GetErrorRequestDict as GetErrorRequestDict,
        GetErrorResponse as GetErrorResponse,
        GetErrorResponseDict as GetErrorResponseDict,
        GetHealthRequest as GetHealthRequest,
        GetHealthRequestDict as GetHealthRequestDict,
        GetHealthResponse as GetHealthResponse,
        GetHealthResponseDict as GetHealthResponseDict,
        GetRateLimitsRequest as GetRateLimitsRequest,
        GetRateLimitsRequestDict as GetRateLimitsRequestDict,
        GetRateLimitsResponse as GetRateLimitsResponse,
        GetRateLimitsResponseDict as GetRateLimitsResponseDict,
        GetSummaryRequest as GetSummaryRequest,
        GetSummaryRequestDict as GetSummaryRequestDict,
        GetSummaryResponse as GetSummaryResponse,
        GetSummaryResponseDict as GetSummaryResponseDict,
        PurgeCacheRequest as PurgeCacheRequest,
        PurgeCacheRequestDict as PurgeCacheRequestDict,
        PurgeCacheResponse as PurgeCacheResponse,
        PurgeCacheResponseDict as PurgeCacheResponseDict,
        RateLimit as RateLimit,
        RateLimitDict as RateLimitDict,
        ServiceState as ServiceState,
        ServiceStateDict as ServiceStateDict,
        SetCacheTtlRequest as SetCacheTtlRequest,
        SetCacheTtlRequestDict as SetCacheTtlRequestDict,
        SetCacheTtlResponse as SetCacheTtlResponse,
        SetCacheTtlResponseDict as SetCacheTtlResponseDict,
    )

__all__ = (
    "CacheSetting",
    "CacheStatistics",
    "ForecastBatchRequest",
    "ForecastBatchResponse",
    "ForecastFailure",
    "ForecastModel",
    "ForecastRequest",
    "ForecastResponse",
    "ForecastWarning",
    "Frequency",
    "GetCacheSettingsRequest",
    "GetCacheSettingsResponse",
    "GetCacheStatisticsRequest",
    "GetCacheStatisticsResponse",
    "GetErrorRequest",
    "GetErrorResponse",
    "GetHealthRequest",
    "GetHealthResponse",
    "GetRateLimitsRequest",
    "GetRateLimitsResponse",
    "GetSummaryRequest",
    "GetSummaryResponse",
    "PredictionInterval",
    "PurgeCacheRequest",
    "PurgeCacheResponse",
    "RateLimit",
    "ServiceState",
    "SetCacheTtlRequest",
    "SetCacheTtlResponse",
)

_MODULES = {
    "CacheSetting": "platform_v1",
    "CacheStatistics": "platform_v1",
    "ForecastBatchRequest": "intelligence_v1",
    "ForecastBatchResponse": "intelligence_v1",
    "ForecastFailure": "intelligence_v1",
    "ForecastModel": "intelligence_v1",
    "ForecastRequest": "intelligence_v1",
    "ForecastResponse": "intelligence_v1",
    "ForecastWarning": "intelligence_v1",
    "Frequency": "intelligence_v1",
    "GetCacheSettingsRequest": "platform_v1",
    "GetCacheSettingsResponse": "platform_v1",
    "GetCacheStatisticsRequest": "platform_v1",
    "GetCacheStatisticsResponse": "platform_v1",
    "GetErrorRequest": "platform_v1",
    "GetErrorResponse": "platform_v1",
    "GetHealthRequest": "platform_v1",
    "GetHealthResponse": "platform_v1",
    "GetRateLimitsRequest": "platform_v1",
    "GetRateLimitsResponse": "platform_v1",
    "GetSummaryRequest": "platform_v1",
    "GetSummaryResponse": "platform_v1",
    "PredictionInterval": "intelligence_v1",
    "PurgeCacheRequest": "platform_v1",
    "PurgeCacheResponse": "platform_v1",
    "RateLimit": "platform_v1",
    "ServiceState": "platform_v1",
    "SetCacheTtlRequest": "platform_v1",
    "SetCacheTtlResponse": "platform_v1",
}


def __getattr__(name: str) -> _t.Any:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with _importing:
        return getattr(_importlib.import_module(f"omni_ai._generated.{module}"), name)


def __dir__() -> list[str]:
    return list(__all__)
