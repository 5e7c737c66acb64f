//! The reasons of single sign-on.

use omni_kernel::Error;

omni_kernel::reasons! {
    "identity":
    SSO_STATE_INVALID = InvalidArgument,
        "The browser came back from an identity provider with a state that is unknown, used, expired or of another \
         connection.",
        "Begin the sign-in again, and finish it within ten minutes.";
    SSO_CODE_INVALID = Unauthenticated,
        "The code of a sign-in at the company is unknown, used or expired, was asked for with another verifier, or the \
         person may not sign in by the connection any more.",
        "Begin the sign-in again.";
    SSO_PROVIDER_UNREACHABLE = Unavailable,
        "The identity provider does not answer, or not as OpenID Connect demands, or its address may not be asked.",
        "Check the issuer of the connection; retry in a while. Operators: the log says why, and \
         `auth.sso.allow_private_networks` lets providers in private networks be reached.";
    SSO_DENIED = PermissionDenied,
        "The identity provider did not sign the person in.",
        "Try again, or ask the company's administrator for access.";
    SSO_RESPONSE_INVALID = PermissionDenied,
        "The identity provider's answer does not prove who the person is: a signature, issuer, audience, nonce or time is \
         wrong.",
        "Begin the sign-in again. Administrators: check the connection's settings; the server's log says what was wrong.";
    SSO_REPLAYED = PermissionDenied,
        "The identity provider's answer was used before.",
        "Begin the sign-in again.";
    SSO_EMAIL_UNVERIFIED = PermissionDenied,
        "The identity provider names no e-mail address of the person, or does not say that it is verified.",
        "Administrators: have the provider give `email` and `email_verified`.";
    SSO_DOMAIN_UNCLAIMED = PermissionDenied,
        "The person's address is in no domain that the tenant has proven to be its own.",
        "Administrators: claim and verify the domain, or invite the person.";
    SSO_CONNECTION_OFF = PermissionDenied,
        "The connection is off or gone, or its tenant is suspended or cancelled.",
        "Ask the company's administrator.";
    SSO_NOT_A_MEMBER = PermissionDenied,
        "The person was removed from the tenant.",
        "Ask the company's administrator for an invitation.";
    SSO_ROLE_NOT_VOUCHED = PermissionDenied,
        "The person's role grants more than the one who saved the connection's settings held.",
        "Administrators: have somebody save the connection's settings who holds as much, such as an owner.";
    SSO_NO_PLACE = PermissionDenied,
        "The tenant has as many members as its tier includes, or the connection's default role is not there any more.",
        "Administrators: remove a member or upgrade; give the connection a role that exists.";
    SSO_SESSION_BOUND = PermissionDenied,
        "A session that began at a company's identity provider acts in that company's tenant only.",
        "Sign in to the other tenant by its own way.";
    SAML_UNAVAILABLE = FailedPrecondition,
        "This server was built without SAML.",
        "Use OpenID Connect. Operators: build the server with the cargo feature `saml`.";
    CONNECTIONS_FULL = ResourceExhausted,
        "The tenant has as many connections as there may be.",
        "Delete one.";
    DOMAINS_FULL = ResourceExhausted,
        "The tenant claims as many domains as it may.",
        "Release one.";
    DOMAIN_UNPROVEN = FailedPrecondition,
        "The DNS does not show the record that proves the domain.",
        "Set the TXT record that ClaimDomain returned, wait until the DNS shows it, and verify again.";
    DOMAIN_TAKEN = FailedPrecondition,
        "Another tenant has proven the domain to be its own.",
        "Have that tenant release it.";
    DNS_UNAVAILABLE = Unavailable,
        "The DNS does not answer.",
        "Retry in a while. Operators: `auth.sso.dns_servers`.";
}

pub(crate) fn state_invalid() -> Error {
    Error::new(&SSO_STATE_INVALID, "the sign-in is unknown, used or expired; begin it again")
}

pub(crate) fn code_invalid() -> Error {
    Error::new(&SSO_CODE_INVALID, "the code is not valid; begin the sign-in again")
}

pub(crate) fn saml_unavailable() -> Error {
    Error::new(&SAML_UNAVAILABLE, "this server was built without SAML; build it with the cargo feature saml")
}

pub(crate) fn bound() -> Error {
    Error::new(
        &SSO_SESSION_BOUND,
        "a session of single sign-on stays in its tenant; sign in to the other one",
    )
}
