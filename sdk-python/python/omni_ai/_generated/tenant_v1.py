# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""Messages and enums of omni.tenant.v1."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime
import typing as _t

from omni_ai import _message as _m


class EntitlementSource(_m.Enum):
    """Where an entitlement comes from."""

    __proto_prefix__ = "ENTITLEMENT_SOURCE_"

    UNSPECIFIED = 0
    """Not set."""
    TIER = 1
    """The tenant's tier."""
    OVERRIDE = 2
    """An override of the tenant."""


class QuotaPeriod(_m.Enum):
    """After which a count starts again, in UTC."""

    __proto_prefix__ = "QUOTA_PERIOD_"

    UNSPECIFIED = 0
    """Not set."""
    DAY = 1
    """From midnight to midnight."""
    MONTH = 2
    """From the first of a month to the next."""


class QuotaEnforcement(_m.Enum):
    """What happens past a quota."""

    __proto_prefix__ = "QUOTA_ENFORCEMENT_"

    UNSPECIFIED = 0
    """Not set."""
    HARD = 1
    """Refused, RESOURCE_EXHAUSTED."""
    SOFT = 2
    """Served; the tenant is told."""
    OVERAGE = 3
    """Served and charged for."""


class TenantStatus(_m.Enum):
    """Whether a tenant is served."""

    __proto_prefix__ = "TENANT_STATUS_"

    UNSPECIFIED = 0
    """Not set."""
    TRIAL = 1
    """Served, for a while without pay."""
    ACTIVE = 2
    """Served."""
    SUSPENDED = 3
    """May read and export, and changes nothing."""
    CANCELLED = 4
    """Not served any more."""


class FeatureEntitlement(_m.Message):
    """Something a tenant may use or not."""

    __slots__ = ("name", "enabled", "source")
    __match_args__ = ("name", "enabled", "source")
    __proto_name__ = "omni.tenant.v1.FeatureEntitlement"
    __fields__ = (
        ("name", 1, "string", "one", None, None, None),
        ("enabled", 2, "bool", "one", None, None, None),
        ("source", 3, "enum", "one", "EntitlementSource", None, None),
    )

    name: str
    """Its name, as FEATURE_MISSING gives it."""
    enabled: bool
    """Whether the tenant may use it."""
    source: EntitlementSource
    """Where that comes from."""

    def __init__(
        self,
        *,
        name: str = "",
        enabled: bool = False,
        source: EntitlementSource | EntitlementSourceName = EntitlementSource.UNSPECIFIED,
    ) -> None:
        self.name = name
        self.enabled = enabled
        self.source = EntitlementSource(source)


class LimitEntitlement(_m.Message):
    """The most of something that a tenant may have."""

    __slots__ = ("name", "limit", "source")
    __match_args__ = ("name", "limit", "source")
    __proto_name__ = "omni.tenant.v1.LimitEntitlement"
    __fields__ = (
        ("name", 1, "string", "one", None, None, None),
        ("limit", 2, "double", "optional", None, None, None),
        ("source", 3, "enum", "one", "EntitlementSource", None, None),
    )

    name: str
    """Its name: `users`, `storage_bytes`, `calls_per_minute`."""
    limit: float | None
    """The most, a whole number; absent when there is none."""
    source: EntitlementSource
    """Where that comes from."""

    def __init__(
        self,
        *,
        name: str = "",
        limit: float | None = None,
        source: EntitlementSource | EntitlementSourceName = EntitlementSource.UNSPECIFIED,
    ) -> None:
        self.name = name
        self.limit = limit
        self.source = EntitlementSource(source)


class QuotaEntitlement(_m.Message):
    """The most of something that a tenant may use in a period."""

    __slots__ = ("meter", "limit", "period", "enforcement", "source")
    __match_args__ = ("meter", "limit", "period", "enforcement", "source")
    __proto_name__ = "omni.tenant.v1.QuotaEntitlement"
    __fields__ = (
        ("meter", 1, "string", "one", None, None, None),
        ("limit", 2, "double", "optional", None, None, None),
        ("period", 3, "enum", "one", "QuotaPeriod", None, None),
        ("enforcement", 4, "enum", "one", "QuotaEnforcement", None, None),
        ("source", 5, "enum", "one", "EntitlementSource", None, None),
    )

    meter: str
    """The meter, such as `calls`."""
    limit: float | None
    """The most, a whole number; absent when there is none."""
    period: QuotaPeriod
    """After which the count starts again."""
    enforcement: QuotaEnforcement
    """What happens past the limit."""
    source: EntitlementSource
    """Where that comes from."""

    def __init__(
        self,
        *,
        meter: str = "",
        limit: float | None = None,
        period: QuotaPeriod | QuotaPeriodName = QuotaPeriod.UNSPECIFIED,
        enforcement: QuotaEnforcement | QuotaEnforcementName = QuotaEnforcement.UNSPECIFIED,
        source: EntitlementSource | EntitlementSourceName = EntitlementSource.UNSPECIFIED,
    ) -> None:
        self.meter = meter
        self.limit = limit
        self.period = QuotaPeriod(period)
        self.enforcement = QuotaEnforcement(enforcement)
        self.source = EntitlementSource(source)


