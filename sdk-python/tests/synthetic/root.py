# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""What every client has: the groups and the methods without one. Groups are imported when used."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime
import typing as _t

from omni_ai import _caller
from omni_ai._lazy import importing as _importing

if _t.TYPE_CHECKING:
    from omni_ai import _message as _m
    from synthetic import synthetic_v1 as _synthetic_v1
    from synthetic.group_things import Things, ThingsRaw, AsyncThings, AsyncThingsRaw
    from synthetic.group_watch import Watch, WatchRaw, AsyncWatch, AsyncWatchRaw


class Root(_caller.Caller):
    """The groups, and the methods without one."""

    __slots__ = ()

    @property
    def things(self) -> Things:
        """The methods of `client.things`."""
        with _importing:
            from synthetic.group_things import Things

        return self._group(Things)

    @property
    def watch(self) -> Watch:
        """The methods of `client.watch`."""
        with _importing:
            from synthetic.group_watch import Watch

        return self._group(Watch)

    def update_thing(
        self,
        name: str,
        *,
        timeout_: _datetime.timedelta | None = None,
        from_: _datetime.datetime | None = None,
        to_dict_: str | None = None,
        update_mask: _abc.Iterable[str] | None = None,
        color: _synthetic_v1.Color | _synthetic_v1.ColorName | None = None,
        attributes: _m.StructLike | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _synthetic_v1.Thing:
        """Changes a thing. Its request has fields named like options and keywords.

        Args:
            name: Its name.
            timeout_: Named like an option of every call.
            from_: Named like a keyword.
            to_dict_: Named like a method of messages.
            update_mask: What to change.
            color: Its colour.
            attributes: Anything.

        Example:
            client.update_thing(name="a", timeout_=timedelta(seconds=1.5), from_=datetime.fromisoformat("2026-01-01T00:00:00+00:00"), color="RED", attributes={"a": [1, None, True]})
        """
        with _importing:
            from synthetic import synthetic_v1 as _synthetic_v1

        return self._unary(
            _caller.Method("/omni.synthetic.v1.SyntheticService/UpdateThing", _synthetic_v1.UpdateThingRequest, _synthetic_v1.Thing),
            {
                "name": name,
                "timeout": timeout_,
                "from_": from_,
                "to_dict_": to_dict_,
                "update_mask": update_mask,
                "color": color,
                "attributes": attributes,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class AsyncRoot(_caller.AsyncCaller):
    """The groups, and the methods without one."""

    __slots__ = ()

    @property
    def things(self) -> AsyncThings:
        """The methods of `client.things`."""
        with _importing:
            from synthetic.group_things import AsyncThings

        return self._group(AsyncThings)

    @property
    def watch(self) -> AsyncWatch:
        """The methods of `client.watch`."""
        with _importing:
            from synthetic.group_watch import AsyncWatch

        return self._group(AsyncWatch)

    async def update_thing(
        self,
        name: str,
        *,
        timeout_: _datetime.timedelta | None = None,
        from_: _datetime.datetime | None = None,
        to_dict_: str | None = None,
        update_mask: _abc.Iterable[str] | None = None,
        color: _synthetic_v1.Color | _synthetic_v1.ColorName | None = None,
        attributes: _m.StructLike | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _synthetic_v1.Thing:
        """Changes a thing. Its request has fields named like options and keywords.

        Args:
            name: Its name.
            timeout_: Named like an option of every call.
            from_: Named like a keyword.
            to_dict_: Named like a method of messages.
            update_mask: What to change.
            color: Its colour.
            attributes: Anything.

        Example:
            await client.update_thing(name="a", timeout_=timedelta(seconds=1.5), from_=datetime.fromisoformat("2026-01-01T00:00:00+00:00"), color="RED", attributes={"a": [1, None, True]})
        """
        with _importing:
            from synthetic import synthetic_v1 as _synthetic_v1

        return await self._unary(
            _caller.Method("/omni.synthetic.v1.SyntheticService/UpdateThing", _synthetic_v1.UpdateThingRequest, _synthetic_v1.Thing),
            {
                "name": name,
                "timeout": timeout_,
                "from_": from_,
                "to_dict_": to_dict_,
                "update_mask": update_mask,
                "color": color,
                "attributes": attributes,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class RootRaw:
    """The client, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, client: Root, raw: Root) -> None:
        self._client = client
        self._raw = raw
        self.update_thing = _caller.raw(raw.update_thing)

    @property
    def things(self) -> ThingsRaw:
        """The methods of `client.things`."""
        return self._client.things.with_raw_response

    @property
    def watch(self) -> WatchRaw:
        """The methods of `client.watch`."""
        return self._client.watch.with_raw_response


class AsyncRootRaw:
    """The client, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, client: AsyncRoot, raw: AsyncRoot) -> None:
        self._client = client
        self._raw = raw
        self.update_thing = _caller.raw_async(raw.update_thing)

    @property
    def things(self) -> AsyncThingsRaw:
        """The methods of `client.things`."""
        return self._client.things.with_raw_response

    @property
    def watch(self) -> AsyncWatchRaw:
        """The methods of `client.watch`."""
        return self._client.watch.with_raw_response
