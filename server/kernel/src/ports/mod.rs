//! What one part of the server may ask of another. A port is implemented in one domain and wired in `app/`.

mod audit;
mod cache;
mod credentials;
mod failures;
mod invitations;
mod mail;
mod tenants;
mod usage;

pub use audit::{AuditEntry, AuditLog, Outcome, PersonalDataShredder, PersonalFact};
pub use cache::CacheTtls;
pub use credentials::{CredentialVerifier, Principal, Unaccepted};
pub use failures::{Failure, FailureLog};
pub use invitations::Invitations;
pub use mail::{Mail, MailQueue};
pub use tenants::{
    Enforcement, Entitlements, LimitUse, Period, Quota, TenantDirectory, TenantRegistry, TenantStanding,
    TenantStatus,
};
pub use usage::{QuotaState, UsageLedger, UsageNotice, UsageNotices};
