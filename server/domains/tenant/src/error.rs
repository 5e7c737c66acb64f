//! The reasons of this domain.

use std::time::Duration;

use jiff::Timestamp;
use omni_kernel::ports::{Period, Quota};
use omni_kernel::{Error, Scope, TenantId, error::reason};

omni_kernel::reasons! {
    "tenant":
    CATALOGUE_INVALID = FailedPrecondition,
        "The tier catalogue cannot be used.",
        "Operators: the message names the tier and the field, and what was expected; correct the file of `tenants.catalogue`.";
    TIER_UNKNOWN = InvalidArgument,
        "The tier is not in the catalogue.",
        "Use one of the tiers that the error names.";
    TIER_TOO_SMALL = FailedPrecondition,
        "The tenant already takes up more than a limit of the new tier.",
        "Reduce what the error names, or choose a larger tier.";
    TIER_BY_OPERATOR = PermissionDenied,
        "Tenants do not move to this tier by themselves.",
        "Choose one of the tiers that the error names, or ask the operator of the installation. Operators: call UpgradeTenant for the tenant, or set `self_service` on the tier in the catalogue.";
    ENTITLEMENT_UNKNOWN = InvalidArgument,
        "The catalogue has no feature, limit or meter of this name.",
        "Use one of the names that the error lists.";
    TENANT_CHANGED = Aborted,
        "The tenant was changed since it was read.",
        "Read it again, apply the change to what it is now, and send its new etag.";
    TENANT_CLOSED = FailedPrecondition,
        "The tenant is cancelled, which is for good.",
        "Make a new tenant.";
    OPERATOR_TENANT = FailedPrecondition,
        "The operator's own tenant cannot be suspended or cancelled: nobody could take it back.",
        "Name another tenant.";
    LIVE_CREDENTIAL_NEEDED = PermissionDenied,
        "A test credential reads the tenant but does not change it: there is one tenant for live and test.",
        "Use a live credential.";
    QUOTA_EXCEEDED = ResourceExhausted,
        "The tenant has used up its quota of a meter in the running period.",
        "Wait for the reset that the error tells, or move to a larger tier.";
}

/// The one answer for a tenant that is not there and for one that the caller may not see.
pub(crate) fn absent(id: TenantId) -> Error {
    Error::new(&reason::NOT_FOUND, format!("there is no tenant {id}"))
}

/// A hard quota that would be passed.
pub(crate) fn exceeded(scope: Scope, meter: &str, quota: &Quota, now: Timestamp, reset: Timestamp) -> Error {
    let wait = Duration::try_from(reset.duration_since(now)).unwrap_or_default().max(Duration::from_secs(1));
    let period = match quota.period {
        Period::Day => "day",
        Period::Month => "month",
    };
    Error::new(&QUOTA_EXCEEDED, format!("Quota exceeded: {meter}"))
        .with_quota(
            format!("tenant:{}", scope.tenant),
            format!("{} {meter} a {period} ({})", quota.limit, scope.environment.as_str()),
        )
        .with_metadata("meter", meter)
        .with_metadata("limit", quota.limit.to_string())
        .with_metadata("period", period)
        .with_metadata("reset_time", reset.to_string())
        .with_retry_after(wait)
}
