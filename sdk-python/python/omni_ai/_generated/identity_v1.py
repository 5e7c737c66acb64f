# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""Messages and enums of omni.identity.v1."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime
import typing as _t

from omni_ai import _message as _m


class RegisterRequest(_m.Message):
    """Asks for an account and a company."""

    __slots__ = ("email", "password", "full_name", "company_name")
    __match_args__ = ("email", "password", "full_name", "company_name")
    __proto_name__ = "omni.identity.v1.RegisterRequest"
    __secrets__ = ("password",)
    __fields__ = (
        ("email", 1, "string", "one", None, None, None),
        ("password", 2, "string", "one", None, None, None),
        ("full_name", 3, "string", "one", None, None, None),
        ("company_name", 4, "string", "one", None, None, None),
    )

    email: str
    """The e-mail address."""
    password: str
    """The password, 8 characters to 1024 bytes. It is normalised to Unicode's form C (RFC 8265) and may be anything that is not easy to guess: no common password, and nothing made of the person's name, address or company."""
    full_name: str
    """What the person is called."""
    company_name: str
    """What the company is called; no address of the web or of mail."""

    def __init__(
        self,
        *,
        email: str = "",
        password: str = "",
        full_name: str = "",
        company_name: str = "",
    ) -> None:
        self.email = email
        self.password = password
        self.full_name = full_name
        self.company_name = company_name


class RegisterResponse(_m.Message):
    """A mail is on its way."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.RegisterResponse"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class VerifyEmailRequest(_m.Message):
    """Proves that an address is the person's own."""

    __slots__ = ("token",)
    __match_args__ = ("token",)
    __proto_name__ = "omni.identity.v1.VerifyEmailRequest"
    __secrets__ = ("token",)
    __fields__ = (
        ("token", 1, "string", "one", None, None, None),
    )

    token: str
    """The token of the mail."""

    def __init__(
        self,
        *,
        token: str = "",
    ) -> None:
        self.token = token


class VerifyEmailResponse(_m.Message):
    """The account and the company that were made."""

    __slots__ = ("user_id", "tenant_id")
    __match_args__ = ("user_id", "tenant_id")
    __proto_name__ = "omni.identity.v1.VerifyEmailResponse"
    __fields__ = (
        ("user_id", 1, "string", "one", None, None, None),
        ("tenant_id", 2, "string", "one", None, None, None),
    )

    user_id: str
    """The person, `usr_` and 26 characters."""
    tenant_id: str
    """The tenant, `ten_` and 26 characters."""

    def __init__(
        self,
        *,
        user_id: str = "",
        tenant_id: str = "",
    ) -> None:
        self.user_id = user_id
        self.tenant_id = tenant_id


class LoginRequest(_m.Message):
    """Signs a person in."""

    __slots__ = ("email", "password", "tenant_id")
    __match_args__ = ("email", "password", "tenant_id")
    __proto_name__ = "omni.identity.v1.LoginRequest"
    __secrets__ = ("password",)
    __fields__ = (
        ("email", 1, "string", "one", None, None, None),
        ("password", 2, "string", "one", None, None, None),
        ("tenant_id", 3, "string", "one", None, None, None),
    )

    email: str
    """The e-mail address of the account."""
    password: str
    """The password, at most 1024 bytes."""
    tenant_id: str
    """The tenant to sign in to. Without it, the one the person joined first."""

    def __init__(
        self,
        *,
        email: str = "",
        password: str = "",
        tenant_id: str = "",
    ) -> None:
        self.email = email
        self.password = password
        self.tenant_id = tenant_id


class LoginResponse(_m.Message):
    """Tokens, or a challenge when the person has a second factor."""

    __slots__ = ("tokens", "mfa_challenge")
    __match_args__ = ("tokens", "mfa_challenge")
    __proto_name__ = "omni.identity.v1.LoginResponse"
    __fields__ = (
        ("tokens", 1, "message", "optional", "Tokens", None, None),
        ("mfa_challenge", 2, "message", "optional", "MfaChallenge", None, None),
    )

    tokens: Tokens | None
    """The tokens of the new session; absent when there is a challenge."""
    mfa_challenge: MfaChallenge | None
    """What CompleteMfa wants; absent when there are tokens."""

    def __init__(
        self,
        *,
        tokens: Tokens | None = None,
        mfa_challenge: MfaChallenge | None = None,
    ) -> None:
        self.tokens = tokens
        self.mfa_challenge = mfa_challenge


class MfaChallenge(_m.Message):
    """A sign-in that waits for its second factor."""

    __slots__ = ("challenge", "expire_time")
    __match_args__ = ("challenge", "expire_time")
    __proto_name__ = "omni.identity.v1.MfaChallenge"
    __secrets__ = ("challenge",)
    __fields__ = (
        ("challenge", 1, "string", "one", None, None, None),
        ("expire_time", 2, "timestamp", "optional", None, None, None),
    )

    challenge: str
    """The challenge, for CompleteMfa."""
    expire_time: _datetime.datetime | None
    """When it ends."""

    def __init__(
        self,
        *,
        challenge: str = "",
        expire_time: _datetime.datetime | None = None,
    ) -> None:
        self.challenge = challenge
        self.expire_time = expire_time


class Tokens(_m.Message):
    """The tokens of a session."""

    __slots__ = ("access_token", "token_type", "expire_time", "refresh_token", "refresh_expire_time", "session_id")
    __match_args__ = ("access_token", "token_type", "expire_time", "refresh_token", "refresh_expire_time", "session_id")
    __proto_name__ = "omni.identity.v1.Tokens"
    __secrets__ = ("access_token", "refresh_token")
    __fields__ = (
        ("access_token", 1, "string", "one", None, None, None),
        ("token_type", 2, "string", "one", None, None, None),
        ("expire_time", 3, "timestamp", "optional", None, None, None),
        ("refresh_token", 4, "string", "one", None, None, None),
        ("refresh_expire_time", 5, "timestamp", "optional", None, None, None),
        ("session_id", 6, "string", "one", None, None, None),
    )

    access_token: str
    """A JSON Web Token (RFC 9068), for `authorization: Bearer`. Its key is at /.well-known/jwks.json."""
    token_type: str
    """`Bearer`."""
    expire_time: _datetime.datetime | None
    """When the access token ends."""
    refresh_token: str
    """What Refresh takes, once."""
    refresh_expire_time: _datetime.datetime | None
    """When the refresh token ends."""
    session_id: str
    """The session, `ses_` and 26 characters."""

    def __init__(
        self,
        *,
        access_token: str = "",
        token_type: str = "",
        expire_time: _datetime.datetime | None = None,
        refresh_token: str = "",
        refresh_expire_time: _datetime.datetime | None = None,
        session_id: str = "",
    ) -> None:
        self.access_token = access_token
        self.token_type = token_type
        self.expire_time = expire_time
        self.refresh_token = refresh_token
        self.refresh_expire_time = refresh_expire_time
        self.session_id = session_id


class CompleteMfaRequest(_m.Message):
    """Ends a sign-in with the second factor."""

    __slots__ = ("challenge", "code", "recovery_code")
    __match_args__ = ("challenge", "code", "recovery_code")
    __proto_name__ = "omni.identity.v1.CompleteMfaRequest"
    __secrets__ = ("challenge", "code", "recovery_code")
    __fields__ = (
        ("challenge", 1, "string", "one", None, None, None),
        ("code", 2, "string", "one", None, None, None),
        ("recovery_code", 3, "string", "one", None, None, None),
    )

    challenge: str
    """The challenge that Login gave."""
    code: str
    """The six digits that the authenticator shows. Either this or a recovery code."""
    recovery_code: str
    """One of the recovery codes, with or without dashes."""

    def __init__(
        self,
        *,
        challenge: str = "",
        code: str = "",
        recovery_code: str = "",
    ) -> None:
        self.challenge = challenge
        self.code = code
        self.recovery_code = recovery_code


class CompleteMfaResponse(_m.Message):
    """The person is signed in."""

    __slots__ = ("tokens",)
    __match_args__ = ("tokens",)
    __proto_name__ = "omni.identity.v1.CompleteMfaResponse"
    __fields__ = (
        ("tokens", 1, "message", "optional", "Tokens", None, None),
    )

    tokens: Tokens | None
    """The tokens of the session."""

    def __init__(
        self,
        *,
        tokens: Tokens | None = None,
    ) -> None:
        self.tokens = tokens


class RefreshRequest(_m.Message):
    """Trades a refresh token for new tokens."""

    __slots__ = ("refresh_token",)
    __match_args__ = ("refresh_token",)
    __proto_name__ = "omni.identity.v1.RefreshRequest"
    __secrets__ = ("refresh_token",)
    __fields__ = (
        ("refresh_token", 1, "string", "one", None, None, None),
    )

    refresh_token: str
    """The refresh token."""

    def __init__(
        self,
        *,
        refresh_token: str = "",
    ) -> None:
        self.refresh_token = refresh_token


class RefreshResponse(_m.Message):
    """The session goes on."""

    __slots__ = ("tokens",)
    __match_args__ = ("tokens",)
    __proto_name__ = "omni.identity.v1.RefreshResponse"
    __fields__ = (
        ("tokens", 1, "message", "optional", "Tokens", None, None),
    )

    tokens: Tokens | None
    """The tokens of the session."""

    def __init__(
        self,
        *,
        tokens: Tokens | None = None,
    ) -> None:
        self.tokens = tokens


class LogoutRequest(_m.Message):
    """Ends the caller's session."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.LogoutRequest"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class LogoutResponse(_m.Message):
    """The session has ended."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.LogoutResponse"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class ChangePasswordRequest(_m.Message):
    """Sets a new password."""

    __slots__ = ("current_password", "new_password")
    __match_args__ = ("current_password", "new_password")
    __proto_name__ = "omni.identity.v1.ChangePasswordRequest"
    __secrets__ = ("current_password", "new_password")
    __fields__ = (
        ("current_password", 1, "string", "one", None, None, None),
        ("new_password", 2, "string", "one", None, None, None),
    )

    current_password: str
    """The password until now."""
    new_password: str
    """The new password, 8 characters to 1024 bytes, not easy to guess."""

    def __init__(
        self,
        *,
        current_password: str = "",
        new_password: str = "",
    ) -> None:
        self.current_password = current_password
        self.new_password = new_password


class ChangePasswordResponse(_m.Message):
    """The password is changed."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.ChangePasswordResponse"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class RequestPasswordResetRequest(_m.Message):
    """Asks for a mail to set a new password with."""

    __slots__ = ("email",)
    __match_args__ = ("email",)
    __proto_name__ = "omni.identity.v1.RequestPasswordResetRequest"
    __fields__ = (
        ("email", 1, "string", "one", None, None, None),
    )

    email: str
    """The e-mail address."""

    def __init__(
        self,
        *,
        email: str = "",
    ) -> None:
        self.email = email


class RequestPasswordResetResponse(_m.Message):
    """A mail is on its way if the address has an account."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.RequestPasswordResetResponse"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class ResetPasswordRequest(_m.Message):
    """Sets a new password with the token of a mail."""

    __slots__ = ("token", "new_password")
    __match_args__ = ("token", "new_password")
    __proto_name__ = "omni.identity.v1.ResetPasswordRequest"
    __secrets__ = ("token", "new_password")
    __fields__ = (
        ("token", 1, "string", "one", None, None, None),
        ("new_password", 2, "string", "one", None, None, None),
    )

    token: str
    """The token of the mail."""
    new_password: str
    """The new password, 8 characters to 1024 bytes, not easy to guess."""

    def __init__(
        self,
        *,
        token: str = "",
        new_password: str = "",
    ) -> None:
        self.token = token
        self.new_password = new_password


