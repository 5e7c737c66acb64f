//! What the server publishes for people's sign-in.

use std::sync::Arc;

use async_trait::async_trait;
use omni_edge::{Document, DocumentSource, EdgeBuilder};
use omni_identity::{Identity, Sso};
use omni_kernel::Error;

use crate::sso;

/// Adds the services, the published keys and the pages that links in mails lead to.
pub(crate) fn publish(edge: EdgeBuilder, identity: &Identity, sso: &Sso) -> EdgeBuilder {
    let edge = sso::publish(edge, sso)
        .service(omni_identity::server(identity.clone()))
        .document(JWKS_PATH, Arc::new(Jwks(identity.clone())));
    MAIL_PAGES.into_iter().fold(edge, |edge, (path, page)| edge.document(path, Arc::new(page)))
}

/// Where the keys are published that access tokens are signed with.
const JWKS_PATH: &str = "/.well-known/jwks.json";

/// The published keys.
struct Jwks(Identity);

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
const MAIL_PAGES: [(&str, Fixed); 3] = [
    ("/auth/verify", Fixed("text/html; charset=utf-8", include_str!("../assets/verify.html"))),
    ("/auth/password/reset", Fixed("text/html; charset=utf-8", include_str!("../assets/reset.html"))),
    ("/auth/assets/mail.js", Fixed("text/javascript; charset=utf-8", include_str!("../assets/mail.js"))),
];

/// A file that is part of the server: its media type and its text.
#[derive(Clone, Copy)]
struct Fixed(&'static str, &'static str);

#[async_trait]
impl DocumentSource for Fixed {
    async fn document(&self) -> Result<Document, Error> {
        let Self(content_type, text) = *self;
        Ok(Document { content_type, cache_control: "no-cache", body: text.to_owned() })
    }
}
