# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""`client.sso`."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime

from omni_ai import _caller
from omni_ai._generated import identity_v1 as _identity_v1

_CREATE_CONNECTION = _caller.Method("/omni.identity.v1.SsoService/CreateConnection", _identity_v1.CreateConnectionRequest, _identity_v1.CreateConnectionResponse)
_GET_CONNECTION = _caller.Method("/omni.identity.v1.SsoService/GetConnection", _identity_v1.GetConnectionRequest, _identity_v1.GetConnectionResponse)
_LIST_CONNECTIONS = _caller.Method("/omni.identity.v1.SsoService/ListConnections", _identity_v1.ListConnectionsRequest, _identity_v1.ListConnectionsResponse)
_UPDATE_CONNECTION = _caller.Method("/omni.identity.v1.SsoService/UpdateConnection", _identity_v1.UpdateConnectionRequest, _identity_v1.UpdateConnectionResponse)
_DELETE_CONNECTION = _caller.Method("/omni.identity.v1.SsoService/DeleteConnection", _identity_v1.DeleteConnectionRequest, _identity_v1.DeleteConnectionResponse)
_CLAIM_DOMAIN = _caller.Method("/omni.identity.v1.SsoService/ClaimDomain", _identity_v1.ClaimDomainRequest, _identity_v1.ClaimDomainResponse)
_VERIFY_DOMAIN = _caller.Method("/omni.identity.v1.SsoService/VerifyDomain", _identity_v1.VerifyDomainRequest, _identity_v1.VerifyDomainResponse)
_LIST_DOMAINS = _caller.Method("/omni.identity.v1.SsoService/ListDomains", _identity_v1.ListDomainsRequest, _identity_v1.ListDomainsResponse)
_RELEASE_DOMAIN = _caller.Method("/omni.identity.v1.SsoService/ReleaseDomain", _identity_v1.ReleaseDomainRequest, _identity_v1.ReleaseDomainResponse)
_START_SSO = _caller.Method("/omni.identity.v1.SsoService/StartSso", _identity_v1.StartSsoRequest, _identity_v1.StartSsoResponse)
_COMPLETE_SSO = _caller.Method("/omni.identity.v1.SsoService/CompleteSso", _identity_v1.CompleteSsoRequest, _identity_v1.CompleteSsoResponse)


