# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""`client.auth`."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime

from omni_ai import _caller
from omni_ai._generated import identity_v1 as _identity_v1

_REGISTER = _caller.Method("/omni.identity.v1.AuthService/Register", _identity_v1.RegisterRequest, _identity_v1.RegisterResponse)
_VERIFY_EMAIL = _caller.Method("/omni.identity.v1.AuthService/VerifyEmail", _identity_v1.VerifyEmailRequest, _identity_v1.VerifyEmailResponse)
_LOGIN = _caller.Method("/omni.identity.v1.AuthService/Login", _identity_v1.LoginRequest, _identity_v1.LoginResponse)
_COMPLETE_MFA = _caller.Method("/omni.identity.v1.AuthService/CompleteMfa", _identity_v1.CompleteMfaRequest, _identity_v1.CompleteMfaResponse)
_REFRESH = _caller.Method("/omni.identity.v1.AuthService/Refresh", _identity_v1.RefreshRequest, _identity_v1.RefreshResponse)
_LOGOUT = _caller.Method("/omni.identity.v1.AuthService/Logout", _identity_v1.LogoutRequest, _identity_v1.LogoutResponse)
_CHANGE_PASSWORD = _caller.Method("/omni.identity.v1.AuthService/ChangePassword", _identity_v1.ChangePasswordRequest, _identity_v1.ChangePasswordResponse)
_REQUEST_PASSWORD_RESET = _caller.Method("/omni.identity.v1.AuthService/RequestPasswordReset", _identity_v1.RequestPasswordResetRequest, _identity_v1.RequestPasswordResetResponse)
_RESET_PASSWORD = _caller.Method("/omni.identity.v1.AuthService/ResetPassword", _identity_v1.ResetPasswordRequest, _identity_v1.ResetPasswordResponse)
_LIST_SESSIONS = _caller.Method("/omni.identity.v1.AuthService/ListSessions", _identity_v1.ListSessionsRequest, _identity_v1.ListSessionsResponse)
_REVOKE_SESSION = _caller.Method("/omni.identity.v1.AuthService/RevokeSession", _identity_v1.RevokeSessionRequest, _identity_v1.RevokeSessionResponse)
_WHO_AM_I = _caller.Method("/omni.identity.v1.AuthService/WhoAmI", _identity_v1.WhoAmIRequest, _identity_v1.WhoAmIResponse)
_SWITCH_TENANT = _caller.Method("/omni.identity.v1.AuthService/SwitchTenant", _identity_v1.SwitchTenantRequest, _identity_v1.SwitchTenantResponse)
_ENROL_TOTP = _caller.Method("/omni.identity.v1.AuthService/EnrolTotp", _identity_v1.EnrolTotpRequest, _identity_v1.EnrolTotpResponse)
_CONFIRM_TOTP = _caller.Method("/omni.identity.v1.AuthService/ConfirmTotp", _identity_v1.ConfirmTotpRequest, _identity_v1.ConfirmTotpResponse)
_DISABLE_TOTP = _caller.Method("/omni.identity.v1.AuthService/DisableTotp", _identity_v1.DisableTotpRequest, _identity_v1.DisableTotpResponse)


