"""The clients."""

from __future__ import annotations

import typing as _t

from omni_ai import _caller, _checks, _core, _tokens
from omni_ai._generated.root import AsyncRoot, AsyncRootRaw, Root, RootRaw
from omni_ai._lazy import importing

if _t.TYPE_CHECKING:
    import datetime as _datetime
    from collections.abc import Callable, Mapping

    from typing_extensions import Self

    from omni_ai._generated.identity_v1 import Tokens
    from omni_ai._mock import Mock
    from omni_ai._tokens import TokenPair

    _OnTokens: _t.TypeAlias = "Callable[[TokenPair], object]"


def _open(
    api_key: str | None,
    access_token: str | None,
    refresh_token: str | None,
    on_tokens: _OnTokens | None,
    base_url: str | None,
    environment: str | None,
    mock_mode: bool | None,
    timeout: float | _datetime.timedelta | None,
    max_retries: int | None,
    profile: str | None,
    tenant: str | None,
) -> _core.Client:
    import sys

    version = ".".join(str(part) for part in sys.version_info[:2])
    native = _core.Client(
        api_key=_checks.text("api_key", api_key),
        access_token=_checks.text("access_token", access_token),
        refresh_token=_checks.text("refresh_token", refresh_token),
        on_tokens=_tokens.function(on_tokens),
        base_url=_checks.text("base_url", base_url),
        environment=_checks.text("environment", environment),
        mock_mode=_checks.flag("mock_mode", mock_mode),
        timeout=_checks.seconds(timeout),
        max_retries=_checks.retries(max_retries),
        profile=_checks.text("profile", profile),
        tenant=_checks.text("tenant", tenant),
        user_agent=f"omni-python/{_core.__VERSION__} {sys.implementation.name}/{version}",
    )
    if native.is_debugging:
        _show_debug(native)
    return native


def _show_debug(native: _core.Client) -> None:
    with importing:
        from omni_ai import _debug

    _debug.show()
    native.enable_debug()


def _with_options(
    defaults: _caller.Defaults,
    timeout: float | _datetime.timedelta | None,
    max_retries: int | None,
    extra_metadata: Mapping[str, str] | None,
) -> _caller.Defaults:
    return _caller.Defaults(
        timeout=defaults.timeout if timeout is None else _checks.seconds(timeout),
        max_retries=defaults.max_retries if max_retries is None else _checks.retries(max_retries),
        extra_metadata=(*defaults.extra_metadata, *_checks.metadata(extra_metadata)),
    )


