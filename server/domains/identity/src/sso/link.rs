//! Who it is that an identity provider vouches for.

use jiff::Timestamp;
use omni_kernel::db::TenantTx;
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Effect, Error, UserId, names};
use serde_json::{Value as Json, json};

use super::error::{
    SSO_DOMAIN_UNCLAIMED, SSO_EMAIL_UNVERIFIED, SSO_NO_PLACE, SSO_NOT_A_MEMBER, SSO_RESPONSE_INVALID,
    SSO_ROLE_NOT_VOUCHED,
};
use super::model::{Connected, domain_of};
use super::oidc::Claims;
use super::saml::Assertion;
use super::{Inner, store};
use crate::store::people;
use crate::team;

/// Authentication methods of RFC 8176 that are, or take, a second factor.
const SECOND_FACTORS: [&str; 4] = ["mfa", "otp", "hwk", "sc"];

/// Authentication contexts of SAML with a second factor.
const STRONG_CONTEXTS: [&str; 7] = [
    "urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorUnregistered",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI",
    "https://refeds.org/profile/mfa",
    "http://schemas.microsoft.com/claims/multipleauthn",
];

/// Longer names of a person at a provider are refused: OpenID Connect allows 255, SAML 256.
const LONGEST_SUBJECT: usize = 256;

/// What an identity provider says of a person.
#[derive(Debug)]
pub(super) struct Stranger {
    pub(super) subject: String,
    pub(super) email: Option<String>,
    pub(super) email_verified: bool,
    pub(super) name: Option<String>,
    /// Whether it asked for a second factor.
    pub(super) mfa: bool,
    /// When its own session ends.
    pub(super) until: Option<Timestamp>,
}

impl Stranger {
    pub(super) fn from_claims(claims: Claims) -> Self {
        Self {
            mfa: claims.methods.iter().any(|method| SECOND_FACTORS.contains(&method.as_str())),
            subject: claims.subject,
            email: claims.email,
            email_verified: claims.email_verified,
            name: claims.name,
            until: None,
        }
    }

    /// An assertion has no word for a verified address: that the company signs it is its word.
    pub(super) fn from_assertion(assertion: &Assertion) -> Self {
        let context = assertion.authn_context.as_deref();
        Self {
            // The same text in another format is another name.
            subject: match &assertion.subject_format {
                Some(format) => format!("{format} {}", assertion.subject),
                None => assertion.subject.clone(),
            },
            email: assertion.email.clone(),
            email_verified: assertion.email.is_some(),
            name: assertion.display_name.clone(),
            mfa: context.is_some_and(|context| STRONG_CONTEXTS.contains(&context)),
            until: assertion.session_not_on_or_after,
        }
    }

    /// What the person is called: the provider's word if it is a name, else what stands before the @.
    fn full_name(&self, email: &str) -> String {
        let said = self.name.as_deref().unwrap_or_default();
        let name: String = said.trim().chars().filter(|letter| !letter.is_control()).take(100).collect();
        names::checked("name", &name).unwrap_or_else(|_| {
            let local = email.split('@').next().unwrap_or("?");
            local.chars().map(|letter| if letter == '.' { ' ' } else { letter }).take(100).collect()
        })
    }
}

impl Inner {
    /// The member that it is; the transaction sees their rows from here on. Whom the connection does not know yet is made
    /// known, if the address is proven and in a domain of the tenant.
    ///
    /// # Errors
    /// The reasons of single sign-on; UNAVAILABLE.
    pub(super) async fn link(
        &self,
        effect: &mut Effect,
        connection: &Connected,
        stranger: &Stranger,
    ) -> Result<UserId, Error> {
        let subject = &stranger.subject;
        if subject.is_empty() || subject.len() > 2 * LONGEST_SUBJECT || subject.contains('\0') {
            return Err(Error::new(&SSO_RESPONSE_INVALID, "the identity provider names nobody"));
        }
        let (vault, id, now) = (self.effects().vault(), connection.id, self.now());
        let mut known = store::identities::find(effect.tx(), vault, id, subject, now).await?;
        if known.is_none() {
            // Of two who come at once one is made known, and the other finds them.
            team::lock(effect.tx()).await?;
            known = store::identities::find(effect.tx(), vault, id, subject, now).await?;
        }
        let Some(user) = known else { return self.first_time(effect, connection, stranger).await };
        effect.tx().enter_user(user).await?;
        let role = people::role(effect.tx(), user).await?;
        let role =
            role.ok_or_else(|| Error::new(&SSO_NOT_A_MEMBER, "you are no member of the company any more"))?;
        self.check_vouched(effect.tx(), connection, &role).await?;
        Ok(user)
    }

