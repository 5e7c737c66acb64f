"""Errors of calls. Every one is an `OmniError`."""

from __future__ import annotations

import typing as _t

if _t.TYPE_CHECKING:
    from typing_extensions import Self


class FieldViolation(_t.NamedTuple):
    """One wrong field of a request."""

    field: str
    """The path of the field, such as `requests[3].forecast_steps`."""
    description: str
    """What was expected."""
    reason: str
    """The stable reason in UPPER_SNAKE_CASE, or empty."""


class OmniError(Exception):
    """Any failure of the SDK."""

    request_id: str = ""
    """The id of the request; empty where nothing was sent."""
    message: str = ""
    """What happened, by itself; `str()` of the error adds code, reason and the id of the request."""

    def __init__(self, text: str = "", **details: _t.Any) -> None:
        super().__init__(text)
        self.message = text
        self._details = details
        for name, value in details.items():
            setattr(self, name, value)

    @classmethod
    def _from_core(cls, text: str, details: dict[str, _t.Any]) -> Self:
        violations = details.get("field_violations")
        if violations is not None:
            details["field_violations"] = [FieldViolation(*violation) for violation in violations]
        return cls(text, **details)

    def __reduce__(self) -> tuple[_t.Any, ...]:
        return (_restore, (type(self), str(self), self._details))


def _restore(cls: type[OmniError], text: str, details: dict[str, _t.Any]) -> OmniError:
    return cls(text, **details)


class ConfigError(OmniError, ValueError):
    """A setting is missing or wrong; nothing was sent."""

    setting: str = ""
    """The setting, as the argument is called."""


class ConfigTypeError(ConfigError, TypeError):
    """A setting has a value of a wrong type; nothing was sent."""


class APIError(OmniError):
    """The server refused the call or failed."""

    code: str = "UNKNOWN"
    """The google.rpc.Code by name, such as `INVALID_ARGUMENT`."""
    reason: str = ""
    """The stable reason in UPPER_SNAKE_CASE; empty where the server sent none."""
    domain: str = ""
    """The domain of the reason."""
    retryable: bool = False
    """Whether the same call may succeed later."""
    retry_after: float | None = None
    """How many seconds to wait before that, where the server said so."""
    field_violations: _t.Sequence[FieldViolation] = ()
    """The fields of the request that are wrong."""
    failures: _t.Sequence[str] = ()
    """The quotas and preconditions that failed, `subject: description` each."""
    metadata: _t.Mapping[str, str] = {}
    """What the server said beside the reason."""
    help_url: str | None = None
    """The page of the server that explains the reason, where its operator told it its public address."""


class InvalidArgumentError(APIError):
    """The server does not take the request, now or later.

    A field does not fit (`field_violations` says which), the request is too large, or the server has no such method.
    """


class AuthenticationError(APIError):
    """The caller is not known: the API key is missing, wrong, expired or revoked."""


class PermissionDeniedError(APIError):
    """The caller is known and may not."""


class NotFoundError(APIError):
    """No such thing, or not one of the caller's."""


class AlreadyExistsError(APIError):
    """There is one already."""


class RateLimitError(APIError):
    """Too many calls in a short time; `retry_after` says when to go on."""


class QuotaError(APIError):
    """A quota is used up."""


class ConflictError(APIError):
    """The state of the server does not allow the call, or another call got in between."""


class UnavailableError(APIError):
    """The server cannot answer now."""


class InternalError(APIError):
    """The server failed, or said something that this version does not know."""


class APIConnectionError(OmniError):
    """The server could not be reached, or the connection was lost."""


class APITimeoutError(APIConnectionError):
    """The deadline passed, here or on the server."""
