# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""`client.cache`."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime

from omni_ai import _caller
from omni_ai._generated import platform_v1 as _platform_v1

_GET_STATISTICS = _caller.Method("/omni.platform.v1.CacheService/GetCacheStatistics", _platform_v1.GetCacheStatisticsRequest, _platform_v1.GetCacheStatisticsResponse)
_PURGE = _caller.Method("/omni.platform.v1.CacheService/PurgeCache", _platform_v1.PurgeCacheRequest, _platform_v1.PurgeCacheResponse)
_GET_SETTINGS = _caller.Method("/omni.platform.v1.CacheService/GetCacheSettings", _platform_v1.GetCacheSettingsRequest, _platform_v1.GetCacheSettingsResponse)
_SET_TTL = _caller.Method("/omni.platform.v1.CacheService/SetCacheTtl", _platform_v1.SetCacheTtlRequest, _platform_v1.SetCacheTtlResponse)


class Cache(_caller.Caller):
    """`client.cache`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> CacheRaw:
        """The same methods, giving the whole response."""
        return CacheRaw(self._as_raw())

    def get_statistics(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.GetCacheStatisticsResponse:
        """Says how often answers of the caller's tenant came from the cache.

        Callers need `platform.cache.read`. The counts are those of the node that answers, since its start.

        Example:
            client.cache.get_statistics()
        """
        return self._unary(
            _GET_STATISTICS,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def purge(
        self,
        method: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.PurgeCacheResponse:
        """Makes the cache forget the tenant's answers, also those that are being made.

        Callers need `platform.cache.purge`. With a Redis it takes effect on every node at once; without one, on the node
        that answers. UNAVAILABLE when the Redis does not answer: then nothing was forgotten.

        Args:
            method: Full name of a method, a beginning with `*` after it such as `omni.intelligence.*`, or `*`
                for everything.

        Example:
            client.cache.purge(method="omni.intelligence.*")
        """
        return self._unary(
            _PURGE,
            {
                "method": method,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def get_settings(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.GetCacheSettingsResponse:
        """Says how long answers of each cached method are kept for the caller's tenant.

        Callers need `platform.cache.read`.

        Example:
            client.cache.get_settings()
        """
        return self._unary(
            _GET_SETTINGS,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def set_ttl(
        self,
        method: str,
        ttl: _datetime.timedelta | None = None,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.SetCacheTtlResponse:
        """Changes for how long answers are kept for the caller's tenant. Answers that are kept already stay as long
        as they were to.

        Callers need `platform.cache.update`. Every node knows within a few seconds.

        Args:
            method: Full name of a method that is cached.
            ttl: How long; zero keeps nothing. Absent: as the contract says. At most what the operator allows, a
                day by default.

        Example:
            client.cache.set_ttl(method="omni.intelligence.v1.IntelligenceService/Forecast", ttl=timedelta(seconds=600))
        """
        return self._unary(
            _SET_TTL,
            {
                "method": method,
                "ttl": ttl,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class AsyncCache(_caller.AsyncCaller):
    """`client.cache`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> AsyncCacheRaw:
        """The same methods, giving the whole response."""
        return AsyncCacheRaw(self._as_raw())

    async def get_statistics(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.GetCacheStatisticsResponse:
        """Says how often answers of the caller's tenant came from the cache.

        Callers need `platform.cache.read`. The counts are those of the node that answers, since its start.

        Example:
            await client.cache.get_statistics()
        """
        return await self._unary(
            _GET_STATISTICS,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def purge(
        self,
        method: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.PurgeCacheResponse:
        """Makes the cache forget the tenant's answers, also those that are being made.

        Callers need `platform.cache.purge`. With a Redis it takes effect on every node at once; without one, on the node
        that answers. UNAVAILABLE when the Redis does not answer: then nothing was forgotten.

        Args:
            method: Full name of a method, a beginning with `*` after it such as `omni.intelligence.*`, or `*`
                for everything.

        Example:
            await client.cache.purge(method="omni.intelligence.*")
        """
        return await self._unary(
            _PURGE,
            {
                "method": method,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def get_settings(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.GetCacheSettingsResponse:
        """Says how long answers of each cached method are kept for the caller's tenant.

        Callers need `platform.cache.read`.

        Example:
            await client.cache.get_settings()
        """
        return await self._unary(
            _GET_SETTINGS,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def set_ttl(
        self,
        method: str,
        ttl: _datetime.timedelta | None = None,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _platform_v1.SetCacheTtlResponse:
        """Changes for how long answers are kept for the caller's tenant. Answers that are kept already stay as long
        as they were to.

        Callers need `platform.cache.update`. Every node knows within a few seconds.

        Args:
            method: Full name of a method that is cached.
            ttl: How long; zero keeps nothing. Absent: as the contract says. At most what the operator allows, a
                day by default.

        Example:
            await client.cache.set_ttl(method="omni.intelligence.v1.IntelligenceService/Forecast", ttl=timedelta(seconds=600))
        """
        return await self._unary(
            _SET_TTL,
            {
                "method": method,
                "ttl": ttl,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class CacheRaw:
    """`client.cache`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: Cache) -> None:
        self.get_statistics = _caller.raw(group.get_statistics)
        self.purge = _caller.raw(group.purge)
        self.get_settings = _caller.raw(group.get_settings)
        self.set_ttl = _caller.raw(group.set_ttl)


class AsyncCacheRaw:
    """`client.cache`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: AsyncCache) -> None:
        self.get_statistics = _caller.raw_async(group.get_statistics)
        self.purge = _caller.raw_async(group.purge)
        self.get_settings = _caller.raw_async(group.get_settings)
        self.set_ttl = _caller.raw_async(group.set_ttl)
