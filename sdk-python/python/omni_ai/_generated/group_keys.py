# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""`client.keys`."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime

from omni_ai import _caller
from omni_ai._generated import keys_v1 as _keys_v1

_CREATE = _caller.Method("/omni.keys.v1.KeyService/CreateKey", _keys_v1.CreateKeyRequest, _keys_v1.CreateKeyResponse)
_LIST = _caller.Method("/omni.keys.v1.KeyService/ListKeys", _keys_v1.ListKeysRequest, _keys_v1.ListKeysResponse)
_GET = _caller.Method("/omni.keys.v1.KeyService/GetKey", _keys_v1.GetKeyRequest, _keys_v1.GetKeyResponse)
_ROTATE = _caller.Method("/omni.keys.v1.KeyService/RotateKey", _keys_v1.RotateKeyRequest, _keys_v1.RotateKeyResponse)
_REVOKE = _caller.Method("/omni.keys.v1.KeyService/RevokeKey", _keys_v1.RevokeKeyRequest, _keys_v1.RevokeKeyResponse)


class Keys(_caller.Caller):
    """`client.keys`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> KeysRaw:
        """The same methods, giving the whole response."""
        return KeysRaw(self._as_raw())

    def create(
        self,
        *,
        name: str,
        environment: _keys_v1.Environment | _keys_v1.EnvironmentName | None = None,
        scopes: _abc.Iterable[str],
        allowed_ips: _abc.Iterable[str] | None = None,
        expire_time: _datetime.datetime | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _keys_v1.CreateKeyResponse:
        """Makes a key and shows its secret, once.

        Callers need `keys.keys.create`, and every permission that the scopes grant. A test credential makes test keys only.
        A key makes no key that ends later than itself or comes from other addresses: asking for it is PERMISSION_DENIED with
        KEY_RESTRICTED, and what is left out is as with the calling key.

        Args:
            name: What people call it.
            environment: Live or test; that of the caller's credential when not said.
            scopes: What it may do, such as `intelligence.forecasts.create`, `intelligence.*` or `*`.
            allowed_ips: The addresses it may come from: IP addresses or CIDR blocks, such as `203.0.113.0/24`.
                Empty for every address; where a key calls, for those of the calling key, which are the most
                it can give.
            expire_time: From when on it is not valid; never when absent. Where a key calls, at the latest when
                the calling key ends, which is also taken when absent.

        Example:
            client.keys.create(name="forecasts of the shop", scopes=["intelligence.*"])
        """
        return self._unary(
            _CREATE,
            {
                "name": name,
                "environment": environment,
                "scopes": scopes,
                "allowed_ips": allowed_ips,
                "expire_time": expire_time,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list(
        self,
        *,
        environment: _keys_v1.Environment | _keys_v1.EnvironmentName | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        created_by: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Pager[_keys_v1.ApiKey, _keys_v1.ListKeysResponse]:
        """Lists the keys of one environment, the oldest first, ended ones too; all of them, or those that somebody
        made.

        Callers need `keys.keys.read`.

        Args:
            environment: Live or test; that of the caller's credential when not said. A test credential sees
                test keys only.
            page_size: Most keys of the page: 1 to 1000; 0 for 50.
            page_token: The `next_page_token` of the page before.
            created_by: Only the keys that this person or key made, or `operator`; all when empty.

        Example:
            for item in client.keys.list(page_size=50): ...
        """
        return self._pages(
            _LIST,
            {
                "environment": environment,
                "page_size": page_size,
                "page_token": page_token,
                "created_by": created_by,
            },
            _caller.items_of("keys", _keys_v1.ApiKey),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def get(
        self,
        key_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _keys_v1.GetKeyResponse:
        """Returns one key without its secret.

        Callers need `keys.keys.read`.

        Args:
            key_id: The id of the key.

        Example:
            client.keys.get(key_id="key_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return self._unary(
            _GET,
            {
                "key_id": key_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def rotate(
        self,
        key_id: str,
        *,
        overlap: _datetime.timedelta | None = None,
        expire_time: _datetime.datetime | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _keys_v1.RotateKeyResponse:
        """Makes a new key with the name, the scopes and the addresses of an old one, which ends after the overlap.

        Callers need `keys.keys.rotate`, and every permission that the key's scopes grant. A key that has ended is
        FAILED_PRECONDITION. Where a key calls, for itself or for another, the new key never ends later than the calling one,
        and a key that may come from where the calling one may not is PERMISSION_DENIED with KEY_RESTRICTED.

        Args:
            key_id: The id of the key to replace.
            overlap: How long the old key stays valid beside the new one, at most 30 days; it ends at once when
                absent or zero.
            expire_time: From when on the new key is not valid; as the old one when absent. Where a key calls,
                at the latest when the calling key ends.

        Example:
            client.keys.rotate(key_id="key_01k9z8v6m3e8qsb4x7n2h5d0ya", overlap=timedelta(seconds=86400))
        """
        return self._unary(
            _ROTATE,
            {
                "key_id": key_id,
                "overlap": overlap,
                "expire_time": expire_time,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def revoke(
        self,
        key_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _keys_v1.RevokeKeyResponse:
        """Ends a key: this server refuses it from now on, every other one within a second. Ending it again changes
        nothing.

        Callers need `keys.keys.revoke`, and every permission that the key's scopes grant.

        Args:
            key_id: The id of the key.

        Example:
            client.keys.revoke(key_id="key_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return self._unary(
            _REVOKE,
            {
                "key_id": key_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class AsyncKeys(_caller.AsyncCaller):
    """`client.keys`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> AsyncKeysRaw:
        """The same methods, giving the whole response."""
        return AsyncKeysRaw(self._as_raw())

    async def create(
        self,
        *,
        name: str,
        environment: _keys_v1.Environment | _keys_v1.EnvironmentName | None = None,
        scopes: _abc.Iterable[str],
        allowed_ips: _abc.Iterable[str] | None = None,
        expire_time: _datetime.datetime | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _keys_v1.CreateKeyResponse:
        """Makes a key and shows its secret, once.

        Callers need `keys.keys.create`, and every permission that the scopes grant. A test credential makes test keys only.
        A key makes no key that ends later than itself or comes from other addresses: asking for it is PERMISSION_DENIED with
        KEY_RESTRICTED, and what is left out is as with the calling key.

        Args:
            name: What people call it.
            environment: Live or test; that of the caller's credential when not said.
            scopes: What it may do, such as `intelligence.forecasts.create`, `intelligence.*` or `*`.
            allowed_ips: The addresses it may come from: IP addresses or CIDR blocks, such as `203.0.113.0/24`.
                Empty for every address; where a key calls, for those of the calling key, which are the most
                it can give.
            expire_time: From when on it is not valid; never when absent. Where a key calls, at the latest when
                the calling key ends, which is also taken when absent.

        Example:
            await client.keys.create(name="forecasts of the shop", scopes=["intelligence.*"])
        """
        return await self._unary(
            _CREATE,
            {
                "name": name,
                "environment": environment,
                "scopes": scopes,
                "allowed_ips": allowed_ips,
                "expire_time": expire_time,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def list(
        self,
        *,
        environment: _keys_v1.Environment | _keys_v1.EnvironmentName | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        created_by: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.AsyncPager[_keys_v1.ApiKey, _keys_v1.ListKeysResponse]:
        """Lists the keys of one environment, the oldest first, ended ones too; all of them, or those that somebody
        made.

        Callers need `keys.keys.read`.

        Args:
            environment: Live or test; that of the caller's credential when not said. A test credential sees
                test keys only.
            page_size: Most keys of the page: 1 to 1000; 0 for 50.
            page_token: The `next_page_token` of the page before.
            created_by: Only the keys that this person or key made, or `operator`; all when empty.

        Example:
            async for item in client.keys.list(page_size=50): ...
        """
        return self._pages(
            _LIST,
            {
                "environment": environment,
                "page_size": page_size,
                "page_token": page_token,
                "created_by": created_by,
            },
            _caller.items_of("keys", _keys_v1.ApiKey),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def get(
        self,
        key_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _keys_v1.GetKeyResponse:
        """Returns one key without its secret.

        Callers need `keys.keys.read`.

        Args:
            key_id: The id of the key.

        Example:
            await client.keys.get(key_id="key_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return await self._unary(
            _GET,
            {
                "key_id": key_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def rotate(
        self,
        key_id: str,
        *,
        overlap: _datetime.timedelta | None = None,
        expire_time: _datetime.datetime | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _keys_v1.RotateKeyResponse:
        """Makes a new key with the name, the scopes and the addresses of an old one, which ends after the overlap.

        Callers need `keys.keys.rotate`, and every permission that the key's scopes grant. A key that has ended is
        FAILED_PRECONDITION. Where a key calls, for itself or for another, the new key never ends later than the calling one,
        and a key that may come from where the calling one may not is PERMISSION_DENIED with KEY_RESTRICTED.

        Args:
            key_id: The id of the key to replace.
            overlap: How long the old key stays valid beside the new one, at most 30 days; it ends at once when
                absent or zero.
            expire_time: From when on the new key is not valid; as the old one when absent. Where a key calls,
                at the latest when the calling key ends.

        Example:
            await client.keys.rotate(key_id="key_01k9z8v6m3e8qsb4x7n2h5d0ya", overlap=timedelta(seconds=86400))
        """
        return await self._unary(
            _ROTATE,
            {
                "key_id": key_id,
                "overlap": overlap,
                "expire_time": expire_time,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def revoke(
        self,
        key_id: str,
        *,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _keys_v1.RevokeKeyResponse:
        """Ends a key: this server refuses it from now on, every other one within a second. Ending it again changes
        nothing.

        Callers need `keys.keys.revoke`, and every permission that the key's scopes grant.

        Args:
            key_id: The id of the key.

        Example:
            await client.keys.revoke(key_id="key_01k9z8v6m3e8qsb4x7n2h5d0ya")
        """
        return await self._unary(
            _REVOKE,
            {
                "key_id": key_id,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class KeysRaw:
    """`client.keys`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: Keys) -> None:
        self.create = _caller.raw(group.create)
        self.get = _caller.raw(group.get)
        self.rotate = _caller.raw(group.rotate)
        self.revoke = _caller.raw(group.revoke)


class AsyncKeysRaw:
    """`client.keys`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: AsyncKeys) -> None:
        self.create = _caller.raw_async(group.create)
        self.get = _caller.raw_async(group.get)
        self.rotate = _caller.raw_async(group.rotate)
        self.revoke = _caller.raw_async(group.revoke)
