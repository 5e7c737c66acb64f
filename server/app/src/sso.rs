//! Single sign-on: the parts it is made of here, and the paths that identity providers send browsers to.

use std::sync::Arc;

use async_trait::async_trait;
use http::Method;
use omni_edge::{BrowserAnswer, BrowserHandler, BrowserRequest, EdgeBuilder};
use omni_identity::sso::Callback;
use omni_identity::sso::saml::SamlEngine;
use omni_identity::{Dns, Identity, Sso, SsoParts};
use omni_kernel::Error;
use omni_kernel::config::Config;
use omni_kernel::ctx::Facts;

/// Single sign-on over these people.
pub(crate) fn open(config: &Config, identity: &Identity) -> Result<Sso, Error> {
    let settings = config.auth.sso.clone();
    let dns = Arc::new(Dns::new(&settings)?);
    #[cfg(feature = "saml")]
    let saml: Option<Arc<dyn SamlEngine>> = Some(Arc::new(crate::saml::Engine));
    #[cfg(not(feature = "saml"))]
    let saml: Option<Arc<dyn SamlEngine>> = None;
    Ok(Sso::new(SsoParts { identity: identity.clone(), settings, dns, saml }))
}

/// Adds the service and the paths.
pub(crate) fn publish(edge: EdgeBuilder, sso: &Sso) -> EdgeBuilder {
    let at = |way: Way| Arc::new(Browser { sso: sso.clone(), way });
    edge.service(sso.clone().server())
        .callback(Method::GET, "/auth/sso/*/callback", at(Way::Oidc))
        .callback(Method::POST, "/auth/sso/*/acs", at(Way::Saml))
        .callback(Method::GET, "/auth/sso/*", at(Way::Metadata))
}

/// What a browser, or for the metadata a program, comes for.
#[derive(Debug, Clone, Copy)]
enum Way {
    Oidc,
    Saml,
    Metadata,
}

struct Browser {
    sso: Sso,
    way: Way,
}

#[async_trait]
impl BrowserHandler for Browser {
    async fn answer(&self, request: BrowserRequest) -> Result<BrowserAnswer, Error> {
        let connection = request.parameters.into_iter().next().unwrap_or_default();
        let method = match self.way {
            Way::Oidc => "GET /auth/sso/{connection_id}/callback",
            Way::Saml => "POST /auth/sso/{connection_id}/acs",
            Way::Metadata => {
                let body = self.sso.metadata(&connection).await?;
                return Ok(BrowserAnswer::Document { content_type: "application/samlmetadata+xml", body });
            }
        };
        let facts = Facts::anonymous(request.request_id);
        let ctx = Facts { method: method.into(), client: request.client, ..facts }.into();
        let call = Callback { ctx, connection, fields: request.fields };
        let back = match self.way {
            Way::Saml => self.sso.acs(&call).await?,
            Way::Oidc | Way::Metadata => self.sso.callback(&call).await?,
        };
        Ok(BrowserAnswer::SeeOther(back))
    }
}