class Auth(_caller.Caller):
    """`client.auth`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> AuthRaw:
        """The same methods, giving the whole response."""
        return AuthRaw(self._as_raw())

    def register(
        self,
        *,
        email: str,
        password: str,
        full_name: str,
        company_name: str,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.RegisterResponse:
        """Asks for an account and a company for a person, and mails a token to the address that proves it is theirs.

        Anybody may call it. Nothing is made before VerifyEmail is given that token. The answer is the same whether or not the
        address has an account; a person who has one is told so by mail. A password of less than 8 characters is
        INVALID_ARGUMENT; RESOURCE_EXHAUSTED when the server hashes as many passwords as it can.

        Args:
            email: The e-mail address.
            password: The password, 8 characters to 1024 bytes. It is normalised to Unicode's form C (RFC 8265)
                and may be anything that is not easy to guess: no common password, and nothing made of the
                person's name, address or company.
            full_name: What the person is called.
            company_name: What the company is called; no address of the web or of mail.

        Example:
            client.auth.register(email="ana@example.com", password="correct horse battery", full_name="Ana Kos", company_name="Acme")
        """
        return self._unary(
            _REGISTER,
            {
                "email": email,
                "password": password,
                "full_name": full_name,
                "company_name": company_name,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def verify_email(
        self,
        token: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.VerifyEmailResponse:
        """Makes the account, the company on the free tier and the membership as owner that were registered.

        Anybody who has the token of the mail may call it, once. UNAUTHENTICATED when the token is unknown, used or expired;
        FAILED_PRECONDITION when the address got an account in the meantime.

        Args:
            token: The token of the mail.

        Example:
            client.auth.verify_email(token="omni_verify_7Qm2c4XvT0p9")
        """
        return self._unary(
            _VERIFY_EMAIL,
            {
                "token": token,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def login(
        self,
        *,
        email: str,
        password: str | None = None,
        tenant_id: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.LoginResponse:
        """Signs a person in with their password: tokens, or a challenge when they have a second factor.

        Anybody may call it. Whatever is wrong - no such person, a wrong or empty password, a person who signs in through
        their company only, too many failures shortly before - the answer is the same UNAUTHENTICATED after the same work.
        RESOURCE_EXHAUSTED with the time to wait when too many sign-ins fail from the caller's address or in all, or when the
        server hashes as many passwords as it can. NOT_FOUND when the person is no member of the tenant that is asked for.

        Args:
            email: The e-mail address of the account.
            password: The password, at most 1024 bytes.
            tenant_id: The tenant to sign in to. Without it, the one the person joined first.

        Example:
            client.auth.login(email="ana@example.com", password="correct horse battery")
        """
        return self._unary(
            _LOGIN,
            {
                "email": email,
                "password": password,
                "tenant_id": tenant_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def complete_mfa(
        self,
        *,
        challenge: str,
        code: str | None = None,
        recovery_code: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.CompleteMfaResponse:
        """Ends a sign-in with the code of the authenticator, or with a recovery code.

        Anybody who has the challenge may call it. A code is accepted once. UNAUTHENTICATED when the challenge or the code is
        wrong; RESOURCE_EXHAUSTED with the time to wait after too many wrong codes.

        Args:
            challenge: The challenge that Login gave.
            code: The six digits that the authenticator shows. Either this or a recovery code.
            recovery_code: One of the recovery codes, with or without dashes.

        Example:
            client.auth.complete_mfa(challenge="omni_mfa_4XvT0p97Qm2c", code="123456")
        """
        return self._unary(
            _COMPLETE_MFA,
            {
                "challenge": challenge,
                "code": code,
                "recovery_code": recovery_code,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def refresh(
        self,
        refresh_token: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.RefreshResponse:
        """Trades a refresh token for new tokens. The old one is used up.

        Anybody who has the token may call it. A caller who missed the answer may ask again within a few seconds and gets the
        same new refresh token. One who shows a used token later ends the session: either they or somebody else stole it.
        UNAUTHENTICATED when the token is unknown, used up or expired, or its session has ended.

        Args:
            refresh_token: The refresh token.

        Example:
            client.auth.refresh(refresh_token="omni_refresh_2b7dT0pQm4cXv9")
        """
        return self._unary(
            _REFRESH,
            {
                "refresh_token": refresh_token,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def logout(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.LogoutResponse:
        """Ends the caller's session with all its tokens.

        For people who are signed in. Every server refuses the access token within a second.

        Example:
            client.auth.logout()
        """
        return self._unary(
            _LOGOUT,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def change_password(
        self,
        *,
        current_password: str | None = None,
        new_password: str,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.ChangePasswordResponse:
        """Sets a new password and ends the person's other sessions.

        For people who are signed in. UNAUTHENTICATED when the current password is wrong; wrong ones count as failed sign-ins.

        Args:
            current_password: The password until now.
            new_password: The new password, 8 characters to 1024 bytes, not easy to guess.

        Example:
            client.auth.change_password(current_password="correct horse battery", new_password="staple correct horse")
        """
        return self._unary(
            _CHANGE_PASSWORD,
            {
                "current_password": current_password,
                "new_password": new_password,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def request_password_reset(
        self,
        email: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.RequestPasswordResetResponse:
        """Mails a token to set a new password with, if the address has an account with a password.

        Anybody may call it. The answer is the same whether or not there is one, and does not wait to find out.

        Args:
            email: The e-mail address.

        Example:
            client.auth.request_password_reset(email="ana@example.com")
        """
        return self._unary(
            _REQUEST_PASSWORD_RESET,
            {
                "email": email,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def reset_password(
        self,
        *,
        token: str,
        new_password: str,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.ResetPasswordResponse:
        """Sets a new password and ends all sessions of the person.

        Anybody who has the token of the mail may call it, once. A second factor stays. UNAUTHENTICATED when the token is
        unknown, used or expired, or the password was changed after it was sent.

        Args:
            token: The token of the mail.
            new_password: The new password, 8 characters to 1024 bytes, not easy to guess.

        Example:
            client.auth.reset_password(token="omni_reset_7Qm2c4XvT0p9", new_password="staple correct horse")
        """
        return self._unary(
            _RESET_PASSWORD,
            {
                "token": token,
                "new_password": new_password,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list_sessions(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Pager[_identity_v1.Session, _identity_v1.ListSessionsResponse]:
        """Shows where the person is signed in, the latest first.

        For people who are signed in.

        Args:
            page_size: Most sessions of a page; 0 takes 50, more than 1000 gives 1000.
            page_token: The next_page_token of the page before; empty for the first.

        Example:
            for item in client.auth.list_sessions(): ...
        """
        return self._pages(
            _LIST_SESSIONS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("sessions", _identity_v1.Session),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def revoke_session(
        self,
        session_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.RevokeSessionResponse:
        """Ends one of the person's sessions with all its tokens.

        For people who are signed in. Every server refuses its access token within a second. NOT_FOUND when the person has no
        such session.

        Args:
            session_id: The session.

        Example:
            client.auth.revoke_session(session_id="ses_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return self._unary(
            _REVOKE_SESSION,
            {
                "session_id": session_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def who_am_i(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.WhoAmIResponse:
        """Says who is signed in, in which tenant, with what they may do there, and where else they belong.

        For people who are signed in.

        Example:
            client.auth.who_am_i()
        """
        return self._unary(
            _WHO_AM_I,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def switch_tenant(
        self,
        tenant_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.SwitchTenantResponse:
        """Signs the person in to another of their tenants. The session of the call goes on.

        For people who are signed in. NOT_FOUND when the person is no member of the tenant.

        Args:
            tenant_id: The tenant.

        Example:
            client.auth.switch_tenant(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0yb")
        """
        return self._unary(
            _SWITCH_TENANT,
            {
                "tenant_id": tenant_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def enrol_totp(
        self,
        *,
        current_password: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.EnrolTotpResponse:
        """Makes the secret for an authenticator app (RFC 6238). It counts once ConfirmTotp was given a code of it.

        For people who are signed in, with their password once more, so that a stolen access token does not keep them out of
        their account; for people without a password, who signed in at most ten minutes ago. UNAUTHENTICATED when the password
        is wrong; FAILED_PRECONDITION when one is in use already, or when the sign-in is older.

        Args:
            current_password: The password. People without one, who sign in through their company only, leave it
                out.

        Example:
            client.auth.enrol_totp(current_password="correct horse battery")
        """
        return self._unary(
            _ENROL_TOTP,
            {
                "current_password": current_password,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def confirm_totp(
        self,
        code: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.ConfirmTotpResponse:
        """Turns the second factor on and gives the recovery codes, which are shown only now.

        For people who are signed in. UNAUTHENTICATED when the code is wrong; FAILED_PRECONDITION when nothing waits to be
        confirmed; RESOURCE_EXHAUSTED with the time to wait after too many wrong codes.

        Args:
            code: The six digits that the authenticator shows.

        Example:
            client.auth.confirm_totp(code="123456")
        """
        return self._unary(
            _CONFIRM_TOTP,
            {
                "code": code,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def disable_totp(
        self,
        *,
        code: str | None = None,
        recovery_code: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.DisableTotpResponse:
        """Turns the second factor off and takes the recovery codes away.

        For people who are signed in, with a code or a recovery code once more. UNAUTHENTICATED when it is wrong;
        FAILED_PRECONDITION when no second factor is on; RESOURCE_EXHAUSTED with the time to wait after too many wrong codes.

        Args:
            code: The six digits that the authenticator shows. Either this or a recovery code.
            recovery_code: One of the recovery codes, with or without dashes.

        Example:
            client.auth.disable_totp(code="123456")
        """
        return self._unary(
            _DISABLE_TOTP,
            {
                "code": code,
                "recovery_code": recovery_code,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class AsyncAuth(_caller.AsyncCaller):
    """`client.auth`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> AsyncAuthRaw:
        """The same methods, giving the whole response."""
        return AsyncAuthRaw(self._as_raw())

    async def register(
        self,
        *,
        email: str,
        password: str,
        full_name: str,
        company_name: str,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.RegisterResponse:
        """Asks for an account and a company for a person, and mails a token to the address that proves it is theirs.

        Anybody may call it. Nothing is made before VerifyEmail is given that token. The answer is the same whether or not the
        address has an account; a person who has one is told so by mail. A password of less than 8 characters is
        INVALID_ARGUMENT; RESOURCE_EXHAUSTED when the server hashes as many passwords as it can.

        Args:
            email: The e-mail address.
            password: The password, 8 characters to 1024 bytes. It is normalised to Unicode's form C (RFC 8265)
                and may be anything that is not easy to guess: no common password, and nothing made of the
                person's name, address or company.
            full_name: What the person is called.
            company_name: What the company is called; no address of the web or of mail.

        Example:
            await client.auth.register(email="ana@example.com", password="correct horse battery", full_name="Ana Kos", company_name="Acme")
        """
        return await self._unary(
            _REGISTER,
            {
                "email": email,
                "password": password,
                "full_name": full_name,
                "company_name": company_name,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def verify_email(
        self,
        token: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.VerifyEmailResponse:
        """Makes the account, the company on the free tier and the membership as owner that were registered.

        Anybody who has the token of the mail may call it, once. UNAUTHENTICATED when the token is unknown, used or expired;
        FAILED_PRECONDITION when the address got an account in the meantime.

        Args:
            token: The token of the mail.

        Example:
            await client.auth.verify_email(token="omni_verify_7Qm2c4XvT0p9")
        """
        return await self._unary(
            _VERIFY_EMAIL,
            {
                "token": token,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def login(
        self,
        *,
        email: str,
        password: str | None = None,
        tenant_id: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.LoginResponse:
        """Signs a person in with their password: tokens, or a challenge when they have a second factor.

        Anybody may call it. Whatever is wrong - no such person, a wrong or empty password, a person who signs in through
        their company only, too many failures shortly before - the answer is the same UNAUTHENTICATED after the same work.
        RESOURCE_EXHAUSTED with the time to wait when too many sign-ins fail from the caller's address or in all, or when the
        server hashes as many passwords as it can. NOT_FOUND when the person is no member of the tenant that is asked for.

        Args:
            email: The e-mail address of the account.
            password: The password, at most 1024 bytes.
            tenant_id: The tenant to sign in to. Without it, the one the person joined first.

        Example:
            await client.auth.login(email="ana@example.com", password="correct horse battery")
        """
        return await self._unary(
            _LOGIN,
            {
                "email": email,
                "password": password,
                "tenant_id": tenant_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def complete_mfa(
        self,
        *,
        challenge: str,
        code: str | None = None,
        recovery_code: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.CompleteMfaResponse:
        """Ends a sign-in with the code of the authenticator, or with a recovery code.

        Anybody who has the challenge may call it. A code is accepted once. UNAUTHENTICATED when the challenge or the code is
        wrong; RESOURCE_EXHAUSTED with the time to wait after too many wrong codes.

        Args:
            challenge: The challenge that Login gave.
            code: The six digits that the authenticator shows. Either this or a recovery code.
            recovery_code: One of the recovery codes, with or without dashes.

        Example:
            await client.auth.complete_mfa(challenge="omni_mfa_4XvT0p97Qm2c", code="123456")
        """
        return await self._unary(
            _COMPLETE_MFA,
            {
                "challenge": challenge,
                "code": code,
                "recovery_code": recovery_code,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def refresh(
        self,
        refresh_token: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.RefreshResponse:
        """Trades a refresh token for new tokens. The old one is used up.

        Anybody who has the token may call it. A caller who missed the answer may ask again within a few seconds and gets the
        same new refresh token. One who shows a used token later ends the session: either they or somebody else stole it.
        UNAUTHENTICATED when the token is unknown, used up or expired, or its session has ended.

        Args:
            refresh_token: The refresh token.

        Example:
            await client.auth.refresh(refresh_token="omni_refresh_2b7dT0pQm4cXv9")
        """
        return await self._unary(
            _REFRESH,
            {
                "refresh_token": refresh_token,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def logout(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.LogoutResponse:
        """Ends the caller's session with all its tokens.

        For people who are signed in. Every server refuses the access token within a second.

        Example:
            await client.auth.logout()
        """
        return await self._unary(
            _LOGOUT,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def change_password(
        self,
        *,
        current_password: str | None = None,
        new_password: str,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.ChangePasswordResponse:
        """Sets a new password and ends the person's other sessions.

        For people who are signed in. UNAUTHENTICATED when the current password is wrong; wrong ones count as failed sign-ins.

        Args:
            current_password: The password until now.
            new_password: The new password, 8 characters to 1024 bytes, not easy to guess.

        Example:
            await client.auth.change_password(current_password="correct horse battery", new_password="staple correct horse")
        """
        return await self._unary(
            _CHANGE_PASSWORD,
            {
                "current_password": current_password,
                "new_password": new_password,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def request_password_reset(
        self,
        email: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.RequestPasswordResetResponse:
        """Mails a token to set a new password with, if the address has an account with a password.

        Anybody may call it. The answer is the same whether or not there is one, and does not wait to find out.

        Args:
            email: The e-mail address.

        Example:
            await client.auth.request_password_reset(email="ana@example.com")
        """
        return await self._unary(
            _REQUEST_PASSWORD_RESET,
            {
                "email": email,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def reset_password(
        self,
        *,
        token: str,
        new_password: str,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.ResetPasswordResponse:
        """Sets a new password and ends all sessions of the person.

        Anybody who has the token of the mail may call it, once. A second factor stays. UNAUTHENTICATED when the token is
        unknown, used or expired, or the password was changed after it was sent.

        Args:
            token: The token of the mail.
            new_password: The new password, 8 characters to 1024 bytes, not easy to guess.

        Example:
            await client.auth.reset_password(token="omni_reset_7Qm2c4XvT0p9", new_password="staple correct horse")
        """
        return await self._unary(
            _RESET_PASSWORD,
            {
                "token": token,
                "new_password": new_password,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list_sessions(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.AsyncPager[_identity_v1.Session, _identity_v1.ListSessionsResponse]:
        """Shows where the person is signed in, the latest first.

        For people who are signed in.

        Args:
            page_size: Most sessions of a page; 0 takes 50, more than 1000 gives 1000.
            page_token: The next_page_token of the page before; empty for the first.

        Example:
            async for item in client.auth.list_sessions(): ...
        """
        return self._pages(
            _LIST_SESSIONS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("sessions", _identity_v1.Session),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def revoke_session(
        self,
        session_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.RevokeSessionResponse:
        """Ends one of the person's sessions with all its tokens.

        For people who are signed in. Every server refuses its access token within a second. NOT_FOUND when the person has no
        such session.

        Args:
            session_id: The session.

        Example:
            await client.auth.revoke_session(session_id="ses_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return await self._unary(
            _REVOKE_SESSION,
            {
                "session_id": session_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def who_am_i(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.WhoAmIResponse:
        """Says who is signed in, in which tenant, with what they may do there, and where else they belong.

        For people who are signed in.

        Example:
            await client.auth.who_am_i()
        """
        return await self._unary(
            _WHO_AM_I,
            {},
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def switch_tenant(
        self,
        tenant_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.SwitchTenantResponse:
        """Signs the person in to another of their tenants. The session of the call goes on.

        For people who are signed in. NOT_FOUND when the person is no member of the tenant.

        Args:
            tenant_id: The tenant.

        Example:
            await client.auth.switch_tenant(tenant_id="ten_01k9z8v6m3e8qsb4x7n2h5d0yb")
        """
        return await self._unary(
            _SWITCH_TENANT,
            {
                "tenant_id": tenant_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def enrol_totp(
        self,
        *,
        current_password: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.EnrolTotpResponse:
        """Makes the secret for an authenticator app (RFC 6238). It counts once ConfirmTotp was given a code of it.

        For people who are signed in, with their password once more, so that a stolen access token does not keep them out of
        their account; for people without a password, who signed in at most ten minutes ago. UNAUTHENTICATED when the password
        is wrong; FAILED_PRECONDITION when one is in use already, or when the sign-in is older.

        Args:
            current_password: The password. People without one, who sign in through their company only, leave it
                out.

        Example:
            await client.auth.enrol_totp(current_password="correct horse battery")
        """
        return await self._unary(
            _ENROL_TOTP,
            {
                "current_password": current_password,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def confirm_totp(
        self,
        code: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.ConfirmTotpResponse:
        """Turns the second factor on and gives the recovery codes, which are shown only now.

        For people who are signed in. UNAUTHENTICATED when the code is wrong; FAILED_PRECONDITION when nothing waits to be
        confirmed; RESOURCE_EXHAUSTED with the time to wait after too many wrong codes.

        Args:
            code: The six digits that the authenticator shows.

        Example:
            await client.auth.confirm_totp(code="123456")
        """
        return await self._unary(
            _CONFIRM_TOTP,
            {
                "code": code,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def disable_totp(
        self,
        *,
        code: str | None = None,
        recovery_code: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.DisableTotpResponse:
        """Turns the second factor off and takes the recovery codes away.

        For people who are signed in, with a code or a recovery code once more. UNAUTHENTICATED when it is wrong;
        FAILED_PRECONDITION when no second factor is on; RESOURCE_EXHAUSTED with the time to wait after too many wrong codes.

        Args:
            code: The six digits that the authenticator shows. Either this or a recovery code.
            recovery_code: One of the recovery codes, with or without dashes.

        Example:
            await client.auth.disable_totp(code="123456")
        """
        return await self._unary(
            _DISABLE_TOTP,
            {
                "code": code,
                "recovery_code": recovery_code,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class AuthRaw:
    """`client.auth`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: Auth) -> None:
        self.register = _caller.raw(group.register)
        self.verify_email = _caller.raw(group.verify_email)
        self.login = _caller.raw(group.login)
        self.complete_mfa = _caller.raw(group.complete_mfa)
        self.refresh = _caller.raw(group.refresh)
        self.logout = _caller.raw(group.logout)
        self.change_password = _caller.raw(group.change_password)
        self.request_password_reset = _caller.raw(group.request_password_reset)
        self.reset_password = _caller.raw(group.reset_password)
        self.revoke_session = _caller.raw(group.revoke_session)
        self.who_am_i = _caller.raw(group.who_am_i)
        self.switch_tenant = _caller.raw(group.switch_tenant)
        self.enrol_totp = _caller.raw(group.enrol_totp)
        self.confirm_totp = _caller.raw(group.confirm_totp)
        self.disable_totp = _caller.raw(group.disable_totp)


class AsyncAuthRaw:
    """`client.auth`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: AsyncAuth) -> None:
        self.register = _caller.raw_async(group.register)
        self.verify_email = _caller.raw_async(group.verify_email)
        self.login = _caller.raw_async(group.login)
        self.complete_mfa = _caller.raw_async(group.complete_mfa)
        self.refresh = _caller.raw_async(group.refresh)
        self.logout = _caller.raw_async(group.logout)
        self.change_password = _caller.raw_async(group.change_password)
        self.request_password_reset = _caller.raw_async(group.request_password_reset)
        self.reset_password = _caller.raw_async(group.reset_password)
        self.revoke_session = _caller.raw_async(group.revoke_session)
        self.who_am_i = _caller.raw_async(group.who_am_i)
        self.switch_tenant = _caller.raw_async(group.switch_tenant)
        self.enrol_totp = _caller.raw_async(group.enrol_totp)
        self.confirm_totp = _caller.raw_async(group.confirm_totp)
        self.disable_totp = _caller.raw_async(group.disable_totp)
