# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""Messages and enums of omni.platform.v1."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime
import typing as _t

from omni_ai import _message as _m


class GetCacheStatisticsRequest(_m.Message):
    """Asks for the statistics."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.platform.v1.GetCacheStatisticsRequest"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class GetCacheStatisticsResponse(_m.Message):
    """How often answers came from the cache."""

    __slots__ = ("store", "methods")
    __match_args__ = ("store", "methods")
    __proto_name__ = "omni.platform.v1.GetCacheStatisticsResponse"
    __fields__ = (
        ("store", 1, "string", "one", None, None, None),
        ("methods", 2, "message", "repeated", "CacheStatistics", None, None),
    )

    store: str
    """Where answers are kept: `process`, `redis`, or `off`."""
    methods: list[CacheStatistics]
    """By method, in order."""

    def __init__(
        self,
        *,
        store: str = "",
        methods: _abc.Iterable[CacheStatistics] = (),
    ) -> None:
        self.store = store
        self.methods = _m.items(methods)


class CacheStatistics(_m.Message):
    """How often answers of one method came from the cache."""

    __slots__ = ("method", "hits", "misses", "bypasses")
    __match_args__ = ("method", "hits", "misses", "bypasses")
    __proto_name__ = "omni.platform.v1.CacheStatistics"
    __fields__ = (
        ("method", 1, "string", "one", None, None, None),
        ("hits", 2, "uint32", "one", None, None, None),
        ("misses", 3, "uint32", "one", None, None, None),
        ("bypasses", 4, "uint32", "one", None, None, None),
    )

    method: str
    """Full name of the method, `<package>.<Service>/<Method>`."""
    hits: int
    """Answers that came from the cache."""
    misses: int
    """Answers that were made, because there was none."""
    bypasses: int
    """Answers that were made because the caller sent `cache-control: no-cache`, or the tenant keeps none."""

    def __init__(
        self,
        *,
        method: str = "",
        hits: int = 0,
        misses: int = 0,
        bypasses: int = 0,
    ) -> None:
        self.method = method
        self.hits = hits
        self.misses = misses
        self.bypasses = bypasses


class PurgeCacheRequest(_m.Message):
    """Names what to forget."""

    __slots__ = ("method",)
    __match_args__ = ("method",)
    __proto_name__ = "omni.platform.v1.PurgeCacheRequest"
    __fields__ = (
        ("method", 1, "string", "one", None, None, None),
    )

    method: str
    """Full name of a method, a beginning with `*` after it such as `omni.intelligence.*`, or `*` for everything."""

    def __init__(
        self,
        *,
        method: str = "",
    ) -> None:
        self.method = method


class PurgeCacheResponse(_m.Message):
    """What was forgotten."""

    __slots__ = ("methods",)
    __match_args__ = ("methods",)
    __proto_name__ = "omni.platform.v1.PurgeCacheResponse"
    __fields__ = (
        ("methods", 1, "string", "repeated", None, None, None),
    )

    methods: list[str]
    """The methods whose answers were forgotten, in order; empty when none of that name is cached."""

    def __init__(
        self,
        *,
        methods: _abc.Iterable[str] = (),
    ) -> None:
        self.methods = _m.items(methods)


class GetCacheSettingsRequest(_m.Message):
    """Asks for the settings."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.platform.v1.GetCacheSettingsRequest"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class GetCacheSettingsResponse(_m.Message):
    """How long answers are kept."""

    __slots__ = ("settings",)
    __match_args__ = ("settings",)
    __proto_name__ = "omni.platform.v1.GetCacheSettingsResponse"
    __fields__ = (
        ("settings", 1, "message", "repeated", "CacheSetting", None, None),
    )

    settings: list[CacheSetting]
    """Every method that is cached, in order."""

    def __init__(
        self,
        *,
        settings: _abc.Iterable[CacheSetting] = (),
    ) -> None:
        self.settings = _m.items(settings)


class CacheSetting(_m.Message):
    """How long answers of one method are kept for a tenant."""

    __slots__ = ("method", "ttl", "default_ttl")
    __match_args__ = ("method", "ttl", "default_ttl")
    __proto_name__ = "omni.platform.v1.CacheSetting"
    __fields__ = (
        ("method", 1, "string", "one", None, None, None),
        ("ttl", 2, "duration", "optional", None, None, None),
        ("default_ttl", 3, "duration", "optional", None, None, None),
    )

    method: str
    """Full name of the method, `<package>.<Service>/<Method>`."""
    ttl: _datetime.timedelta | None
    """How long answers are kept; zero when they are not."""
    default_ttl: _datetime.timedelta | None
    """How long they would be kept if the tenant had set nothing."""

    def __init__(
        self,
        *,
        method: str = "",
        ttl: _datetime.timedelta | None = None,
        default_ttl: _datetime.timedelta | None = None,
    ) -> None:
        self.method = method
        self.ttl = ttl
        self.default_ttl = default_ttl