class ResetPasswordResponse(_m.Message):
    """The password is changed."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.ResetPasswordResponse"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class ListSessionsRequest(_m.Message):
    """Asks where the person is signed in."""

    __slots__ = ("page_size", "page_token")
    __match_args__ = ("page_size", "page_token")
    __proto_name__ = "omni.identity.v1.ListSessionsRequest"
    __fields__ = (
        ("page_size", 1, "int32", "one", None, None, None),
        ("page_token", 2, "string", "one", None, None, None),
    )

    page_size: int
    """Most sessions of a page; 0 takes 50, more than 1000 gives 1000."""
    page_token: str
    """The next_page_token of the page before; empty for the first."""

    def __init__(
        self,
        *,
        page_size: int = 0,
        page_token: str = "",
    ) -> None:
        self.page_size = page_size
        self.page_token = page_token


class ListSessionsResponse(_m.Message):
    """Where the person is signed in."""

    __slots__ = ("sessions", "next_page_token")
    __match_args__ = ("sessions", "next_page_token")
    __proto_name__ = "omni.identity.v1.ListSessionsResponse"
    __fields__ = (
        ("sessions", 1, "message", "repeated", "Session", None, None),
        ("next_page_token", 2, "string", "one", None, None, None),
    )

    sessions: list[Session]
    """The sessions, the latest first."""
    next_page_token: str
    """The token of the next page; empty when there is none."""

    def __init__(
        self,
        *,
        sessions: _abc.Iterable[Session] = (),
        next_page_token: str = "",
    ) -> None:
        self.sessions = _m.items(sessions)
        self.next_page_token = next_page_token


class Session(_m.Message):
    """A sign-in, from login to logout."""

    __slots__ = ("session_id", "tenant_id", "methods", "client_ip", "user_agent", "current", "create_time", "last_use_time", "expire_time")
    __match_args__ = ("session_id", "tenant_id", "methods", "client_ip", "user_agent", "current", "create_time", "last_use_time", "expire_time")
    __proto_name__ = "omni.identity.v1.Session"
    __fields__ = (
        ("session_id", 1, "string", "one", None, None, None),
        ("tenant_id", 2, "string", "one", None, None, None),
        ("methods", 3, "string", "repeated", None, None, None),
        ("client_ip", 4, "string", "one", None, None, None),
        ("user_agent", 5, "string", "one", None, None, None),
        ("current", 6, "bool", "one", None, None, None),
        ("create_time", 7, "timestamp", "optional", None, None, None),
        ("last_use_time", 8, "timestamp", "optional", None, None, None),
        ("expire_time", 9, "timestamp", "optional", None, None, None),
    )

    session_id: str
    """The id, `ses_` and 26 characters."""
    tenant_id: str
    """The tenant that it is for."""
    methods: list[str]
    """How the person proved who they are: `pwd`, `otp`, `sso`."""
    client_ip: str
    """The address it was begun from; empty when it is not known."""
    user_agent: str
    """What the program that began it said it was."""
    current: bool
    """Whether it is the one of this call."""
    create_time: _datetime.datetime | None
    """When it was begun."""
    last_use_time: _datetime.datetime | None
    """When its tokens were last renewed."""
    expire_time: _datetime.datetime | None
    """When it ends whatever happens."""

    def __init__(
        self,
        *,
        session_id: str = "",
        tenant_id: str = "",
        methods: _abc.Iterable[str] = (),
        client_ip: str = "",
        user_agent: str = "",
        current: bool = False,
        create_time: _datetime.datetime | None = None,
        last_use_time: _datetime.datetime | None = None,
        expire_time: _datetime.datetime | None = None,
    ) -> None:
        self.session_id = session_id
        self.tenant_id = tenant_id
        self.methods = _m.items(methods)
        self.client_ip = client_ip
        self.user_agent = user_agent
        self.current = current
        self.create_time = create_time
        self.last_use_time = last_use_time
        self.expire_time = expire_time


class RevokeSessionRequest(_m.Message):
    """Ends one of the person's sessions."""

    __slots__ = ("session_id",)
    __match_args__ = ("session_id",)
    __proto_name__ = "omni.identity.v1.RevokeSessionRequest"
    __fields__ = (
        ("session_id", 1, "string", "one", None, None, None),
    )

    session_id: str
    """The session."""

    def __init__(
        self,
        *,
        session_id: str = "",
    ) -> None:
        self.session_id = session_id


class RevokeSessionResponse(_m.Message):
    """The session has ended."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.RevokeSessionResponse"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class WhoAmIRequest(_m.Message):
    """Asks who is signed in."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.WhoAmIRequest"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class WhoAmIResponse(_m.Message):
    """Who is signed in."""

    __slots__ = ("person", "tenant_id", "session_id", "environment", "memberships", "grants")
    __match_args__ = ("person", "tenant_id", "session_id", "environment", "memberships", "grants")
    __proto_name__ = "omni.identity.v1.WhoAmIResponse"
    __fields__ = (
        ("person", 1, "message", "optional", "Person", None, None),
        ("tenant_id", 2, "string", "one", None, None, None),
        ("session_id", 3, "string", "one", None, None, None),
        ("environment", 4, "string", "one", None, None, None),
        ("memberships", 5, "message", "repeated", "Membership", None, None),
        ("grants", 6, "string", "repeated", None, None, None),
    )

    person: Person | None
    """The person."""
    tenant_id: str
    """The tenant of the session."""
    session_id: str
    """The session."""
    environment: str
    """`live` or `test`."""
    memberships: list[Membership]
    """Every tenant the person belongs to, the first joined first."""
    grants: list[str]
    """What the person may do in the tenant of the session: permissions, where `keys.*` stands for all below it."""

    def __init__(
        self,
        *,
        person: Person | None = None,
        tenant_id: str = "",
        session_id: str = "",
        environment: str = "",
        memberships: _abc.Iterable[Membership] = (),
        grants: _abc.Iterable[str] = (),
    ) -> None:
        self.person = person
        self.tenant_id = tenant_id
        self.session_id = session_id
        self.environment = environment
        self.memberships = _m.items(memberships)
        self.grants = _m.items(grants)


class Person(_m.Message):
    """A person with an account."""

    __slots__ = ("user_id", "email", "full_name", "mfa_enabled")
    __match_args__ = ("user_id", "email", "full_name", "mfa_enabled")
    __proto_name__ = "omni.identity.v1.Person"
    __fields__ = (
        ("user_id", 1, "string", "one", None, None, None),
        ("email", 2, "string", "one", None, None, None),
        ("full_name", 3, "string", "one", None, None, None),
        ("mfa_enabled", 4, "bool", "one", None, None, None),
    )

    user_id: str
    """The id, `usr_` and 26 characters."""
    email: str
    """The e-mail address."""
    full_name: str
    """What the person is called."""
    mfa_enabled: bool
    """Whether a second factor is on."""

    def __init__(
        self,
        *,
        user_id: str = "",
        email: str = "",
        full_name: str = "",
        mfa_enabled: bool = False,
    ) -> None:
        self.user_id = user_id
        self.email = email
        self.full_name = full_name
        self.mfa_enabled = mfa_enabled


class Membership(_m.Message):
    """That a person belongs to a tenant."""

    __slots__ = ("tenant_id", "role")
    __match_args__ = ("tenant_id", "role")
    __proto_name__ = "omni.identity.v1.Membership"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
        ("role", 2, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant."""
    role: str
    """The role there, such as `owner`."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
        role: str = "",
    ) -> None:
        self.tenant_id = tenant_id
        self.role = role


class SwitchTenantRequest(_m.Message):
    """Signs the person in to another tenant."""

    __slots__ = ("tenant_id",)
    __match_args__ = ("tenant_id",)
    __proto_name__ = "omni.identity.v1.SwitchTenantRequest"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
    ) -> None:
        self.tenant_id = tenant_id


class SwitchTenantResponse(_m.Message):
    """The session in the other tenant."""

    __slots__ = ("tokens",)
    __match_args__ = ("tokens",)
    __proto_name__ = "omni.identity.v1.SwitchTenantResponse"
    __fields__ = (
        ("tokens", 1, "message", "optional", "Tokens", None, None),
    )

    tokens: Tokens | None
    """The tokens of the session."""

    def __init__(
        self,
        *,
        tokens: Tokens | None = None,
    ) -> None:
        self.tokens = tokens


class EnrolTotpRequest(_m.Message):
    """Asks for the secret of an authenticator."""

    __slots__ = ("current_password",)
    __match_args__ = ("current_password",)
    __proto_name__ = "omni.identity.v1.EnrolTotpRequest"
    __secrets__ = ("current_password",)
    __fields__ = (
        ("current_password", 1, "string", "one", None, None, None),
    )

    current_password: str
    """The password. People without one, who sign in through their company only, leave it out."""

    def __init__(
        self,
        *,
        current_password: str = "",
    ) -> None:
        self.current_password = current_password


class EnrolTotpResponse(_m.Message):
    """The secret, shown only now."""

    __slots__ = ("secret", "otpauth_uri")
    __match_args__ = ("secret", "otpauth_uri")
    __proto_name__ = "omni.identity.v1.EnrolTotpResponse"
    __secrets__ = ("secret", "otpauth_uri")
    __fields__ = (
        ("secret", 1, "string", "one", None, None, None),
        ("otpauth_uri", 2, "string", "one", None, None, None),
    )

    secret: str
    """Base32 (RFC 4648) without padding, to type in."""
    otpauth_uri: str
    """The same as a URI, to show as a QR code."""

    def __init__(
        self,
        *,
        secret: str = "",
        otpauth_uri: str = "",
    ) -> None:
        self.secret = secret
        self.otpauth_uri = otpauth_uri


class ConfirmTotpRequest(_m.Message):
    """Turns the second factor on."""

    __slots__ = ("code",)
    __match_args__ = ("code",)
    __proto_name__ = "omni.identity.v1.ConfirmTotpRequest"
    __secrets__ = ("code",)
    __fields__ = (
        ("code", 1, "string", "one", None, None, None),
    )

    code: str
    """The six digits that the authenticator shows."""

    def __init__(
        self,
        *,
        code: str = "",
    ) -> None:
        self.code = code


class ConfirmTotpResponse(_m.Message):
    """The second factor is on."""

    __slots__ = ("recovery_codes",)
    __match_args__ = ("recovery_codes",)
    __proto_name__ = "omni.identity.v1.ConfirmTotpResponse"
    __secrets__ = ("recovery_codes",)
    __fields__ = (
        ("recovery_codes", 1, "string", "repeated", None, None, None),
    )

    recovery_codes: list[str]
    """Each signs in once in place of a code. Only hashes are kept."""

    def __init__(
        self,
        *,
        recovery_codes: _abc.Iterable[str] = (),
    ) -> None:
        self.recovery_codes = _m.items(recovery_codes)