class MeterUsage(_m.Message):
    """What a tenant has used of a meter in the running period."""

    __slots__ = ("meter", "used", "limit", "remaining", "period", "period_start", "reset_time", "enforcement", "notices")
    __match_args__ = ("meter", "used", "limit", "remaining", "period", "period_start", "reset_time", "enforcement", "notices")
    __proto_name__ = "omni.tenant.v1.MeterUsage"
    __fields__ = (
        ("meter", 1, "string", "one", None, None, None),
        ("used", 2, "double", "one", None, None, None),
        ("limit", 3, "double", "optional", None, None, None),
        ("remaining", 4, "double", "optional", None, None, None),
        ("period", 5, "enum", "one", "QuotaPeriod", None, None),
        ("period_start", 6, "timestamp", "optional", None, None, None),
        ("reset_time", 7, "timestamp", "optional", None, None, None),
        ("enforcement", 8, "enum", "one", "QuotaEnforcement", None, None),
        ("notices", 9, "message", "repeated", "UsageNotice", None, None),
    )

    meter: str
    """The meter, such as `calls`."""
    used: float
    """How much, a whole number."""
    limit: float | None
    """The most, a whole number; absent when there is none."""
    remaining: float | None
    """What is left; absent when there is no limit."""
    period: QuotaPeriod
    """After which the count starts again."""
    period_start: _datetime.datetime | None
    """When the running period began."""
    reset_time: _datetime.datetime | None
    """When the count starts again."""
    enforcement: QuotaEnforcement
    """What happens past the limit."""
    notices: list[UsageNotice]
    """What the tenant was told in this period."""

    def __init__(
        self,
        *,
        meter: str = "",
        used: float = 0.0,
        limit: float | None = None,
        remaining: float | None = None,
        period: QuotaPeriod | QuotaPeriodName = QuotaPeriod.UNSPECIFIED,
        period_start: _datetime.datetime | None = None,
        reset_time: _datetime.datetime | None = None,
        enforcement: QuotaEnforcement | QuotaEnforcementName = QuotaEnforcement.UNSPECIFIED,
        notices: _abc.Iterable[UsageNotice] = (),
    ) -> None:
        self.meter = meter
        self.used = used
        self.limit = limit
        self.remaining = remaining
        self.period = QuotaPeriod(period)
        self.period_start = period_start
        self.reset_time = reset_time
        self.enforcement = QuotaEnforcement(enforcement)
        self.notices = _m.items(notices)


class UsageNotice(_m.Message):
    """What a tenant was told of its use: once at 80 percent and once at 100 percent of a quota."""

    __slots__ = ("percent", "notice_time")
    __match_args__ = ("percent", "notice_time")
    __proto_name__ = "omni.tenant.v1.UsageNotice"
    __fields__ = (
        ("percent", 1, "int32", "one", None, None, None),
        ("notice_time", 2, "timestamp", "optional", None, None, None),
    )

    percent: int
    """80 or 100."""
    notice_time: _datetime.datetime | None
    """When."""

    def __init__(
        self,
        *,
        percent: int = 0,
        notice_time: _datetime.datetime | None = None,
    ) -> None:
        self.percent = percent
        self.notice_time = notice_time


class LimitUsage(_m.Message):
    """How much of a limit a tenant takes up."""

    __slots__ = ("name", "used", "limit")
    __match_args__ = ("name", "used", "limit")
    __proto_name__ = "omni.tenant.v1.LimitUsage"
    __fields__ = (
        ("name", 1, "string", "one", None, None, None),
        ("used", 2, "double", "one", None, None, None),
        ("limit", 3, "double", "optional", None, None, None),
    )

    name: str
    """The limit, such as `users`."""
    used: float
    """How much there is, a whole number."""
    limit: float | None
    """The most, a whole number; absent when there is none."""

    def __init__(
        self,
        *,
        name: str = "",
        used: float = 0.0,
        limit: float | None = None,
    ) -> None:
        self.name = name
        self.used = used
        self.limit = limit


class GetFeaturesRequest(_m.Message):
    """Asks for the entitlements of a tenant."""

    __slots__ = ("tenant_id",)
    __match_args__ = ("tenant_id",)
    __proto_name__ = "omni.tenant.v1.GetFeaturesRequest"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
    ) -> None:
        self.tenant_id = tenant_id


