//! The second factor.

use jiff::{SignedDuration, Timestamp};
use omni_kernel::db::{RawTx, UserTx};
use omni_kernel::error::reason::NOT_FOUND;
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Ctx, Effect, Error, Secret, TenantId, UserId};

use super::login::SecondFactor;
use super::mails::FactorChange;
use super::{Identity, Inner, live};
use crate::crypto::password::Password;
use crate::crypto::{base32, token, totp};
use crate::model::Email;
use crate::store::{attempts, factors, people, sessions};
use crate::{error, lockout};

/// How many recovery codes a person gets.
const RECOVERY_CODES: usize = 10;
/// How old a sign-in may be that stands for the password of one who has none.
const FRESH: SignedDuration = SignedDuration::from_mins(10);

/// What an authenticator app is told, once.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// Base32 without padding.
    pub secret: Secret,
    /// The same as `otpauth:` URI.
    pub uri: Secret,
}

/// What the vault binds the secret of an authenticator to.
pub(crate) fn place(user: UserId) -> String {
    format!("totp:{user}")
}

impl Identity {
    /// Makes sure that whoever would turn the second factor on is the person and not just somebody with an access token of
    /// theirs: by their password, or, when they have none, by a sign-in a moment ago. Outside of any transaction, since it
    /// takes long.
    ///
    /// # Errors
    /// `CREDENTIALS_INVALID` as for [`Identity::prove_password`]; `SIGN_IN_TOO_OLD`; `OVERLOADED`; UNAVAILABLE.
    pub async fn prove_person(&self, ctx: &Ctx, current: &Secret) -> Result<(), Error> {
        let this = &*self.0;
        let (user, session) = ctx.user()?;
        let mut tx = this.database().begin_user(user).await?;
        let person = people::person(tx.raw(), this.effects.vault(), user).await?;
        let stored = people::password(tx.raw(), user).await?;
        let session = sessions::find(tx.raw(), this.effects.vault(), user, session).await?;
        tx.commit().await?;
        if stored.is_some() {
            let email = person.map(|person| person.email).unwrap_or_default();
            let current = Password::typed("current_password", current)?;
            return self.require_password(ctx, "identity.mfa.enrol", &email, current, stored).await;
        }
        let oldest = this.now().saturating_sub(FRESH).unwrap_or(Timestamp::MIN);
        if session.is_some_and(|session| session.create_time >= oldest) {
            return Ok(());
        }
        let denied = AuditEntry::denied("identity.mfa.enrol", error::SIGN_IN_TOO_OLD.name).on(&user);
        this.effects.audit().record(live(ctx.scope()?.tenant), ctx, denied);
        Err(Error::new(
            &error::SIGN_IN_TOO_OLD,
            "the sign-in is older than ten minutes; sign in again and retry",
        ))
    }

    /// Makes a secret that waits to be confirmed, for one who went through [`Identity::prove_person`].
    ///
    /// # Errors
    /// `MFA_ACTIVE`; UNAVAILABLE.
    pub async fn enrol_totp(&self, effect: &mut Effect) -> Result<Enrolment, Error> {
        let this = &*self.0;
        let (user, _) = effect.ctx().user()?;
        let secret = totp::generate(&this.rng);
        let sealed = this.effects.vault().seal(&place(user), &secret)?;
        let tx = effect.tx().raw();
        if !factors::enrol(tx, user, &sealed, this.now()).await? {
            return Err(Error::new(&error::MFA_ACTIVE, "a second factor is on already; turn it off first"));
        }
        let person = people::person(tx, this.effects.vault(), user).await?;
        let account = person.map(|person| person.email).unwrap_or_default();
        effect.audit(AuditEntry::success("identity.mfa.enrol").on(&user));
        Ok(Enrolment {
            secret: Secret::new(base32::encode(&secret)),
            uri: Secret::new(totp::uri(&secret, "Omni", &account)),
        })
    }

