# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""Messages and enums of omni.keys.v1."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime
import typing as _t

from omni_ai import _message as _m


class Environment(_m.Enum):
    """Live data or test data of a tenant."""

    __proto_prefix__ = "ENVIRONMENT_"

    UNSPECIFIED = 0
    """Not said: that of the caller's credential."""
    LIVE = 1
    """Real customers, real money."""
    TEST = 2
    """The sandbox."""


class ApiKey(_m.Message):
    """An API key without its secret."""

    __slots__ = ("key_id", "environment", "prefix", "name", "scopes", "allowed_ips", "create_time", "expire_time", "revoke_time", "last_use_time", "created_by")
    __match_args__ = ("key_id", "environment", "prefix", "name", "scopes", "allowed_ips", "create_time", "expire_time", "revoke_time", "last_use_time", "created_by")
    __proto_name__ = "omni.keys.v1.ApiKey"
    __fields__ = (
        ("key_id", 1, "string", "one", None, None, None),
        ("environment", 2, "enum", "one", "Environment", None, None),
        ("prefix", 3, "string", "one", None, None, None),
        ("name", 4, "string", "one", None, None, None),
        ("scopes", 5, "string", "repeated", None, None, None),
        ("allowed_ips", 6, "string", "repeated", None, None, None),
        ("create_time", 7, "timestamp", "optional", None, None, None),
        ("expire_time", 8, "timestamp", "optional", None, None, None),
        ("revoke_time", 9, "timestamp", "optional", None, None, None),
        ("last_use_time", 10, "timestamp", "optional", None, None, None),
        ("created_by", 11, "string", "one", None, None, None),
    )

    key_id: str
    """Its id."""
    environment: Environment
    """Live or test."""
    prefix: str
    """How the key begins; by it a key is recognised in a list."""
    name: str
    """What people call it."""
    scopes: list[str]
    """What it may do: permissions, where `intelligence.*` grants all below it and `*` everything."""
    allowed_ips: list[str]
    """The addresses it may come from, as CIDR blocks; empty for every address."""
    create_time: _datetime.datetime | None
    """When it was made."""
    expire_time: _datetime.datetime | None
    """From when on it is not valid; absent for never."""
    revoke_time: _datetime.datetime | None
    """Since when it is revoked; absent while it is not."""
    last_use_time: _datetime.datetime | None
    """When it was used last, exact to a minute; absent before the first use."""
    created_by: str
    """Who made it, and so has seen its secret: the id of a person or of a key, or `operator` for one that was made at the machine itself. Of a rotated key, who rotated it. Empty for a key that was made before this was kept."""

    def __init__(
        self,
        *,
        key_id: str = "",
        environment: Environment | EnvironmentName = Environment.UNSPECIFIED,
        prefix: str = "",
        name: str = "",
        scopes: _abc.Iterable[str] = (),
        allowed_ips: _abc.Iterable[str] = (),
        create_time: _datetime.datetime | None = None,
        expire_time: _datetime.datetime | None = None,
        revoke_time: _datetime.datetime | None = None,
        last_use_time: _datetime.datetime | None = None,
        created_by: str = "",
    ) -> None:
        self.key_id = key_id
        self.environment = Environment(environment)
        self.prefix = prefix
        self.name = name
        self.scopes = _m.items(scopes)
        self.allowed_ips = _m.items(allowed_ips)
        self.create_time = create_time
        self.expire_time = expire_time
        self.revoke_time = revoke_time
        self.last_use_time = last_use_time
        self.created_by = created_by


class CreateKeyRequest(_m.Message):
    """Asks for a new key."""

    __slots__ = ("name", "environment", "scopes", "allowed_ips", "expire_time")
    __match_args__ = ("name", "environment", "scopes", "allowed_ips", "expire_time")
    __proto_name__ = "omni.keys.v1.CreateKeyRequest"
    __fields__ = (
        ("name", 1, "string", "one", None, None, None),
        ("environment", 2, "enum", "one", "Environment", None, None),
        ("scopes", 3, "string", "repeated", None, None, None),
        ("allowed_ips", 4, "string", "repeated", None, None, None),
        ("expire_time", 5, "timestamp", "optional", None, None, None),
    )

    name: str
    """What people call it."""
    environment: Environment
    """Live or test; that of the caller's credential when not said."""
    scopes: list[str]
    """What it may do, such as `intelligence.forecasts.create`, `intelligence.*` or `*`."""
    allowed_ips: list[str]
    """The addresses it may come from: IP addresses or CIDR blocks, such as `203.0.113.0/24`. Empty for every address; where a key calls, for those of the calling key, which are the most it can give."""
    expire_time: _datetime.datetime | None
    """From when on it is not valid; never when absent. Where a key calls, at the latest when the calling key ends, which is also taken when absent."""

    def __init__(
        self,
        *,
        name: str = "",
        environment: Environment | EnvironmentName = Environment.UNSPECIFIED,
        scopes: _abc.Iterable[str] = (),
        allowed_ips: _abc.Iterable[str] = (),
        expire_time: _datetime.datetime | None = None,
    ) -> None:
        self.name = name
        self.environment = Environment(environment)
        self.scopes = _m.items(scopes)
        self.allowed_ips = _m.items(allowed_ips)
        self.expire_time = expire_time