    async fn first_time(
        &self,
        effect: &mut Effect,
        connection: &Connected,
        stranger: &Stranger,
    ) -> Result<UserId, Error> {
        let email = self.trusted_email(effect.tx(), stranger).await?;
        let name = stranger.full_name(&email);
        let found = self.identity.find_or_create_person(effect.tx(), &email, &name).await;
        let (user, made) = found.map_err(|error| {
            let invalid =
                Error::new(&SSO_RESPONSE_INVALID, "the identity provider's address or name is none");
            if error.kind() == omni_kernel::Kind::InvalidArgument { invalid } else { error }
        })?;
        let role = people::role(effect.tx(), user).await?;
        self.check_vouched(effect.tx(), connection, role.as_ref().unwrap_or(&connection.default_role))
            .await?;
        if role.is_none() {
            self.join(effect.tx(), connection, user).await?;
        }
        let (vault, now) = (self.effects().vault(), self.now());
        store::identities::insert(effect.tx(), vault, connection.id, &stranger.subject, user, now).await?;
        let joined = role.is_none().then_some(&connection.default_role);
        let after =
            json!({ "connection_id": connection.id.to_string(), "account_made": made, "joined_as": joined });
        effect.audit(
            AuditEntry::success("identity.sso.link")
                .on(&user)
                .change(Json::Null, after)
                .with_personal(&user, "email", email),
        );
        Ok(user)
    }

    /// The address, if the provider says that it is proven, and the tenant has proven that its domain is its own.
    async fn trusted_email(&self, tx: &mut TenantTx, stranger: &Stranger) -> Result<String, Error> {
        let email = stranger.email.as_deref().filter(|_| stranger.email_verified);
        let email = email.ok_or_else(|| {
            Error::new(&SSO_EMAIL_UNVERIFIED, "the identity provider names no verified address of yours")
        })?;
        let unclaimed =
            || Error::new(&SSO_DOMAIN_UNCLAIMED, "your address is in no domain that the company has proven");
        let domain = domain_of(email).ok_or_else(unclaimed)?;
        if store::domains::is_verified(tx, &domain).await? { Ok(email.to_owned()) } else { Err(unclaimed()) }
    }

    /// Makes a person a member. The team lock is held.
    async fn join(&self, tx: &mut TenantTx, connection: &Connected, user: UserId) -> Result<(), Error> {
        let inner = &self.identity.0;
        let full = |error: Error| {
            let full = Error::new(&SSO_NO_PLACE, "the company has no place for you");
            if error.kind() == omni_kernel::Kind::ResourceExhausted { full } else { error }
        };
        team::place_for_member(&*inner.tenants, tx).await.map_err(full)?;
        people::insert_member(tx, user, &connection.default_role, self.now()).await
    }

    /// Whether the one who saved the connection's settings held what the role grants. Without it, whoever may connect a
    /// provider could sign in as an owner.
    pub(super) async fn check_vouched(
        &self,
        tx: &mut TenantTx,
        connection: &Connected,
        role: &str,
    ) -> Result<(), Error> {
        let Some(role) = self.identity.0.builtins.role(tx, role).await? else {
            return Err(Error::new(&SSO_NO_PLACE, "your role is not there any more"));
        };
        if role.grants.iter().all(|pattern| connection.vouched.cover(pattern)) {
            return Ok(());
        }
        Err(Error::new(&SSO_ROLE_NOT_VOUCHED, "the company's sign-in does not vouch for your role"))
    }
}
