//! When an access token ends. The client does not check the token: it only wants to renew it in time.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{EARLY, Tokens};
use crate::ambient;

/// The claims (RFC 7519) that are looked at.
#[derive(serde::Deserialize)]
pub(super) struct Claims {
    exp: Option<u64>,
    iat: Option<u64>,
    pub(super) sid: Option<String>,
}

/// The claims of a JSON Web Token; `None` where it is none.
pub(super) fn read(token: &str) -> Option<Claims> {
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&payload).ok()
}

impl Claims {
    /// How long the token lives by the clock of the one who made it.
    fn life(&self) -> Option<Duration> {
        Some(Duration::from_secs(self.exp?.saturating_sub(self.iat?)))
    }

    fn early(&self) -> Duration {
        self.life().map_or(EARLY, |life| (life / 5).min(EARLY))
    }
}

/// When to renew an access token that was made just now. A clock of this machine that is wrong does not matter.
pub(super) fn renewal_of_new(tokens: &Tokens) -> Option<Instant> {
    let claims = read(tokens.access_token.as_deref()?)?;
    ambient::now().checked_add(claims.life()?.saturating_sub(claims.early()))
}

/// When to renew an access token of unknown age.
pub(super) fn renewal_by_clock(tokens: &Tokens) -> Option<Instant> {
    let claims = read(tokens.access_token.as_deref()?)?;
    let left = Duration::from_secs(claims.exp?).saturating_sub(ambient::since_epoch());
    ambient::now().checked_add(left.saturating_sub(claims.early()))
}