class CreateKeyResponse(_m.Message):
    """The new key."""

    __slots__ = ("key", "secret")
    __match_args__ = ("key", "secret")
    __proto_name__ = "omni.keys.v1.CreateKeyResponse"
    __secrets__ = ("secret",)
    __fields__ = (
        ("key", 1, "message", "optional", "ApiKey", None, None),
        ("secret", 2, "string", "one", None, None, None),
    )

    key: ApiKey | None
    """What is kept."""
    secret: str
    """The whole key. Nobody can show it again."""

    def __init__(
        self,
        *,
        key: ApiKey | None = None,
        secret: str = "",
    ) -> None:
        self.key = key
        self.secret = secret


class ListKeysRequest(_m.Message):
    """Asks for keys."""

    __slots__ = ("environment", "page_size", "page_token", "created_by")
    __match_args__ = ("environment", "page_size", "page_token", "created_by")
    __proto_name__ = "omni.keys.v1.ListKeysRequest"
    __fields__ = (
        ("environment", 1, "enum", "one", "Environment", None, None),
        ("page_size", 2, "int32", "one", None, None, None),
        ("page_token", 3, "string", "one", None, None, None),
        ("created_by", 4, "string", "one", None, None, None),
    )

    environment: Environment
    """Live or test; that of the caller's credential when not said. A test credential sees test keys only."""
    page_size: int
    """Most keys of the page: 1 to 1000; 0 for 50."""
    page_token: str
    """The `next_page_token` of the page before."""
    created_by: str
    """Only the keys that this person or key made, or `operator`; all when empty."""

    def __init__(
        self,
        *,
        environment: Environment | EnvironmentName = Environment.UNSPECIFIED,
        page_size: int = 0,
        page_token: str = "",
        created_by: str = "",
    ) -> None:
        self.environment = Environment(environment)
        self.page_size = page_size
        self.page_token = page_token
        self.created_by = created_by


class ListKeysResponse(_m.Message):
    """A page of keys."""

    __slots__ = ("keys", "next_page_token")
    __match_args__ = ("keys", "next_page_token")
    __proto_name__ = "omni.keys.v1.ListKeysResponse"
    __fields__ = (
        ("keys", 1, "message", "repeated", "ApiKey", None, None),
        ("next_page_token", 2, "string", "one", None, None, None),
    )

    keys: list[ApiKey]
    """The keys."""
    next_page_token: str
    """The token of the next page; empty on the last."""

    def __init__(
        self,
        *,
        keys: _abc.Iterable[ApiKey] = (),
        next_page_token: str = "",
    ) -> None:
        self.keys = _m.items(keys)
        self.next_page_token = next_page_token


class GetKeyRequest(_m.Message):
    """Asks for one key."""

    __slots__ = ("key_id",)
    __match_args__ = ("key_id",)
    __proto_name__ = "omni.keys.v1.GetKeyRequest"
    __fields__ = (
        ("key_id", 1, "string", "one", None, None, None),
    )

    key_id: str
    """The id of the key."""

    def __init__(
        self,
        *,
        key_id: str = "",
    ) -> None:
        self.key_id = key_id


class GetKeyResponse(_m.Message):
    """The key."""

    __slots__ = ("key",)
    __match_args__ = ("key",)
    __proto_name__ = "omni.keys.v1.GetKeyResponse"
    __fields__ = (
        ("key", 1, "message", "optional", "ApiKey", None, None),
    )

    key: ApiKey | None
    """The key."""

    def __init__(
        self,
        *,
        key: ApiKey | None = None,
    ) -> None:
        self.key = key


class RotateKeyRequest(_m.Message):
    """Asks for a key in place of another."""

    __slots__ = ("key_id", "overlap", "expire_time")
    __match_args__ = ("key_id", "overlap", "expire_time")
    __proto_name__ = "omni.keys.v1.RotateKeyRequest"
    __fields__ = (
        ("key_id", 1, "string", "one", None, None, None),
        ("overlap", 2, "duration", "optional", None, None, None),
        ("expire_time", 3, "timestamp", "optional", None, None, None),
    )

    key_id: str
    """The id of the key to replace."""
    overlap: _datetime.timedelta | None
    """How long the old key stays valid beside the new one, at most 30 days; it ends at once when absent or zero."""
    expire_time: _datetime.datetime | None
    """From when on the new key is not valid; as the old one when absent. Where a key calls, at the latest when the calling key ends."""

    def __init__(
        self,
        *,
        key_id: str = "",
        overlap: _datetime.timedelta | None = None,
        expire_time: _datetime.datetime | None = None,
    ) -> None:
        self.key_id = key_id
        self.overlap = overlap
        self.expire_time = expire_time