class SetCacheTtlRequest(_m.Message):
    """Changes how long answers of one method are kept."""

    __slots__ = ("method", "ttl")
    __match_args__ = ("method", "ttl")
    __proto_name__ = "omni.platform.v1.SetCacheTtlRequest"
    __fields__ = (
        ("method", 1, "string", "one", None, None, None),
        ("ttl", 2, "duration", "optional", None, None, None),
    )

    method: str
    """Full name of a method that is cached."""
    ttl: _datetime.timedelta | None
    """How long; zero keeps nothing. Absent: as the contract says. At most what the operator allows, a day by default."""

    def __init__(
        self,
        *,
        method: str = "",
        ttl: _datetime.timedelta | None = None,
    ) -> None:
        self.method = method
        self.ttl = ttl


class SetCacheTtlResponse(_m.Message):
    """The settings after the change."""

    __slots__ = ("settings",)
    __match_args__ = ("settings",)
    __proto_name__ = "omni.platform.v1.SetCacheTtlResponse"
    __fields__ = (
        ("settings", 1, "message", "repeated", "CacheSetting", None, None),
    )

    settings: list[CacheSetting]
    """Every method that is cached, in order."""

    def __init__(
        self,
        *,
        settings: _abc.Iterable[CacheSetting] = (),
    ) -> None:
        self.settings = _m.items(settings)


class GetRateLimitsRequest(_m.Message):
    """Asks where the caller stands."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.platform.v1.GetRateLimitsRequest"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class GetRateLimitsResponse(_m.Message):
    """Where the caller stands."""

    __slots__ = ("limits",)
    __match_args__ = ("limits",)
    __proto_name__ = "omni.platform.v1.GetRateLimitsResponse"
    __fields__ = (
        ("limits", 1, "message", "repeated", "RateLimit", None, None),
    )

    limits: list[RateLimit]
    """Every rate limit that holds for the caller."""

    def __init__(
        self,
        *,
        limits: _abc.Iterable[RateLimit] = (),
    ) -> None:
        self.limits = _m.items(limits)


class RateLimit(_m.Message):
    """Where a caller stands with one rate limit."""

    __slots__ = ("dimension", "limit", "window", "burst", "remaining", "reset")
    __match_args__ = ("dimension", "limit", "window", "burst", "remaining", "reset")
    __proto_name__ = "omni.platform.v1.RateLimit"
    __fields__ = (
        ("dimension", 1, "string", "one", None, None, None),
        ("limit", 2, "uint32", "one", None, None, None),
        ("window", 3, "duration", "optional", None, None, None),
        ("burst", 4, "uint32", "one", None, None, None),
        ("remaining", 5, "uint32", "one", None, None, None),
        ("reset", 6, "duration", "optional", None, None, None),
    )

    dimension: str
    """What is counted: `key`, `user`, `ip`, `tenant`, `administration` or `keys_administration`."""
    limit: int
    """Units that pass in a window. A call takes one, or what its documentation says."""
    window: _datetime.timedelta | None
    """The window."""
    burst: int
    """Units that pass at once when nothing was used."""
    remaining: int
    """Units that would pass at once now."""
    reset: _datetime.timedelta | None
    """How long until all of the burst is back, if nothing more is used."""

    def __init__(
        self,
        *,
        dimension: str = "",
        limit: int = 0,
        window: _datetime.timedelta | None = None,
        burst: int = 0,
        remaining: int = 0,
        reset: _datetime.timedelta | None = None,
    ) -> None:
        self.dimension = dimension
        self.limit = limit
        self.window = window
        self.burst = burst
        self.remaining = remaining
        self.reset = reset


class GetHealthRequest(_m.Message):
    """Asks for the state of the server."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.platform.v1.GetHealthRequest"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class GetHealthResponse(_m.Message):
    """The state of the server."""

    __slots__ = ("status", "version", "timestamp")
    __match_args__ = ("status", "version", "timestamp")
    __proto_name__ = "omni.platform.v1.GetHealthResponse"
    __fields__ = (
        ("status", 1, "string", "one", None, None, None),
        ("version", 2, "string", "one", None, None, None),
        ("timestamp", 3, "timestamp", "optional", None, None, None),
    )

    status: str
    """`ok`, or `stopping` while the server drains."""
    version: str
    """The version of the server."""
    timestamp: _datetime.datetime | None
    """The time of the server."""

    def __init__(
        self,
        *,
        status: str = "",
        version: str = "",
        timestamp: _datetime.datetime | None = None,
    ) -> None:
        self.status = status
        self.version = version
        self.timestamp = timestamp


