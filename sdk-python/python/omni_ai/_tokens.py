"""The tokens of a person who is signed in."""

from __future__ import annotations

import typing as _t

from omni_ai import _checks

if _t.TYPE_CHECKING:
    from omni_ai._generated.identity_v1 import Tokens


class TokenPair:
    """The tokens that a client holds for a person. It is printed without them."""

    __slots__ = ("access_token", "refresh_token")

    access_token: str | None
    """The access token, for `authorization: Bearer`; None gets one by the refresh token."""
    refresh_token: str | None
    """What the access token is renewed with; None works until the access token ends."""

    def __init__(self, access_token: str | None = None, refresh_token: str | None = None) -> None:
        self.access_token = access_token
        self.refresh_token = refresh_token

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TokenPair):
            return NotImplemented
        return (self.access_token, self.refresh_token) == (other.access_token, other.refresh_token)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        shown = (f"{name}=…" for name in self.__slots__ if getattr(self, name) is not None)
        return f"TokenPair({', '.join(shown)})"


def pair(tokens: TokenPair | Tokens | None) -> tuple[str | None, str | None]:
    """The two tokens of what a sign-in gave."""
    access, refresh = getattr(tokens, "access_token", None), getattr(tokens, "refresh_token", None)
    if not access and not refresh:
        expected = "the tokens of a sign-in; one that waits for a second factor has none before auth.complete_mfa"
        raise _checks.wrong_type("tokens", expected, tokens)
    return _checks.text("access_token", access) or None, _checks.text("refresh_token", refresh) or None


def function(on_tokens: _t.Callable[[TokenPair], object] | None) -> _t.Callable[[TokenPair], object] | None:
    """What new tokens are given to."""
    if on_tokens is None or callable(on_tokens):  # pyright: ignore[reportUnnecessaryComparison]
        return on_tokens
    raise _checks.wrong_type("on_tokens", "a function of one argument", on_tokens)