class DisableTotpRequest(_m.Message):
    """Turns the second factor off."""

    __slots__ = ("code", "recovery_code")
    __match_args__ = ("code", "recovery_code")
    __proto_name__ = "omni.identity.v1.DisableTotpRequest"
    __secrets__ = ("code", "recovery_code")
    __fields__ = (
        ("code", 1, "string", "one", None, None, None),
        ("recovery_code", 2, "string", "one", None, None, None),
    )

    code: str
    """The six digits that the authenticator shows. Either this or a recovery code."""
    recovery_code: str
    """One of the recovery codes, with or without dashes."""

    def __init__(
        self,
        *,
        code: str = "",
        recovery_code: str = "",
    ) -> None:
        self.code = code
        self.recovery_code = recovery_code


class DisableTotpResponse(_m.Message):
    """The second factor is off."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.DisableTotpResponse"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class SsoConnection(_m.Message):
    """A tenant's connection to an identity provider."""

    __slots__ = ("connection_id", "display_name", "default_role", "return_urls", "enabled", "oidc", "saml", "create_time", "update_time")
    __match_args__ = ("connection_id", "display_name", "default_role", "return_urls", "enabled", "oidc", "saml", "create_time", "update_time")
    __proto_name__ = "omni.identity.v1.SsoConnection"
    __fields__ = (
        ("connection_id", 1, "string", "one", None, None, None),
        ("display_name", 2, "string", "one", None, None, None),
        ("default_role", 3, "string", "one", None, None, None),
        ("return_urls", 4, "string", "repeated", None, None, None),
        ("enabled", 5, "bool", "one", None, None, None),
        ("oidc", 6, "message", "optional", "OidcSettings", "protocol", None),
        ("saml", 7, "message", "optional", "SamlSettings", "protocol", None),
        ("create_time", 8, "timestamp", "optional", None, None, None),
        ("update_time", 9, "timestamp", "optional", None, None, None),
    )

    connection_id: str
    """The id, `sso_` and 26 characters."""
    display_name: str
    """For the people who choose it."""
    default_role: str
    """The role of people whom it brings and who are not members yet."""
    return_urls: list[str]
    """Where browsers may be sent back to."""
    enabled: bool
    """Whether people may sign in by it. Sessions that it made are not renewed while it is off."""
    oidc: OidcSettings | None
    """By OpenID Connect."""
    saml: SamlSettings | None
    """By SAML 2.0."""
    create_time: _datetime.datetime | None
    """When it was made."""
    update_time: _datetime.datetime | None
    """When it was last changed."""

    def __init__(
        self,
        *,
        connection_id: str = "",
        display_name: str = "",
        default_role: str = "",
        return_urls: _abc.Iterable[str] = (),
        enabled: bool = False,
        oidc: OidcSettings | None = None,
        saml: SamlSettings | None = None,
        create_time: _datetime.datetime | None = None,
        update_time: _datetime.datetime | None = None,
    ) -> None:
        _m.at_most_one("protocol", oidc=oidc, saml=saml)
        self.connection_id = connection_id
        self.display_name = display_name
        self.default_role = default_role
        self.return_urls = _m.items(return_urls)
        self.enabled = enabled
        self.oidc = oidc
        self.saml = saml
        self.create_time = create_time
        self.update_time = update_time

    @property
    def protocol(self) -> OidcSettings | SamlSettings | None:
        """How it speaks to the identity provider.

        The one of `oidc`, `saml` that is set, or None.
        """
        if self.oidc is not None:
            return self.oidc
        if self.saml is not None:
            return self.saml
        return None

    @property
    def which_protocol(self) -> _t.Literal["oidc", "saml"] | None:
        """The name of the field of `protocol` that is set, or None."""
        if self.oidc is not None:
            return "oidc"
        if self.saml is not None:
            return "saml"
        return None


class OidcSettings(_m.Message):
    """An OpenID Connect provider."""

    __slots__ = ("issuer", "client_id", "client_secret", "scopes", "redirect_uri")
    __match_args__ = ("issuer", "client_id", "client_secret", "scopes", "redirect_uri")
    __proto_name__ = "omni.identity.v1.OidcSettings"
    __secrets__ = ("client_secret",)
    __fields__ = (
        ("issuer", 1, "string", "one", None, None, None),
        ("client_id", 2, "string", "one", None, None, None),
        ("client_secret", 3, "string", "one", None, None, None),
        ("scopes", 4, "string", "repeated", None, None, None),
        ("redirect_uri", 5, "string", "one", None, None, None),
    )

    issuer: str
    """The issuer (OpenID Connect Discovery 1.0), an https URL such as `https://login.example.com`. It cannot be changed."""
    client_id: str
    """Our client id there, 1 to 256 characters."""
    client_secret: str
    """Our secret there; never returned. Empty for a public client, or on an update for the one that is kept."""
    scopes: list[str]
    """What is asked for, at most 20; `openid`, `email` and `profile` when empty."""
    redirect_uri: str
    """The redirect URI to register there; given by the server."""

    def __init__(
        self,
        *,
        issuer: str = "",
        client_id: str = "",
        client_secret: str = "",
        scopes: _abc.Iterable[str] = (),
        redirect_uri: str = "",
    ) -> None:
        self.issuer = issuer
        self.client_id = client_id
        self.client_secret = client_secret
        self.scopes = _m.items(scopes)
        self.redirect_uri = redirect_uri


class SamlSettings(_m.Message):
    """A SAML 2.0 identity provider."""

    __slots__ = ("idp_metadata_xml", "idp_entity_id", "sso_url", "certificate_fingerprints", "sp_entity_id", "acs_url")
    __match_args__ = ("idp_metadata_xml", "idp_entity_id", "sso_url", "certificate_fingerprints", "sp_entity_id", "acs_url")
    __proto_name__ = "omni.identity.v1.SamlSettings"
    __fields__ = (
        ("idp_metadata_xml", 1, "string", "one", None, None, None),
        ("idp_entity_id", 2, "string", "one", None, None, None),
        ("sso_url", 3, "string", "one", None, None, None),
        ("certificate_fingerprints", 4, "string", "repeated", None, None, None),
        ("sp_entity_id", 5, "string", "one", None, None, None),
        ("acs_url", 6, "string", "one", None, None, None),
    )

    idp_metadata_xml: str
    """Its metadata, at most 256 KiB; never returned. On an update, empty for what is kept."""
    idp_entity_id: str
    """Its entity id; read from the metadata. It cannot be changed."""
    sso_url: str
    """Where people are sent; read from the metadata."""
    certificate_fingerprints: list[str]
    """SHA-256 of the certificates that may sign, in hexadecimal; read from the metadata."""
    sp_entity_id: str
    """Our entity id, and the address of our metadata; given by the server."""
    acs_url: str
    """Where responses are posted; given by the server."""

    def __init__(
        self,
        *,
        idp_metadata_xml: str = "",
        idp_entity_id: str = "",
        sso_url: str = "",
        certificate_fingerprints: _abc.Iterable[str] = (),
        sp_entity_id: str = "",
        acs_url: str = "",
    ) -> None:
        self.idp_metadata_xml = idp_metadata_xml
        self.idp_entity_id = idp_entity_id
        self.sso_url = sso_url
        self.certificate_fingerprints = _m.items(certificate_fingerprints)
        self.sp_entity_id = sp_entity_id
        self.acs_url = acs_url


class SsoDomain(_m.Message):
    """A domain that a tenant claims."""

    __slots__ = ("domain", "record_name", "record_value", "create_time", "verify_time")
    __match_args__ = ("domain", "record_name", "record_value", "create_time", "verify_time")
    __proto_name__ = "omni.identity.v1.SsoDomain"
    __fields__ = (
        ("domain", 1, "string", "one", None, None, None),
        ("record_name", 2, "string", "one", None, None, None),
        ("record_value", 3, "string", "one", None, None, None),
        ("create_time", 4, "timestamp", "optional", None, None, None),
        ("verify_time", 5, "timestamp", "optional", None, None, None),
    )

    domain: str
    """The domain in lower case, in its ASCII form."""
    record_name: str
    """The name of the TXT record that proves it."""
    record_value: str
    """The value of that record."""
    create_time: _datetime.datetime | None
    """When it was claimed."""
    verify_time: _datetime.datetime | None
    """When the record was found; absent while it was not."""

    def __init__(
        self,
        *,
        domain: str = "",
        record_name: str = "",
        record_value: str = "",
        create_time: _datetime.datetime | None = None,
        verify_time: _datetime.datetime | None = None,
    ) -> None:
        self.domain = domain
        self.record_name = record_name
        self.record_value = record_value
        self.create_time = create_time
        self.verify_time = verify_time


class CreateConnectionRequest(_m.Message):
    """Makes a connection."""

    __slots__ = ("display_name", "default_role", "return_urls", "enabled", "oidc", "saml")
    __match_args__ = ("display_name", "default_role", "return_urls", "enabled", "oidc", "saml")
    __proto_name__ = "omni.identity.v1.CreateConnectionRequest"
    __fields__ = (
        ("display_name", 1, "string", "one", None, None, None),
        ("default_role", 2, "string", "one", None, None, None),
        ("return_urls", 3, "string", "repeated", None, None, None),
        ("enabled", 4, "bool", "one", None, None, None),
        ("oidc", 5, "message", "optional", "OidcSettings", "protocol", None),
        ("saml", 6, "message", "optional", "SamlSettings", "protocol", None),
    )

    display_name: str
    """For the people who choose it, 1 to 100 characters."""
    default_role: str
    """The role of people whom it brings, built in or the tenant's own; not `owner`."""
    return_urls: list[str]
    """Where browsers may be sent back to, at most 20 https URLs, compared letter by letter. `http://127.0.0.1:<port>/...` and `http://[::1]:<port>/...` may always be used (RFC 8252)."""
    enabled: bool
    """Whether people may sign in by it."""
    oidc: OidcSettings | None
    """By OpenID Connect."""
    saml: SamlSettings | None
    """By SAML 2.0."""

    def __init__(
        self,
        *,
        display_name: str = "",
        default_role: str = "",
        return_urls: _abc.Iterable[str] = (),
        enabled: bool = False,
        oidc: OidcSettings | None = None,
        saml: SamlSettings | None = None,
    ) -> None:
        _m.at_most_one("protocol", oidc=oidc, saml=saml)
        self.display_name = display_name
        self.default_role = default_role
        self.return_urls = _m.items(return_urls)
        self.enabled = enabled
        self.oidc = oidc
        self.saml = saml

    @property
    def protocol(self) -> OidcSettings | SamlSettings | None:
        """How it speaks to the identity provider.

        The one of `oidc`, `saml` that is set, or None.
        """
        if self.oidc is not None:
            return self.oidc
        if self.saml is not None:
            return self.saml
        return None

    @property
    def which_protocol(self) -> _t.Literal["oidc", "saml"] | None:
        """The name of the field of `protocol` that is set, or None."""
        if self.oidc is not None:
            return "oidc"
        if self.saml is not None:
            return "saml"
        return None