class GetFeaturesResponse(_m.Message):
    """What a tenant may use."""

    __slots__ = ("subscription_tier", "catalogue_version", "features", "limits", "quotas")
    __match_args__ = ("subscription_tier", "catalogue_version", "features", "limits", "quotas")
    __proto_name__ = "omni.tenant.v1.GetFeaturesResponse"
    __fields__ = (
        ("subscription_tier", 1, "string", "one", None, None, None),
        ("catalogue_version", 2, "string", "one", None, None, None),
        ("features", 3, "message", "repeated", "FeatureEntitlement", None, None),
        ("limits", 4, "message", "repeated", "LimitEntitlement", None, None),
        ("quotas", 5, "message", "repeated", "QuotaEntitlement", None, None),
    )

    subscription_tier: str
    """The tier that holds for it."""
    catalogue_version: str
    """The version of the catalogue that says so."""
    features: list[FeatureEntitlement]
    """Every feature of the catalogue, on or off, by name."""
    limits: list[LimitEntitlement]
    """Every limit of the catalogue, and `calls_per_minute`, by name."""
    quotas: list[QuotaEntitlement]
    """Every meter of the catalogue, by name."""

    def __init__(
        self,
        *,
        subscription_tier: str = "",
        catalogue_version: str = "",
        features: _abc.Iterable[FeatureEntitlement] = (),
        limits: _abc.Iterable[LimitEntitlement] = (),
        quotas: _abc.Iterable[QuotaEntitlement] = (),
    ) -> None:
        self.subscription_tier = subscription_tier
        self.catalogue_version = catalogue_version
        self.features = _m.items(features)
        self.limits = _m.items(limits)
        self.quotas = _m.items(quotas)


class GetUsageRequest(_m.Message):
    """Asks for what a tenant has used."""

    __slots__ = ("tenant_id",)
    __match_args__ = ("tenant_id",)
    __proto_name__ = "omni.tenant.v1.GetUsageRequest"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
    ) -> None:
        self.tenant_id = tenant_id


class GetUsageResponse(_m.Message):
    """What a tenant has used."""

    __slots__ = ("environment", "meters", "limits")
    __match_args__ = ("environment", "meters", "limits")
    __proto_name__ = "omni.tenant.v1.GetUsageResponse"
    __fields__ = (
        ("environment", 1, "string", "one", None, None, None),
        ("meters", 2, "message", "repeated", "MeterUsage", None, None),
        ("limits", 3, "message", "repeated", "LimitUsage", None, None),
    )

    environment: str
    """Whose counts these are: `live` or `test`. Each environment has its own."""
    meters: list[MeterUsage]
    """Every meter of the catalogue, by name."""
    limits: list[LimitUsage]
    """How much of its limits the tenant takes up, by name; limits that nothing counts yet are left out."""

    def __init__(
        self,
        *,
        environment: str = "",
        meters: _abc.Iterable[MeterUsage] = (),
        limits: _abc.Iterable[LimitUsage] = (),
    ) -> None:
        self.environment = environment
        self.meters = _m.items(meters)
        self.limits = _m.items(limits)


class SetEntitlementRequest(_m.Message):
    """An entitlement of one tenant."""

    __slots__ = ("tenant_id", "name", "enabled", "limit", "unlimited", "period", "enforcement", "reason")
    __match_args__ = ("tenant_id", "name", "enabled", "limit", "unlimited", "period", "enforcement", "reason")
    __proto_name__ = "omni.tenant.v1.SetEntitlementRequest"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
        ("name", 2, "string", "one", None, None, None),
        ("enabled", 3, "bool", "optional", None, None, None),
        ("limit", 4, "double", "optional", None, None, None),
        ("unlimited", 5, "bool", "one", None, None, None),
        ("period", 6, "enum", "one", "QuotaPeriod", None, None),
        ("enforcement", 7, "enum", "one", "QuotaEnforcement", None, None),
        ("reason", 8, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant."""
    name: str
    """What the entitlement is called in the catalogue: a feature, a limit, a meter, or `calls_per_minute`."""
    enabled: bool | None
    """For a feature: whether it is on."""
    limit: float | None
    """For a limit or a meter: the most, a whole number below 2^53."""
    unlimited: bool
    """For a limit or a meter: there is no most."""
    period: QuotaPeriod
    """For a meter with a limit: after which the count starts again. Not set: as in the tier, else a month."""
    enforcement: QuotaEnforcement
    """For a meter with a limit: what happens past it. Not set: as in the tier, else hard."""
    reason: str
    """Why, for those who look later."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
        name: str = "",
        enabled: bool | None = None,
        limit: float | None = None,
        unlimited: bool = False,
        period: QuotaPeriod | QuotaPeriodName = QuotaPeriod.UNSPECIFIED,
        enforcement: QuotaEnforcement | QuotaEnforcementName = QuotaEnforcement.UNSPECIFIED,
        reason: str = "",
    ) -> None:
        self.tenant_id = tenant_id
        self.name = name
        self.enabled = enabled
        self.limit = limit
        self.unlimited = unlimited
        self.period = QuotaPeriod(period)
        self.enforcement = QuotaEnforcement(enforcement)
        self.reason = reason


