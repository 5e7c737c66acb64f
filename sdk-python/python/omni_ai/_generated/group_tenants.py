# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""`client.tenants`."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime

from omni_ai import _caller
from omni_ai._generated import tenant_v1 as _tenant_v1

_CREATE = _caller.Method("/omni.tenant.v1.TenantService/CreateTenant", _tenant_v1.CreateTenantRequest, _tenant_v1.CreateTenantResponse)
_GET = _caller.Method("/omni.tenant.v1.TenantService/GetTenant", _tenant_v1.GetTenantRequest, _tenant_v1.GetTenantResponse)
_UPDATE = _caller.Method("/omni.tenant.v1.TenantService/UpdateTenant", _tenant_v1.UpdateTenantRequest, _tenant_v1.UpdateTenantResponse)
_LIST = _caller.Method("/omni.tenant.v1.TenantService/ListTenants", _tenant_v1.ListTenantsRequest, _tenant_v1.ListTenantsResponse)
_UPGRADE = _caller.Method("/omni.tenant.v1.TenantService/UpgradeTenant", _tenant_v1.UpgradeTenantRequest, _tenant_v1.UpgradeTenantResponse)
_SUSPEND = _caller.Method("/omni.tenant.v1.TenantService/SuspendTenant", _tenant_v1.SuspendTenantRequest, _tenant_v1.SuspendTenantResponse)
_RESUME = _caller.Method("/omni.tenant.v1.TenantService/ResumeTenant", _tenant_v1.ResumeTenantRequest, _tenant_v1.ResumeTenantResponse)
_CANCEL = _caller.Method("/omni.tenant.v1.TenantService/CancelTenant", _tenant_v1.CancelTenantRequest, _tenant_v1.CancelTenantResponse)
_GET_FEATURES = _caller.Method("/omni.tenant.v1.TenantService/GetFeatures", _tenant_v1.GetFeaturesRequest, _tenant_v1.GetFeaturesResponse)
_GET_USAGE = _caller.Method("/omni.tenant.v1.TenantService/GetUsage", _tenant_v1.GetUsageRequest, _tenant_v1.GetUsageResponse)
_SET_ENTITLEMENT = _caller.Method("/omni.tenant.v1.TenantService/SetEntitlement", _tenant_v1.SetEntitlementRequest, _tenant_v1.SetEntitlementResponse)
_REMOVE_ENTITLEMENT = _caller.Method("/omni.tenant.v1.TenantService/RemoveEntitlement", _tenant_v1.RemoveEntitlementRequest, _tenant_v1.RemoveEntitlementResponse)


