//! Signing in with a password, and with a second factor after it.

use omni_kernel::effects::AnonymousBegun;
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Ctx, Effect, Error, Secret, TenantId, UserId};
use prost::Message;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tonic::Response;
use uuid::Uuid;

use super::attempts::Proven;
use super::passwords::digest;
use super::sessions::no_tenant;
use super::{Identity, Inner, live};
use crate::crypto::password::Password;
use crate::crypto::token::Kind;
use crate::error;
use crate::keyring::Signer;
use crate::model::{Email, Proof, SignIn, Tokens};
use crate::store::{factors, people};
use crate::tenants::{first_served, is_cancelled};

/// What a person signs in with.
#[derive(Debug, Clone)]
pub struct Login {
    /// The e-mail address.
    pub email: String,
    /// The password.
    pub password: Secret,
    /// The tenant; the first joined, if none is named.
    pub tenant: Option<TenantId>,
}

/// What a person proves with that they have their second factor.
#[derive(Debug, Clone)]
pub enum SecondFactor {
    /// The code that the authenticator shows.
    Code(Secret),
    /// A recovery code.
    RecoveryCode(Secret),
}

/// A sign-in whose second factor is missing.
#[derive(Serialize, Deserialize)]
struct Half {
    user: Uuid,
    tenant: Uuid,
    #[serde(default = "by_password")]
    proof: Proof,
    /// The digest of the password's hash; none for one who proved themselves to their company.
    #[serde(default)]
    password: Option<[u8; 32]>,
}

fn by_password() -> Proof {
    Proof::of(&["pwd"])
}

impl Identity {
    /// Signs a person in with their password.
    ///
    /// # Errors
    /// `CREDENTIALS_INVALID` whatever is wrong with them, after the same work; `TOO_MANY_ATTEMPTS`; `OVERLOADED`;
    /// `NOT_FOUND` for a tenant the person does not belong to, `NO_MEMBERSHIP` when they belong to none; UNAVAILABLE.
    pub async fn login<M: Message + Default>(
        &self,
        ctx: &Ctx,
        given: &Login,
        answer: impl FnOnce(SignIn) -> M,
    ) -> Result<Response<M>, Error> {
        let this = &*self.0;
        let password = Password::typed("password", &given.password)?;
        let email = Email::lenient(&given.email);
        let proven = self.check_password(ctx, &email, password).await?;
        this.go_on(ctx, proven, &email, given.tenant, answer).await
    }

    /// Ends a sign-in with the second factor.
    ///
    /// # Errors
    /// `MFA_CHALLENGE_INVALID`, `MFA_CODE_INVALID`, `TOO_MANY_ATTEMPTS`; UNAVAILABLE.
    pub async fn complete_mfa<M: Message + Default>(
        &self,
        ctx: &Ctx,
        challenge: &Secret,
        factor: &SecondFactor,
        answer: impl FnOnce(Tokens) -> M,
    ) -> Result<Response<M>, Error> {
        let this = &*self.0;
        this.count_challenge(challenge).await?;
        let signer = this.keyring.signer().await?;
        let mut effect = match this.token_effects.begin_anonymous(ctx).await? {
            AnonymousBegun::Replay(answer) => return Ok(answer),
            AnonymousBegun::New(effect) => effect,
        };
        let half: Option<Half> = this.take_once(effect.tx().raw(), Kind::Mfa, challenge).await?;
        let half = half.ok_or_else(error::challenge_invalid)?;
        let (user, tenant) = (UserId::from_uuid(half.user), TenantId::from_uuid(half.tenant));
        let mut effect = effect.enter_user(user).await?.enter(live(tenant)).await?;
        if half.proof.connection().is_some()
            && !this.still_in(effect.tx(), user, half.proof.connection()).await?
        {
            return Err(error::challenge_invalid());
        }
        if half.password.is_some() && this.password_digest(&mut effect, user).await? != half.password {
            return Err(error::challenge_invalid());
        }
        if !this.check_factor(effect.tx().raw(), user, factor).await? {
            let denied = AuditEntry::denied("identity.login", error::MFA_CODE_INVALID.name).on(&user);
            this.effects.audit().record(live(tenant), ctx, denied);
            return Err(error::code_invalid());
        }
        this.settle_codes(effect.tx().raw(), user).await?;
        let email =
            people::person(effect.tx().raw(), this.effects.vault(), user).await?.map(|person| person.email);
        let proof = half.proof.and_otp();
        let tokens = this.sign_in(&mut effect, user, &proof, &email.unwrap_or_default(), &signer).await?;
        effect.commit(answer(tokens)).await
    }
}