class Sso(_caller.Caller):
    """`client.sso`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> SsoRaw:
        """The same methods, giving the whole response."""
        return SsoRaw(self._as_raw())

    def create_connection(
        self,
        *,
        display_name: str | None = None,
        default_role: str | None = None,
        return_urls: _abc.Iterable[str] | None = None,
        enabled: bool | None = None,
        oidc: _identity_v1.OidcSettings | _identity_v1.OidcSettingsDict | None = None,
        saml: _identity_v1.SamlSettings | _identity_v1.SamlSettingsDict | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.CreateConnectionResponse:
        """Connects the tenant to an identity provider of its company, by OpenID Connect or SAML 2.0.

        For people who are signed in and have `identity.sso.manage`. The answer names what the identity provider has to be told.
        INVALID_ARGUMENT for an address that is none; PERMISSION_DENIED when default_role grants more than the caller holds;
        FAILED_PRECONDITION for SAML on a server built without it; RESOURCE_EXHAUSTED past 20 connections.

        Args:
            display_name: For the people who choose it, 1 to 100 characters.
            default_role: The role of people whom it brings, built in or the tenant's own; not `owner`.
            return_urls: Where browsers may be sent back to, at most 20 https URLs, compared letter by letter.
                `http://127.0.0.1:<port>/...` and `http://[::1]:<port>/...` may always be used (RFC 8252).
            enabled: Whether people may sign in by it.
            oidc: By OpenID Connect.
            saml: By SAML 2.0.

        Example:
            client.sso.create_connection(display_name="Acme", default_role="developer", return_urls=["https://app.example.com/signed-in"], enabled=True, oidc={"issuer": "https://login.example.com", "client_id": "omni", "client_secret": "correct-horse-battery"})
        """
        return self._unary(
            _CREATE_CONNECTION,
            {
                "display_name": display_name,
                "default_role": default_role,
                "return_urls": return_urls,
                "enabled": enabled,
                "oidc": oidc,
                "saml": saml,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def get_connection(
        self,
        connection_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.GetConnectionResponse:
        """Returns a connection, without its secret.

        Callers need `identity.sso.read`. NOT_FOUND when there is none.

        Args:
            connection_id: The connection.

        Example:
            client.sso.get_connection(connection_id="sso_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return self._unary(
            _GET_CONNECTION,
            {
                "connection_id": connection_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list_connections(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Pager[_identity_v1.SsoConnection, _identity_v1.ListConnectionsResponse]:
        """Lists the connections, the first made first.

        Callers need `identity.sso.read`.

        Args:
            page_size: Most items of a page; 0 takes 50, more than 1000 gives 1000.
            page_token: The next_page_token of the page before; empty for the first.

        Example:
            for item in client.sso.list_connections(): ...
        """
        return self._pages(
            _LIST_CONNECTIONS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("connections", _identity_v1.SsoConnection),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def update_connection(
        self,
        connection_id: str,
        *,
        display_name: str | None = None,
        default_role: str | None = None,
        return_urls: _abc.Iterable[str] | None = None,
        enabled: bool | None = None,
        oidc: _identity_v1.OidcSettings | _identity_v1.OidcSettingsDict | None = None,
        saml: _identity_v1.SamlSettings | _identity_v1.SamlSettingsDict | None = None,
        update_mask: _abc.Iterable[str] | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.UpdateConnectionResponse:
        """Changes a connection. Its protocol and its identity provider stay what they are.

        For people who are signed in and have `identity.sso.manage`. Whoever saves `oidc` or `saml` answers for it: it signs in
        nobody whose role grants more than the one who saved it held. NOT_FOUND when there is none; otherwise as
        CreateConnection.

        Args:
            connection_id: The connection.
            display_name: For the people who choose it, 1 to 100 characters.
            default_role: The role of people whom it brings, built in or the tenant's own; not `owner`.
            return_urls: Where browsers may be sent back to, at most 20 https URLs, compared letter by letter.
                `http://127.0.0.1:<port>/...` and `http://[::1]:<port>/...` may always be used (RFC 8252).
            enabled: Whether people may sign in by it.
            oidc: By OpenID Connect.
            saml: By SAML 2.0.
            update_mask: What to change: `display_name`, `default_role`, `return_urls`, `enabled`, `oidc`,
                `saml`; all that is set, and the protocol's settings if given, when it is absent.

        Example:
            client.sso.update_connection(connection_id="sso_01k9z8v6m3e8qsb4x7n2h5d0ya", display_name="Acme", update_mask="displayName")
        """
        return self._unary(
            _UPDATE_CONNECTION,
            {
                "connection_id": connection_id,
                "display_name": display_name,
                "default_role": default_role,
                "return_urls": return_urls,
                "enabled": enabled,
                "oidc": oidc,
                "saml": saml,
                "update_mask": update_mask,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def delete_connection(
        self,
        connection_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.DeleteConnectionResponse:
        """Removes a connection, and with it the sessions that it made and whom it knows.

        For people who are signed in and have `identity.sso.manage`. People and memberships stay. NOT_FOUND when there is none.

        Args:
            connection_id: The connection.

        Example:
            client.sso.delete_connection(connection_id="sso_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return self._unary(
            _DELETE_CONNECTION,
            {
                "connection_id": connection_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def claim_domain(
        self,
        domain: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.ClaimDomainResponse:
        """Says that a domain is the tenant's, and returns the DNS record that proves it.

        For people who are signed in and have `identity.sso.manage`. Claiming it again returns the same record. INVALID_ARGUMENT
        for what is no domain; RESOURCE_EXHAUSTED past 100 domains.

        Args:
            domain: The domain, such as `example.com`; subdomains are domains of their own.

        Example:
            client.sso.claim_domain(domain="example.com")
        """
        return self._unary(
            _CLAIM_DOMAIN,
            {
                "domain": domain,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def verify_domain(
        self,
        domain: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.VerifyDomainResponse:
        """Looks for the DNS record of a claimed domain. From then on its connections vouch for addresses of it.

        For people who are signed in and have `identity.sso.manage`. FAILED_PRECONDITION when the record is not there, or when the
        domain is verified by another tenant; UNAVAILABLE when the DNS does not answer; NOT_FOUND when it is not claimed.

        Args:
            domain: The domain.

        Example:
            client.sso.verify_domain(domain="example.com")
        """
        return self._unary(
            _VERIFY_DOMAIN,
            {
                "domain": domain,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list_domains(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Pager[_identity_v1.SsoDomain, _identity_v1.ListDomainsResponse]:
        """Lists the domains that the tenant claims, by name.

        Callers need `identity.sso.read`.

        Args:
            page_size: Most items of a page; 0 takes 50, more than 1000 gives 1000.
            page_token: The next_page_token of the page before; empty for the first.

        Example:
            for item in client.sso.list_domains(): ...
        """
        return self._pages(
            _LIST_DOMAINS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("domains", _identity_v1.SsoDomain),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def release_domain(
        self,
        domain: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.ReleaseDomainResponse:
        """Gives a domain up. People who were signed in by it before stay known to their connection.

        For people who are signed in and have `identity.sso.manage`. NOT_FOUND when it is not claimed.

        Args:
            domain: The domain.

        Example:
            client.sso.release_domain(domain="example.com")
        """
        return self._unary(
            _RELEASE_DOMAIN,
            {
                "domain": domain,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def start_sso(
        self,
        *,
        email: str | None = None,
        connection_id: str | None = None,
        return_url: str,
        code_challenge: str,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.StartSsoResponse:
        """Begins a sign-in at the company: the address to send the browser to, for 10 minutes.

        Anybody may call it, with an e-mail address, whose verified domain leads to the company's first connection, or with a
        connection. At the end the browser comes back to return_url with `code`, for CompleteSso, or with `error`. NOT_FOUND for
        whatever has no connection that is on; INVALID_ARGUMENT for a return_url that the connection does not list; UNAVAILABLE
        when the identity provider does not answer.

        Args:
            email: The person's address. Either this or a connection.
            connection_id: The connection, `sso_` and 26 characters. Either this or an address.
            return_url: Where the browser comes back to; one of the connection's, or on the caller's own
                machine.
            code_challenge: SHA-256 of a random text of 43 to 128 letters that the caller keeps for CompleteSso,
                base64url without padding, as in RFC 7636.

        Example:
            client.sso.start_sso(email="ana@example.com", return_url="http://127.0.0.1:8400/", code_challenge="E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        """
        return self._unary(
            _START_SSO,
            {
                "email": email,
                "connection_id": connection_id,
                "return_url": return_url,
                "code_challenge": code_challenge,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def complete_sso(
        self,
        *,
        code: str,
        code_verifier: str,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.CompleteSsoResponse:
        """Ends a sign-in at the company: tokens, or a challenge when the person has a second factor here and the
        company's sign-in did not ask for one.

        Anybody may call it who has the code of the return_url, once, within a minute, and the verifier whose hash StartSso was
        given. UNAUTHENTICATED when either is wrong or the person may not sign in any more.

        Args:
            code: The code of the return_url.
            code_verifier: The random text whose hash StartSso was given.

        Example:
            client.sso.complete_sso(code="omni_sso_7Qm2c4XvT0p9", code_verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        """
        return self._unary(
            _COMPLETE_SSO,
            {
                "code": code,
                "code_verifier": code_verifier,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class AsyncSso(_caller.AsyncCaller):
    """`client.sso`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> AsyncSsoRaw:
        """The same methods, giving the whole response."""
        return AsyncSsoRaw(self._as_raw())

    async def create_connection(
        self,
        *,
        display_name: str | None = None,
        default_role: str | None = None,
        return_urls: _abc.Iterable[str] | None = None,
        enabled: bool | None = None,
        oidc: _identity_v1.OidcSettings | _identity_v1.OidcSettingsDict | None = None,
        saml: _identity_v1.SamlSettings | _identity_v1.SamlSettingsDict | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.CreateConnectionResponse:
        """Connects the tenant to an identity provider of its company, by OpenID Connect or SAML 2.0.

        For people who are signed in and have `identity.sso.manage`. The answer names what the identity provider has to be told.
        INVALID_ARGUMENT for an address that is none; PERMISSION_DENIED when default_role grants more than the caller holds;
        FAILED_PRECONDITION for SAML on a server built without it; RESOURCE_EXHAUSTED past 20 connections.

        Args:
            display_name: For the people who choose it, 1 to 100 characters.
            default_role: The role of people whom it brings, built in or the tenant's own; not `owner`.
            return_urls: Where browsers may be sent back to, at most 20 https URLs, compared letter by letter.
                `http://127.0.0.1:<port>/...` and `http://[::1]:<port>/...` may always be used (RFC 8252).
            enabled: Whether people may sign in by it.
            oidc: By OpenID Connect.
            saml: By SAML 2.0.

        Example:
            await client.sso.create_connection(display_name="Acme", default_role="developer", return_urls=["https://app.example.com/signed-in"], enabled=True, oidc={"issuer": "https://login.example.com", "client_id": "omni", "client_secret": "correct-horse-battery"})
        """
        return await self._unary(
            _CREATE_CONNECTION,
            {
                "display_name": display_name,
                "default_role": default_role,
                "return_urls": return_urls,
                "enabled": enabled,
                "oidc": oidc,
                "saml": saml,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def get_connection(
        self,
        connection_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.GetConnectionResponse:
        """Returns a connection, without its secret.

        Callers need `identity.sso.read`. NOT_FOUND when there is none.

        Args:
            connection_id: The connection.

        Example:
            await client.sso.get_connection(connection_id="sso_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return await self._unary(
            _GET_CONNECTION,
            {
                "connection_id": connection_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list_connections(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.AsyncPager[_identity_v1.SsoConnection, _identity_v1.ListConnectionsResponse]:
        """Lists the connections, the first made first.

        Callers need `identity.sso.read`.

        Args:
            page_size: Most items of a page; 0 takes 50, more than 1000 gives 1000.
            page_token: The next_page_token of the page before; empty for the first.

        Example:
            async for item in client.sso.list_connections(): ...
        """
        return self._pages(
            _LIST_CONNECTIONS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("connections", _identity_v1.SsoConnection),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def update_connection(
        self,
        connection_id: str,
        *,
        display_name: str | None = None,
        default_role: str | None = None,
        return_urls: _abc.Iterable[str] | None = None,
        enabled: bool | None = None,
        oidc: _identity_v1.OidcSettings | _identity_v1.OidcSettingsDict | None = None,
        saml: _identity_v1.SamlSettings | _identity_v1.SamlSettingsDict | None = None,
        update_mask: _abc.Iterable[str] | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.UpdateConnectionResponse:
        """Changes a connection. Its protocol and its identity provider stay what they are.

        For people who are signed in and have `identity.sso.manage`. Whoever saves `oidc` or `saml` answers for it: it signs in
        nobody whose role grants more than the one who saved it held. NOT_FOUND when there is none; otherwise as
        CreateConnection.

        Args:
            connection_id: The connection.
            display_name: For the people who choose it, 1 to 100 characters.
            default_role: The role of people whom it brings, built in or the tenant's own; not `owner`.
            return_urls: Where browsers may be sent back to, at most 20 https URLs, compared letter by letter.
                `http://127.0.0.1:<port>/...` and `http://[::1]:<port>/...` may always be used (RFC 8252).
            enabled: Whether people may sign in by it.
            oidc: By OpenID Connect.
            saml: By SAML 2.0.
            update_mask: What to change: `display_name`, `default_role`, `return_urls`, `enabled`, `oidc`,
                `saml`; all that is set, and the protocol's settings if given, when it is absent.

        Example:
            await client.sso.update_connection(connection_id="sso_01k9z8v6m3e8qsb4x7n2h5d0ya", display_name="Acme", update_mask="displayName")
        """
        return await self._unary(
            _UPDATE_CONNECTION,
            {
                "connection_id": connection_id,
                "display_name": display_name,
                "default_role": default_role,
                "return_urls": return_urls,
                "enabled": enabled,
                "oidc": oidc,
                "saml": saml,
                "update_mask": update_mask,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def delete_connection(
        self,
        connection_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.DeleteConnectionResponse:
        """Removes a connection, and with it the sessions that it made and whom it knows.

        For people who are signed in and have `identity.sso.manage`. People and memberships stay. NOT_FOUND when there is none.

        Args:
            connection_id: The connection.

        Example:
            await client.sso.delete_connection(connection_id="sso_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return await self._unary(
            _DELETE_CONNECTION,
            {
                "connection_id": connection_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def claim_domain(
        self,
        domain: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.ClaimDomainResponse:
        """Says that a domain is the tenant's, and returns the DNS record that proves it.

        For people who are signed in and have `identity.sso.manage`. Claiming it again returns the same record. INVALID_ARGUMENT
        for what is no domain; RESOURCE_EXHAUSTED past 100 domains.

        Args:
            domain: The domain, such as `example.com`; subdomains are domains of their own.

        Example:
            await client.sso.claim_domain(domain="example.com")
        """
        return await self._unary(
            _CLAIM_DOMAIN,
            {
                "domain": domain,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def verify_domain(
        self,
        domain: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.VerifyDomainResponse:
        """Looks for the DNS record of a claimed domain. From then on its connections vouch for addresses of it.

        For people who are signed in and have `identity.sso.manage`. FAILED_PRECONDITION when the record is not there, or when the
        domain is verified by another tenant; UNAVAILABLE when the DNS does not answer; NOT_FOUND when it is not claimed.

        Args:
            domain: The domain.

        Example:
            await client.sso.verify_domain(domain="example.com")
        """
        return await self._unary(
            _VERIFY_DOMAIN,
            {
                "domain": domain,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list_domains(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.AsyncPager[_identity_v1.SsoDomain, _identity_v1.ListDomainsResponse]:
        """Lists the domains that the tenant claims, by name.

        Callers need `identity.sso.read`.

        Args:
            page_size: Most items of a page; 0 takes 50, more than 1000 gives 1000.
            page_token: The next_page_token of the page before; empty for the first.

        Example:
            async for item in client.sso.list_domains(): ...
        """
        return self._pages(
            _LIST_DOMAINS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("domains", _identity_v1.SsoDomain),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def release_domain(
        self,
        domain: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.ReleaseDomainResponse:
        """Gives a domain up. People who were signed in by it before stay known to their connection.

        For people who are signed in and have `identity.sso.manage`. NOT_FOUND when it is not claimed.

        Args:
            domain: The domain.

        Example:
            await client.sso.release_domain(domain="example.com")
        """
        return await self._unary(
            _RELEASE_DOMAIN,
            {
                "domain": domain,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def start_sso(
        self,
        *,
        email: str | None = None,
        connection_id: str | None = None,
        return_url: str,
        code_challenge: str,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.StartSsoResponse:
        """Begins a sign-in at the company: the address to send the browser to, for 10 minutes.

        Anybody may call it, with an e-mail address, whose verified domain leads to the company's first connection, or with a
        connection. At the end the browser comes back to return_url with `code`, for CompleteSso, or with `error`. NOT_FOUND for
        whatever has no connection that is on; INVALID_ARGUMENT for a return_url that the connection does not list; UNAVAILABLE
        when the identity provider does not answer.

        Args:
            email: The person's address. Either this or a connection.
            connection_id: The connection, `sso_` and 26 characters. Either this or an address.
            return_url: Where the browser comes back to; one of the connection's, or on the caller's own
                machine.
            code_challenge: SHA-256 of a random text of 43 to 128 letters that the caller keeps for CompleteSso,
                base64url without padding, as in RFC 7636.

        Example:
            await client.sso.start_sso(email="ana@example.com", return_url="http://127.0.0.1:8400/", code_challenge="E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        """
        return await self._unary(
            _START_SSO,
            {
                "email": email,
                "connection_id": connection_id,
                "return_url": return_url,
                "code_challenge": code_challenge,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def complete_sso(
        self,
        *,
        code: str,
        code_verifier: str,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _identity_v1.CompleteSsoResponse:
        """Ends a sign-in at the company: tokens, or a challenge when the person has a second factor here and the
        company's sign-in did not ask for one.

        Anybody may call it who has the code of the return_url, once, within a minute, and the verifier whose hash StartSso was
        given. UNAUTHENTICATED when either is wrong or the person may not sign in any more.

        Args:
            code: The code of the return_url.
            code_verifier: The random text whose hash StartSso was given.

        Example:
            await client.sso.complete_sso(code="omni_sso_7Qm2c4XvT0p9", code_verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        """
        return await self._unary(
            _COMPLETE_SSO,
            {
                "code": code,
                "code_verifier": code_verifier,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class SsoRaw:
    """`client.sso`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: Sso) -> None:
        self.create_connection = _caller.raw(group.create_connection)
        self.get_connection = _caller.raw(group.get_connection)
        self.update_connection = _caller.raw(group.update_connection)
        self.delete_connection = _caller.raw(group.delete_connection)
        self.claim_domain = _caller.raw(group.claim_domain)
        self.verify_domain = _caller.raw(group.verify_domain)
        self.release_domain = _caller.raw(group.release_domain)
        self.start_sso = _caller.raw(group.start_sso)
        self.complete_sso = _caller.raw(group.complete_sso)


class AsyncSsoRaw:
    """`client.sso`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: AsyncSso) -> None:
        self.create_connection = _caller.raw_async(group.create_connection)
        self.get_connection = _caller.raw_async(group.get_connection)
        self.update_connection = _caller.raw_async(group.update_connection)
        self.delete_connection = _caller.raw_async(group.delete_connection)
        self.claim_domain = _caller.raw_async(group.claim_domain)
        self.verify_domain = _caller.raw_async(group.verify_domain)
        self.release_domain = _caller.raw_async(group.release_domain)
        self.start_sso = _caller.raw_async(group.start_sso)
        self.complete_sso = _caller.raw_async(group.complete_sso)