class Tenants(_caller.Caller):
    """`client.tenants`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> TenantsRaw:
        """The same methods, giving the whole response."""
        return TenantsRaw(self._as_raw())

    def create(
        self,
        *,
        name: str,
        subscription_tier: str,
        metadata: _abc.Mapping[str, str] | None = None,
        owner_email: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.CreateTenantResponse:
        """Makes a tenant, and invites its first owner when it is told their address.

        Only for the operator of the installation, with `tenant.tenants.create`. A tier that is not in the catalogue is
        INVALID_ARGUMENT.

        Args:
            name: What people call it.
            subscription_tier: The name of its tier in the catalogue.
            metadata: What the operator's other systems know it by. At most 64 pairs; keys of at most 64
                characters, values of at most 500.
            owner_email: The address of the first owner, who is invited by mail at once. Without one, nobody can
                sign in to the tenant until the operator has run `omni-server people invite`.

        Example:
            client.tenants.create(name="Acme", subscription_tier="pro", metadata={"crm": "4711"})
        """
        return self._unary(
            _CREATE,
            {
                "name": name,
                "subscription_tier": subscription_tier,
                "metadata": metadata,
                "owner_email": owner_email,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def get(
        self,
        tenant_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.GetTenantResponse:
        """Returns a tenant.

        Callers need `tenant.tenants.read`. The tenant is the caller's own; the operator of the installation may name any.
        A tenant that is not there, or that the caller may not see, is NOT_FOUND.

        Args:
            tenant_id: The tenant.

        Example:
            client.tenants.get(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return self._unary(
            _GET,
            {
                "tenant_id": tenant_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def update(
        self,
        tenant_id: str,
        *,
        name: str | None = None,
        metadata: _abc.Mapping[str, str] | None = None,
        update_mask: _abc.Iterable[str] | None = None,
        etag: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.UpdateTenantResponse:
        """Changes the name and the metadata of a tenant.

        Callers need `tenant.tenants.update`. The tenant is the caller's own; the operator of the installation may name any. Without an
        `update_mask` the fields that are set are changed. With an `etag` that is not the tenant's it is ABORTED: read again.
        A tenant that is not there, or that the caller may not see, is NOT_FOUND.

        Args:
            tenant_id: The tenant.
            name: The new name.
            metadata: The new metadata, all of it.
            update_mask: The fields to change: `name`, `metadata`. Empty: those that are set here.
            etag: The `etag` of the tenant that the change was made from. Empty: whatever it is now.

        Example:
            client.tenants.update(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya", name="Acme GmbH", update_mask=["name"])
        """
        return self._unary(
            _UPDATE,
            {
                "tenant_id": tenant_id,
                "name": name,
                "metadata": metadata,
                "update_mask": update_mask,
                "etag": etag,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        status: _tenant_v1.TenantStatus | _tenant_v1.TenantStatusName | None = None,
        subscription_tier: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Pager[_tenant_v1.Tenant, _tenant_v1.ListTenantsResponse]:
        """Lists the tenants of the installation, the oldest first.

        Only for the operator of the installation, with `tenant.tenants.list`.

        Args:
            page_size: How many at most; 0 means 50, and no page has more than 1000.
            page_token: The `next_page_token` of the page before, with the same filter. Empty: the first page.
            status: Only those of this status.
            subscription_tier: Only those of this tier.

        Example:
            for item in client.tenants.list(page_size=50): ...
        """
        return self._pages(
            _LIST,
            {
                "page_size": page_size,
                "page_token": page_token,
                "status": status,
                "subscription_tier": subscription_tier,
            },
            _caller.items_of("tenants", _tenant_v1.Tenant),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def upgrade(
        self,
        tenant_id: str,
        subscription_tier: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.UpgradeTenantResponse:
        """Moves a tenant to another tier of the catalogue, up or down. Its overrides stay. A trial ends with it.

        Callers need `tenant.tenants.upgrade`. The tenant is the caller's own; the operator of the installation may name any.
        A tier that is not in the catalogue is INVALID_ARGUMENT; one that tenants do not choose by themselves is
        PERMISSION_DENIED but for the operator; one whose limits the tenant already exceeds is FAILED_PRECONDITION.
        A tenant that is not there, or that the caller may not see, is NOT_FOUND.

        Args:
            tenant_id: The tenant.
            subscription_tier: The name of the tier in the catalogue.

        Example:
            client.tenants.upgrade(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya", subscription_tier="pro")
        """
        return self._unary(
            _UPGRADE,
            {
                "tenant_id": tenant_id,
                "subscription_tier": subscription_tier,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def suspend(
        self,
        tenant_id: str,
        *,
        reason: str,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.SuspendTenantResponse:
        """Leaves a tenant its reads and exports, and nothing that changes anything, within a second.

        Only for the operator of the installation, with `tenant.tenants.suspend`. The operator's own tenant cannot be
        suspended, nor one that is cancelled: FAILED_PRECONDITION.

        Args:
            tenant_id: The tenant.
            reason: Why; the tenant sees it.

        Example:
            client.tenants.suspend(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya", reason="unpaid since March")
        """
        return self._unary(
            _SUSPEND,
            {
                "tenant_id": tenant_id,
                "reason": reason,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def resume(
        self,
        tenant_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.ResumeTenantResponse:
        """Ends a suspension.

        Only for the operator of the installation, with `tenant.tenants.resume`. One that is cancelled stays so: FAILED_PRECONDITION.

        Args:
            tenant_id: The tenant.

        Example:
            client.tenants.resume(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return self._unary(
            _RESUME,
            {
                "tenant_id": tenant_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def cancel(
        self,
        tenant_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.CancelTenantResponse:
        """Ends the service of a tenant, within a second and for good. Its data stays until it is erased.

        Only for the operator of the installation, with `tenant.tenants.cancel`. The operator's own tenant cannot be
        cancelled: FAILED_PRECONDITION.

        Args:
            tenant_id: The tenant.

        Example:
            client.tenants.cancel(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return self._unary(
            _CANCEL,
            {
                "tenant_id": tenant_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def get_features(
        self,
        tenant_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.GetFeaturesResponse:
        """Says what a tenant may use, and how much, and whether that comes from its tier or from an override.

        Callers need `tenant.entitlements.read`. The tenant is the caller's own; the operator of the installation may name any.
        A tenant that is not there, or that the caller may not see, is NOT_FOUND.

        Args:
            tenant_id: The tenant.

        Example:
            client.tenants.get_features(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return self._unary(
            _GET_FEATURES,
            {
                "tenant_id": tenant_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def get_usage(
        self,
        tenant_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.GetUsageResponse:
        """Says what a tenant has used in the running periods, in the caller's environment.

        Callers need `tenant.usage.read`. The tenant is the caller's own; the operator of the installation may name any. What another
        server has counted in the last second may be missing, and what it has set aside for itself counts as used.
        A tenant that is not there, or that the caller may not see, is NOT_FOUND.

        Args:
            tenant_id: The tenant.

        Example:
            client.tenants.get_usage(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return self._unary(
            _GET_USAGE,
            {
                "tenant_id": tenant_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def set_entitlement(
        self,
        tenant_id: str,
        name: str,
        *,
        enabled: bool | None = None,
        limit: float | None = None,
        unlimited: bool | None = None,
        period: _tenant_v1.QuotaPeriod | _tenant_v1.QuotaPeriodName | None = None,
        enforcement: _tenant_v1.QuotaEnforcement | _tenant_v1.QuotaEnforcementName | None = None,
        reason: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.SetEntitlementResponse:
        """Gives a tenant another entitlement than its tier's, until it is removed; a change of tier leaves it.

        Only for the operator of the installation, with `tenant.entitlements.set`. A name that the catalogue does not
        know is INVALID_ARGUMENT, and so is a value that does not fit what the name stands for.

        Args:
            tenant_id: The tenant.
            name: What the entitlement is called in the catalogue: a feature, a limit, a meter, or
                `calls_per_minute`.
            enabled: For a feature: whether it is on.
            limit: For a limit or a meter: the most, a whole number below 2^53.
            unlimited: For a limit or a meter: there is no most.
            period: For a meter with a limit: after which the count starts again. Not set: as in the tier, else
                a month.
            enforcement: For a meter with a limit: what happens past it. Not set: as in the tier, else hard.
            reason: Why, for those who look later.

        Example:
            client.tenants.set_entitlement(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya", name="calls", limit=50000, period="DAY", reason="contract of 2026-01")
        """
        return self._unary(
            _SET_ENTITLEMENT,
            {
                "tenant_id": tenant_id,
                "name": name,
                "enabled": enabled,
                "limit": limit,
                "unlimited": unlimited,
                "period": period,
                "enforcement": enforcement,
                "reason": reason,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def remove_entitlement(
        self,
        tenant_id: str,
        name: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.RemoveEntitlementResponse:
        """Takes an override back; the tier's entitlement holds again. Removing what is not there changes nothing.

        Only for the operator of the installation, with `tenant.entitlements.set`.

        Args:
            tenant_id: The tenant.
            name: What the entitlement is called in the catalogue: a feature, a limit, a meter, or
                `calls_per_minute`.

        Example:
            client.tenants.remove_entitlement(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya", name="calls")
        """
        return self._unary(
            _REMOVE_ENTITLEMENT,
            {
                "tenant_id": tenant_id,
                "name": name,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class AsyncTenants(_caller.AsyncCaller):
    """`client.tenants`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> AsyncTenantsRaw:
        """The same methods, giving the whole response."""
        return AsyncTenantsRaw(self._as_raw())

    async def create(
        self,
        *,
        name: str,
        subscription_tier: str,
        metadata: _abc.Mapping[str, str] | None = None,
        owner_email: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.CreateTenantResponse:
        """Makes a tenant, and invites its first owner when it is told their address.

        Only for the operator of the installation, with `tenant.tenants.create`. A tier that is not in the catalogue is
        INVALID_ARGUMENT.

        Args:
            name: What people call it.
            subscription_tier: The name of its tier in the catalogue.
            metadata: What the operator's other systems know it by. At most 64 pairs; keys of at most 64
                characters, values of at most 500.
            owner_email: The address of the first owner, who is invited by mail at once. Without one, nobody can
                sign in to the tenant until the operator has run `omni-server people invite`.

        Example:
            await client.tenants.create(name="Acme", subscription_tier="pro", metadata={"crm": "4711"})
        """
        return await self._unary(
            _CREATE,
            {
                "name": name,
                "subscription_tier": subscription_tier,
                "metadata": metadata,
                "owner_email": owner_email,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def get(
        self,
        tenant_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.GetTenantResponse:
        """Returns a tenant.

        Callers need `tenant.tenants.read`. The tenant is the caller's own; the operator of the installation may name any.
        A tenant that is not there, or that the caller may not see, is NOT_FOUND.

        Args:
            tenant_id: The tenant.

        Example:
            await client.tenants.get(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return await self._unary(
            _GET,
            {
                "tenant_id": tenant_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def update(
        self,
        tenant_id: str,
        *,
        name: str | None = None,
        metadata: _abc.Mapping[str, str] | None = None,
        update_mask: _abc.Iterable[str] | None = None,
        etag: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.UpdateTenantResponse:
        """Changes the name and the metadata of a tenant.

        Callers need `tenant.tenants.update`. The tenant is the caller's own; the operator of the installation may name any. Without an
        `update_mask` the fields that are set are changed. With an `etag` that is not the tenant's it is ABORTED: read again.
        A tenant that is not there, or that the caller may not see, is NOT_FOUND.

        Args:
            tenant_id: The tenant.
            name: The new name.
            metadata: The new metadata, all of it.
            update_mask: The fields to change: `name`, `metadata`. Empty: those that are set here.
            etag: The `etag` of the tenant that the change was made from. Empty: whatever it is now.

        Example:
            await client.tenants.update(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya", name="Acme GmbH", update_mask=["name"])
        """
        return await self._unary(
            _UPDATE,
            {
                "tenant_id": tenant_id,
                "name": name,
                "metadata": metadata,
                "update_mask": update_mask,
                "etag": etag,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        status: _tenant_v1.TenantStatus | _tenant_v1.TenantStatusName | None = None,
        subscription_tier: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.AsyncPager[_tenant_v1.Tenant, _tenant_v1.ListTenantsResponse]:
        """Lists the tenants of the installation, the oldest first.

        Only for the operator of the installation, with `tenant.tenants.list`.

        Args:
            page_size: How many at most; 0 means 50, and no page has more than 1000.
            page_token: The `next_page_token` of the page before, with the same filter. Empty: the first page.
            status: Only those of this status.
            subscription_tier: Only those of this tier.

        Example:
            async for item in client.tenants.list(page_size=50): ...
        """
        return self._pages(
            _LIST,
            {
                "page_size": page_size,
                "page_token": page_token,
                "status": status,
                "subscription_tier": subscription_tier,
            },
            _caller.items_of("tenants", _tenant_v1.Tenant),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def upgrade(
        self,
        tenant_id: str,
        subscription_tier: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.UpgradeTenantResponse:
        """Moves a tenant to another tier of the catalogue, up or down. Its overrides stay. A trial ends with it.

        Callers need `tenant.tenants.upgrade`. The tenant is the caller's own; the operator of the installation may name any.
        A tier that is not in the catalogue is INVALID_ARGUMENT; one that tenants do not choose by themselves is
        PERMISSION_DENIED but for the operator; one whose limits the tenant already exceeds is FAILED_PRECONDITION.
        A tenant that is not there, or that the caller may not see, is NOT_FOUND.

        Args:
            tenant_id: The tenant.
            subscription_tier: The name of the tier in the catalogue.

        Example:
            await client.tenants.upgrade(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya", subscription_tier="pro")
        """
        return await self._unary(
            _UPGRADE,
            {
                "tenant_id": tenant_id,
                "subscription_tier": subscription_tier,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def suspend(
        self,
        tenant_id: str,
        *,
        reason: str,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.SuspendTenantResponse:
        """Leaves a tenant its reads and exports, and nothing that changes anything, within a second.

        Only for the operator of the installation, with `tenant.tenants.suspend`. The operator's own tenant cannot be
        suspended, nor one that is cancelled: FAILED_PRECONDITION.

        Args:
            tenant_id: The tenant.
            reason: Why; the tenant sees it.

        Example:
            await client.tenants.suspend(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya", reason="unpaid since March")
        """
        return await self._unary(
            _SUSPEND,
            {
                "tenant_id": tenant_id,
                "reason": reason,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def resume(
        self,
        tenant_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.ResumeTenantResponse:
        """Ends a suspension.

        Only for the operator of the installation, with `tenant.tenants.resume`. One that is cancelled stays so: FAILED_PRECONDITION.

        Args:
            tenant_id: The tenant.

        Example:
            await client.tenants.resume(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return await self._unary(
            _RESUME,
            {
                "tenant_id": tenant_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def cancel(
        self,
        tenant_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.CancelTenantResponse:
        """Ends the service of a tenant, within a second and for good. Its data stays until it is erased.

        Only for the operator of the installation, with `tenant.tenants.cancel`. The operator's own tenant cannot be
        cancelled: FAILED_PRECONDITION.

        Args:
            tenant_id: The tenant.

        Example:
            await client.tenants.cancel(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return await self._unary(
            _CANCEL,
            {
                "tenant_id": tenant_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def get_features(
        self,
        tenant_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.GetFeaturesResponse:
        """Says what a tenant may use, and how much, and whether that comes from its tier or from an override.

        Callers need `tenant.entitlements.read`. The tenant is the caller's own; the operator of the installation may name any.
        A tenant that is not there, or that the caller may not see, is NOT_FOUND.

        Args:
            tenant_id: The tenant.

        Example:
            await client.tenants.get_features(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return await self._unary(
            _GET_FEATURES,
            {
                "tenant_id": tenant_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def get_usage(
        self,
        tenant_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.GetUsageResponse:
        """Says what a tenant has used in the running periods, in the caller's environment.

        Callers need `tenant.usage.read`. The tenant is the caller's own; the operator of the installation may name any. What another
        server has counted in the last second may be missing, and what it has set aside for itself counts as used.
        A tenant that is not there, or that the caller may not see, is NOT_FOUND.

        Args:
            tenant_id: The tenant.

        Example:
            await client.tenants.get_usage(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return await self._unary(
            _GET_USAGE,
            {
                "tenant_id": tenant_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def set_entitlement(
        self,
        tenant_id: str,
        name: str,
        *,
        enabled: bool | None = None,
        limit: float | None = None,
        unlimited: bool | None = None,
        period: _tenant_v1.QuotaPeriod | _tenant_v1.QuotaPeriodName | None = None,
        enforcement: _tenant_v1.QuotaEnforcement | _tenant_v1.QuotaEnforcementName | None = None,
        reason: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.SetEntitlementResponse:
        """Gives a tenant another entitlement than its tier's, until it is removed; a change of tier leaves it.

        Only for the operator of the installation, with `tenant.entitlements.set`. A name that the catalogue does not
        know is INVALID_ARGUMENT, and so is a value that does not fit what the name stands for.

        Args:
            tenant_id: The tenant.
            name: What the entitlement is called in the catalogue: a feature, a limit, a meter, or
                `calls_per_minute`.
            enabled: For a feature: whether it is on.
            limit: For a limit or a meter: the most, a whole number below 2^53.
            unlimited: For a limit or a meter: there is no most.
            period: For a meter with a limit: after which the count starts again. Not set: as in the tier, else
                a month.
            enforcement: For a meter with a limit: what happens past it. Not set: as in the tier, else hard.
            reason: Why, for those who look later.

        Example:
            await client.tenants.set_entitlement(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya", name="calls", limit=50000, period="DAY", reason="contract of 2026-01")
        """
        return await self._unary(
            _SET_ENTITLEMENT,
            {
                "tenant_id": tenant_id,
                "name": name,
                "enabled": enabled,
                "limit": limit,
                "unlimited": unlimited,
                "period": period,
                "enforcement": enforcement,
                "reason": reason,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def remove_entitlement(
        self,
        tenant_id: str,
        name: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _tenant_v1.RemoveEntitlementResponse:
        """Takes an override back; the tier's entitlement holds again. Removing what is not there changes nothing.

        Only for the operator of the installation, with `tenant.entitlements.set`.

        Args:
            tenant_id: The tenant.
            name: What the entitlement is called in the catalogue: a feature, a limit, a meter, or
                `calls_per_minute`.

        Example:
            await client.tenants.remove_entitlement(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0ya", name="calls")
        """
        return await self._unary(
            _REMOVE_ENTITLEMENT,
            {
                "tenant_id": tenant_id,
                "name": name,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class TenantsRaw:
    """`client.tenants`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: Tenants) -> None:
        self.create = _caller.raw(group.create)
        self.get = _caller.raw(group.get)
        self.update = _caller.raw(group.update)
        self.upgrade = _caller.raw(group.upgrade)
        self.suspend = _caller.raw(group.suspend)
        self.resume = _caller.raw(group.resume)
        self.cancel = _caller.raw(group.cancel)
        self.get_features = _caller.raw(group.get_features)
        self.get_usage = _caller.raw(group.get_usage)
        self.set_entitlement = _caller.raw(group.set_entitlement)
        self.remove_entitlement = _caller.raw(group.remove_entitlement)


class AsyncTenantsRaw:
    """`client.tenants`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: AsyncTenants) -> None:
        self.create = _caller.raw_async(group.create)
        self.get = _caller.raw_async(group.get)
        self.update = _caller.raw_async(group.update)
        self.upgrade = _caller.raw_async(group.upgrade)
        self.suspend = _caller.raw_async(group.suspend)
        self.resume = _caller.raw_async(group.resume)
        self.cancel = _caller.raw_async(group.cancel)
        self.get_features = _caller.raw_async(group.get_features)
        self.get_usage = _caller.raw_async(group.get_usage)
        self.set_entitlement = _caller.raw_async(group.set_entitlement)
        self.remove_entitlement = _caller.raw_async(group.remove_entitlement)