    /// Counts an attempt with a code of the caller's own; to be called before the code is looked at.
    ///
    /// # Errors
    /// `TOO_MANY_ATTEMPTS`; UNAVAILABLE.
    pub async fn count_code(&self, user: UserId) -> Result<(), Error> {
        self.0.count_code(user).await
    }

    /// Turns the second factor on with a code of it, and gives the recovery codes.
    ///
    /// # Errors
    /// `MFA_ABSENT` when nothing waits to be confirmed; `MFA_CODE_INVALID`; UNAVAILABLE.
    pub async fn confirm_totp(&self, effect: &mut Effect, code: &Secret) -> Result<Vec<Secret>, Error> {
        let this = &*self.0;
        let ((user, _), now) = (effect.ctx().user()?, this.now());
        let tx = effect.tx().raw();
        let waiting = factors::find(tx, user).await?.filter(|factor| !factor.confirmed);
        let factor = waiting.ok_or_else(|| {
            Error::new(&error::MFA_ABSENT, "no authenticator waits to be confirmed; enrol one first")
        })?;
        let secret = this.effects.vault().open(&place(user), &factor.secret)?;
        let confirmed = match totp::matching_step(&secret, code.expose(), now)? {
            Some(step) => factors::confirm(tx, user, step, now).await?,
            None => false,
        };
        if !confirmed {
            return Err(this.deny_code(effect, user, "identity.mfa.confirm"));
        }
        let tx = effect.tx().raw();
        let codes: Vec<Secret> = (0..RECOVERY_CODES).map(|_| token::recovery_code(&this.rng)).collect();
        let hashes: Vec<_> = codes.iter().map(token::recovery_hash).collect();
        factors::put_codes(tx, user, &hashes, now).await?;
        this.settle_codes(tx, user).await?;
        this.tell_of_factor(tx, user, FactorChange::On).await?;
        effect.audit(AuditEntry::success("identity.mfa.confirm").on(&user));
        Ok(codes)
    }

    /// Turns the second factor off, with a code of it once more.
    ///
    /// # Errors
    /// `MFA_ABSENT`; `MFA_CODE_INVALID`; UNAVAILABLE.
    pub async fn disable_totp(&self, effect: &mut Effect, factor: &SecondFactor) -> Result<(), Error> {
        let this = &*self.0;
        let (user, _) = effect.ctx().user()?;
        let tx = effect.tx().raw();
        if !factors::find(tx, user).await?.is_some_and(|factor| factor.confirmed) {
            return Err(Error::new(&error::MFA_ABSENT, "no second factor is on"));
        }
        if !this.check_factor(tx, user, factor).await? {
            return Err(this.deny_code(effect, user, "identity.mfa.disable"));
        }
        let tx = effect.tx().raw();
        factors::remove(tx, user).await?;
        this.settle_codes(tx, user).await?;
        this.tell_of_factor(tx, user, FactorChange::Off).await?;
        effect.audit(AuditEntry::success("identity.mfa.disable").on(&user));
        Ok(())
    }

    /// Takes the second factor and the recovery codes of an address's person away for the operator, ends their sessions,
    /// and tells them by mail and their tenants by their logs. Gives the person and how many sessions ended.
    ///
    /// # Errors
    /// `INVALID_FIELD`; `NOT_FOUND` when nobody has the address; `MFA_ABSENT` when they have no second factor; UNAVAILABLE.
    pub async fn reset_factor(&self, ctx: &Ctx, email: &str) -> Result<(UserId, usize), Error> {
        let this = &*self.0;
        let email = Email::parse("email", email)?;
        let mut tx = this.database().begin_unscoped().await?;
        let found = people::by_email(tx.raw(), this.effects.vault(), &email, None, Timestamp::MAX).await?;
        let absent =
            || Error::new(&NOT_FOUND, "nobody has the address").with_violation("email", "must be a person's");
        let user = found.user.ok_or_else(absent)?;
        let mut tx = tx.enter_user(user).await?;
        if factors::find(tx.raw(), user).await?.is_none() {
            return Err(Error::new(&error::MFA_ABSENT, "the person has no second factor"));
        }
        factors::remove(tx.raw(), user).await?;
        this.settle_codes(tx.raw(), user).await?;
        let ended = sessions::revoke_others(tx.raw(), user, None, this.now()).await?;
        this.tell_of_factor(tx.raw(), user, FactorChange::Reset).await?;
        let entry =
            AuditEntry::success("identity.mfa.reset").on(&user).with_personal(&user, "email", &email.shown);
        this.log_everywhere(tx, ctx, &found.tenants, entry).await?;
        Ok((user, ended.len()))
    }
}