class CreateConnectionResponse(_m.Message):
    """The connection is made."""

    __slots__ = ("connection",)
    __match_args__ = ("connection",)
    __proto_name__ = "omni.identity.v1.CreateConnectionResponse"
    __fields__ = (
        ("connection", 1, "message", "optional", "SsoConnection", None, None),
    )

    connection: SsoConnection | None
    """The connection."""

    def __init__(
        self,
        *,
        connection: SsoConnection | None = None,
    ) -> None:
        self.connection = connection


class GetConnectionRequest(_m.Message):
    """Asks for one connection."""

    __slots__ = ("connection_id",)
    __match_args__ = ("connection_id",)
    __proto_name__ = "omni.identity.v1.GetConnectionRequest"
    __fields__ = (
        ("connection_id", 1, "string", "one", None, None, None),
    )

    connection_id: str
    """The connection."""

    def __init__(
        self,
        *,
        connection_id: str = "",
    ) -> None:
        self.connection_id = connection_id


class GetConnectionResponse(_m.Message):
    """One connection."""

    __slots__ = ("connection",)
    __match_args__ = ("connection",)
    __proto_name__ = "omni.identity.v1.GetConnectionResponse"
    __fields__ = (
        ("connection", 1, "message", "optional", "SsoConnection", None, None),
    )

    connection: SsoConnection | None
    """The connection."""

    def __init__(
        self,
        *,
        connection: SsoConnection | None = None,
    ) -> None:
        self.connection = connection


class ListConnectionsRequest(_m.Message):
    """Asks for the connections."""

    __slots__ = ("page_size", "page_token")
    __match_args__ = ("page_size", "page_token")
    __proto_name__ = "omni.identity.v1.ListConnectionsRequest"
    __fields__ = (
        ("page_size", 1, "int32", "one", None, None, None),
        ("page_token", 2, "string", "one", None, None, None),
    )

    page_size: int
    """Most items of a page; 0 takes 50, more than 1000 gives 1000."""
    page_token: str
    """The next_page_token of the page before; empty for the first."""

    def __init__(
        self,
        *,
        page_size: int = 0,
        page_token: str = "",
    ) -> None:
        self.page_size = page_size
        self.page_token = page_token


class ListConnectionsResponse(_m.Message):
    """The connections."""

    __slots__ = ("connections", "next_page_token")
    __match_args__ = ("connections", "next_page_token")
    __proto_name__ = "omni.identity.v1.ListConnectionsResponse"
    __fields__ = (
        ("connections", 1, "message", "repeated", "SsoConnection", None, None),
        ("next_page_token", 2, "string", "one", None, None, None),
    )

    connections: list[SsoConnection]
    """The connections."""
    next_page_token: str
    """The token of the next page; empty when there is none."""

    def __init__(
        self,
        *,
        connections: _abc.Iterable[SsoConnection] = (),
        next_page_token: str = "",
    ) -> None:
        self.connections = _m.items(connections)
        self.next_page_token = next_page_token


class UpdateConnectionRequest(_m.Message):
    """Changes a connection."""

    __slots__ = ("connection_id", "display_name", "default_role", "return_urls", "enabled", "oidc", "saml", "update_mask")
    __match_args__ = ("connection_id", "display_name", "default_role", "return_urls", "enabled", "oidc", "saml", "update_mask")
    __proto_name__ = "omni.identity.v1.UpdateConnectionRequest"
    __fields__ = (
        ("connection_id", 1, "string", "one", None, None, None),
        ("display_name", 2, "string", "one", None, None, None),
        ("default_role", 3, "string", "one", None, None, None),
        ("return_urls", 4, "string", "repeated", None, None, None),
        ("enabled", 5, "bool", "one", None, None, None),
        ("oidc", 6, "message", "optional", "OidcSettings", "protocol", None),
        ("saml", 7, "message", "optional", "SamlSettings", "protocol", None),
        ("update_mask", 8, "field_mask", "optional", None, None, None),
    )

    connection_id: str
    """The connection."""
    display_name: str
    """For the people who choose it, 1 to 100 characters."""
    default_role: str
    """The role of people whom it brings, built in or the tenant's own; not `owner`."""
    return_urls: list[str]
    """Where browsers may be sent back to, at most 20 https URLs, compared letter by letter. `http://127.0.0.1:<port>/...` and `http://[::1]:<port>/...` may always be used (RFC 8252)."""
    enabled: bool
    """Whether people may sign in by it."""
    oidc: OidcSettings | None
    """By OpenID Connect."""
    saml: SamlSettings | None
    """By SAML 2.0."""
    update_mask: list[str] | None
    """What to change: `display_name`, `default_role`, `return_urls`, `enabled`, `oidc`, `saml`; all that is set, and the protocol's settings if given, when it is absent."""

    def __init__(
        self,
        *,
        connection_id: str = "",
        display_name: str = "",
        default_role: str = "",
        return_urls: _abc.Iterable[str] = (),
        enabled: bool = False,
        oidc: OidcSettings | None = None,
        saml: SamlSettings | None = None,
        update_mask: _abc.Iterable[str] | None = None,
    ) -> None:
        _m.at_most_one("protocol", oidc=oidc, saml=saml)
        self.connection_id = connection_id
        self.display_name = display_name
        self.default_role = default_role
        self.return_urls = _m.items(return_urls)
        self.enabled = enabled
        self.oidc = oidc
        self.saml = saml
        self.update_mask = None if update_mask is None else _m.items(update_mask)

    @property
    def protocol(self) -> OidcSettings | SamlSettings | None:
        """How it speaks to the identity provider.

        The one of `oidc`, `saml` that is set, or None.
        """
        if self.oidc is not None:
            return self.oidc
        if self.saml is not None:
            return self.saml
        return None

    @property
    def which_protocol(self) -> _t.Literal["oidc", "saml"] | None:
        """The name of the field of `protocol` that is set, or None."""
        if self.oidc is not None:
            return "oidc"
        if self.saml is not None:
            return "saml"
        return None


class UpdateConnectionResponse(_m.Message):
    """The connection is changed."""

    __slots__ = ("connection",)
    __match_args__ = ("connection",)
    __proto_name__ = "omni.identity.v1.UpdateConnectionResponse"
    __fields__ = (
        ("connection", 1, "message", "optional", "SsoConnection", None, None),
    )

    connection: SsoConnection | None
    """The connection as it is now."""

    def __init__(
        self,
        *,
        connection: SsoConnection | None = None,
    ) -> None:
        self.connection = connection


class DeleteConnectionRequest(_m.Message):
    """Removes a connection."""

    __slots__ = ("connection_id",)
    __match_args__ = ("connection_id",)
    __proto_name__ = "omni.identity.v1.DeleteConnectionRequest"
    __fields__ = (
        ("connection_id", 1, "string", "one", None, None, None),
    )

    connection_id: str
    """The connection."""

    def __init__(
        self,
        *,
        connection_id: str = "",
    ) -> None:
        self.connection_id = connection_id


class DeleteConnectionResponse(_m.Message):
    """The connection is gone."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.DeleteConnectionResponse"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class ClaimDomainRequest(_m.Message):
    """Claims a domain."""

    __slots__ = ("domain",)
    __match_args__ = ("domain",)
    __proto_name__ = "omni.identity.v1.ClaimDomainRequest"
    __fields__ = (
        ("domain", 1, "string", "one", None, None, None),
    )

    domain: str
    """The domain, such as `example.com`; subdomains are domains of their own."""

    def __init__(
        self,
        *,
        domain: str = "",
    ) -> None:
        self.domain = domain


class ClaimDomainResponse(_m.Message):
    """The domain is claimed."""

    __slots__ = ("domain",)
    __match_args__ = ("domain",)
    __proto_name__ = "omni.identity.v1.ClaimDomainResponse"
    __fields__ = (
        ("domain", 1, "message", "optional", "SsoDomain", None, None),
    )

    domain: SsoDomain | None
    """The domain, with the record that proves it."""

    def __init__(
        self,
        *,
        domain: SsoDomain | None = None,
    ) -> None:
        self.domain = domain


class VerifyDomainRequest(_m.Message):
    """Has a domain looked at."""

    __slots__ = ("domain",)
    __match_args__ = ("domain",)
    __proto_name__ = "omni.identity.v1.VerifyDomainRequest"
    __fields__ = (
        ("domain", 1, "string", "one", None, None, None),
    )

    domain: str
    """The domain."""

    def __init__(
        self,
        *,
        domain: str = "",
    ) -> None:
        self.domain = domain


class VerifyDomainResponse(_m.Message):
    """The domain is the tenant's."""

    __slots__ = ("domain",)
    __match_args__ = ("domain",)
    __proto_name__ = "omni.identity.v1.VerifyDomainResponse"
    __fields__ = (
        ("domain", 1, "message", "optional", "SsoDomain", None, None),
    )

    domain: SsoDomain | None
    """The domain."""

    def __init__(
        self,
        *,
        domain: SsoDomain | None = None,
    ) -> None:
        self.domain = domain


class ListDomainsRequest(_m.Message):
    """Asks for the domains."""

    __slots__ = ("page_size", "page_token")
    __match_args__ = ("page_size", "page_token")
    __proto_name__ = "omni.identity.v1.ListDomainsRequest"
    __fields__ = (
        ("page_size", 1, "int32", "one", None, None, None),
        ("page_token", 2, "string", "one", None, None, None),
    )

    page_size: int
    """Most items of a page; 0 takes 50, more than 1000 gives 1000."""
    page_token: str
    """The next_page_token of the page before; empty for the first."""

    def __init__(
        self,
        *,
        page_size: int = 0,
        page_token: str = "",
    ) -> None:
        self.page_size = page_size
        self.page_token = page_token


class ListDomainsResponse(_m.Message):
    """The domains."""

    __slots__ = ("domains", "next_page_token")
    __match_args__ = ("domains", "next_page_token")
    __proto_name__ = "omni.identity.v1.ListDomainsResponse"
    __fields__ = (
        ("domains", 1, "message", "repeated", "SsoDomain", None, None),
        ("next_page_token", 2, "string", "one", None, None, None),
    )

    domains: list[SsoDomain]
    """The domains."""
    next_page_token: str
    """The token of the next page; empty when there is none."""

    def __init__(
        self,
        *,
        domains: _abc.Iterable[SsoDomain] = (),
        next_page_token: str = "",
    ) -> None:
        self.domains = _m.items(domains)
        self.next_page_token = next_page_token


class ReleaseDomainRequest(_m.Message):
    """Gives a domain up."""

    __slots__ = ("domain",)
    __match_args__ = ("domain",)
    __proto_name__ = "omni.identity.v1.ReleaseDomainRequest"
    __fields__ = (
        ("domain", 1, "string", "one", None, None, None),
    )

    domain: str
    """The domain."""

    def __init__(
        self,
        *,
        domain: str = "",
    ) -> None:
        self.domain = domain


