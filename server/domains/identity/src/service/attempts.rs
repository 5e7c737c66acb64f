//! Passwords that people try: counted before they are looked at.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use omni_kernel::error::reason::OVERLOADED;
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Ctx, Error, UserId};
use tokio::time::{Instant, sleep, timeout_at};
use tracing::Instrument as _;

use super::{Identity, Inner, live};
use crate::crypto::hasher::{Place, Verdict};
use crate::crypto::password::Password;
use crate::error;
use crate::lockout::{Counters, Decided, Judgement, KNOWN_FOR, Standing};
use crate::model::Email;
use crate::store::people::Found;
use crate::store::{attempts, people};

/// How long an attempt waits for others of the same account; longer than a full queue of the hashing takes.
const PATIENCE: Duration = Duration::from_secs(30);
const SHORTEST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(160);

/// Whose e-mail address and password they are.
pub(super) struct Proven {
    pub(super) user: UserId,
    /// The hash of that password; none where it was hashed anew meanwhile.
    pub(super) hash: Option<String>,
}

/// A password that was tried.
pub(super) struct Tried {
    /// It is the right one, and the account does not wait.
    pub(super) accepted: bool,
    verdict: Verdict,
}

impl Identity {
    /// Whose e-mail address and password these are. Goes on to its end when the caller goes away, so that nobody looks
    /// at an answer and takes the attempt back.
    pub(super) async fn check_password(
        &self,
        ctx: &Ctx,
        email: &Email,
        password: Password,
    ) -> Result<Proven, Error> {
        let (this, ctx, email) = (Arc::clone(&self.0), ctx.clone(), email.clone());
        to_its_end(async move { this.sign_in_with(&ctx, &email, &password).await }).await
    }

    /// Whether this is the password of somebody who is signed in. What they get wrong counts as at a sign-in: a stolen
    /// access token makes no address a known one.
    pub(super) async fn check_own_password(
        &self,
        ctx: &Ctx,
        email: &Email,
        password: Password,
        stored: Option<String>,
    ) -> Result<bool, Error> {
        let (this, ctx, email) = (Arc::clone(&self.0), ctx.clone(), email.clone());
        let ip = ctx.facts().client.ip;
        let counters = Counters::of(this.effects.vault(), &email, ip, &this.settings, this.now());
        let check = async move {
            let place = this.hasher.place()?;
            let known = this.look_up(&ctx, &email).await?.known_address;
            let tried = this.try_password(place, &counters, known, &password, stored.as_deref()).await?;
            Ok(tried.accepted)
        };
        to_its_end(check).await
    }
}

/// The outcome of a check, which goes on when the caller goes away.
async fn to_its_end<T: Send + 'static>(
    check: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, Error> {
    let joined = tokio::spawn(check.in_current_span()).await;
    joined.map_err(|error| Error::internal("the check of a password failed").with_source(error))?
}

impl Inner {
    /// The same statements and one hash on every way to a refusal.
    async fn sign_in_with(&self, ctx: &Ctx, email: &Email, password: &Password) -> Result<Proven, Error> {
        let place = self.hasher.place()?;
        let found = self.look_up(ctx, email).await?;
        let counters =
            Counters::of(self.effects.vault(), email, ctx.facts().client.ip, &self.settings, self.now());
        let stored = found.password_hash.as_deref();
        let tried = self.try_password(place, &counters, found.known_address, password, stored).await?;
        match found.user {
            Some(user) if tried.accepted => {
                let hash = found.password_hash.clone().filter(|_| !tried.verdict.outdated);
                self.rehash(user, &found, tried.verdict, password).await?;
                Ok(Proven { user, hash })
            }
            _ => Err(self.refuse(ctx, email, &found)),
        }
    }

