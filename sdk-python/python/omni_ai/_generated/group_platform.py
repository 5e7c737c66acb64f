# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""`client.platform`."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime

from omni_ai import _caller
from omni_ai._generated import platform_v1 as _platform_v1

_GET_RATE_LIMITS = _caller.Method("/omni.platform.v1.LimitsService/GetRateLimits", _platform_v1.GetRateLimitsRequest, _platform_v1.GetRateLimitsResponse)
_GET_HEALTH = _caller.Method("/omni.platform.v1.PlatformService/GetHealth", _platform_v1.GetHealthRequest, _platform_v1.GetHealthResponse)
_GET_SUMMARY = _caller.Method("/omni.platform.v1.PlatformService/GetSummary", _platform_v1.GetSummaryRequest, _platform_v1.GetSummaryResponse)
_GET_ERROR = _caller.Method("/omni.platform.v1.PlatformService/GetError", _platform_v1.GetErrorRequest, _platform_v1.GetErrorResponse)


class Platform(_caller.Caller):
    """`client.platform`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> PlatformRaw:
        """The same methods, giving the whole response."""
        return PlatformRaw(self._as_raw())

    def get_rate_limits(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.GetRateLimitsResponse:
        """Says where the caller stands with each rate limit that holds for it, without using any but that of
        administration.

        Callers need `platform.limits.read`. The list is empty when no limit holds.

        Example:
            client.platform.get_rate_limits()
        """
        return self._unary(
            _GET_RATE_LIMITS,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def get_health(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.GetHealthResponse:
        """Says whether the server answers, its version and its time.

        Anybody may call it.

        Example:
            client.platform.get_health()
        """
        return self._unary(
            _GET_HEALTH,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def get_summary(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.GetSummaryResponse:
        """Says which services the installation runs, their versions and how long it has been up.

        Callers need `platform.summary.read`.

        Example:
            client.platform.get_summary()
        """
        return self._unary(
            _GET_SUMMARY,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def get_error(
        self,
        failed_request_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.GetErrorResponse:
        """Returns the record of a failed request of the caller's tenant, with secrets and personal data masked.

        Callers need `platform.errors.read`. Records are kept for a configured time; one that is gone, or that belongs to
        another tenant, is NOT_FOUND.

        Args:
            failed_request_id: The id of the failed request, as its error showed it.

        Example:
            client.platform.get_error(failed_request_id="req_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return self._unary(
            _GET_ERROR,
            {
                "failed_request_id": failed_request_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class AsyncPlatform(_caller.AsyncCaller):
    """`client.platform`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> AsyncPlatformRaw:
        """The same methods, giving the whole response."""
        return AsyncPlatformRaw(self._as_raw())

    async def get_rate_limits(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.GetRateLimitsResponse:
        """Says where the caller stands with each rate limit that holds for it, without using any but that of
        administration.

        Callers need `platform.limits.read`. The list is empty when no limit holds.

        Example:
            await client.platform.get_rate_limits()
        """
        return await self._unary(
            _GET_RATE_LIMITS,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def get_health(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.GetHealthResponse:
        """Says whether the server answers, its version and its time.

        Anybody may call it.

        Example:
            await client.platform.get_health()
        """
        return await self._unary(
            _GET_HEALTH,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def get_summary(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.GetSummaryResponse:
        """Says which services the installation runs, their versions and how long it has been up.

        Callers need `platform.summary.read`.

        Example:
            await client.platform.get_summary()
        """
        return await self._unary(
            _GET_SUMMARY,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def get_error(
        self,
        failed_request_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.GetErrorResponse:
        """Returns the record of a failed request of the caller's tenant, with secrets and personal data masked.

        Callers need `platform.errors.read`. Records are kept for a configured time; one that is gone, or that belongs to
        another tenant, is NOT_FOUND.

        Args:
            failed_request_id: The id of the failed request, as its error showed it.

        Example:
            await client.platform.get_error(failed_request_id="req_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return await self._unary(
            _GET_ERROR,
            {
                "failed_request_id": failed_request_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class PlatformRaw:
    """`client.platform`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: Platform) -> None:
        self.get_rate_limits = _caller.raw(group.get_rate_limits)
        self.get_health = _caller.raw(group.get_health)
        self.get_summary = _caller.raw(group.get_summary)
        self.get_error = _caller.raw(group.get_error)


class AsyncPlatformRaw:
    """`client.platform`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: AsyncPlatform) -> None:
        self.get_rate_limits = _caller.raw_async(group.get_rate_limits)
        self.get_health = _caller.raw_async(group.get_health)
        self.get_summary = _caller.raw_async(group.get_summary)
        self.get_error = _caller.raw_async(group.get_error)
