# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""What every client has: the groups and the methods without one. Groups are imported when used."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime
import typing as _t

from omni_ai import _caller
from omni_ai._lazy import importing as _importing

if _t.TYPE_CHECKING:
    from omni_ai._generated import platform_v1 as _platform_v1
    from omni_ai._generated.group_audit import Audit, AuditRaw, AsyncAudit, AsyncAuditRaw
    from omni_ai._generated.group_auth import Auth, AuthRaw, AsyncAuth, AsyncAuthRaw
    from omni_ai._generated.group_cache import Cache, CacheRaw, AsyncCache, AsyncCacheRaw
    from omni_ai._generated.group_intelligence import Intelligence, IntelligenceRaw, AsyncIntelligence, AsyncIntelligenceRaw
    from omni_ai._generated.group_keys import Keys, KeysRaw, AsyncKeys, AsyncKeysRaw
    from omni_ai._generated.group_ml import Ml, MlRaw, AsyncMl, AsyncMlRaw
    from omni_ai._generated.group_platform import Platform, PlatformRaw, AsyncPlatform, AsyncPlatformRaw
    from omni_ai._generated.group_sso import Sso, SsoRaw, AsyncSso, AsyncSsoRaw
    from omni_ai._generated.group_team import Team, TeamRaw, AsyncTeam, AsyncTeamRaw
    from omni_ai._generated.group_tenants import Tenants, TenantsRaw, AsyncTenants, AsyncTenantsRaw