class ReleaseDomainResponse(_m.Message):
    """The domain is given up."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.ReleaseDomainResponse"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class StartSsoRequest(_m.Message):
    """Begins a sign-in."""

    __slots__ = ("email", "connection_id", "return_url", "code_challenge")
    __match_args__ = ("email", "connection_id", "return_url", "code_challenge")
    __proto_name__ = "omni.identity.v1.StartSsoRequest"
    __fields__ = (
        ("email", 1, "string", "one", None, None, None),
        ("connection_id", 2, "string", "one", None, None, None),
        ("return_url", 3, "string", "one", None, None, None),
        ("code_challenge", 4, "string", "one", None, None, None),
    )

    email: str
    """The person's address. Either this or a connection."""
    connection_id: str
    """The connection, `sso_` and 26 characters. Either this or an address."""
    return_url: str
    """Where the browser comes back to; one of the connection's, or on the caller's own machine."""
    code_challenge: str
    """SHA-256 of a random text of 43 to 128 letters that the caller keeps for CompleteSso, base64url without padding, as in RFC 7636."""

    def __init__(
        self,
        *,
        email: str = "",
        connection_id: str = "",
        return_url: str = "",
        code_challenge: str = "",
    ) -> None:
        self.email = email
        self.connection_id = connection_id
        self.return_url = return_url
        self.code_challenge = code_challenge


class StartSsoResponse(_m.Message):
    """The sign-in is begun."""

    __slots__ = ("authorization_url", "expire_time")
    __match_args__ = ("authorization_url", "expire_time")
    __proto_name__ = "omni.identity.v1.StartSsoResponse"
    __secrets__ = ("authorization_url",)
    __fields__ = (
        ("authorization_url", 1, "string", "one", None, None, None),
        ("expire_time", 2, "timestamp", "optional", None, None, None),
    )

    authorization_url: str
    """Where to send the browser."""
    expire_time: _datetime.datetime | None
    """Until when it may come back."""

    def __init__(
        self,
        *,
        authorization_url: str = "",
        expire_time: _datetime.datetime | None = None,
    ) -> None:
        self.authorization_url = authorization_url
        self.expire_time = expire_time


class CompleteSsoRequest(_m.Message):
    """Ends a sign-in."""

    __slots__ = ("code", "code_verifier")
    __match_args__ = ("code", "code_verifier")
    __proto_name__ = "omni.identity.v1.CompleteSsoRequest"
    __secrets__ = ("code", "code_verifier")
    __fields__ = (
        ("code", 1, "string", "one", None, None, None),
        ("code_verifier", 2, "string", "one", None, None, None),
    )

    code: str
    """The code of the return_url."""
    code_verifier: str
    """The random text whose hash StartSso was given."""

    def __init__(
        self,
        *,
        code: str = "",
        code_verifier: str = "",
    ) -> None:
        self.code = code
        self.code_verifier = code_verifier


class CompleteSsoResponse(_m.Message):
    """Tokens, or a challenge when the person has a second factor."""

    __slots__ = ("tokens", "mfa_challenge")
    __match_args__ = ("tokens", "mfa_challenge")
    __proto_name__ = "omni.identity.v1.CompleteSsoResponse"
    __fields__ = (
        ("tokens", 1, "message", "optional", "Tokens", None, None),
        ("mfa_challenge", 2, "message", "optional", "MfaChallenge", None, None),
    )

    tokens: Tokens | None
    """The tokens of the new session; absent when there is a challenge."""
    mfa_challenge: MfaChallenge | None
    """What CompleteMfa wants; absent when there are tokens."""

    def __init__(
        self,
        *,
        tokens: Tokens | None = None,
        mfa_challenge: MfaChallenge | None = None,
    ) -> None:
        self.tokens = tokens
        self.mfa_challenge = mfa_challenge


class Member(_m.Message):
    """A person of the tenant."""

    __slots__ = ("user_id", "email", "full_name", "role", "create_time", "update_time")
    __match_args__ = ("user_id", "email", "full_name", "role", "create_time", "update_time")
    __proto_name__ = "omni.identity.v1.Member"
    __fields__ = (
        ("user_id", 1, "string", "one", None, None, None),
        ("email", 2, "string", "one", None, None, None),
        ("full_name", 3, "string", "one", None, None, None),
        ("role", 4, "string", "one", None, None, None),
        ("create_time", 5, "timestamp", "optional", None, None, None),
        ("update_time", 6, "timestamp", "optional", None, None, None),
    )

    user_id: str
    """The person, `usr_` and 26 characters."""
    email: str
    """The e-mail address."""
    full_name: str
    """What the person is called."""
    role: str
    """The name of their role."""
    create_time: _datetime.datetime | None
    """When they became a member."""
    update_time: _datetime.datetime | None
    """When they got their role."""

    def __init__(
        self,
        *,
        user_id: str = "",
        email: str = "",
        full_name: str = "",
        role: str = "",
        create_time: _datetime.datetime | None = None,
        update_time: _datetime.datetime | None = None,
    ) -> None:
        self.user_id = user_id
        self.email = email
        self.full_name = full_name
        self.role = role
        self.create_time = create_time
        self.update_time = update_time


class Invitation(_m.Message):
    """A way into the tenant that waits for its person."""

    __slots__ = ("invitation_id", "email", "role", "inviter_id", "create_time", "expire_time")
    __match_args__ = ("invitation_id", "email", "role", "inviter_id", "create_time", "expire_time")
    __proto_name__ = "omni.identity.v1.Invitation"
    __fields__ = (
        ("invitation_id", 1, "string", "one", None, None, None),
        ("email", 2, "string", "one", None, None, None),
        ("role", 3, "string", "one", None, None, None),
        ("inviter_id", 4, "string", "one", None, None, None),
        ("create_time", 5, "timestamp", "optional", None, None, None),
        ("expire_time", 6, "timestamp", "optional", None, None, None),
    )

    invitation_id: str
    """The id, `inv_` and 26 characters."""
    email: str
    """The address that it is for."""
    role: str
    """The name of the role that it gives."""
    inviter_id: str
    """The member who sent it last; `operator` when the operator of the installation did."""
    create_time: _datetime.datetime | None
    """When it was made."""
    expire_time: _datetime.datetime | None
    """From when on it is void."""

    def __init__(
        self,
        *,
        invitation_id: str = "",
        email: str = "",
        role: str = "",
        inviter_id: str = "",
        create_time: _datetime.datetime | None = None,
        expire_time: _datetime.datetime | None = None,
    ) -> None:
        self.invitation_id = invitation_id
        self.email = email
        self.role = role
        self.inviter_id = inviter_id
        self.create_time = create_time
        self.expire_time = expire_time


class Role(_m.Message):
    """What a member with it may do."""

    __slots__ = ("name", "description", "permissions", "built_in", "create_time", "update_time")
    __match_args__ = ("name", "description", "permissions", "built_in", "create_time", "update_time")
    __proto_name__ = "omni.identity.v1.Role"
    __fields__ = (
        ("name", 1, "string", "one", None, None, None),
        ("description", 2, "string", "one", None, None, None),
        ("permissions", 3, "string", "repeated", None, None, None),
        ("built_in", 4, "bool", "one", None, None, None),
        ("create_time", 5, "timestamp", "optional", None, None, None),
        ("update_time", 6, "timestamp", "optional", None, None, None),
    )

    name: str
    """The name, up to 40 small letters, digits and underscores."""
    description: str
    """For the people who give it."""
    permissions: list[str]
    """Permissions, where `keys.*` stands for all below it and `*` for every one."""
    built_in: bool
    """Whether it is built in and stays as it is."""
    create_time: _datetime.datetime | None
    """When it was made; absent when it is built in."""
    update_time: _datetime.datetime | None
    """When it was last changed; absent when it is built in."""

    def __init__(
        self,
        *,
        name: str = "",
        description: str = "",
        permissions: _abc.Iterable[str] = (),
        built_in: bool = False,
        create_time: _datetime.datetime | None = None,
        update_time: _datetime.datetime | None = None,
    ) -> None:
        self.name = name
        self.description = description
        self.permissions = _m.items(permissions)
        self.built_in = built_in
        self.create_time = create_time
        self.update_time = update_time


class Permission(_m.Message):
    """A right that a role or a key can grant."""

    __slots__ = ("name", "description")
    __match_args__ = ("name", "description")
    __proto_name__ = "omni.identity.v1.Permission"
    __fields__ = (
        ("name", 1, "string", "one", None, None, None),
        ("description", 2, "string", "one", None, None, None),
    )

    name: str
    """Its name, `<domain>.<resource>.<verb>`."""
    description: str
    """What its holder may do."""

    def __init__(
        self,
        *,
        name: str = "",
        description: str = "",
    ) -> None:
        self.name = name
        self.description = description


class ListMembersRequest(_m.Message):
    """Asks for the members."""

    __slots__ = ("page_size", "page_token")
    __match_args__ = ("page_size", "page_token")
    __proto_name__ = "omni.identity.v1.ListMembersRequest"
    __fields__ = (
        ("page_size", 1, "int32", "one", None, None, None),
        ("page_token", 2, "string", "one", None, None, None),
    )

    page_size: int
    """Most items of a page; 0 takes 50, more than 1000 gives 1000."""
    page_token: str
    """The next_page_token of the page before; empty for the first."""

    def __init__(
        self,
        *,
        page_size: int = 0,
        page_token: str = "",
    ) -> None:
        self.page_size = page_size
        self.page_token = page_token


class ListMembersResponse(_m.Message):
    """The members."""

    __slots__ = ("members", "next_page_token")
    __match_args__ = ("members", "next_page_token")
    __proto_name__ = "omni.identity.v1.ListMembersResponse"
    __fields__ = (
        ("members", 1, "message", "repeated", "Member", None, None),
        ("next_page_token", 2, "string", "one", None, None, None),
    )

    members: list[Member]
    """The members."""
    next_page_token: str
    """The token of the next page; empty when there is none."""

    def __init__(
        self,
        *,
        members: _abc.Iterable[Member] = (),
        next_page_token: str = "",
    ) -> None:
        self.members = _m.items(members)
        self.next_page_token = next_page_token


class GetMemberRequest(_m.Message):
    """Asks for one member."""

    __slots__ = ("user_id",)
    __match_args__ = ("user_id",)
    __proto_name__ = "omni.identity.v1.GetMemberRequest"
    __fields__ = (
        ("user_id", 1, "string", "one", None, None, None),
    )

    user_id: str
    """The person."""

    def __init__(
        self,
        *,
        user_id: str = "",
    ) -> None:
        self.user_id = user_id


class GetMemberResponse(_m.Message):
    """One member."""

    __slots__ = ("member",)
    __match_args__ = ("member",)
    __proto_name__ = "omni.identity.v1.GetMemberResponse"
    __fields__ = (
        ("member", 1, "message", "optional", "Member", None, None),
    )

    member: Member | None
    """The member."""

    def __init__(
        self,
        *,
        member: Member | None = None,
    ) -> None:
        self.member = member


class UpdateMemberRoleRequest(_m.Message):
    """Gives a member another role."""

    __slots__ = ("user_id", "role")
    __match_args__ = ("user_id", "role")
    __proto_name__ = "omni.identity.v1.UpdateMemberRoleRequest"
    __fields__ = (
        ("user_id", 1, "string", "one", None, None, None),
        ("role", 2, "string", "one", None, None, None),
    )

    user_id: str
    """The person."""
    role: str
    """The name of the role."""

    def __init__(
        self,
        *,
        user_id: str = "",
        role: str = "",
    ) -> None:
        self.user_id = user_id
        self.role = role


