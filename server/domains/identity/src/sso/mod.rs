//! Single sign-on: people sign in at their company's identity provider, by OpenID Connect or SAML 2.0.

pub mod saml;
