# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""Messages and enums of omni.platform.v1."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime
import typing as _t

from omni_ai import _message as _m


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
