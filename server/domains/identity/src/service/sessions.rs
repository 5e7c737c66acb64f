//! Sessions: begun, shown, ended.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use omni_kernel::db::TenantTx;
use omni_kernel::error::reason::NOT_FOUND;
use omni_kernel::page::Pages;
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Begun, Ctx, Effect, Environment, Error, Secret, SessionId, TenantId, UserId};
use prost::Message;
use tonic::Response;

use super::{Identity, Inner, live};
use crate::crypto::jwt::{self, Claims};
use crate::crypto::token::{self, Kind};
use crate::error;
use crate::keyring::Signer;
use crate::lockout::KNOWN_FOR;
use crate::model::{Proof, Session, Tokens};
use crate::sso;
use crate::store::{people, sessions};
use crate::tenants::is_cancelled;

impl Identity {
    /// Signs a person in, in a transaction of the tenant that sees the person's rows: for every way of proving who they
    /// are. The caller has made sure that they are a member, and audits. `methods` are names of RFC 8176, `sso` for what
    /// the company vouches for.
    ///
    /// # Errors
    /// UNAVAILABLE.
    pub async fn start_session(
        &self,
        tx: &mut TenantTx,
        ctx: &Ctx,
        user: UserId,
        methods: &[&str],
        signer: &Signer,
    ) -> Result<Tokens, Error> {
        self.0.start_session(tx, ctx, user, &Proof::of(methods), signer).await
    }

    /// The sessions of the person that hold, the latest first, and the token of the next page.
    ///
    /// # Errors
    /// `INVALID_FIELD` for a page that is none; UNAVAILABLE.
    pub async fn list_sessions(
        &self,
        ctx: &Ctx,
        page_size: i32,
        page_token: &str,
    ) -> Result<(Vec<Session>, String), Error> {
        let this = &*self.0;
        let (user, _) = ctx.user()?;
        let size = Pages::size(page_size)?;
        let pages = Pages::new(this.effects.vault(), "auth.sessions", &user);
        let start = pages.start(page_token)?;
        let start = start
            .map(|start| start.parse::<SessionId>())
            .transpose()
            .map_err(|error| error.in_field("page_token"))?;
        let mut tx = this.database().begin_user(user).await?;
        let mut found =
            sessions::list(tx.raw(), this.effects.vault(), user, this.now(), start, i64::from(size) + 1)
                .await?;
        let next = (found.len() > usize::from(size)).then(|| found.pop()).flatten();
        let next = pages.token(next.map(|session| session.id.to_string()).as_deref())?;
        Ok((found, next))
    }

    /// Ends one of the person's sessions.
    ///
    /// # Errors
    /// `NOT_FOUND` when the person has no such session that holds; UNAVAILABLE.
    pub async fn revoke_session(&self, effect: &mut Effect, session: SessionId) -> Result<(), Error> {
        self.end(effect, session, "identity.session.revoke").await
    }

    /// Ends the session of the call.
    ///
    /// # Errors
    /// As [`Identity::revoke_session`].
    pub async fn logout(&self, effect: &mut Effect) -> Result<(), Error> {
        let (_, session) = effect.ctx().user()?;
        self.end(effect, session, "identity.logout").await
    }

    async fn end(&self, effect: &mut Effect, session: SessionId, action: &str) -> Result<(), Error> {
        let (user, _) = effect.ctx().user()?;
        if !sessions::revoke(effect.tx().raw(), user, session, self.0.now()).await? {
            return Err(Error::new(&NOT_FOUND, format!("there is no session {session}"))
                .with_violation("session_id", "must be the id of a session of yours that has not ended"));
        }
        effect.audit(AuditEntry::success(action).on(&session));
        Ok(())
    }

    /// Has this server ask again for sessions that were ended.
    pub async fn forget(&self, ended: &[SessionId]) {
        self.0.forget(ended).await;
    }