class UpdateMemberRoleResponse(_m.Message):
    """The role is given."""

    __slots__ = ("member",)
    __match_args__ = ("member",)
    __proto_name__ = "omni.identity.v1.UpdateMemberRoleResponse"
    __fields__ = (
        ("member", 1, "message", "optional", "Member", None, None),
    )

    member: Member | None
    """The member as they are now."""

    def __init__(
        self,
        *,
        member: Member | None = None,
    ) -> None:
        self.member = member


class RemoveMemberRequest(_m.Message):
    """Ends a membership."""

    __slots__ = ("user_id",)
    __match_args__ = ("user_id",)
    __proto_name__ = "omni.identity.v1.RemoveMemberRequest"
    __fields__ = (
        ("user_id", 1, "string", "one", None, None, None),
    )

    user_id: str
    """The person."""

    def __init__(
        self,
        *,
        user_id: str = "",
    ) -> None:
        self.user_id = user_id


class RemoveMemberResponse(_m.Message):
    """The person is no member any more."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.RemoveMemberResponse"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class LeaveRequest(_m.Message):
    """Ends the caller's own membership."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.LeaveRequest"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class LeaveResponse(_m.Message):
    """The caller is no member any more."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.LeaveResponse"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class InviteMemberRequest(_m.Message):
    """Invites a person."""

    __slots__ = ("email", "role")
    __match_args__ = ("email", "role")
    __proto_name__ = "omni.identity.v1.InviteMemberRequest"
    __fields__ = (
        ("email", 1, "string", "one", None, None, None),
        ("role", 2, "string", "one", None, None, None),
    )

    email: str
    """The address of the person."""
    role: str
    """The name of the role to give."""

    def __init__(
        self,
        *,
        email: str = "",
        role: str = "",
    ) -> None:
        self.email = email
        self.role = role


class InviteMemberResponse(_m.Message):
    """A mail is on its way."""

    __slots__ = ("invitation",)
    __match_args__ = ("invitation",)
    __proto_name__ = "omni.identity.v1.InviteMemberResponse"
    __fields__ = (
        ("invitation", 1, "message", "optional", "Invitation", None, None),
    )

    invitation: Invitation | None
    """The invitation, without its token."""

    def __init__(
        self,
        *,
        invitation: Invitation | None = None,
    ) -> None:
        self.invitation = invitation


class ListInvitationsRequest(_m.Message):
    """Asks for the invitations."""

    __slots__ = ("page_size", "page_token")
    __match_args__ = ("page_size", "page_token")
    __proto_name__ = "omni.identity.v1.ListInvitationsRequest"
    __fields__ = (
        ("page_size", 1, "int32", "one", None, None, None),
        ("page_token", 2, "string", "one", None, None, None),
    )

    page_size: int
    """Most items of a page; 0 takes 50, more than 1000 gives 1000."""
    page_token: str
    """The next_page_token of the page before; empty for the first."""

    def __init__(
        self,
        *,
        page_size: int = 0,
        page_token: str = "",
    ) -> None:
        self.page_size = page_size
        self.page_token = page_token


class ListInvitationsResponse(_m.Message):
    """The invitations."""

    __slots__ = ("invitations", "next_page_token")
    __match_args__ = ("invitations", "next_page_token")
    __proto_name__ = "omni.identity.v1.ListInvitationsResponse"
    __fields__ = (
        ("invitations", 1, "message", "repeated", "Invitation", None, None),
        ("next_page_token", 2, "string", "one", None, None, None),
    )

    invitations: list[Invitation]
    """The invitations."""
    next_page_token: str
    """The token of the next page; empty when there is none."""

    def __init__(
        self,
        *,
        invitations: _abc.Iterable[Invitation] = (),
        next_page_token: str = "",
    ) -> None:
        self.invitations = _m.items(invitations)
        self.next_page_token = next_page_token


class RevokeInvitationRequest(_m.Message):
    """Takes an invitation back."""

    __slots__ = ("invitation_id",)
    __match_args__ = ("invitation_id",)
    __proto_name__ = "omni.identity.v1.RevokeInvitationRequest"
    __fields__ = (
        ("invitation_id", 1, "string", "one", None, None, None),
    )

    invitation_id: str
    """The invitation."""

    def __init__(
        self,
        *,
        invitation_id: str = "",
    ) -> None:
        self.invitation_id = invitation_id


class RevokeInvitationResponse(_m.Message):
    """The invitation is void."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.RevokeInvitationResponse"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class ResendInvitationRequest(_m.Message):
    """Mails an invitation anew."""

    __slots__ = ("invitation_id",)
    __match_args__ = ("invitation_id",)
    __proto_name__ = "omni.identity.v1.ResendInvitationRequest"
    __fields__ = (
        ("invitation_id", 1, "string", "one", None, None, None),
    )

    invitation_id: str
    """The invitation."""

    def __init__(
        self,
        *,
        invitation_id: str = "",
    ) -> None:
        self.invitation_id = invitation_id


class ResendInvitationResponse(_m.Message):
    """A mail is on its way."""

    __slots__ = ("invitation",)
    __match_args__ = ("invitation",)
    __proto_name__ = "omni.identity.v1.ResendInvitationResponse"
    __fields__ = (
        ("invitation", 1, "message", "optional", "Invitation", None, None),
    )

    invitation: Invitation | None
    """The invitation as it is now."""

    def __init__(
        self,
        *,
        invitation: Invitation | None = None,
    ) -> None:
        self.invitation = invitation


class AcceptInvitationRequest(_m.Message):
    """Accepts an invitation without a sign-in."""

    __slots__ = ("token", "full_name", "password")
    __match_args__ = ("token", "full_name", "password")
    __proto_name__ = "omni.identity.v1.AcceptInvitationRequest"
    __secrets__ = ("token", "password")
    __fields__ = (
        ("token", 1, "string", "one", None, None, None),
        ("full_name", 2, "string", "one", None, None, None),
        ("password", 3, "string", "one", None, None, None),
    )

    token: str
    """The token of the mail."""
    full_name: str
    """What the person is called, 1 to 100 characters; for a person without an account."""
    password: str
    """A password of 8 characters to 1024 bytes, not easy to guess; for a person without an account."""

    def __init__(
        self,
        *,
        token: str = "",
        full_name: str = "",
        password: str = "",
    ) -> None:
        self.token = token
        self.full_name = full_name
        self.password = password


class AcceptInvitationResponse(_m.Message):
    """The person is a member and may sign in."""

    __slots__ = ("tenant_id", "user_id", "role")
    __match_args__ = ("tenant_id", "user_id", "role")
    __proto_name__ = "omni.identity.v1.AcceptInvitationResponse"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
        ("user_id", 2, "string", "one", None, None, None),
        ("role", 3, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant, `ten_` and 26 characters."""
    user_id: str
    """The person, `usr_` and 26 characters."""
    role: str
    """The name of their role."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
        user_id: str = "",
        role: str = "",
    ) -> None:
        self.tenant_id = tenant_id
        self.user_id = user_id
        self.role = role


class JoinTeamRequest(_m.Message):
    """Accepts an invitation with a sign-in."""

    __slots__ = ("token",)
    __match_args__ = ("token",)
    __proto_name__ = "omni.identity.v1.JoinTeamRequest"
    __secrets__ = ("token",)
    __fields__ = (
        ("token", 1, "string", "one", None, None, None),
    )

    token: str
    """The token of the mail."""

    def __init__(
        self,
        *,
        token: str = "",
    ) -> None:
        self.token = token


class JoinTeamResponse(_m.Message):
    """The person is a member; SwitchTenant takes them there."""

    __slots__ = ("tenant_id", "role")
    __match_args__ = ("tenant_id", "role")
    __proto_name__ = "omni.identity.v1.JoinTeamResponse"
    __fields__ = (
        ("tenant_id", 1, "string", "one", None, None, None),
        ("role", 2, "string", "one", None, None, None),
    )

    tenant_id: str
    """The tenant, `ten_` and 26 characters."""
    role: str
    """The name of their role."""

    def __init__(
        self,
        *,
        tenant_id: str = "",
        role: str = "",
    ) -> None:
        self.tenant_id = tenant_id
        self.role = role


class CreateRoleRequest(_m.Message):
    """Makes a role."""

    __slots__ = ("name", "description", "permissions")
    __match_args__ = ("name", "description", "permissions")
    __proto_name__ = "omni.identity.v1.CreateRoleRequest"
    __fields__ = (
        ("name", 1, "string", "one", None, None, None),
        ("description", 2, "string", "one", None, None, None),
        ("permissions", 3, "string", "repeated", None, None, None),
    )

    name: str
    """The name, up to 40 small letters, digits and underscores, a letter first; not that of a built-in role."""
    description: str
    """For the people who give it, at most 200 characters."""
    permissions: list[str]
    """1 to 100 permissions such as `intelligence.forecasts.create` or `intelligence.*`, not `*`."""

    def __init__(
        self,
        *,
        name: str = "",
        description: str = "",
        permissions: _abc.Iterable[str] = (),
    ) -> None:
        self.name = name
        self.description = description
        self.permissions = _m.items(permissions)


class CreateRoleResponse(_m.Message):
    """The role is made."""

    __slots__ = ("role",)
    __match_args__ = ("role",)
    __proto_name__ = "omni.identity.v1.CreateRoleResponse"
    __fields__ = (
        ("role", 1, "message", "optional", "Role", None, None),
    )

    role: Role | None
    """The role."""

    def __init__(
        self,
        *,
        role: Role | None = None,
    ) -> None:
        self.role = role


class GetRoleRequest(_m.Message):
    """Asks for one role."""

    __slots__ = ("name",)
    __match_args__ = ("name",)
    __proto_name__ = "omni.identity.v1.GetRoleRequest"
    __fields__ = (
        ("name", 1, "string", "one", None, None, None),
    )

    name: str
    """The name."""

    def __init__(
        self,
        *,
        name: str = "",
    ) -> None:
        self.name = name


class GetRoleResponse(_m.Message):
    """One role."""

    __slots__ = ("role",)
    __match_args__ = ("role",)
    __proto_name__ = "omni.identity.v1.GetRoleResponse"
    __fields__ = (
        ("role", 1, "message", "optional", "Role", None, None),
    )

    role: Role | None
    """The role."""

    def __init__(
        self,
        *,
        role: Role | None = None,
    ) -> None:
        self.role = role


class ListRolesRequest(_m.Message):
    """Asks for the roles."""

    __slots__ = ("page_size", "page_token")
    __match_args__ = ("page_size", "page_token")
    __proto_name__ = "omni.identity.v1.ListRolesRequest"
    __fields__ = (
        ("page_size", 1, "int32", "one", None, None, None),
        ("page_token", 2, "string", "one", None, None, None),
    )

    page_size: int
    """Most items of a page; 0 takes 50, more than 1000 gives 1000."""
    page_token: str
    """The next_page_token of the page before; empty for the first."""

    def __init__(
        self,
        *,
        page_size: int = 0,
        page_token: str = "",
    ) -> None:
        self.page_size = page_size
        self.page_token = page_token