class GetSummaryRequest(_m.Message):
    """Asks for the parts of the installation."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.platform.v1.GetSummaryRequest"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class GetSummaryResponse(_m.Message):
    """The parts of the installation."""

    __slots__ = ("services", "version", "uptime")
    __match_args__ = ("services", "version", "uptime")
    __proto_name__ = "omni.platform.v1.GetSummaryResponse"
    __fields__ = (
        ("services", 1, "message", "map", "ServiceState", None, "string"),
        ("version", 2, "string", "one", None, None, None),
        ("uptime", 3, "duration", "optional", None, None, None),
    )

    services: dict[str, ServiceState]
    """By name: database, redis, ai."""
    version: str
    """The version of the server."""
    uptime: _datetime.timedelta | None
    """How long the server has run."""

    def __init__(
        self,
        *,
        services: _abc.Mapping[str, ServiceState] | None = None,
        version: str = "",
        uptime: _datetime.timedelta | None = None,
    ) -> None:
        self.services = {} if services is None else dict(services)
        self.version = version
        self.uptime = uptime


class ServiceState(_m.Message):
    """The state of one part of the installation."""

    __slots__ = ("status", "version", "detail")
    __match_args__ = ("status", "version", "detail")
    __proto_name__ = "omni.platform.v1.ServiceState"
    __fields__ = (
        ("status", 1, "string", "one", None, None, None),
        ("version", 2, "string", "one", None, None, None),
        ("detail", 3, "string", "one", None, None, None),
    )

    status: str
    """`ok`, `down`, or `not_configured`."""
    version: str
    """The version the part reports; empty where it reports none."""
    detail: str
    """What is wrong and how to mend it; empty when nothing is."""

    def __init__(
        self,
        *,
        status: str = "",
        version: str = "",
        detail: str = "",
    ) -> None:
        self.status = status
        self.version = version
        self.detail = detail


class GetErrorRequest(_m.Message):
    """Asks for the record of one failed request."""

    __slots__ = ("failed_request_id",)
    __match_args__ = ("failed_request_id",)
    __proto_name__ = "omni.platform.v1.GetErrorRequest"
    __fields__ = (
        ("failed_request_id", 1, "string", "one", None, None, None),
    )

    failed_request_id: str
    """The id of the failed request, as its error showed it."""

    def __init__(
        self,
        *,
        failed_request_id: str = "",
    ) -> None:
        self.failed_request_id = failed_request_id


class GetErrorResponse(_m.Message):
    """The record of one failed request."""

    __slots__ = ("request_id", "method", "code", "reason", "message", "request", "response", "traceback", "fail_time", "expire_time")
    __match_args__ = ("request_id", "method", "code", "reason", "message", "request", "response", "traceback", "fail_time", "expire_time")
    __proto_name__ = "omni.platform.v1.GetErrorResponse"
    __fields__ = (
        ("request_id", 1, "string", "one", None, None, None),
        ("method", 2, "string", "one", None, None, None),
        ("code", 3, "string", "one", None, None, None),
        ("reason", 4, "string", "one", None, None, None),
        ("message", 5, "string", "one", None, None, None),
        ("request", 6, "struct", "optional", None, None, None),
        ("response", 7, "struct", "repeated", None, None, None),
        ("traceback", 8, "string", "repeated", None, None, None),
        ("fail_time", 9, "timestamp", "optional", None, None, None),
        ("expire_time", 10, "timestamp", "optional", None, None, None),
    )

    request_id: str
    """The id of the failed request."""
    method: str
    """Full name of the method, `<package>.<Service>/<Method>`."""
    code: str
    """The google.rpc.Code, by name."""
    reason: str
    """The stable reason of google.rpc.ErrorInfo."""
    message: str
    """The message the caller got."""
    request: dict[str, _t.Any] | None
    """The request, with secrets and personal data masked. Absent when the request could not be read."""
    response: list[dict[str, _t.Any]]
    """The details the caller got, as JSON objects."""
    traceback: list[str]
    """What the server noted beside the public message, outermost first; without secrets."""
    fail_time: _datetime.datetime | None
    """When the request failed."""
    expire_time: _datetime.datetime | None
    """When the record will be gone."""

    def __init__(
        self,
        *,
        request_id: str = "",
        method: str = "",
        code: str = "",
        reason: str = "",
        message: str = "",
        request: _m.StructLike | None = None,
        response: _abc.Iterable[_m.StructLike] = (),
        traceback: _abc.Iterable[str] = (),
        fail_time: _datetime.datetime | None = None,
        expire_time: _datetime.datetime | None = None,
    ) -> None:
        self.request_id = request_id
        self.method = method
        self.code = code
        self.reason = reason
        self.message = message
        self.request = None if request is None else _m.struct(request)
        self.response = [_m.struct(item) for item in response]
        self.traceback = _m.items(traceback)
        self.fail_time = fail_time
        self.expire_time = expire_time


if _t.TYPE_CHECKING:

    class GetCacheStatisticsRequestDict(_t.TypedDict, total=False):
        """The fields of `GetCacheStatisticsRequest` as a dict."""

    class GetCacheStatisticsResponseDict(_t.TypedDict, total=False):
        """The fields of `GetCacheStatisticsResponse` as a dict."""

        store: str
        methods: _abc.Iterable[CacheStatistics | CacheStatisticsDict]

    class CacheStatisticsDict(_t.TypedDict, total=False):
        """The fields of `CacheStatistics` as a dict."""

        method: str
        hits: int
        misses: int
        bypasses: int

    class PurgeCacheRequestDict(_t.TypedDict, total=False):
        """The fields of `PurgeCacheRequest` as a dict."""

        method: str

    class PurgeCacheResponseDict(_t.TypedDict, total=False):
        """The fields of `PurgeCacheResponse` as a dict."""

        methods: _abc.Iterable[str]

    class GetCacheSettingsRequestDict(_t.TypedDict, total=False):
        """The fields of `GetCacheSettingsRequest` as a dict."""

    class GetCacheSettingsResponseDict(_t.TypedDict, total=False):
        """The fields of `GetCacheSettingsResponse` as a dict."""

        settings: _abc.Iterable[CacheSetting | CacheSettingDict]

    class CacheSettingDict(_t.TypedDict, total=False):
        """The fields of `CacheSetting` as a dict."""

        method: str
        ttl: _datetime.timedelta
        default_ttl: _datetime.timedelta

    class SetCacheTtlRequestDict(_t.TypedDict, total=False):
        """The fields of `SetCacheTtlRequest` as a dict."""

        method: str
        ttl: _datetime.timedelta

    class SetCacheTtlResponseDict(_t.TypedDict, total=False):
        """The fields of `SetCacheTtlResponse` as a dict."""

        settings: _abc.Iterable[CacheSetting | CacheSettingDict]

    class GetRateLimitsRequestDict(_t.TypedDict, total=False):
        """The fields of `GetRateLimitsRequest` as a dict."""

    class GetRateLimitsResponseDict(_t.TypedDict, total=False):
        """The fields of `GetRateLimitsResponse` as a dict."""

        limits: _abc.Iterable[RateLimit | RateLimitDict]

    class RateLimitDict(_t.TypedDict, total=False):
        """The fields of `RateLimit` as a dict."""

        dimension: str
        limit: int
        window: _datetime.timedelta
        burst: int
        remaining: int
        reset: _datetime.timedelta

    class GetHealthRequestDict(_t.TypedDict, total=False):
        """The fields of `GetHealthRequest` as a dict."""

    class GetHealthResponseDict(_t.TypedDict, total=False):
        """The fields of `GetHealthResponse` as a dict."""

        status: str
        version: str
        timestamp: _datetime.datetime

    class GetSummaryRequestDict(_t.TypedDict, total=False):
        """The fields of `GetSummaryRequest` as a dict."""

    class GetSummaryResponseDict(_t.TypedDict, total=False):
        """The fields of `GetSummaryResponse` as a dict."""

        services: _abc.Mapping[str, ServiceState | ServiceStateDict]
        version: str
        uptime: _datetime.timedelta

    class ServiceStateDict(_t.TypedDict, total=False):
        """The fields of `ServiceState` as a dict."""

        status: str
        version: str
        detail: str

    class GetErrorRequestDict(_t.TypedDict, total=False):
        """The fields of `GetErrorRequest` as a dict."""

        failed_request_id: str

    class GetErrorResponseDict(_t.TypedDict, total=False):
        """The fields of `GetErrorResponse` as a dict."""

        request_id: str
        method: str
        code: str
        reason: str
        message: str
        request: _m.StructLike
        response: _abc.Iterable[_m.StructLike]
        traceback: _abc.Iterable[str]
        fail_time: _datetime.datetime
        expire_time: _datetime.datetime
