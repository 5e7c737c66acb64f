//! People's sign-in, wired to the rest.

use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;
use omni_edge::{Document, DocumentSource};
use omni_identity::{Identity, Parts};
use omni_kernel::config::Config;
use omni_kernel::ports::{MailQueue, TenantRegistry};
use omni_kernel::{Effects, Error, Rng};

/// The domain over the parts of the server.
pub(crate) fn identity(
    config: &Config,
    address: SocketAddr,
    effects: Effects,
    mail: Arc<dyn MailQueue>,
    tenants: Arc<dyn TenantRegistry>,
    rng: Rng,
) -> Result<Identity, Error> {
    let scheme = if config.tls.files().is_some() { "https" } else { "http" };
    let public_url = config.auth.public_url.clone().unwrap_or_else(|| format!("{scheme}://{address}"));
    Identity::new(Parts {
        effects,
        mail,
        tenants,
        rng,
        settings: config.auth.clone(),
        public_url: public_url.trim_end_matches('/').to_owned(),
    })
}

/// Where the keys are published that access tokens are signed with.
pub(crate) const JWKS_PATH: &str = "/.well-known/jwks.json";

/// The published keys.
pub(crate) struct Jwks(pub(crate) Identity);

#[async_trait]
impl DocumentSource for Jwks {
    async fn document(&self) -> Result<Document, Error> {
        Ok(Document {
            content_type: "application/jwk-set+json",
            // Well below the time that a new key is published before it signs.
            cache_control: "public, max-age=60",
            body: self.0.jwks().await?,
        })
    }
}

/// The pages that links in mails lead to, and their script.
pub(crate) const MAIL_PAGES: [(&str, Fixed); 3] = [
    ("/auth/verify", Fixed("text/html; charset=utf-8", include_str!("../assets/verify.html"))),
    ("/auth/password/reset", Fixed("text/html; charset=utf-8", include_str!("../assets/reset.html"))),
    ("/auth/assets/mail.js", Fixed("text/javascript; charset=utf-8", include_str!("../assets/mail.js"))),
];

/// A file that is part of the server: its media type and its text.
#[derive(Clone, Copy)]
pub(crate) struct Fixed(&'static str, &'static str);

#[async_trait]
impl DocumentSource for Fixed {
    async fn document(&self) -> Result<Document, Error> {
        let Self(content_type, text) = *self;
        Ok(Document { content_type, cache_control: "no-cache", body: text.to_owned() })
    }
}
