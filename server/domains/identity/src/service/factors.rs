//! The second factor.

use omni_kernel::db::RawTx;
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Effect, Error, Secret, UserId};

use super::login::SecondFactor;
use super::{Identity, Inner};
use crate::crypto::{base32, token, totp};
use crate::store::{attempts, factors, people};
use crate::{error, lockout};

/// How many recovery codes a person gets.
const RECOVERY_CODES: usize = 10;

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
    /// Makes a secret that waits to be confirmed.
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
        let person = people::person(tx, user).await?;
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
        effect.audit(AuditEntry::success("identity.mfa.disable").on(&user));
        Ok(())
    }
}

impl Inner {
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
        let counter = lockout::mfa_counter(user, &self.settings, now);
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
        attempts::clear(tx, &[lockout::mfa_counter(user, &self.settings, self.now())]).await
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