    /// Signs the person of a call in to another of their tenants, by the same proof.
    ///
    /// # Errors
    /// `NOT_FOUND` when they are no member of it; `SSO_SESSION_BOUND` when a company's identity provider vouches for them,
    /// which it does in its own tenant only; UNAVAILABLE.
    pub async fn switch_tenant<M: Message + Default>(
        &self,
        ctx: &Ctx,
        tenant: TenantId,
        answer: impl FnOnce(Tokens) -> M,
    ) -> Result<Response<M>, Error> {
        let this = &*self.0;
        let (user, session) = ctx.user()?;
        let signer = this.keyring.signer().await?;
        let mut tx = this.database().begin_user(user).await?;
        let memberships = people::memberships(tx.raw()).await?;
        if !memberships.iter().any(|membership| membership.tenant == tenant) {
            return Err(no_tenant(tenant));
        }
        let current = sessions::find(tx.raw(), this.effects.vault(), user, session).await?;
        let current = current.ok_or_else(|| Error::internal("the session of a call is not there"))?;
        if current.connection.is_some() && tenant != current.tenant {
            return Err(sso::bound());
        }
        drop(tx);
        let mut effect = match this.token_effects.begin_in(ctx, live(tenant)).await? {
            Begun::Replay(answer) => return Ok(answer),
            Begun::New(effect) => effect,
        };
        let tokens =
            this.start_session(effect.tx(), ctx, user, &Proof::of_session(&current), &signer).await?;
        effect.audit(AuditEntry::success("identity.tenant.switch").on(&tokens.session));
        effect.commit(answer(tokens)).await
    }
}

/// The answer for a tenant that is not there and for one that the person does not belong to.
pub(super) fn no_tenant(tenant: TenantId) -> Error {
    Error::new(&NOT_FOUND, format!("there is no tenant {tenant}"))
        .with_violation("tenant_id", "must be the id of a tenant that you belong to")
}

impl Inner {
    pub(super) async fn start_session(
        &self,
        tx: &mut TenantTx,
        ctx: &Ctx,
        user: UserId,
        proof: &Proof,
        signer: &Signer,
    ) -> Result<Tokens, Error> {
        if is_cancelled(&*self.tenants, tx).await? {
            return Err(error::cancelled(tx.scope().tenant));
        }
        let now = self.now();
        let client = &ctx.facts().client;
        let expire_time = Self::after(now, self.settings.session_ttl)?;
        let session = Session {
            id: SessionId::from_uuid(self.rng.uuid(now)),
            tenant: tx.scope().tenant,
            methods: proof.methods.clone(),
            connection: proof.connection(),
            client_ip: client.ip.map(|ip| ip.to_canonical().to_string()),
            user_agent: client.user_agent.clone(),
            create_time: proof.since().unwrap_or(now),
            last_use_time: now,
            expire_time: proof.until().map_or(expire_time, |until| until.min(expire_time)),
            revoke_time: None,
        };
        // What ended is kept for as long as it makes an address known.
        let ended = now.saturating_sub(KNOWN_FOR).unwrap_or(Timestamp::MIN);
        sessions::purge(tx.raw(), user, ended, now).await?;
        sessions::insert(tx.raw(), self.effects.vault(), user, &session).await?;
        let refresh = token::generate(Kind::Refresh, &self.rng);
        let expire = self.refresh_expiry(&session, now)?;
        sessions::insert_refresh(tx.raw(), user, session.id, &token::hash(&refresh), now, expire).await?;
        self.tokens(user, &session, refresh, expire, signer)
    }

    /// When a refresh token ends that is made now: never after its session.
    pub(super) fn refresh_expiry(&self, session: &Session, now: Timestamp) -> Result<Timestamp, Error> {
        Ok(Self::after(now, self.settings.refresh_token_ttl)?.min(session.expire_time))
    }

    /// An access token of a session, beside a refresh token of it.
    pub(super) fn tokens(
        &self,
        user: UserId,
        session: &Session,
        refresh: Secret,
        refresh_expire_time: Timestamp,
        signer: &Signer,
    ) -> Result<Tokens, Error> {
        let now = self.now();
        let ttl = self.settings.access_token_ttl.max(Duration::from_secs(1));
        let expire = Self::after(now, ttl)?.min(session.expire_time);
        let claims = Claims {
            iss: self.settings.issuer.clone(),
            aud: self.settings.audience.clone(),
            sub: user.to_string(),
            sid: session.id.to_string(),
            tid: session.tenant.to_string(),
            env: Environment::Live.as_str().to_owned(),
            client_id: "omni".to_owned(),
            jti: URL_SAFE_NO_PAD.encode(self.rng.bytes::<16>()),
            iat: now.as_second(),
            exp: expire.as_second(),
        };
        Ok(Tokens {
            access: Secret::new(jwt::sign(&claims, &signer.kid, &signer.key)?),
            access_expire_time: Timestamp::from_second(expire.as_second()).unwrap_or(expire),
            refresh,
            refresh_expire_time,
            session: session.id,
        })
    }
}