    /// Counts an attempt, looks at the password, and gives the attempt back unless it was wrong.
    async fn try_password(
        &self,
        place: Place,
        counters: &Counters,
        known: bool,
        password: &Password,
        stored: Option<&str>,
    ) -> Result<Tried, Error> {
        let waits = self.reserve(counters, known).await?;
        let verdict = self.hasher.verify(place, password, stored).await;
        let decided = match &verdict {
            Ok(verdict) if !verdict.right => Decided::Failed,
            Ok(_) if !waits => Decided::Right,
            _ => Decided::Void,
        };
        let mut tx = self.database().begin_unscoped().await?;
        let failed = decided == Decided::Failed;
        attempts::change(tx.raw(), &counters.decided(decided), failed, self.now()).await?;
        tx.commit().await?;
        Ok(Tried { accepted: decided == Decided::Right, verdict: verdict? })
    }

    /// Counts an attempt before its password is looked at; says whether the account waits. Of the attempts on one account
    /// one asks the database, and the others stand behind it in memory.
    async fn reserve(&self, counters: &Counters, known: bool) -> Result<bool, Error> {
        let (until, mut pause) = (Instant::now() + PATIENCE, SHORTEST_PAUSE);
        let turn = timeout_at(until, self.turns.wait(counters.turn(known))).await;
        while turn.is_ok() && Instant::now() < until {
            match self.try_reserve(counters, known).await? {
                Judgement::Now { waits } => return Ok(waits),
                Judgement::Refused(wait) => return Err(error::too_many(wait)),
                Judgement::Later => sleep(pause).await,
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        Err(Error::new(&OVERLOADED, "too many sign-ins to this account are under way; retry in a second")
            .with_retry_after(Duration::from_secs(1)))
    }

    /// Counts the attempt if its password may be looked at now.
    async fn try_reserve(&self, counters: &Counters, known: bool) -> Result<Judgement, Error> {
        let (settings, now) = (&self.settings, self.now());
        let mut tx = self.database().begin_unscoped().await?;
        // Read first: who is turned away holds up nobody.
        let counts = attempts::read(tx.raw(), counters.all()).await?;
        let judged = Standing::new(counts, known, 0).judge(settings, now);
        if !matches!(judged, Judgement::Now { .. }) {
            return Ok(judged);
        }
        let counts = attempts::change(tx.raw(), &counters.reserved(), false, now).await?;
        let judged = Standing::new(counts, known, 1).judge(settings, now);
        if matches!(judged, Judgement::Now { .. }) {
            tx.commit().await?;
        }
        Ok(judged)
    }

    /// Whose the address is. The same question whoever it is.
    async fn look_up(&self, ctx: &Ctx, email: &Email) -> Result<Found, Error> {
        let shown = ctx.facts().client.ip.map(|ip| ip.to_canonical().to_string());
        let since = self.now().saturating_sub(KNOWN_FOR).unwrap_or(Timestamp::MIN);
        let mut tx = self.database().begin_unscoped().await?;
        let found = people::by_email(tx.raw(), self.effects.vault(), email, shown.as_deref(), since).await?;
        tx.commit().await?;
        Ok(found)
    }

    /// Has the logs of the person's tenants say so, and gives the one answer.
    fn refuse(&self, ctx: &Ctx, email: &Email, found: &Found) -> Error {
        if let Some(user) = found.user {
            for tenant in &found.tenants {
                let denied = AuditEntry::denied("identity.login", error::CREDENTIALS_INVALID.name)
                    .on(&user)
                    .with_personal(&user, "email", &email.shown);
                self.effects.audit().record(live(*tenant), ctx, denied);
            }
        }
        error::credentials_invalid()
    }

    /// Replaces a weaker hash after a right password.
    async fn rehash(
        &self,
        user: UserId,
        found: &Found,
        verdict: Verdict,
        password: &Password,
    ) -> Result<(), Error> {
        let (true, Some(old)) = (verdict.outdated, &found.password_hash) else { return Ok(()) };
        // A busy pool is no reason to turn somebody away; the next sign-in does it.
        let Ok(new) = self.hasher.hash(password).await else { return Ok(()) };
        let mut tx = self.database().begin_user(user).await?;
        people::rehash(tx.raw(), user, old, &new).await?;
        tx.commit().await
    }
}