impl Inner {
    /// Counts an attempt at the challenge's person before anything is looked at. An unknown challenge counts nowhere.
    async fn count_challenge(&self, challenge: &Secret) -> Result<(), Error> {
        let mut tx = self.database().begin_unscoped().await?;
        let half: Option<Half> = self.peek_once(tx.raw(), Kind::Mfa, challenge).await?;
        tx.commit().await?;
        match half {
            Some(half) => self.count_code(UserId::from_uuid(half.user)).await,
            None => Ok(()),
        }
    }

    /// A session, or a challenge when there is a second factor.
    async fn go_on<M: Message + Default>(
        &self,
        ctx: &Ctx,
        proven: Proven,
        email: &Email,
        wanted: Option<TenantId>,
        answer: impl FnOnce(SignIn) -> M,
    ) -> Result<Response<M>, Error> {
        let user = proven.user;
        let signer = self.keyring.signer().await?;
        let tenant = self.tenant_to_enter(user, wanted).await?;
        let effect = match self.token_effects.begin_anonymous(ctx).await? {
            AnonymousBegun::Replay(answer) => return Ok(answer),
            AnonymousBegun::New(effect) => effect,
        };
        let mut effect = effect.enter_user(user).await?;
        let held = people::hold_password(effect.tx().raw(), user).await?;
        if proven.hash.is_some() && proven.hash != held {
            return Err(error::credentials_invalid());
        }
        let memberships = people::memberships(effect.tx().raw()).await?;
        if !memberships.iter().any(|membership| membership.tenant == tenant) {
            return Err(no_tenant(tenant));
        }
        let mut effect = effect.enter(live(tenant)).await?;
        let outcome = self.conclude(&mut effect, user, by_password(), &email.shown, &signer).await?;
        effect.commit(answer(outcome)).await
    }

    /// The tenant that is wanted; else the first joined of those that are served.
    async fn tenant_to_enter(&self, user: UserId, wanted: Option<TenantId>) -> Result<TenantId, Error> {
        let mut tx = self.database().begin_user(user).await?;
        let memberships = people::memberships(tx.raw()).await?;
        drop(tx);
        let joined: Vec<TenantId> = memberships.into_iter().map(|membership| membership.tenant).collect();
        match wanted {
            Some(tenant) if joined.contains(&tenant) => Ok(tenant),
            Some(tenant) => Err(no_tenant(tenant)),
            None => {
                let served = first_served(self.database(), &*self.tenants, &joined).await?;
                served.ok_or_else(error::no_membership)
            }
        }
    }

    /// A session, or a challenge when the person has a second factor that the proof is without.
    pub(crate) async fn conclude(
        &self,
        effect: &mut Effect,
        user: UserId,
        proof: Proof,
        email: &str,
        signer: &Signer,
    ) -> Result<SignIn, Error> {
        if is_cancelled(&*self.tenants, effect.tx()).await? {
            return Err(error::cancelled(effect.tx().scope().tenant));
        }
        let factor = factors::find(effect.tx().raw(), user).await?;
        if !proof.has_second_factor() && factor.is_some_and(|factor| factor.confirmed) {
            let password =
                if proof.connection().is_some() { None } else { self.password_digest(effect, user).await? };
            let half = Half { user: user.uuid(), tenant: effect.tx().scope().tenant.uuid(), proof, password };
            let (challenge, expire_time) =
                self.give_once(effect.tx().raw(), Kind::Mfa, &half, MFA_TTL).await?;
            return Ok(SignIn::Challenge { challenge, expire_time });
        }
        Ok(SignIn::Done(self.sign_in(effect, user, &proof, email, signer).await?))
    }

    /// What tells one password of a person from the next.
    async fn password_digest(&self, effect: &mut Effect, user: UserId) -> Result<Option<[u8; 32]>, Error> {
        let held = people::hold_password(effect.tx().raw(), user).await?;
        Ok(held.as_deref().map(digest))
    }

    async fn sign_in(
        &self,
        effect: &mut Effect,
        user: UserId,
        proof: &Proof,
        email: &str,
        signer: &Signer,
    ) -> Result<Tokens, Error> {
        let ctx = effect.ctx().clone();
        let tokens = self.start_session(effect.tx(), &ctx, user, proof, signer).await?;
        let mut after = json!({ "session_id": tokens.session.to_string(), "methods": proof.methods });
        if let Some(connection) = proof.connection() {
            after["connection_id"] = connection.to_string().into();
        }
        effect.audit(
            AuditEntry::success("identity.login")
                .on(&user)
                .change(Value::Null, after)
                .with_personal(&user, "email", email),
        );
        Ok(tokens)
    }
}

/// How long a challenge holds.
const MFA_TTL: std::time::Duration = std::time::Duration::from_mins(5);