class SetEntitlementResponse(_m.Message):
    """What the tenant may use now."""

    __slots__ = ("features",)
    __match_args__ = ("features",)
    __proto_name__ = "omni.tenant.v1.SetEntitlementResponse"
    __fields__ = (
        ("features", 1, "message", "optional", "GetFeaturesResponse", None, None),
    )

    features: GetFeaturesResponse | None
    """All of it."""

    def __init__(
        self,
        *,
        features: GetFeaturesResponse | None = None,
    ) -> None:
        self.features = features


class RemoveEntitlementRequest(_m.Message):
    """Which override to take back."""

    __slots__ = ("tenant_id", "name")
    __match_args__ = ("tenant_id", "name")
    __proto_name__ = "omni.tenant.v1.RemoveEntitlementRequest"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
        ("name", 2, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant."""
    name: str
    """What the entitlement is called in the catalogue: a feature, a limit, a meter, or `calls_per_minute`."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
        name: str = "",
    ) -> None:
        self.tenant_id = tenant_id
        self.name = name


class RemoveEntitlementResponse(_m.Message):
    """What the tenant may use now."""

    __slots__ = ("features",)
    __match_args__ = ("features",)
    __proto_name__ = "omni.tenant.v1.RemoveEntitlementResponse"
    __fields__ = (
        ("features", 1, "message", "optional", "GetFeaturesResponse", None, None),
    )

    features: GetFeaturesResponse | None
    """All of it."""

    def __init__(
        self,
        *,
        features: GetFeaturesResponse | None = None,
    ) -> None:
        self.features = features


class Tenant(_m.Message):
    """A company that the installation serves."""

    __slots__ = ("tenant_id", "name", "subscription_tier", "status", "metadata", "operator", "create_time", "update_time", "trial_end_time", "suspend_reason", "etag")
    __match_args__ = ("tenant_id", "name", "subscription_tier", "status", "metadata", "operator", "create_time", "update_time", "trial_end_time", "suspend_reason", "etag")
    __proto_name__ = "omni.tenant.v1.Tenant"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
        ("name", 2, "string", "one", None, None, None),
        ("subscription_tier", 3, "string", "one", None, None, None),
        ("status", 4, "enum", "one", "TenantStatus", None, None),
        ("metadata", 5, "string", "map", None, None, "string"),
        ("operator", 6, "bool", "one", None, None, None),
        ("create_time", 7, "timestamp", "optional", None, None, None),
        ("update_time", 8, "timestamp", "optional", None, None, None),
        ("trial_end_time", 9, "timestamp", "optional", None, None, None),
        ("suspend_reason", 10, "string", "one", None, None, None),
        ("etag", 11, "string", "one", None, None, None),
    )

    tenant_id: str
    """Its id, `ten_...`."""
    name: str
    """What people call it."""
    subscription_tier: str
    """The name of its tier in the catalogue."""
    status: TenantStatus
    """Whether it is served."""
    metadata: dict[str, str]
    """What the operator's other systems know it by."""
    operator: bool
    """Whether it is the operator's own, which the first start made."""
    create_time: _datetime.datetime | None
    """When it was made."""
    update_time: _datetime.datetime | None
    """When it was changed last."""
    trial_end_time: _datetime.datetime | None
    """When its trial ends; absent when it has none."""
    suspend_reason: str
    """Why it is suspended; empty when it is not."""
    etag: str
    """Changes with every change."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
        name: str = "",
        subscription_tier: str = "",
        status: TenantStatus | TenantStatusName = TenantStatus.UNSPECIFIED,
        metadata: _abc.Mapping[str, str] | None = None,
        operator: bool = False,
        create_time: _datetime.datetime | None = None,
        update_time: _datetime.datetime | None = None,
        trial_end_time: _datetime.datetime | None = None,
        suspend_reason: str = "",
        etag: str = "",
    ) -> None:
        self.tenant_id = tenant_id
        self.name = name
        self.subscription_tier = subscription_tier
        self.status = TenantStatus(status)
        self.metadata = {} if metadata is None else dict(metadata)
        self.operator = operator
        self.create_time = create_time
        self.update_time = update_time
        self.trial_end_time = trial_end_time
        self.suspend_reason = suspend_reason
        self.etag = etag


class CreateTenantRequest(_m.Message):
    """A new tenant."""

    __slots__ = ("name", "subscription_tier", "metadata", "owner_email")
    __match_args__ = ("name", "subscription_tier", "metadata", "owner_email")
    __proto_name__ = "omni.tenant.v1.CreateTenantRequest"
    __fields__ = (
        ("name", 1, "string", "one", None, None, None),
        ("subscription_tier", 2, "string", "one", None, None, None),
        ("metadata", 3, "string", "map", None, None, "string"),
        ("owner_email", 4, "string", "one", None, None, None),
    )

    name: str
    """What people call it."""
    subscription_tier: str
    """The name of its tier in the catalogue."""
    metadata: dict[str, str]
    """What the operator's other systems know it by. At most 64 pairs; keys of at most 64 characters, values of at most 500."""
    owner_email: str
    """The address of the first owner, who is invited by mail at once. Without one, nobody can sign in to the tenant until the operator has run `omni-server people invite`."""

    def __init__(
        self,
        *,
        name: str = "",
        subscription_tier: str = "",
        metadata: _abc.Mapping[str, str] | None = None,
        owner_email: str = "",
    ) -> None:
        self.name = name
        self.subscription_tier = subscription_tier
        self.metadata = {} if metadata is None else dict(metadata)
        self.owner_email = owner_email