class Root(_caller.Caller):
    """The groups, and the methods without one."""

    __slots__ = ()

    @property
    def audit(self) -> Audit:
        """The methods of `client.audit`."""
        with _importing:
            from omni_ai._generated.group_audit import Audit

        return self._group(Audit)

    @property
    def auth(self) -> Auth:
        """The methods of `client.auth`."""
        with _importing:
            from omni_ai._generated.group_auth import Auth

        return self._group(Auth)

    @property
    def cache(self) -> Cache:
        """The methods of `client.cache`."""
        with _importing:
            from omni_ai._generated.group_cache import Cache

        return self._group(Cache)

    @property
    def intelligence(self) -> Intelligence:
        """The methods of `client.intelligence`."""
        with _importing:
            from omni_ai._generated.group_intelligence import Intelligence

        return self._group(Intelligence)

    @property
    def keys(self) -> Keys:
        """The methods of `client.keys`."""
        with _importing:
            from omni_ai._generated.group_keys import Keys

        return self._group(Keys)

    @property
    def ml(self) -> Ml:
        """The methods of `client.ml`."""
        with _importing:
            from omni_ai._generated.group_ml import Ml

        return self._group(Ml)

    @property
    def platform(self) -> Platform:
        """The methods of `client.platform`."""
        with _importing:
            from omni_ai._generated.group_platform import Platform

        return self._group(Platform)

    @property
    def sso(self) -> Sso:
        """The methods of `client.sso`."""
        with _importing:
            from omni_ai._generated.group_sso import Sso

        return self._group(Sso)

    @property
    def team(self) -> Team:
        """The methods of `client.team`."""
        with _importing:
            from omni_ai._generated.group_team import Team

        return self._group(Team)

    @property
    def tenants(self) -> Tenants:
        """The methods of `client.tenants`."""
        with _importing:
            from omni_ai._generated.group_tenants import Tenants

        return self._group(Tenants)

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
            client.get_error(failed_request_id="req_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        with _importing:
            from omni_ai._generated import platform_v1 as _platform_v1

        return self._unary(
            _caller.Method("/omni.platform.v1.PlatformService/GetError", _platform_v1.GetErrorRequest, _platform_v1.GetErrorResponse),
            {
                "failed_request_id": failed_request_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class AsyncRoot(_caller.AsyncCaller):
    """The groups, and the methods without one."""

    __slots__ = ()

    @property
    def audit(self) -> AsyncAudit:
        """The methods of `client.audit`."""
        with _importing:
            from omni_ai._generated.group_audit import AsyncAudit

        return self._group(AsyncAudit)

    @property
    def auth(self) -> AsyncAuth:
        """The methods of `client.auth`."""
        with _importing:
            from omni_ai._generated.group_auth import AsyncAuth

        return self._group(AsyncAuth)

    @property
    def cache(self) -> AsyncCache:
        """The methods of `client.cache`."""
        with _importing:
            from omni_ai._generated.group_cache import AsyncCache

        return self._group(AsyncCache)

    @property
    def intelligence(self) -> AsyncIntelligence:
        """The methods of `client.intelligence`."""
        with _importing:
            from omni_ai._generated.group_intelligence import AsyncIntelligence

        return self._group(AsyncIntelligence)

    @property
    def keys(self) -> AsyncKeys:
        """The methods of `client.keys`."""
        with _importing:
            from omni_ai._generated.group_keys import AsyncKeys

        return self._group(AsyncKeys)

    @property
    def ml(self) -> AsyncMl:
        """The methods of `client.ml`."""
        with _importing:
            from omni_ai._generated.group_ml import AsyncMl

        return self._group(AsyncMl)

    @property
    def platform(self) -> AsyncPlatform:
        """The methods of `client.platform`."""
        with _importing:
            from omni_ai._generated.group_platform import AsyncPlatform

        return self._group(AsyncPlatform)

    @property
    def sso(self) -> AsyncSso:
        """The methods of `client.sso`."""
        with _importing:
            from omni_ai._generated.group_sso import AsyncSso

        return self._group(AsyncSso)

    @property
    def team(self) -> AsyncTeam:
        """The methods of `client.team`."""
        with _importing:
            from omni_ai._generated.group_team import AsyncTeam

        return self._group(AsyncTeam)

    @property
    def tenants(self) -> AsyncTenants:
        """The methods of `client.tenants`."""
        with _importing:
            from omni_ai._generated.group_tenants import AsyncTenants

        return self._group(AsyncTenants)

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
            await client.get_error(failed_request_id="req_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        with _importing:
            from omni_ai._generated import platform_v1 as _platform_v1

        return await self._unary(
            _caller.Method("/omni.platform.v1.PlatformService/GetError", _platform_v1.GetErrorRequest, _platform_v1.GetErrorResponse),
            {
                "failed_request_id": failed_request_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class RootRaw:
    """The client, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, client: Root, raw: Root) -> None:
        self._client = client
        self._raw = raw
        self.get_error = _caller.raw(raw.get_error)

    @property
    def audit(self) -> AuditRaw:
        """The methods of `client.audit`."""
        return self._client.audit.with_raw_response

    @property
    def auth(self) -> AuthRaw:
        """The methods of `client.auth`."""
        return self._client.auth.with_raw_response

    @property
    def cache(self) -> CacheRaw:
        """The methods of `client.cache`."""
        return self._client.cache.with_raw_response

    @property
    def intelligence(self) -> IntelligenceRaw:
        """The methods of `client.intelligence`."""
        return self._client.intelligence.with_raw_response

    @property
    def keys(self) -> KeysRaw:
        """The methods of `client.keys`."""
        return self._client.keys.with_raw_response

    @property
    def ml(self) -> MlRaw:
        """The methods of `client.ml`."""
        return self._client.ml.with_raw_response

    @property
    def platform(self) -> PlatformRaw:
        """The methods of `client.platform`."""
        return self._client.platform.with_raw_response

    @property
    def sso(self) -> SsoRaw:
        """The methods of `client.sso`."""
        return self._client.sso.with_raw_response

    @property
    def team(self) -> TeamRaw:
        """The methods of `client.team`."""
        return self._client.team.with_raw_response

    @property
    def tenants(self) -> TenantsRaw:
        """The methods of `client.tenants`."""
        return self._client.tenants.with_raw_response


class AsyncRootRaw:
    """The client, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, client: AsyncRoot, raw: AsyncRoot) -> None:
        self._client = client
        self._raw = raw
        self.get_error = _caller.raw_async(raw.get_error)

    @property
    def audit(self) -> AsyncAuditRaw:
        """The methods of `client.audit`."""
        return self._client.audit.with_raw_response

    @property
    def auth(self) -> AsyncAuthRaw:
        """The methods of `client.auth`."""
        return self._client.auth.with_raw_response

    @property
    def cache(self) -> AsyncCacheRaw:
        """The methods of `client.cache`."""
        return self._client.cache.with_raw_response

    @property
    def intelligence(self) -> AsyncIntelligenceRaw:
        """The methods of `client.intelligence`."""
        return self._client.intelligence.with_raw_response

    @property
    def keys(self) -> AsyncKeysRaw:
        """The methods of `client.keys`."""
        return self._client.keys.with_raw_response

    @property
    def ml(self) -> AsyncMlRaw:
        """The methods of `client.ml`."""
        return self._client.ml.with_raw_response

    @property
    def platform(self) -> AsyncPlatformRaw:
        """The methods of `client.platform`."""
        return self._client.platform.with_raw_response

    @property
    def sso(self) -> AsyncSsoRaw:
        """The methods of `client.sso`."""
        return self._client.sso.with_raw_response

    @property
    def team(self) -> AsyncTeamRaw:
        """The methods of `client.team`."""
        return self._client.team.with_raw_response

    @property
    def tenants(self) -> AsyncTenantsRaw:
        """The methods of `client.tenants`."""
        return self._client.tenants.with_raw_response