class RotateKeyResponse(_m.Message):
    """The key in place of another."""

    __slots__ = ("key", "secret", "previous")
    __match_args__ = ("key", "secret", "previous")
    __proto_name__ = "omni.keys.v1.RotateKeyResponse"
    __secrets__ = ("secret",)
    __fields__ = (
        ("key", 1, "message", "optional", "ApiKey", None, None),
        ("secret", 2, "string", "one", None, None, None),
        ("previous", 3, "message", "optional", "ApiKey", None, None),
    )

    key: ApiKey | None
    """The new key."""
    secret: str
    """The whole new key. Nobody can show it again."""
    previous: ApiKey | None
    """The old key, with the time it ends at."""

    def __init__(
        self,
        *,
        key: ApiKey | None = None,
        secret: str = "",
        previous: ApiKey | None = None,
    ) -> None:
        self.key = key
        self.secret = secret
        self.previous = previous


class RevokeKeyRequest(_m.Message):
    """Asks to end a key."""

    __slots__ = ("key_id",)
    __match_args__ = ("key_id",)
    __proto_name__ = "omni.keys.v1.RevokeKeyRequest"
    __fields__ = (
        ("key_id", 1, "string", "one", None, None, None),
    )

    key_id: str
    """The id of the key."""

    def __init__(
        self,
        *,
        key_id: str = "",
    ) -> None:
        self.key_id = key_id


class RevokeKeyResponse(_m.Message):
    """The ended key."""

    __slots__ = ("key",)
    __match_args__ = ("key",)
    __proto_name__ = "omni.keys.v1.RevokeKeyResponse"
    __fields__ = (
        ("key", 1, "message", "optional", "ApiKey", None, None),
    )

    key: ApiKey | None
    """The key."""

    def __init__(
        self,
        *,
        key: ApiKey | None = None,
    ) -> None:
        self.key = key


if _t.TYPE_CHECKING:
    EnvironmentName: _t.TypeAlias = _t.Literal[
        "unspecified",
        "UNSPECIFIED",
        "ENVIRONMENT_UNSPECIFIED",
        "live",
        "LIVE",
        "ENVIRONMENT_LIVE",
        "test",
        "TEST",
        "ENVIRONMENT_TEST",
    ]

    class ApiKeyDict(_t.TypedDict, total=False):
        """The fields of `ApiKey` as a dict."""

        key_id: str
        environment: Environment | EnvironmentName
        prefix: str
        name: str
        scopes: _abc.Iterable[str]
        allowed_ips: _abc.Iterable[str]
        create_time: _datetime.datetime
        expire_time: _datetime.datetime
        revoke_time: _datetime.datetime
        last_use_time: _datetime.datetime
        created_by: str

    class CreateKeyRequestDict(_t.TypedDict, total=False):
        """The fields of `CreateKeyRequest` as a dict."""

        name: str
        environment: Environment | EnvironmentName
        scopes: _abc.Iterable[str]
        allowed_ips: _abc.Iterable[str]
        expire_time: _datetime.datetime

    class CreateKeyResponseDict(_t.TypedDict, total=False):
        """The fields of `CreateKeyResponse` as a dict."""

        key: ApiKey | ApiKeyDict
        secret: str

    class ListKeysRequestDict(_t.TypedDict, total=False):
        """The fields of `ListKeysRequest` as a dict."""

        environment: Environment | EnvironmentName
        page_size: int
        page_token: str
        created_by: str

    class ListKeysResponseDict(_t.TypedDict, total=False):
        """The fields of `ListKeysResponse` as a dict."""

        keys: _abc.Iterable[ApiKey | ApiKeyDict]
        next_page_token: str

    class GetKeyRequestDict(_t.TypedDict, total=False):
        """The fields of `GetKeyRequest` as a dict."""

        key_id: str

    class GetKeyResponseDict(_t.TypedDict, total=False):
        """The fields of `GetKeyResponse` as a dict."""

        key: ApiKey | ApiKeyDict

    class RotateKeyRequestDict(_t.TypedDict, total=False):
        """The fields of `RotateKeyRequest` as a dict."""

        key_id: str
        overlap: _datetime.timedelta
        expire_time: _datetime.datetime

    class RotateKeyResponseDict(_t.TypedDict, total=False):
        """The fields of `RotateKeyResponse` as a dict."""

        key: ApiKey | ApiKeyDict
        secret: str
        previous: ApiKey | ApiKeyDict

    class RevokeKeyRequestDict(_t.TypedDict, total=False):
        """The fields of `RevokeKeyRequest` as a dict."""

        key_id: str

    class RevokeKeyResponseDict(_t.TypedDict, total=False):
        """The fields of `RevokeKeyResponse` as a dict."""

        key: ApiKey | ApiKeyDict
