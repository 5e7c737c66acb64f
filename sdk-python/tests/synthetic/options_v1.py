# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""Messages and enums of omni.options.v1."""

from __future__ import annotations

import typing as _t

from omni_ai import _message as _m


class Permission(_m.Message):
    """A permission that an API key's scopes or a person's role can grant."""

    __slots__ = ("name", "description")
    __match_args__ = ("name", "description")
    __proto_name__ = "omni.options.v1.Permission"
    __fields__ = (
        ("name", 1, "string", "one", None, None, None),
        ("description", 2, "string", "one", None, None, None),
    )

    name: str
    """Dotted lower case, `<domain>.<resource>.<verb>`."""
    description: str
    """What the holder may do, one sentence for the people who grant it."""

    def __init__(
        self,
        *,
        name: str = "",
        description: str = "",
    ) -> None:
        self.name = name
        self.description = description


if _t.TYPE_CHECKING:

    class PermissionDict(_t.TypedDict, total=False):
        """The fields of `Permission` as a dict."""

        name: str
        description: str
