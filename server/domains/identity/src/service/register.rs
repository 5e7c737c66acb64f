//! From a registration to an account, a company and its owner.

use omni_kernel::effects::AnonymousBegun;
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Ctx, Error, Secret, TenantId, UserId, names};
use prost::Message;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tonic::Response;

use super::{Identity, Inner, live};
use crate::crypto::token::Kind;
use crate::error;
use crate::lockout::MailFor;
use crate::model::{Email, Person};
use crate::roles::OWNER;
use crate::store::people;

/// The catalogue says which tier a company that registers itself gets.
const TIER: &str = "";

/// What a person gives who registers.
#[derive(Debug, Clone)]
pub struct Registration {
    /// The e-mail address.
    pub email: String,
    /// The password.
    pub password: Secret,
    /// What the person is called.
    pub full_name: String,
    /// What the company is called.
    pub company_name: String,
}

/// A registration that waits for the token of its mail.
#[derive(Serialize, Deserialize)]
pub(super) struct Pending {
    email: String,
    pub(super) full_name: String,
    pub(super) company_name: String,
    password_hash: String,
}

impl Identity {
    /// Keeps a registration and mails the token that makes it an account. Does and answers the same when the address has
    /// an account; the person is told by mail.
    ///
    /// # Errors
    /// `INVALID_FIELD`; `REGISTRATION_CLOSED`; `OVERLOADED`; UNAVAILABLE.
    pub async fn register<M: Message + Default>(
        &self,
        ctx: &Ctx,
        given: &Registration,
        answer: M,
    ) -> Result<Response<M>, Error> {
        let this = &*self.0;
        if !this.settings.registration {
            return Err(Error::new(&error::REGISTRATION_CLOSED, "this installation takes no registrations"));
        }
        let email = Email::parse("email", &given.email)?;
        let full_name = names::checked("full_name", &given.full_name)?;
        let company_name = names::checked("company_name", &given.company_name)?;
        let own = [&*email.shown, &*full_name, &*company_name];
        let password_hash = this.hasher.hash_chosen("password", &given.password, &own).await?;
        let mut effect = match this.effects.begin_anonymous(ctx).await? {
            AnonymousBegun::Replay(answer) => return Ok(answer),
            AnonymousBegun::New(effect) => effect,
        };
        let tx = effect.tx().raw();
        let allowed = this.may_mail(tx, MailFor::Registration, &email).await?;
        let taken =
            people::by_email(tx, this.effects.vault(), &email, None, this.now()).await?.user.is_some();
        let kind = if taken || !allowed { Kind::Unused } else { Kind::Verify };
        let pending = Pending { email: email.shown.clone(), full_name, company_name, password_hash };
        let (token, _) = this.give_once(tx, kind, &pending, this.settings.verification_ttl).await?;
        match (allowed, taken) {
            (true, false) => this.mail_verification(tx, &email, &pending, &token).await?,
            (true, true) => this.mail_account_exists(tx, &email).await?,
            (false, _) => {}
        }
        effect.commit(answer).await
    }

    /// Makes the person, their company and their membership as owner.
    ///
    /// # Errors
    /// `MAIL_TOKEN_INVALID`; `ACCOUNT_EXISTS`; UNAVAILABLE.
    pub async fn verify_email<M: Message + Default>(
        &self,
        ctx: &Ctx,
        token: &Secret,
        answer: impl FnOnce(UserId, TenantId) -> M,
    ) -> Result<Response<M>, Error> {
        let this = &*self.0;
        let mut effect = match this.effects.begin_anonymous(ctx).await? {
            AnonymousBegun::Replay(answer) => return Ok(answer),
            AnonymousBegun::New(effect) => effect,
        };
        let tx = effect.tx().raw();
        let pending: Pending =
            this.take_once(tx, Kind::Verify, token).await?.ok_or_else(error::mail_token_invalid)?;
        let now = this.now();
        let tenant = TenantId::from_uuid(this.rng.uuid(now));
        let person = Person {
            id: UserId::from_uuid(this.rng.uuid(now)),
            email: pending.email.clone(),
            full_name: pending.full_name.clone(),
        };
        let mut effect = effect.enter_user(person.id).await?.enter(live(tenant)).await?;
        this.make(effect.tx(), &person, &pending).await?;
        effect.audit(
            AuditEntry::success("identity.register")
                .on(&person.id)
                .change(serde_json::Value::Null, json!({ "tenant_id": tenant.to_string(), "role": OWNER }))
                .with_personal(&person.id, "email", &person.email)
                .with_personal(&person.id, "full_name", &person.full_name),
        );
        effect.commit(answer(person.id, tenant)).await
    }
}

impl Inner {
    async fn make(
        &self,
        tx: &mut omni_kernel::db::TenantTx,
        person: &Person,
        pending: &Pending,
    ) -> Result<(), Error> {
        let now = self.now();
        if !people::insert(tx.raw(), self.effects.vault(), person, now).await? {
            return Err(Error::new(&error::ACCOUNT_EXISTS, "the address has an account already; sign in"));
        }
        people::put_password(tx.raw(), person.id, &pending.password_hash, now).await?;
        self.tenants.create(tx, &pending.company_name, TIER, false).await?;
        people::insert_member(tx, person.id, OWNER, now).await
    }
}
