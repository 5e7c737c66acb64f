//! Connections: how they are made, changed and removed.

use omni_kernel::error::reason::NOT_FOUND;
use omni_kernel::page::Pages;
use omni_kernel::ports::AuditEntry;
use omni_kernel::{Ctx, Effect, Error, Grants, SessionId};
use serde_json::{Value as Json, json};

use super::error::CONNECTIONS_FULL;
use super::model::{Connected, ConnectionId, Protocol};
use super::settings::{Wanted, return_urls};
use super::{Inner, store};
use crate::roles::OWNER;
use crate::team::{self, Holder};
use omni_kernel::names::label;

/// Most connections of a tenant.
const MOST: usize = 20;

const ACTION: &str = "identity.sso.manage";

impl Inner {
    pub(super) async fn create_connection(
        &self,
        effect: &mut Effect,
        mut wanted: Wanted,
    ) -> Result<Connected, Error> {
        let holder = self.holder(effect).await?;
        let protocol = wanted.protocol.take().ok_or_else(|| {
            Error::invalid_field("protocol", "expected the settings of one protocol, oidc or saml")
        })?;
        let now = self.now();
        let made = Connected {
            id: ConnectionId::from_uuid(self.identity.0.rng.uuid(now)),
            tenant: effect.tx().scope().tenant,
            display_name: label("display_name", &wanted.display_name.unwrap_or_default())?,
            default_role: wanted.default_role.unwrap_or_default(),
            return_urls: return_urls(&wanted.return_urls.unwrap_or_default())?,
            enabled: wanted.enabled.unwrap_or_default(),
            vouched: holder.grants().clone(),
            protocol: self.protocol(protocol, None)?,
            create_time: now,
            update_time: now,
        };
        let given = self.default_role(effect, &made.default_role).await?;
        holder.require(&given)?;
        let vault = self.effects().vault();
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        if store::connections::list(effect.tx(), vault, None, most).await?.len() >= MOST {
            return Err(Error::new(&CONNECTIONS_FULL, format!("a tenant has at most {MOST} connections")));
        }
        store::connections::put(effect.tx(), vault, &made).await?;
        effect.audit(AuditEntry::success(ACTION).on(&made.id).change(Json::Null, facts(&made)));
        Ok(made)
    }

    pub(super) async fn get_connection(&self, ctx: &Ctx, id: ConnectionId) -> Result<Connected, Error> {
        let mut tx = self.effects().database().begin(&ctx.scope()?).await?;
        let found = store::connections::find(&mut tx, self.effects().vault(), id).await?;
        found.ok_or_else(|| absent(id))
    }

    pub(super) async fn list_connections(
        &self,
        ctx: &Ctx,
        page_size: i32,
        page_token: &str,
    ) -> Result<(Vec<Connected>, String), Error> {
        let size = Pages::size(page_size)?;
        let pages = Pages::new(self.effects().vault(), "sso.connections", &ctx.scope()?);
        let start = pages.start(page_token)?;
        let start = start.map(|start| start.parse::<ConnectionId>()).transpose();
        let start = start.map_err(|error| error.in_field("page_token"))?;
        let mut tx = self.effects().database().begin(&ctx.scope()?).await?;
        let vault = self.effects().vault();
        let mut found = store::connections::list(&mut tx, vault, start, i64::from(size) + 1).await?;
        let more = found.len() > usize::from(size);
        found.truncate(usize::from(size));
        let last = found.last().filter(|_| more).map(|connection| connection.id.to_string());
        Ok((found, pages.token(last.as_deref())?))
    }

    pub(super) async fn update_connection(
        &self,
        effect: &mut Effect,
        id: ConnectionId,
        mut wanted: Wanted,
    ) -> Result<Connected, Error> {
        let holder = self.holder(effect).await?;
        let old = self.find(effect, id).await?;
        let mut new = old.clone();
        new.set(&mut wanted)?;
        if let Some(protocol) = wanted.protocol {
            new.protocol = self.protocol(protocol, Some(&old.protocol))?;
            new.vouched = holder.grants().clone();
        }
        if new.default_role != old.default_role {
            let given = self.default_role(effect, &new.default_role).await?;
            holder.require(&given)?;
        }
        new.update_time = self.now();
        store::connections::put(effect.tx(), self.effects().vault(), &new).await?;
        effect.audit(AuditEntry::success(ACTION).on(&id).change(facts(&old), facts(&new)));
        Ok(new)
    }

    pub(super) async fn delete_connection(
        &self,
        effect: &mut Effect,
        id: ConnectionId,
    ) -> Result<Vec<SessionId>, Error> {
        // Else one who changes it meanwhile would make it anew.
        team::lock(effect.tx()).await?;
        let old = self.find(effect, id).await?;
        let ended = store::connections::remove(effect.tx(), id, self.now()).await?;
        effect.audit(AuditEntry::success(ACTION).on(&id).change(facts(&old), Json::Null));
        Ok(ended)
    }

    async fn find(&self, effect: &mut Effect, id: ConnectionId) -> Result<Connected, Error> {
        let found = store::connections::find(effect.tx(), self.effects().vault(), id).await?;
        found.ok_or_else(|| absent(id))
    }

    /// Takes the team lock and finds out what the caller holds.
    async fn holder(&self, effect: &mut Effect) -> Result<Holder, Error> {
        team::holder(effect, &self.identity.0.builtins).await
    }

    /// What the role grants that people get who are brought.
    async fn default_role(&self, effect: &mut Effect, role: &str) -> Result<Grants, Error> {
        let expected = "expected the name of a role other than owner";
        if role == OWNER {
            return Err(Error::invalid_field("default_role", expected));
        }
        let found = self.identity.0.builtins.role(effect.tx(), role).await?;
        found.map(|role| role.grants).ok_or_else(|| Error::invalid_field("default_role", expected))
    }
}

pub(super) fn absent(id: ConnectionId) -> Error {
    Error::new(&NOT_FOUND, format!("there is no connection {id}"))
}

/// What the audit log says of a connection; nothing secret.
fn facts(connection: &Connected) -> Json {
    let protocol = match &connection.protocol {
        Protocol::Oidc(oidc) => json!({
            "oidc": {
                "issuer": oidc.issuer, "client_id": oidc.client_id, "scopes": oidc.scopes,
                "confidential": oidc.client_secret.is_some(),
            },
        }),
        Protocol::Saml(saml) => json!({
            "saml": { "idp_entity_id": saml.entity_id, "sso_url": saml.sso_url, "certificates": saml.certificates.len() },
        }),
    };
    json!({
        "display_name": connection.display_name, "default_role": connection.default_role,
        "return_urls": connection.return_urls, "enabled": connection.enabled, "protocol": protocol,
    })
}