class CreateTenantResponse(_m.Message):
    """The new tenant."""

    __slots__ = ("tenant",)
    __match_args__ = ("tenant",)
    __proto_name__ = "omni.tenant.v1.CreateTenantResponse"
    __fields__ = (
        ("tenant", 1, "message", "optional", "Tenant", None, None),
    )

    tenant: Tenant | None
    """The tenant as it is now."""

    def __init__(
        self,
        *,
        tenant: Tenant | None = None,
    ) -> None:
        self.tenant = tenant


class GetTenantRequest(_m.Message):
    """Asks for a tenant."""

    __slots__ = ("tenant_id",)
    __match_args__ = ("tenant_id",)
    __proto_name__ = "omni.tenant.v1.GetTenantRequest"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
    ) -> None:
        self.tenant_id = tenant_id


class GetTenantResponse(_m.Message):
    """The tenant."""

    __slots__ = ("tenant",)
    __match_args__ = ("tenant",)
    __proto_name__ = "omni.tenant.v1.GetTenantResponse"
    __fields__ = (
        ("tenant", 1, "message", "optional", "Tenant", None, None),
    )

    tenant: Tenant | None
    """The tenant."""

    def __init__(
        self,
        *,
        tenant: Tenant | None = None,
    ) -> None:
        self.tenant = tenant


class UpdateTenantRequest(_m.Message):
    """What to change of a tenant."""

    __slots__ = ("tenant_id", "name", "metadata", "update_mask", "etag")
    __match_args__ = ("tenant_id", "name", "metadata", "update_mask", "etag")
    __proto_name__ = "omni.tenant.v1.UpdateTenantRequest"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
        ("name", 2, "string", "one", None, None, None),
        ("metadata", 3, "string", "map", None, None, "string"),
        ("update_mask", 4, "string", "repeated", None, None, None),
        ("etag", 5, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant."""
    name: str
    """The new name."""
    metadata: dict[str, str]
    """The new metadata, all of it."""
    update_mask: list[str]
    """The fields to change: `name`, `metadata`. Empty: those that are set here."""
    etag: str
    """The `etag` of the tenant that the change was made from. Empty: whatever it is now."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
        name: str = "",
        metadata: _abc.Mapping[str, str] | None = None,
        update_mask: _abc.Iterable[str] = (),
        etag: str = "",
    ) -> None:
        self.tenant_id = tenant_id
        self.name = name
        self.metadata = {} if metadata is None else dict(metadata)
        self.update_mask = _m.items(update_mask)
        self.etag = etag


class UpdateTenantResponse(_m.Message):
    """The changed tenant."""

    __slots__ = ("tenant",)
    __match_args__ = ("tenant",)
    __proto_name__ = "omni.tenant.v1.UpdateTenantResponse"
    __fields__ = (
        ("tenant", 1, "message", "optional", "Tenant", None, None),
    )

    tenant: Tenant | None
    """The tenant as it is now."""

    def __init__(
        self,
        *,
        tenant: Tenant | None = None,
    ) -> None:
        self.tenant = tenant


