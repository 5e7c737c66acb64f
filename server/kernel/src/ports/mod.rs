//! What one part of the server may ask of another. A port is implemented in one domain and wired in `app/`.

mod credentials;
mod failures;
mod tenants;

pub use credentials::{CredentialVerifier, Principal};
pub use failures::{Failure, FailureLog};
pub use tenants::{TenantDirectory, TenantRegistry, TenantSummary};
