use async_trait::async_trait;
use jiff::Timestamp;

use super::{Period, Quota};
use crate::ctx::Scope;
use crate::db::TenantTx;
use crate::error::Error;

/// Where a tenant stands with one meter after a call was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotaState {
    /// What is left in the period; `None` when it is unlimited.
    pub remaining: Option<u64>,
    /// When the count starts again.
    pub reset: Timestamp,
}

/// Counts what tenants use, durably, and holds them to their quotas.
#[async_trait]
pub trait UsageLedger: Send + Sync {
    /// Counts `quantity` of `meter`. `quota` is the tenant's at this moment; `None` counts without a limit.
    ///
    /// # Errors
    /// RESOURCE_EXHAUSTED with `QUOTA_EXCEEDED`, a quota violation and the time of the reset when a hard quota would be
    /// passed; nothing is counted then. UNAVAILABLE when it cannot be counted.
    async fn take(
        &self,
        scope: Scope,
        meter: &str,
        quantity: u64,
        quota: Option<&Quota>,
    ) -> Result<QuotaState, Error>;
}

/// What a tenant is told of its use of a meter: once at 80 and once at 100 percent of its quota in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageNotice {
    /// The meter, such as `calls`.
    pub meter: String,
    /// 80 or 100.
    pub percent: u8,
    /// The quota that it is a share of.
    pub quota: Quota,
    /// When the period began.
    pub period_start: Timestamp,
    /// When the count starts again.
    pub reset: Timestamp,
}

/// Tells tenants of their use.
#[async_trait]
pub trait UsageNotices: Send + Sync {
    /// Takes a notice in the transaction that counted; it is of the tenant and the environment that it tells of. No
    /// other server gives the same notice.
    ///
    /// # Errors
    /// UNAVAILABLE when it cannot be written. Nothing is counted then, and the notice will come again.
    async fn notice(&self, tx: &mut TenantTx, notice: &UsageNotice) -> Result<(), Error>;
}

impl Period {
    /// The running period at a time: when it began, and when the next one begins, in UTC.
    pub fn around(self, now: Timestamp) -> (Timestamp, Timestamp) {
        let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
        let (first, next) = match self {
            Self::Day => (today, today.tomorrow()),
            Self::Month => (today.first_of_month(), today.last_of_month().tomorrow()),
        };
        let midnight = |date: jiff::civil::Date| {
            date.to_zoned(jiff::tz::TimeZone::UTC).map_or(now, |midnight| midnight.timestamp())
        };
        (midnight(first), next.map_or(Timestamp::MAX, midnight))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_begins_and_ends_at_midnight_in_utc() {
        let around = |period: Period, now: &str| {
            let (start, reset) = period.around(now.parse().unwrap());
            assert!(start <= now.parse().unwrap() && now.parse::<Timestamp>().unwrap() < reset);
            format!("{start} {reset}")
        };
        let day = "2028-02-28T00:00:00Z 2028-02-29T00:00:00Z";
        assert_eq!(around(Period::Day, "2028-02-28T00:00:00Z"), day);
        assert_eq!(around(Period::Day, "2028-02-28T23:59:59.999999999Z"), day);
        let month = "2028-02-01T00:00:00Z 2028-03-01T00:00:00Z";
        assert_eq!(around(Period::Month, "2028-02-29T12:00:00Z"), month);
        assert_eq!(
            around(Period::Month, "2027-12-31T23:59:59Z"),
            "2027-12-01T00:00:00Z 2028-01-01T00:00:00Z"
        );
    }
}