class ListTenantsRequest(_m.Message):
    """Asks for tenants."""

    __slots__ = ("page_size", "page_token", "status", "subscription_tier")
    __match_args__ = ("page_size", "page_token", "status", "subscription_tier")
    __proto_name__ = "omni.tenant.v1.ListTenantsRequest"
    __fields__ = (
        ("page_size", 1, "int32", "one", None, None, None),
        ("page_token", 2, "string", "one", None, None, None),
        ("status", 3, "enum", "one", "TenantStatus", None, None),
        ("subscription_tier", 4, "string", "one", None, None, None),
    )

    page_size: int
    """How many at most; 0 means 50, and no page has more than 1000."""
    page_token: str
    """The `next_page_token` of the page before, with the same filter. Empty: the first page."""
    status: TenantStatus
    """Only those of this status."""
    subscription_tier: str
    """Only those of this tier."""

    def __init__(
        self,
        *,
        page_size: int = 0,
        page_token: str = "",
        status: TenantStatus | TenantStatusName = TenantStatus.UNSPECIFIED,
        subscription_tier: str = "",
    ) -> None:
        self.page_size = page_size
        self.page_token = page_token
        self.status = TenantStatus(status)
        self.subscription_tier = subscription_tier


class ListTenantsResponse(_m.Message):
    """A page of tenants."""

    __slots__ = ("tenants", "next_page_token")
    __match_args__ = ("tenants", "next_page_token")
    __proto_name__ = "omni.tenant.v1.ListTenantsResponse"
    __fields__ = (
        ("tenants", 1, "message", "repeated", "Tenant", None, None),
        ("next_page_token", 2, "string", "one", None, None, None),
    )

    tenants: list[Tenant]
    """The tenants, the oldest first."""
    next_page_token: str
    """Gives the next page; empty on the last one."""

    def __init__(
        self,
        *,
        tenants: _abc.Iterable[Tenant] = (),
        next_page_token: str = "",
    ) -> None:
        self.tenants = _m.items(tenants)
        self.next_page_token = next_page_token


class UpgradeTenantRequest(_m.Message):
    """Where a tenant moves."""

    __slots__ = ("tenant_id", "subscription_tier")
    __match_args__ = ("tenant_id", "subscription_tier")
    __proto_name__ = "omni.tenant.v1.UpgradeTenantRequest"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
        ("subscription_tier", 2, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant."""
    subscription_tier: str
    """The name of the tier in the catalogue."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
        subscription_tier: str = "",
    ) -> None:
        self.tenant_id = tenant_id
        self.subscription_tier = subscription_tier


class UpgradeTenantResponse(_m.Message):
    """The tenant in its new tier."""

    __slots__ = ("tenant",)
    __match_args__ = ("tenant",)
    __proto_name__ = "omni.tenant.v1.UpgradeTenantResponse"
    __fields__ = (
        ("tenant", 1, "message", "optional", "Tenant", None, None),
    )

    tenant: Tenant | None
    """The tenant as it is now."""

    def __init__(
        self,
        *,
        tenant: Tenant | None = None,
    ) -> None:
        self.tenant = tenant


class SuspendTenantRequest(_m.Message):
    """Whom to suspend, and why."""

    __slots__ = ("tenant_id", "reason")
    __match_args__ = ("tenant_id", "reason")
    __proto_name__ = "omni.tenant.v1.SuspendTenantRequest"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
        ("reason", 2, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant."""
    reason: str
    """Why; the tenant sees it."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
        reason: str = "",
    ) -> None:
        self.tenant_id = tenant_id
        self.reason = reason


class SuspendTenantResponse(_m.Message):
    """The suspended tenant."""

    __slots__ = ("tenant",)
    __match_args__ = ("tenant",)
    __proto_name__ = "omni.tenant.v1.SuspendTenantResponse"
    __fields__ = (
        ("tenant", 1, "message", "optional", "Tenant", None, None),
    )

    tenant: Tenant | None
    """The tenant as it is now."""

    def __init__(
        self,
        *,
        tenant: Tenant | None = None,
    ) -> None:
        self.tenant = tenant


class ResumeTenantRequest(_m.Message):
    """Whom to resume."""

    __slots__ = ("tenant_id",)
    __match_args__ = ("tenant_id",)
    __proto_name__ = "omni.tenant.v1.ResumeTenantRequest"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
    ) -> None:
        self.tenant_id = tenant_id


class ResumeTenantResponse(_m.Message):
    """The resumed tenant."""

    __slots__ = ("tenant",)
    __match_args__ = ("tenant",)
    __proto_name__ = "omni.tenant.v1.ResumeTenantResponse"
    __fields__ = (
        ("tenant", 1, "message", "optional", "Tenant", None, None),
    )

    tenant: Tenant | None
    """The tenant as it is now."""

    def __init__(
        self,
        *,
        tenant: Tenant | None = None,
    ) -> None:
        self.tenant = tenant


class CancelTenantRequest(_m.Message):
    """Whom to cancel."""

    __slots__ = ("tenant_id",)
    __match_args__ = ("tenant_id",)
    __proto_name__ = "omni.tenant.v1.CancelTenantRequest"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
    ) -> None:
        self.tenant_id = tenant_id