impl Inner {
    /// Tells the person by mail.
    async fn tell_of_factor(&self, tx: &mut RawTx, user: UserId, change: FactorChange) -> Result<(), Error> {
        let Some(person) = people::person(tx, self.effects.vault(), user).await? else { return Ok(()) };
        self.mail_factor(tx, &Email::lenient(&person.email), change).await
    }

    /// Commits what was done to a person with an entry on the log of each of their tenants, all of them or nothing.
    async fn log_everywhere(
        &self,
        tx: UserTx,
        ctx: &Ctx,
        tenants: &[TenantId],
        entry: AuditEntry,
    ) -> Result<(), Error> {
        let mut tenants = tenants.to_vec();
        // Writing locks the head of each log until the end: in one order, so that two do not wait for each other in a circle.
        tenants.sort_unstable();
        let Some(first) = tenants.first() else { return tx.commit().await };
        let mut tx = tx.enter(live(*first)).await?;
        for tenant in &tenants {
            tx.turn_to(live(*tenant)).await?;
            self.effects.audit().append(&mut tx, ctx, std::slice::from_ref(&entry)).await?;
        }
        tx.commit().await
    }

    /// Has the log say that a code was wrong, and gives the answer.
    fn deny_code(&self, effect: &mut Effect, user: UserId, action: &str) -> Error {
        let (scope, ctx) = (effect.tx().scope(), effect.ctx().clone());
        let denied = AuditEntry::denied(action, error::MFA_CODE_INVALID.name).on(&user);
        self.effects.audit().record(scope, &ctx, denied);
        error::code_invalid()
    }

    /// Counts an attempt before the code is looked at, in a transaction of its own, so that no number of attempts at
    /// once gets past the limit.
    pub(super) async fn count_code(&self, user: UserId) -> Result<(), Error> {
        let now = self.now();
        let counter = lockout::mfa_counter(self.effects.vault(), user, &self.settings, now);
        let mut tx = self.database().begin_unscoped().await?;
        let counts = attempts::add(tx.raw(), std::slice::from_ref(&counter), 1, now).await?;
        tx.commit().await?;
        match lockout::mfa_refusal(counts.get(counter.kind), &self.settings, now) {
            Some(wait) => Err(error::too_many(wait)),
            None => Ok(()),
        }
    }

    /// After a right code: the attempts are forgotten.
    pub(super) async fn settle_codes(&self, tx: &mut RawTx, user: UserId) -> Result<(), Error> {
        attempts::clear(tx, &[lockout::mfa_counter(self.effects.vault(), user, &self.settings, self.now())])
            .await
    }

    /// Whether it is the person's second factor; a code and a recovery code are used up by it.
    pub(super) async fn check_factor(
        &self,
        tx: &mut RawTx,
        user: UserId,
        factor: &SecondFactor,
    ) -> Result<bool, Error> {
        let now = self.now();
        match factor {
            SecondFactor::RecoveryCode(code) => {
                factors::use_code(tx, user, &token::recovery_hash(code), now).await
            }
            SecondFactor::Code(code) => {
                let confirmed = factors::find(tx, user).await?.filter(|factor| factor.confirmed);
                let Some(factor) = confirmed else { return Ok(false) };
                let secret = self.effects.vault().open(&place(user), &factor.secret)?;
                match totp::matching_step(&secret, code.expose(), now)? {
                    Some(step) => factors::take_step(tx, user, step).await,
                    None => Ok(false),
                }
            }
        }
    }
}