class ListRolesResponse(_m.Message):
    """The roles."""

    __slots__ = ("roles", "next_page_token")
    __match_args__ = ("roles", "next_page_token")
    __proto_name__ = "omni.identity.v1.ListRolesResponse"
    __fields__ = (
        ("roles", 1, "message", "repeated", "Role", None, None),
        ("next_page_token", 2, "string", "one", None, None, None),
    )

    roles: list[Role]
    """The roles."""
    next_page_token: str
    """The token of the next page; empty when there is none."""

    def __init__(
        self,
        *,
        roles: _abc.Iterable[Role] = (),
        next_page_token: str = "",
    ) -> None:
        self.roles = _m.items(roles)
        self.next_page_token = next_page_token


class UpdateRoleRequest(_m.Message):
    """Changes a role."""

    __slots__ = ("name", "description", "permissions", "update_mask")
    __match_args__ = ("name", "description", "permissions", "update_mask")
    __proto_name__ = "omni.identity.v1.UpdateRoleRequest"
    __fields__ = (
        ("name", 1, "string", "one", None, None, None),
        ("description", 2, "string", "one", None, None, None),
        ("permissions", 3, "string", "repeated", None, None, None),
        ("update_mask", 4, "field_mask", "optional", None, None, None),
    )

    name: str
    """The name."""
    description: str
    """For the people who give it, at most 200 characters."""
    permissions: list[str]
    """1 to 100 permissions."""
    update_mask: list[str] | None
    """What to change: `description`, `permissions`, or both when it is absent."""

    def __init__(
        self,
        *,
        name: str = "",
        description: str = "",
        permissions: _abc.Iterable[str] = (),
        update_mask: _abc.Iterable[str] | None = None,
    ) -> None:
        self.name = name
        self.description = description
        self.permissions = _m.items(permissions)
        self.update_mask = None if update_mask is None else _m.items(update_mask)


class UpdateRoleResponse(_m.Message):
    """The role is changed."""

    __slots__ = ("role",)
    __match_args__ = ("role",)
    __proto_name__ = "omni.identity.v1.UpdateRoleResponse"
    __fields__ = (
        ("role", 1, "message", "optional", "Role", None, None),
    )

    role: Role | None
    """The role as it is now."""

    def __init__(
        self,
        *,
        role: Role | None = None,
    ) -> None:
        self.role = role


class DeleteRoleRequest(_m.Message):
    """Removes a role."""

    __slots__ = ("name",)
    __match_args__ = ("name",)
    __proto_name__ = "omni.identity.v1.DeleteRoleRequest"
    __fields__ = (
        ("name", 1, "string", "one", None, None, None),
    )

    name: str
    """The name."""

    def __init__(
        self,
        *,
        name: str = "",
    ) -> None:
        self.name = name


class DeleteRoleResponse(_m.Message):
    """The role is gone."""

    __slots__ = ()
    __match_args__ = ()
    __proto_name__ = "omni.identity.v1.DeleteRoleResponse"
    __fields__ = ()

    def __init__(self) -> None:
        pass


class ListPermissionsRequest(_m.Message):
    """Asks for the permissions."""

    __slots__ = ("page_size", "page_token")
    __match_args__ = ("page_size", "page_token")
    __proto_name__ = "omni.identity.v1.ListPermissionsRequest"
    __fields__ = (
        ("page_size", 1, "int32", "one", None, None, None),
        ("page_token", 2, "string", "one", None, None, None),
    )

    page_size: int
    """Most items of a page; 0 takes 50, more than 1000 gives 1000."""
    page_token: str
    """The next_page_token of the page before; empty for the first."""

    def __init__(
        self,
        *,
        page_size: int = 0,
        page_token: str = "",
    ) -> None:
        self.page_size = page_size
        self.page_token = page_token


class ListPermissionsResponse(_m.Message):
    """The permissions."""

    __slots__ = ("permissions", "next_page_token")
    __match_args__ = ("permissions", "next_page_token")
    __proto_name__ = "omni.identity.v1.ListPermissionsResponse"
    __fields__ = (
        ("permissions", 1, "message", "repeated", "Permission", None, None),
        ("next_page_token", 2, "string", "one", None, None, None),
    )

    permissions: list[Permission]
    """The permissions, by name."""
    next_page_token: str
    """The token of the next page; empty when there is none."""

    def __init__(
        self,
        *,
        permissions: _abc.Iterable[Permission] = (),
        next_page_token: str = "",
    ) -> None:
        self.permissions = _m.items(permissions)
        self.next_page_token = next_page_token