class CancelTenantResponse(_m.Message):
    """The cancelled tenant."""

    __slots__ = ("tenant",)
    __match_args__ = ("tenant",)
    __proto_name__ = "omni.tenant.v1.CancelTenantResponse"
    __fields__ = (
        ("tenant", 1, "message", "optional", "Tenant", None, None),
    )

    tenant: Tenant | None
    """The tenant as it is now."""

    def __init__(
        self,
        *,
        tenant: Tenant | None = None,
    ) -> None:
        self.tenant = tenant


if _t.TYPE_CHECKING:
    EntitlementSourceName: _t.TypeAlias = _t.Literal[
        "unspecified",
        "UNSPECIFIED",
        "ENTITLEMENT_SOURCE_UNSPECIFIED",
        "tier",
        "TIER",
        "ENTITLEMENT_SOURCE_TIER",
        "override",
        "OVERRIDE",
        "ENTITLEMENT_SOURCE_OVERRIDE",
    ]
    QuotaPeriodName: _t.TypeAlias = _t.Literal[
        "unspecified",
        "UNSPECIFIED",
        "QUOTA_PERIOD_UNSPECIFIED",
        "day",
        "DAY",
        "QUOTA_PERIOD_DAY",
        "month",
        "MONTH",
        "QUOTA_PERIOD_MONTH",
    ]
    QuotaEnforcementName: _t.TypeAlias = _t.Literal[
        "unspecified",
        "UNSPECIFIED",
        "QUOTA_ENFORCEMENT_UNSPECIFIED",
        "hard",
        "HARD",
        "QUOTA_ENFORCEMENT_HARD",
        "soft",
        "SOFT",
        "QUOTA_ENFORCEMENT_SOFT",
        "overage",
        "OVERAGE",
        "QUOTA_ENFORCEMENT_OVERAGE",
    ]
    TenantStatusName: _t.TypeAlias = _t.Literal[
        "unspecified",
        "UNSPECIFIED",
        "TENANT_STATUS_UNSPECIFIED",
        "trial",
        "TRIAL",
        "TENANT_STATUS_TRIAL",
        "active",
        "ACTIVE",
        "TENANT_STATUS_ACTIVE",
        "suspended",
        "SUSPENDED",
        "TENANT_STATUS_SUSPENDED",
        "cancelled",
        "CANCELLED",
        "TENANT_STATUS_CANCELLED",
    ]

    class FeatureEntitlementDict(_t.TypedDict, total=False):
        """The fields of `FeatureEntitlement` as a dict."""

        name: str
        enabled: bool
        source: EntitlementSource | EntitlementSourceName

    class LimitEntitlementDict(_t.TypedDict, total=False):
        """The fields of `LimitEntitlement` as a dict."""

        name: str
        limit: float
        source: EntitlementSource | EntitlementSourceName

    class QuotaEntitlementDict(_t.TypedDict, total=False):
        """The fields of `QuotaEntitlement` as a dict."""

        meter: str
        limit: float
        period: QuotaPeriod | QuotaPeriodName
        enforcement: QuotaEnforcement | QuotaEnforcementName
        source: EntitlementSource | EntitlementSourceName

    class MeterUsageDict(_t.TypedDict, total=False):
        """The fields of `MeterUsage` as a dict."""

        meter: str
        used: float
        limit: float
        remaining: float
        period: QuotaPeriod | QuotaPeriodName
        period_start: _datetime.datetime
        reset_time: _datetime.datetime
        enforcement: QuotaEnforcement | QuotaEnforcementName
        notices: _abc.Iterable[UsageNotice | UsageNoticeDict]

    class UsageNoticeDict(_t.TypedDict, total=False):
        """The fields of `UsageNotice` as a dict."""

        percent: int
        notice_time: _datetime.datetime

    class LimitUsageDict(_t.TypedDict, total=False):
        """The fields of `LimitUsage` as a dict."""

        name: str
        used: float
        limit: float

    class GetFeaturesRequestDict(_t.TypedDict, total=False):
        """The fields of `GetFeaturesRequest` as a dict."""

        tenant_id: str

    class GetFeaturesResponseDict(_t.TypedDict, total=False):
        """The fields of `GetFeaturesResponse` as a dict."""

        subscription_tier: str
        catalogue_version: str
        features: _abc.Iterable[FeatureEntitlement | FeatureEntitlementDict]
        limits: _abc.Iterable[LimitEntitlement | LimitEntitlementDict]
        quotas: _abc.Iterable[QuotaEntitlement | QuotaEntitlementDict]

    class GetUsageRequestDict(_t.TypedDict, total=False):
        """The fields of `GetUsageRequest` as a dict."""

        tenant_id: str

    class GetUsageResponseDict(_t.TypedDict, total=False):
        """The fields of `GetUsageResponse` as a dict."""

        environment: str
        meters: _abc.Iterable[MeterUsage | MeterUsageDict]
        limits: _abc.Iterable[LimitUsage | LimitUsageDict]

    class SetEntitlementRequestDict(_t.TypedDict, total=False):
        """The fields of `SetEntitlementRequest` as a dict."""

        tenant_id: str
        name: str
        enabled: bool
        limit: float
        unlimited: bool
        period: QuotaPeriod | QuotaPeriodName
        enforcement: QuotaEnforcement | QuotaEnforcementName
        reason: str

    class SetEntitlementResponseDict(_t.TypedDict, total=False):
        """The fields of `SetEntitlementResponse` as a dict."""

        features: GetFeaturesResponse | GetFeaturesResponseDict

    class RemoveEntitlementRequestDict(_t.TypedDict, total=False):
        """The fields of `RemoveEntitlementRequest` as a dict."""

        tenant_id: str
        name: str

    class RemoveEntitlementResponseDict(_t.TypedDict, total=False):
        """The fields of `RemoveEntitlementResponse` as a dict."""

        features: GetFeaturesResponse | GetFeaturesResponseDict

    class TenantDict(_t.TypedDict, total=False):
        """The fields of `Tenant` as a dict."""

        tenant_id: str
        name: str
        subscription_tier: str
        status: TenantStatus | TenantStatusName
        metadata: _abc.Mapping[str, str]
        operator: bool
        create_time: _datetime.datetime
        update_time: _datetime.datetime
        trial_end_time: _datetime.datetime
        suspend_reason: str
        etag: str

    class CreateTenantRequestDict(_t.TypedDict, total=False):
        """The fields of `CreateTenantRequest` as a dict."""

        name: str
        subscription_tier: str
        metadata: _abc.Mapping[str, str]
        owner_email: str

    class CreateTenantResponseDict(_t.TypedDict, total=False):
        """The fields of `CreateTenantResponse` as a dict."""

        tenant: Tenant | TenantDict

    class GetTenantRequestDict(_t.TypedDict, total=False):
        """The fields of `GetTenantRequest` as a dict."""

        tenant_id: str

    class GetTenantResponseDict(_t.TypedDict, total=False):
        """The fields of `GetTenantResponse` as a dict."""

        tenant: Tenant | TenantDict

    class UpdateTenantRequestDict(_t.TypedDict, total=False):
        """The fields of `UpdateTenantRequest` as a dict."""

        tenant_id: str
        name: str
        metadata: _abc.Mapping[str, str]
        update_mask: _abc.Iterable[str]
        etag: str

    class UpdateTenantResponseDict(_t.TypedDict, total=False):
        """The fields of `UpdateTenantResponse` as a dict."""

        tenant: Tenant | TenantDict

    class ListTenantsRequestDict(_t.TypedDict, total=False):
        """The fields of `ListTenantsRequest` as a dict."""

        page_size: int
        page_token: str
        status: TenantStatus | TenantStatusName
        subscription_tier: str

    class ListTenantsResponseDict(_t.TypedDict, total=False):
        """The fields of `ListTenantsResponse` as a dict."""

        tenants: _abc.Iterable[Tenant | TenantDict]
        next_page_token: str

    class UpgradeTenantRequestDict(_t.TypedDict, total=False):
        """The fields of `UpgradeTenantRequest` as a dict."""

        tenant_id: str
        subscription_tier: str

    class UpgradeTenantResponseDict(_t.TypedDict, total=False):
        """The fields of `UpgradeTenantResponse` as a dict."""

        tenant: Tenant | TenantDict

    class SuspendTenantRequestDict(_t.TypedDict, total=False):
        """The fields of `SuspendTenantRequest` as a dict."""

        tenant_id: str
        reason: str

    class SuspendTenantResponseDict(_t.TypedDict, total=False):
        """The fields of `SuspendTenantResponse` as a dict."""

        tenant: Tenant | TenantDict

    class ResumeTenantRequestDict(_t.TypedDict, total=False):
        """The fields of `ResumeTenantRequest` as a dict."""

        tenant_id: str

    class ResumeTenantResponseDict(_t.TypedDict, total=False):
        """The fields of `ResumeTenantResponse` as a dict."""

        tenant: Tenant | TenantDict

    class CancelTenantRequestDict(_t.TypedDict, total=False):
        """The fields of `CancelTenantRequest` as a dict."""

        tenant_id: str

    class CancelTenantResponseDict(_t.TypedDict, total=False):
        """The fields of `CancelTenantResponse` as a dict."""

        tenant: Tenant | TenantDict
