//! People themselves, for their own eyes and for other ways of signing in.

use jiff::Timestamp;
use omni_kernel::db::TenantTx;
use omni_kernel::{Ctx, Error, Secret, TenantId, UserId, names};

use super::{Identity, Inner};
use crate::model::{Email, Membership, Person};
use crate::store::{factors, people};

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct WhoAmI {
    /// The person.
    pub person: Person,
    /// Whether a second factor is on.
    pub mfa_enabled: bool,
    /// Every tenant they belong to, the first joined first.
    pub memberships: Vec<Membership>,
}

impl Identity {
    /// The person of a call.
    ///
    /// # Errors
    /// UNAVAILABLE.
    pub async fn who_am_i(&self, ctx: &Ctx) -> Result<WhoAmI, Error> {
        let (user, _) = ctx.user()?;
        let mut tx = self.0.database().begin_user(user).await?;
        let person = people::person(tx.raw(), self.0.effects.vault(), user).await?;
        let factor = factors::find(tx.raw(), user).await?;
        Ok(WhoAmI {
            person: person.ok_or_else(|| Error::internal("the person of a call is not there"))?,
            mfa_enabled: factor.is_some_and(|factor| factor.confirmed),
            memberships: people::memberships(tx.raw()).await?,
        })
    }

    /// The person of an address, and whether they were made here. The caller has made sure that whoever acts owns the
    /// address. The transaction sees the person's rows from here on. A new person has no password.
    ///
    /// # Errors
    /// `INVALID_FIELD` for an address or a name that is none; UNAVAILABLE.
    pub async fn find_or_create_person(
        &self,
        tx: &mut TenantTx,
        email: &str,
        full_name: &str,
    ) -> Result<(UserId, bool), Error> {
        let this = &*self.0;
        let email = Email::parse("email", email)?;
        let full_name = names::checked("full_name", full_name)?;
        if let Some(user) = this.person_at(tx, &email).await? {
            return Ok((user, false));
        }
        let user = UserId::from_uuid(this.rng.uuid(this.now()));
        tx.enter_user(user).await?;
        let person = Person { id: user, email: email.shown.clone(), full_name };
        if people::insert(tx.raw(), this.effects.vault(), &person, this.now()).await? {
            return Ok((user, true));
        }
        // Somebody was faster.
        let user = this.person_at(tx, &email).await?;
        user.map(|user| (user, false)).ok_or_else(|| Error::internal("a person is and is not there"))
    }

    /// The person of an address; nobody when there is none. The transaction sees their rows from here on.
    ///
    /// # Errors
    /// `INVALID_FIELD` for an address that is none; UNAVAILABLE.
    pub async fn find_person(&self, tx: &mut TenantTx, email: &str) -> Result<Option<UserId>, Error> {
        self.0.person_at(tx, &Email::parse("email", email)?).await
    }

    /// Hashes a password that somebody chose, for [`Identity::set_first_password`]; outside of any transaction, since it
    /// takes long. `own`: what is known of the person, which is no password.
    ///
    /// # Errors
    /// `INVALID_FIELD` naming `field`; `OVERLOADED`.
    pub async fn hash_password(&self, field: &str, password: &Secret, own: &[&str]) -> Result<String, Error> {
        self.0.hasher.hash_chosen(field, password, own).await
    }

    /// Gives a person who was just made their password, in a transaction that sees their rows.
    ///
    /// # Errors
    /// UNAVAILABLE.
    pub async fn set_first_password(&self, tx: &mut TenantTx, user: UserId, hash: &str) -> Result<(), Error> {
        people::put_password(tx.raw(), user, hash, self.0.now()).await
    }

    /// The tenants that a person belongs to, the first joined first.
    ///
    /// # Errors
    /// UNAVAILABLE.
    pub async fn tenants_of(&self, user: UserId) -> Result<Vec<TenantId>, Error> {
        let mut tx = self.0.database().begin_user(user).await?;
        let memberships = people::memberships(tx.raw()).await?;
        Ok(memberships.into_iter().map(|membership| membership.tenant).collect())
    }
}

impl Inner {
    async fn person_at(&self, tx: &mut TenantTx, email: &Email) -> Result<Option<UserId>, Error> {
        let found = people::by_email(tx.raw(), self.effects.vault(), email, None, Timestamp::MAX).await?;
        if let Some(user) = found.user {
            tx.enter_user(user).await?;
        }
        Ok(found.user)
    }
}