if _t.TYPE_CHECKING:

    class RegisterRequestDict(_t.TypedDict, total=False):
        """The fields of `RegisterRequest` as a dict."""

        email: str
        password: str
        full_name: str
        company_name: str

    class RegisterResponseDict(_t.TypedDict, total=False):
        """The fields of `RegisterResponse` as a dict."""

    class VerifyEmailRequestDict(_t.TypedDict, total=False):
        """The fields of `VerifyEmailRequest` as a dict."""

        token: str

    class VerifyEmailResponseDict(_t.TypedDict, total=False):
        """The fields of `VerifyEmailResponse` as a dict."""

        user_id: str
        tenant_id: str

    class LoginRequestDict(_t.TypedDict, total=False):
        """The fields of `LoginRequest` as a dict."""

        email: str
        password: str
        tenant_id: str

    class LoginResponseDict(_t.TypedDict, total=False):
        """The fields of `LoginResponse` as a dict."""

        tokens: Tokens | TokensDict
        mfa_challenge: MfaChallenge | MfaChallengeDict

    class MfaChallengeDict(_t.TypedDict, total=False):
        """The fields of `MfaChallenge` as a dict."""

        challenge: str
        expire_time: _datetime.datetime

    class TokensDict(_t.TypedDict, total=False):
        """The fields of `Tokens` as a dict."""

        access_token: str
        token_type: str
        expire_time: _datetime.datetime
        refresh_token: str
        refresh_expire_time: _datetime.datetime
        session_id: str

    class CompleteMfaRequestDict(_t.TypedDict, total=False):
        """The fields of `CompleteMfaRequest` as a dict."""

        challenge: str
        code: str
        recovery_code: str

    class CompleteMfaResponseDict(_t.TypedDict, total=False):
        """The fields of `CompleteMfaResponse` as a dict."""

        tokens: Tokens | TokensDict

    class RefreshRequestDict(_t.TypedDict, total=False):
        """The fields of `RefreshRequest` as a dict."""

        refresh_token: str

    class RefreshResponseDict(_t.TypedDict, total=False):
        """The fields of `RefreshResponse` as a dict."""

        tokens: Tokens | TokensDict

    class LogoutRequestDict(_t.TypedDict, total=False):
        """The fields of `LogoutRequest` as a dict."""

    class LogoutResponseDict(_t.TypedDict, total=False):
        """The fields of `LogoutResponse` as a dict."""

    class ChangePasswordRequestDict(_t.TypedDict, total=False):
        """The fields of `ChangePasswordRequest` as a dict."""

        current_password: str
        new_password: str

    class ChangePasswordResponseDict(_t.TypedDict, total=False):
        """The fields of `ChangePasswordResponse` as a dict."""

    class RequestPasswordResetRequestDict(_t.TypedDict, total=False):
        """The fields of `RequestPasswordResetRequest` as a dict."""

        email: str

    class RequestPasswordResetResponseDict(_t.TypedDict, total=False):
        """The fields of `RequestPasswordResetResponse` as a dict."""

    class ResetPasswordRequestDict(_t.TypedDict, total=False):
        """The fields of `ResetPasswordRequest` as a dict."""

        token: str
        new_password: str

    class ResetPasswordResponseDict(_t.TypedDict, total=False):
        """The fields of `ResetPasswordResponse` as a dict."""

    class ListSessionsRequestDict(_t.TypedDict, total=False):
        """The fields of `ListSessionsRequest` as a dict."""

        page_size: int
        page_token: str

    class ListSessionsResponseDict(_t.TypedDict, total=False):
        """The fields of `ListSessionsResponse` as a dict."""

        sessions: _abc.Iterable[Session | SessionDict]
        next_page_token: str

    class SessionDict(_t.TypedDict, total=False):
        """The fields of `Session` as a dict."""

        session_id: str
        tenant_id: str
        methods: _abc.Iterable[str]
        client_ip: str
        user_agent: str
        current: bool
        create_time: _datetime.datetime
        last_use_time: _datetime.datetime
        expire_time: _datetime.datetime

    class RevokeSessionRequestDict(_t.TypedDict, total=False):
        """The fields of `RevokeSessionRequest` as a dict."""

        session_id: str

    class RevokeSessionResponseDict(_t.TypedDict, total=False):
        """The fields of `RevokeSessionResponse` as a dict."""

    class WhoAmIRequestDict(_t.TypedDict, total=False):
        """The fields of `WhoAmIRequest` as a dict."""

    class WhoAmIResponseDict(_t.TypedDict, total=False):
        """The fields of `WhoAmIResponse` as a dict."""

        person: Person | PersonDict
        tenant_id: str
        session_id: str
        environment: str
        memberships: _abc.Iterable[Membership | MembershipDict]
        grants: _abc.Iterable[str]

    class PersonDict(_t.TypedDict, total=False):
        """The fields of `Person` as a dict."""

        user_id: str
        email: str
        full_name: str
        mfa_enabled: bool

    class MembershipDict(_t.TypedDict, total=False):
        """The fields of `Membership` as a dict."""

        tenant_id: str
        role: str

    class SwitchTenantRequestDict(_t.TypedDict, total=False):
        """The fields of `SwitchTenantRequest` as a dict."""

        tenant_id: str

    class SwitchTenantResponseDict(_t.TypedDict, total=False):
        """The fields of `SwitchTenantResponse` as a dict."""

        tokens: Tokens | TokensDict

    class EnrolTotpRequestDict(_t.TypedDict, total=False):
        """The fields of `EnrolTotpRequest` as a dict."""

        current_password: str

    class EnrolTotpResponseDict(_t.TypedDict, total=False):
        """The fields of `EnrolTotpResponse` as a dict."""

        secret: str
        otpauth_uri: str

    class ConfirmTotpRequestDict(_t.TypedDict, total=False):
        """The fields of `ConfirmTotpRequest` as a dict."""

        code: str

    class ConfirmTotpResponseDict(_t.TypedDict, total=False):
        """The fields of `ConfirmTotpResponse` as a dict."""

        recovery_codes: _abc.Iterable[str]

    class DisableTotpRequestDict(_t.TypedDict, total=False):
        """The fields of `DisableTotpRequest` as a dict."""

        code: str
        recovery_code: str

    class DisableTotpResponseDict(_t.TypedDict, total=False):
        """The fields of `DisableTotpResponse` as a dict."""

    class SsoConnectionDict(_t.TypedDict, total=False):
        """The fields of `SsoConnection` as a dict."""

        connection_id: str
        display_name: str
        default_role: str
        return_urls: _abc.Iterable[str]
        enabled: bool
        oidc: OidcSettings | OidcSettingsDict
        saml: SamlSettings | SamlSettingsDict
        create_time: _datetime.datetime
        update_time: _datetime.datetime

    class OidcSettingsDict(_t.TypedDict, total=False):
        """The fields of `OidcSettings` as a dict."""

        issuer: str
        client_id: str
        client_secret: str
        scopes: _abc.Iterable[str]
        redirect_uri: str

    class SamlSettingsDict(_t.TypedDict, total=False):
        """The fields of `SamlSettings` as a dict."""

        idp_metadata_xml: str
        idp_entity_id: str
        sso_url: str
        certificate_fingerprints: _abc.Iterable[str]
        sp_entity_id: str
        acs_url: str

    class SsoDomainDict(_t.TypedDict, total=False):
        """The fields of `SsoDomain` as a dict."""

        domain: str
        record_name: str
        record_value: str
        create_time: _datetime.datetime
        verify_time: _datetime.datetime

    class CreateConnectionRequestDict(_t.TypedDict, total=False):
        """The fields of `CreateConnectionRequest` as a dict."""

        display_name: str
        default_role: str
        return_urls: _abc.Iterable[str]
        enabled: bool
        oidc: OidcSettings | OidcSettingsDict
        saml: SamlSettings | SamlSettingsDict

    class CreateConnectionResponseDict(_t.TypedDict, total=False):
        """The fields of `CreateConnectionResponse` as a dict."""

        connection: SsoConnection | SsoConnectionDict

    class GetConnectionRequestDict(_t.TypedDict, total=False):
        """The fields of `GetConnectionRequest` as a dict."""

        connection_id: str

    class GetConnectionResponseDict(_t.TypedDict, total=False):
        """The fields of `GetConnectionResponse` as a dict."""

        connection: SsoConnection | SsoConnectionDict

    class ListConnectionsRequestDict(_t.TypedDict, total=False):
        """The fields of `ListConnectionsRequest` as a dict."""

        page_size: int
        page_token: str

    class ListConnectionsResponseDict(_t.TypedDict, total=False):
        """The fields of `ListConnectionsResponse` as a dict."""

        connections: _abc.Iterable[SsoConnection | SsoConnectionDict]
        next_page_token: str

    class UpdateConnectionRequestDict(_t.TypedDict, total=False):
        """The fields of `UpdateConnectionRequest` as a dict."""

        connection_id: str
        display_name: str
        default_role: str
        return_urls: _abc.Iterable[str]
        enabled: bool
        oidc: OidcSettings | OidcSettingsDict
        saml: SamlSettings | SamlSettingsDict
        update_mask: _abc.Iterable[str]

    class UpdateConnectionResponseDict(_t.TypedDict, total=False):
        """The fields of `UpdateConnectionResponse` as a dict."""

        connection: SsoConnection | SsoConnectionDict

    class DeleteConnectionRequestDict(_t.TypedDict, total=False):
        """The fields of `DeleteConnectionRequest` as a dict."""

        connection_id: str

    class DeleteConnectionResponseDict(_t.TypedDict, total=False):
        """The fields of `DeleteConnectionResponse` as a dict."""

    class ClaimDomainRequestDict(_t.TypedDict, total=False):
        """The fields of `ClaimDomainRequest` as a dict."""

        domain: str

    class ClaimDomainResponseDict(_t.TypedDict, total=False):
        """The fields of `ClaimDomainResponse` as a dict."""

        domain: SsoDomain | SsoDomainDict

    class VerifyDomainRequestDict(_t.TypedDict, total=False):
        """The fields of `VerifyDomainRequest` as a dict."""

        domain: str

    class VerifyDomainResponseDict(_t.TypedDict, total=False):
        """The fields of `VerifyDomainResponse` as a dict."""

        domain: SsoDomain | SsoDomainDict

    class ListDomainsRequestDict(_t.TypedDict, total=False):
        """The fields of `ListDomainsRequest` as a dict."""

        page_size: int
        page_token: str

    class ListDomainsResponseDict(_t.TypedDict, total=False):
        """The fields of `ListDomainsResponse` as a dict."""

        domains: _abc.Iterable[SsoDomain | SsoDomainDict]
        next_page_token: str

    class ReleaseDomainRequestDict(_t.TypedDict, total=False):
        """The fields of `ReleaseDomainRequest` as a dict."""

        domain: str

    class ReleaseDomainResponseDict(_t.TypedDict, total=False):
        """The fields of `ReleaseDomainResponse` as a dict."""

    class StartSsoRequestDict(_t.TypedDict, total=False):
        """The fields of `StartSsoRequest` as a dict."""

        email: str
        connection_id: str
        return_url: str
        code_challenge: str

    class StartSsoResponseDict(_t.TypedDict, total=False):
        """The fields of `StartSsoResponse` as a dict."""

        authorization_url: str
        expire_time: _datetime.datetime

    class CompleteSsoRequestDict(_t.TypedDict, total=False):
        """The fields of `CompleteSsoRequest` as a dict."""

        code: str
        code_verifier: str

    class CompleteSsoResponseDict(_t.TypedDict, total=False):
        """The fields of `CompleteSsoResponse` as a dict."""

        tokens: Tokens | TokensDict
        mfa_challenge: MfaChallenge | MfaChallengeDict

    class MemberDict(_t.TypedDict, total=False):
        """The fields of `Member` as a dict."""

        user_id: str
        email: str
        full_name: str
        role: str
        create_time: _datetime.datetime
        update_time: _datetime.datetime

    class InvitationDict(_t.TypedDict, total=False):
        """The fields of `Invitation` as a dict."""

        invitation_id: str
        email: str
        role: str
        inviter_id: str
        create_time: _datetime.datetime
        expire_time: _datetime.datetime

    class RoleDict(_t.TypedDict, total=False):
        """The fields of `Role` as a dict."""

        name: str
        description: str
        permissions: _abc.Iterable[str]
        built_in: bool
        create_time: _datetime.datetime
        update_time: _datetime.datetime

    class PermissionDict(_t.TypedDict, total=False):
        """The fields of `Permission` as a dict."""

        name: str
        description: str

    class ListMembersRequestDict(_t.TypedDict, total=False):
        """The fields of `ListMembersRequest` as a dict."""

        page_size: int
        page_token: str

    class ListMembersResponseDict(_t.TypedDict, total=False):
        """The fields of `ListMembersResponse` as a dict."""

        members: _abc.Iterable[Member | MemberDict]
        next_page_token: str

    class GetMemberRequestDict(_t.TypedDict, total=False):
        """The fields of `GetMemberRequest` as a dict."""

        user_id: str

    class GetMemberResponseDict(_t.TypedDict, total=False):
        """The fields of `GetMemberResponse` as a dict."""

        member: Member | MemberDict

    class UpdateMemberRoleRequestDict(_t.TypedDict, total=False):
        """The fields of `UpdateMemberRoleRequest` as a dict."""

        user_id: str
        role: str

    class UpdateMemberRoleResponseDict(_t.TypedDict, total=False):
        """The fields of `UpdateMemberRoleResponse` as a dict."""

        member: Member | MemberDict

    class RemoveMemberRequestDict(_t.TypedDict, total=False):
        """The fields of `RemoveMemberRequest` as a dict."""

        user_id: str

    class RemoveMemberResponseDict(_t.TypedDict, total=False):
        """The fields of `RemoveMemberResponse` as a dict."""

    class LeaveRequestDict(_t.TypedDict, total=False):
        """The fields of `LeaveRequest` as a dict."""

    class LeaveResponseDict(_t.TypedDict, total=False):
        """The fields of `LeaveResponse` as a dict."""

    class InviteMemberRequestDict(_t.TypedDict, total=False):
        """The fields of `InviteMemberRequest` as a dict."""

        email: str
        role: str

    class InviteMemberResponseDict(_t.TypedDict, total=False):
        """The fields of `InviteMemberResponse` as a dict."""

        invitation: Invitation | InvitationDict

    class ListInvitationsRequestDict(_t.TypedDict, total=False):
        """The fields of `ListInvitationsRequest` as a dict."""

        page_size: int
        page_token: str

    class ListInvitationsResponseDict(_t.TypedDict, total=False):
        """The fields of `ListInvitationsResponse` as a dict."""

        invitations: _abc.Iterable[Invitation | InvitationDict]
        next_page_token: str

    class RevokeInvitationRequestDict(_t.TypedDict, total=False):
        """The fields of `RevokeInvitationRequest` as a dict."""

        invitation_id: str

    class RevokeInvitationResponseDict(_t.TypedDict, total=False):
        """The fields of `RevokeInvitationResponse` as a dict."""

    class ResendInvitationRequestDict(_t.TypedDict, total=False):
        """The fields of `ResendInvitationRequest` as a dict."""

        invitation_id: str

    class ResendInvitationResponseDict(_t.TypedDict, total=False):
        """The fields of `ResendInvitationResponse` as a dict."""

        invitation: Invitation | InvitationDict

    class AcceptInvitationRequestDict(_t.TypedDict, total=False):
        """The fields of `AcceptInvitationRequest` as a dict."""

        token: str
        full_name: str
        password: str

    class AcceptInvitationResponseDict(_t.TypedDict, total=False):
        """The fields of `AcceptInvitationResponse` as a dict."""

        tenant_id: str
        user_id: str
        role: str

    class JoinTeamRequestDict(_t.TypedDict, total=False):
        """The fields of `JoinTeamRequest` as a dict."""

        token: str

    class JoinTeamResponseDict(_t.TypedDict, total=False):
        """The fields of `JoinTeamResponse` as a dict."""

        tenant_id: str
        role: str

    class CreateRoleRequestDict(_t.TypedDict, total=False):
        """The fields of `CreateRoleRequest` as a dict."""

        name: str
        description: str
        permissions: _abc.Iterable[str]

    class CreateRoleResponseDict(_t.TypedDict, total=False):
        """The fields of `CreateRoleResponse` as a dict."""

        role: Role | RoleDict

    class GetRoleRequestDict(_t.TypedDict, total=False):
        """The fields of `GetRoleRequest` as a dict."""

        name: str

    class GetRoleResponseDict(_t.TypedDict, total=False):
        """The fields of `GetRoleResponse` as a dict."""

        role: Role | RoleDict

    class ListRolesRequestDict(_t.TypedDict, total=False):
        """The fields of `ListRolesRequest` as a dict."""

        page_size: int
        page_token: str

    class ListRolesResponseDict(_t.TypedDict, total=False):
        """The fields of `ListRolesResponse` as a dict."""

        roles: _abc.Iterable[Role | RoleDict]
        next_page_token: str

    class UpdateRoleRequestDict(_t.TypedDict, total=False):
        """The fields of `UpdateRoleRequest` as a dict."""

        name: str
        description: str
        permissions: _abc.Iterable[str]
        update_mask: _abc.Iterable[str]

    class UpdateRoleResponseDict(_t.TypedDict, total=False):
        """The fields of `UpdateRoleResponse` as a dict."""

        role: Role | RoleDict

    class DeleteRoleRequestDict(_t.TypedDict, total=False):
        """The fields of `DeleteRoleRequest` as a dict."""

        name: str

    class DeleteRoleResponseDict(_t.TypedDict, total=False):
        """The fields of `DeleteRoleResponse` as a dict."""

    class ListPermissionsRequestDict(_t.TypedDict, total=False):
        """The fields of `ListPermissionsRequest` as a dict."""

        page_size: int
        page_token: str

    class ListPermissionsResponseDict(_t.TypedDict, total=False):
        """The fields of `ListPermissionsResponse` as a dict."""

        permissions: _abc.Iterable[Permission | PermissionDict]
        next_page_token: str