class OmniClient(Root):
    """The client. One serves a whole program: it may be used from many threads, and after a fork.

    Every setting that is not given is taken from the environment, then from the profile file, then from the default.

    Args:
        api_key: The API key. `OMNI_API_KEY`. In mock mode any text, or none. Methods that anybody may call need none.
        access_token: In place of a key, the access token of a person who is signed in. `OMNI_ACCESS_TOKEN`.
        refresh_token: What the access token is renewed with, by itself, before it ends. `OMNI_REFRESH_TOKEN`. It works
            once: processes that share one through a profile file take turns, others need a sign-in each.
        on_tokens: Called with the new `TokenPair` after each renewal, to keep it in place of the last, on the thread or
            the event loop of the call; what it raises goes to `sys.unraisablehook`. Tokens of a profile file are
            written back to it in any case.
        base_url: Where the server is. `OMNI_BASE_URL`; default `http://127.0.0.1:8080`.
        environment: `"production"` or `"sandbox"`; the sandbox refuses live keys, and people act on
            test data there. `OMNI_ENVIRONMENT`.
        mock_mode: Answer every call in this process, without a server.
        timeout: How many seconds a call may take with all its retries. `OMNI_TIMEOUT`; default 60.
        max_retries: How many times a failed call is tried again. `OMNI_MAX_RETRIES`; default 2.
        profile: The profile of the profile file. `OMNI_PROFILE`; default `"default"`.
        tenant: The tenant to act in, for credentials that reach several. `OMNI_TENANT`.

    Raises:
        ConfigError: a setting is missing or wrong; the text names it and what was expected. For a value of a wrong
            type it is a `ConfigTypeError`, which is a `TypeError` too.

    Example:
        with OmniClient(api_key="omni_test_…") as client:
            client.ml.predict_revenue(time_series=[100, 120, 145, 160], forecast_steps=3)

        async with OmniClient(api_key="omni_test_…") as client:
            await client.ml.predict_revenue(time_series=[100, 120, 145, 160], forecast_steps=3)
    """

    __slots__ = ()

    def __init__(
        self,
        api_key: str | None = None,
        *,
        access_token: str | None = None,
        refresh_token: str | None = None,
        on_tokens: _OnTokens | None = None,
        base_url: str | None = None,
        environment: _t.Literal["production", "sandbox"] | None = None,
        mock_mode: bool | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        profile: str | None = None,
        tenant: str | None = None,
    ) -> None:
        native = _open(
            api_key,
            access_token,
            refresh_token,
            on_tokens,
            base_url,
            environment,
            mock_mode,
            timeout,
            max_retries,
            profile,
            tenant,
        )
        super().__init__(native, _caller.Defaults())

    def with_tokens(self, tokens: TokenPair | Tokens | None, *, on_tokens: _OnTokens | None = None) -> Self:
        """A client that acts for the person who signed in. Both share the connection; closing one closes both.

        Args:
            tokens: What `auth.login` or `auth.complete_mfa` gave, or a `TokenPair` that was kept.
            on_tokens: As for the client.

        Raises:
            ConfigTypeError: there are no tokens, such as those of a sign-in that waits for its second factor.
        """
        access_token, refresh_token = _tokens.pair(tokens)
        native = self._native.with_tokens(access_token, refresh_token, _tokens.function(on_tokens))
        copy = object.__new__(type(self))
        _caller.Caller.__init__(copy, native, self._defaults)
        return copy

    def with_options(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        extra_metadata: Mapping[str, str] | None = None,
    ) -> Self:
        """The same client with other defaults for its calls. Both share the connection."""
        copy = object.__new__(type(self))
        defaults = _with_options(self._defaults, timeout, max_retries, extra_metadata)
        _caller.Caller.__init__(copy, self._native, defaults)
        return copy

    @property
    def with_raw_response(self) -> RootRaw:
        """The same methods, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""
        return RootRaw(self, self._as_raw())

    @property
    def mock(self) -> Mock:
        """The mock of a client in mock mode: seeds answers, injects errors, shows the calls."""
        with importing:
            from omni_ai._mock import Mock

        return Mock(self._native.mock())

    def enable_debug(self) -> None:
        """Logs one line per attempt to the logger `omni_ai`, without secrets; as `OMNI_LOG=debug`."""
        _show_debug(self._native)

    def close(self) -> None:
        """Lets go of the connection. Calls that run go on; later ones are refused."""
        self._native.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self) -> AsyncOmniClient:
        return AsyncOmniClient._of(self._native, self._defaults)  # pyright: ignore[reportPrivateUsage]

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"OmniClient(base_url={self._native.base_url!r}, environment={self._native.environment!r})"


class AsyncOmniClient(AsyncRoot):
    """The client for asyncio. One serves a whole program, in any number of event loops and threads.

    Takes the same settings as `OmniClient`.
    """

    __slots__ = ()

    def __init__(
        self,
        api_key: str | None = None,
        *,
        access_token: str | None = None,
        refresh_token: str | None = None,
        on_tokens: _OnTokens | None = None,
        base_url: str | None = None,
        environment: _t.Literal["production", "sandbox"] | None = None,
        mock_mode: bool | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        profile: str | None = None,
        tenant: str | None = None,
    ) -> None:
        native = _open(
            api_key,
            access_token,
            refresh_token,
            on_tokens,
            base_url,
            environment,
            mock_mode,
            timeout,
            max_retries,
            profile,
            tenant,
        )
        super().__init__(native, _caller.Defaults())

    @classmethod
    def _of(cls, native: _core.Client, defaults: _caller.Defaults) -> Self:
        client = object.__new__(cls)
        _caller.AsyncCaller.__init__(client, native, defaults)
        return client

    def with_tokens(self, tokens: TokenPair | Tokens | None, *, on_tokens: _OnTokens | None = None) -> Self:
        """A client that acts for the person who signed in. Both share the connection; closing one closes both.

        Args:
            tokens: What `auth.login` or `auth.complete_mfa` gave, or a `TokenPair` that was kept.
            on_tokens: As for the client.

        Raises:
            ConfigTypeError: there are no tokens, such as those of a sign-in that waits for its second factor.
        """
        access_token, refresh_token = _tokens.pair(tokens)
        native = self._native.with_tokens(access_token, refresh_token, _tokens.function(on_tokens))
        return self._of(native, self._defaults)

    def with_options(
        self,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        extra_metadata: Mapping[str, str] | None = None,
    ) -> Self:
        """The same client with other defaults for its calls. Both share the connection."""
        return self._of(self._native, _with_options(self._defaults, timeout, max_retries, extra_metadata))

    @property
    def with_raw_response(self) -> AsyncRootRaw:
        """The same methods, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""
        return AsyncRootRaw(self, self._as_raw())

    @property
    def mock(self) -> Mock:
        """The mock of a client in mock mode: seeds answers, injects errors, shows the calls."""
        with importing:
            from omni_ai._mock import Mock

        return Mock(self._native.mock())

    def enable_debug(self) -> None:
        """Logs one line per attempt to the logger `omni_ai`, without secrets; as `OMNI_LOG=debug`."""
        _show_debug(self._native)

    def close(self) -> None:
        """Lets go of the connection. Calls that run go on; later ones are refused."""
        self._native.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"AsyncOmniClient(base_url={self._native.base_url!r}, environment={self._native.environment!r})"
