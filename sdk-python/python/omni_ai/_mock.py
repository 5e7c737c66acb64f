"""The mock under `client.mock`."""

from __future__ import annotations

import importlib
import typing as _t
from collections.abc import Mapping, Sequence

from omni_ai import _checks
from omni_ai import _message as _m
from omni_ai._generated.methods import METHODS, NAMES
from omni_ai._lazy import importing

if _t.TYPE_CHECKING:
    import datetime as _datetime

    from omni_ai import _core

    Answer: _t.TypeAlias = _m.Message | Mapping[str, _t.Any]

_Code: _t.TypeAlias = _t.Literal[
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
]


class RecordedCall(_t.NamedTuple):
    """One attempt that reached the mock."""

    path: str
    """The gRPC path, `/<package>.<Service>/<Method>`."""
    request: _m.Message
    """The request."""
    metadata: dict[str, str]
    """The metadata, without the API key."""
    attempt: int
    """1 for the first attempt of a call."""


class Mock:
    """Seeds answers, injects errors and delays, and shows what was called.

    Methods are named as on the client, `"ml.predict_revenue"`, or by their gRPC path.
    """

    __slots__ = ("_native",)

    def __init__(self, native: _core.Mock) -> None:
        self._native = native

    def seed(self, method: str, answer: Answer | Sequence[Answer]) -> None:
        """Answers every call of a method with this message, or a stream with these.

        Args:
            method: The method.
            answer: An object of the response's class, or a dict of its fields; a list of them for a stream.
        """
        path = _path(method)
        answers = [answer] if isinstance(answer, (_m.Message, Mapping)) else list(answer)
        self._native.seed(path, _class(path, 1), answers)

    def fail(
        self,
        method: str,
        code: _Code,
        message: str = "",
        *,
        reason: str = "",
        domain: str = "omni",
        field_violations: Mapping[str, str] | None = None,
        retry_after: float | None = None,
        quota: tuple[str, str] | None = None,
        help_url: str | None = None,
        times: int = 1,
    ) -> None:
        """Fails the next attempts of a method. Failures queue up.

        Args:
            method: The method.
            code: The google.rpc.Code.
            message: What the error says.
            reason: The stable reason.
            domain: The domain of the reason.
            field_violations: What is expected of which field.
            retry_after: How many seconds to wait before another attempt.
            quota: Whose quota is used up, and which.
            help_url: A page about the error.
            times: How many attempts fail; retries count.
        """
        failure = {
            "code": code,
            "message": message,
            "reason": reason,
            "domain": domain,
            "field_violations": list((field_violations or {}).items()),
            "retry_after": _checks.seconds(retry_after, "retry_after"),
            "quota": quota,
            "help_url": help_url,
        }
        self._native.fail(_path(method), failure, times)

    def fail_with_status(self, method: str, status: str, *, times: int = 1) -> None:
        """As `fail`, with a google.rpc.Status in JSON, its details with `@type`."""
        self._native.fail_status(_path(method), status, times)

    def delay(self, method: str, delay: float | _datetime.timedelta) -> None:
        """Answers a method only after this many seconds."""
        self._native.delay(_path(method), _checks.seconds(delay, "delay") or 0.0)

    @property
    def calls(self) -> list[RecordedCall]:
        """The attempts so far, oldest first; the last 10,000."""
        return [
            RecordedCall(path, _class(path, 0).from_bytes(request), dict(metadata), attempt)
            for path, request, metadata, attempt in self._native.calls()
        ]

    def reset(self) -> None:
        """Forgets seeds, failures, delays and calls."""
        self._native.reset()


def _path(method: str) -> str:
    path = NAMES.get(method, method)
    if path not in METHODS:
        raise ValueError(f"method: expected a name such as {next(iter(NAMES))!r} or a gRPC path, got {method!r}")
    return path


def _class(path: str, which: int) -> type[_m.Message]:
    module, _, name = METHODS[path][which].partition(":")
    with importing:
        return getattr(importlib.import_module(module), name)
