# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""`client.things`."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime

from omni_ai import _caller
from omni_ai import _message as _m
from synthetic import synthetic_v1 as _synthetic_v1

_LIST = _caller.Method("/omni.synthetic.v1.SyntheticService/ListThings", _synthetic_v1.ListThingsRequest, _synthetic_v1.ListThingsResponse)
_UPDATE = _caller.Method("/omni.synthetic.v1.SyntheticService/UpdateThing", _synthetic_v1.UpdateThingRequest, _synthetic_v1.Thing)


class Things(_caller.Caller):
    """`client.things`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> ThingsRaw:
        """The same methods, giving the whole response."""
        return ThingsRaw(self._as_raw())

    def list(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Pager[_synthetic_v1.Thing, _synthetic_v1.ListThingsResponse]:
        """Lists things, page by page.

        Args:
            page_size: How many at most.
            page_token: Where to go on.

        Example:
            for item in client.things.list(page_size=2): ...
        """
        return self._pages(
            _LIST,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("things", _synthetic_v1.Thing),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def update(
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
            client.things.update(name="a", timeout_=timedelta(seconds=1.5), from_=datetime.fromisoformat("2026-01-01T00:00:00+00:00"), color="RED", attributes={"a": [1, None, True]})
        """
        return self._unary(
            _UPDATE,
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


class AsyncThings(_caller.AsyncCaller):
    """`client.things`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> AsyncThingsRaw:
        """The same methods, giving the whole response."""
        return AsyncThingsRaw(self._as_raw())

    def list(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.AsyncPager[_synthetic_v1.Thing, _synthetic_v1.ListThingsResponse]:
        """Lists things, page by page.

        Args:
            page_size: How many at most.
            page_token: Where to go on.

        Example:
            async for item in client.things.list(page_size=2): ...
        """
        return self._pages(
            _LIST,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            _caller.items_of("things", _synthetic_v1.Thing),
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    async def update(
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
            await client.things.update(name="a", timeout_=timedelta(seconds=1.5), from_=datetime.fromisoformat("2026-01-01T00:00:00+00:00"), color="RED", attributes={"a": [1, None, True]})
        """
        return await self._unary(
            _UPDATE,
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


class ThingsRaw:
    """`client.things`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: Things) -> None:
        self.update = _caller.raw(group.update)


class AsyncThingsRaw:
    """`client.things`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: AsyncThings) -> None:
        self.update = _caller.raw_async(group.update)
