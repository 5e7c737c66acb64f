//! How people sign in.

use std::net::SocketAddr;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::duration;
use super::error::Problems;

/// How people sign in.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// The address at which people reach the server, for links in mails and errors. Without it, mails lead to the address
    /// of the listener, and errors carry no link.
    pub public_url: Option<String>,
    /// The `iss` of access tokens (RFC 7519): a name or a URL, the same on every server of an installation.
    pub issuer: String,
    /// The `aud` of access tokens.
    pub audience: String,
    /// Whether anybody may register a company.
    pub registration: bool,
    /// How long an access token holds: 1 second to 15 minutes.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub access_token_ttl: Duration,
    /// How long a refresh token holds that is not used.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub refresh_token_ttl: Duration,
    /// For how long after its use a refresh token gives the same successor again, at most a minute.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub refresh_grace: Duration,
    /// When a session ends, however often it is refreshed.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub session_ttl: Duration,
    /// How long the token of a mail that proves an address holds.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub verification_ttl: Duration,
    /// How long the token of a mail that resets a password holds.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub reset_ttl: Duration,
    /// Memory of one Argon2id hash in KiB; not below OWASP's floor of 19 MiB.
    #[schemars(range(min = 19_456, max = 4_194_304))]
    pub argon2_memory_kib: u32,
    /// Passes of one Argon2id hash; not below OWASP's floor.
    #[schemars(range(min = 2, max = 64))]
    pub argon2_iterations: u32,
    /// Lanes of one Argon2id hash.
    #[schemars(range(min = 1, max = 16))]
    pub argon2_lanes: u32,
    /// Passwords hashed at the same time; 0 takes as many as the machine has cores.
    #[schemars(range(min = 0, max = 256))]
    pub hash_workers: usize,
    /// Passwords that wait to be hashed; more are refused.
    #[schemars(range(min = 0, max = 10_000))]
    pub hash_queue: usize,
    /// Failed sign-ins of an account before it answers late.
    #[schemars(range(min = 1, max = 1000))]
    pub account_attempts: u32,
    /// The longest that an account waits after a failed sign-in; the wait doubles from one second with every failure.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub account_max_wait: Duration,
    /// Failed sign-ins from one address, and in all, in `attempts_window`; more are refused until it ends.
    #[schemars(range(min = 1, max = 1_000_000_000))]
    pub address_attempts: u32,
    /// See `address_attempts`.
    #[schemars(range(min = 1, max = 1_000_000_000))]
    pub total_attempts: u32,
    /// Wrong codes of a person's second factor in `attempts_window`; more are refused until it ends.
    #[schemars(range(min = 1, max = 1000))]
    pub mfa_attempts: u32,
    /// The window in which attempts are counted.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub attempts_window: Duration,
    /// For how long a new signing key is published before it signs, unless there is no other.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub signing_key_lead: Duration,
    /// Sign-in at a company's identity provider.
    pub sso: Sso,
}

/// Sign-in at a company's identity provider.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sso {
    /// How long a request to an identity provider may take, and how long a look into the DNS.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub timeout: Duration,
    /// Whether identity providers may be reached in private networks and on this machine.
    pub allow_private_networks: bool,
    /// DNS servers that are asked whether a domain is a tenant's, with their ports; without any, those of the system.
    pub dns_servers: Vec<String>,
}

impl Sso {
    fn validate(&self, problems: &mut Problems) {
        let fits = (Duration::from_millis(100)..=Duration::from_mins(1)).contains(&self.timeout);
        problems.require("auth.sso.timeout", fits, "expected 100 milliseconds to a minute");
        let fits = |server: &str| server.parse::<SocketAddr>().is_ok();
        let expectation = "expected an address with a port such as \"192.0.2.53:53\"";
        problems.require_each("auth.sso.dns_servers", &self.dns_servers, fits, expectation);
    }
}

impl Auth {
    pub(super) fn validate(&self, problems: &mut Problems) {
        self.sso.validate(problems);
        let minutes = |number: u64| Duration::from_secs(60 * number);
        let days = |number: u64| minutes(60 * 24 * number);
        for (key, value, least, most, expectation) in [
            (
                "auth.access_token_ttl",
                self.access_token_ttl,
                Duration::from_secs(1),
                minutes(15),
                "expected 1 second to 15 minutes",
            ),
            (
                "auth.refresh_token_ttl",
                self.refresh_token_ttl,
                minutes(1),
                days(400),
                "expected 1 minute to 400 days",
            ),
            (
                "auth.refresh_grace",
                self.refresh_grace,
                Duration::ZERO,
                minutes(1),
                "expected at most a minute",
            ),
            ("auth.session_ttl", self.session_ttl, minutes(1), days(3660), "expected 1 minute to ten years"),
            (
                "auth.verification_ttl",
                self.verification_ttl,
                minutes(1),
                days(30),
                "expected 1 minute to 30 days",
            ),
            ("auth.reset_ttl", self.reset_ttl, minutes(1), days(1), "expected 1 minute to a day"),
            (
                "auth.account_max_wait",
                self.account_max_wait,
                Duration::from_secs(1),
                days(1),
                "expected 1 second to a day",
            ),
            ("auth.attempts_window", self.attempts_window, minutes(1), days(1), "expected 1 minute to a day"),
            (
                "auth.signing_key_lead",
                self.signing_key_lead,
                minutes(2),
                days(30),
                "expected 2 minutes to 30 days: servers look for new keys every minute",
            ),
        ] {
            problems.require(key, (least..=most).contains(&value), expectation);
        }
        for (key, text) in [("auth.issuer", &self.issuer), ("auth.audience", &self.audience)] {
            problems.require(key, !text.trim().is_empty(), "expected a name or a URL");
        }
        if let Some(url) = &self.public_url {
            let fits = url.parse::<http::Uri>().is_ok_and(|uri| {
                matches!(uri.scheme_str(), Some("http" | "https")) && uri.authority().is_some()
            });
            problems.require("auth.public_url", fits, "expected a URL such as \"https://omni.example.com\"");
        }
    }

    /// The number of hash workers, at least one.
    pub fn workers(&self) -> usize {
        match self.hash_workers {
            0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            workers => workers,
        }
    }
}
