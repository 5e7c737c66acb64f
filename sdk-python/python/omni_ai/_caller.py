"""How generated methods call: one answer, a stream, or pages of items."""

from __future__ import annotations

import typing as _t

from omni_ai import _checks
from omni_ai import _message as _m

if _t.TYPE_CHECKING:
    import datetime as _datetime
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator, Iterator, Mapping

    from typing_extensions import ParamSpec, Self

    from omni_ai import _core

    _P = ParamSpec("_P")
    _G = _t.TypeVar("_G", bound="Caller")
    _AG = _t.TypeVar("_AG", bound="AsyncCaller")
    _Timeout: _t.TypeAlias = "float | _datetime.timedelta | None"
    _NativeOptions: _t.TypeAlias = "tuple[float | None, int | None, str | None, list[tuple[str, str]]]"

_T = _t.TypeVar("_T")
_R = _t.TypeVar("_R", bound=_m.Message)


class Method(_t.Generic[_R]):
    """A method of the API with the classes of its messages."""

    __slots__ = ("native", "path")

    def __init__(self, path: str, request: type[_m.Message], response: type[_R]) -> None:
        self.path = path
        self.native = (path, request, response)


class Defaults(_t.NamedTuple):
    """What `with_options` sets for every call."""

    timeout: float | None = None
    max_retries: int | None = None
    extra_metadata: tuple[tuple[str, str], ...] = ()

    def merged(
        self,
        timeout: _Timeout,
        max_retries: int | None,
        idempotency_key: str | None,
        extra_metadata: Mapping[str, str] | None,
    ) -> _NativeOptions:
        """The options of one call: its own, then these."""
        metadata = dict(self.extra_metadata)
        if extra_metadata is not None:
            metadata.update(_checks.metadata(extra_metadata))
        return (
            self.timeout if timeout is None else _checks.seconds(timeout),
            self.max_retries if max_retries is None else _checks.retries(max_retries),
            _checks.text("idempotency_key", idempotency_key),
            list(metadata.items()),
        )


class RawResponse(_t.Generic[_T]):
    """The whole answer to a call."""

    __slots__ = ("attempts", "headers", "latency_ms", "parsed", "request_id")

    parsed: _T
    """What the method gives by itself."""
    request_id: str
    """The id of the request."""
    headers: list[tuple[str, str]]
    """Headers and trailers."""
    latency_ms: float
    """From the call to the answer, retries included."""
    attempts: int
    """How many attempts it took."""

    def __init__(
        self, parsed: _T, request_id: str, headers: list[tuple[str, str]], latency_ms: float, attempts: int
    ) -> None:
        self.parsed = parsed
        self.request_id = request_id
        self.headers = headers
        self.latency_ms = latency_ms
        self.attempts = attempts

    def __repr__(self) -> str:
        return f"RawResponse(request_id={self.request_id!r}, latency_ms={self.latency_ms:.1f}, parsed={self.parsed!r})"


def raw(method: Callable[_P, _T]) -> Callable[_P, RawResponse[_T]]:
    """The type of a method of a caller made by `_as_raw`; the caller itself gives the whole answer."""
    return _t.cast("Callable[_P, RawResponse[_T]]", method)


def raw_async(
    method: Callable[_P, Coroutine[_t.Any, _t.Any, _T]],
) -> Callable[_P, Coroutine[_t.Any, _t.Any, RawResponse[_T]]]:
    """As `raw`, for methods that are awaited."""
    return _t.cast("Callable[_P, Coroutine[_t.Any, _t.Any, RawResponse[_T]]]", method)


class Stream(_t.Generic[_R]):
    """Messages as they come. Iterates with `for` and with `async for`.

    The call starts at once. `close()`, the end of a `with` block and dropping the object cancel it. Errors in the
    middle are the same as those of other calls.
    """

    __slots__ = ("_native",)

    def __init__(self, native: _core.Stream) -> None:
        self._native = native

    @property
    def request_id(self) -> str:
        """The id of the request; empty before the first message."""
        return self._native.request_id

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The headers of the answer; empty before the first message."""
        return self._native.headers

    def close(self) -> None:
        """Cancels the call. Whoever waits for a message gets the end."""
        self._native.close()

    async def aclose(self) -> None:
        """As `close`, for `contextlib.aclosing`."""
        self._native.close()

    def collect(self) -> list[_R]:
        """The messages that are still to come."""
        return list(self)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> _R:
        message = self._native.next()
        if message is None:
            raise StopIteration
        return message

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> _R:
        message = await self._native.next_async(_running_loop())
        if message is None:
            raise StopAsyncIteration
        return message

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()


def _running_loop() -> _t.Any:
    # asyncio is a big import, which programs without it need not pay.
    import asyncio

    return asyncio.get_running_loop()


class Items(_t.Generic[_T]):
    """The field of a page that holds the items."""

    __slots__ = ("attribute",)

    def __init__(self, attribute: str) -> None:
        self.attribute = attribute

    def of(self, page: _m.Message) -> list[_T]:
        """The items of a page."""
        return getattr(page, self.attribute)


def items_of(attribute: str, _item: type[_T], /) -> Items[_T]:
    """The field of a page that holds the items, which are of this class."""
    return Items(attribute)


class Pager(_t.Generic[_T, _R]):
    """The items of a list, fetched page by page as they are read."""

    __slots__ = ("_fetch", "_fields", "_items")

    def __init__(self, fetch: Callable[[dict[str, _t.Any]], _R], fields: dict[str, _t.Any], items: Items[_T]) -> None:
        self._fetch = fetch
        self._fields = fields
        self._items = items

    def __iter__(self) -> Iterator[_T]:
        for page in self.pages():
            yield from self._items.of(page)

    def pages(self) -> Iterator[_R]:
        """The pages, from the first. Every loop starts anew."""
        fields = dict(self._fields)
        while True:
            page = self._fetch(fields)
            yield page
            fields["page_token"] = getattr(page, "next_page_token", "")
            if not fields["page_token"]:
                return

    def first(self) -> _R:
        """The first page; its `next_page_token` is empty where it is the only one."""
        return self._fetch(self._fields)


class AsyncPager(_t.Generic[_T, _R]):
    """The items of a list, fetched page by page as they are read. Awaiting it gives the first page."""

    __slots__ = ("_fetch", "_fields", "_items")

    def __init__(
        self, fetch: Callable[[dict[str, _t.Any]], Awaitable[_R]], fields: dict[str, _t.Any], items: Items[_T]
    ) -> None:
        self._fetch = fetch
        self._fields = fields
        self._items = items

    async def __aiter__(self) -> AsyncIterator[_T]:
        async for page in self.pages():
            for item in self._items.of(page):
                yield item

    async def pages(self) -> AsyncIterator[_R]:
        """The pages, from the first. Every loop starts anew."""
        fields = dict(self._fields)
        while True:
            page = await self._fetch(fields)
            yield page
            fields["page_token"] = getattr(page, "next_page_token", "")
            if not fields["page_token"]:
                return

    async def first(self) -> _R:
        """The first page; its `next_page_token` is empty where it is the only one."""
        return await self._fetch(self._fields)

    def __await__(self) -> Generator[_t.Any, None, _R]:
        return self.first().__await__()


class _Base:
    __slots__ = ("_defaults", "_native", "_raw_answers")

    def __init__(self, native: _core.Client, defaults: Defaults, raw_answers: bool = False) -> None:
        self._native = native
        self._defaults = defaults
        self._raw_answers = raw_answers

    def _stream(
        self,
        method: Method[_R],
        fields: dict[str, _t.Any],
        timeout: _Timeout,
        max_retries: int | None,
        idempotency_key: str | None,
        extra_metadata: Mapping[str, str] | None,
    ) -> Stream[_R]:
        options = self._defaults.merged(timeout, max_retries, idempotency_key, extra_metadata)
        return Stream(self._native.stream(method.native, fields, options))


class Caller(_Base):
    """Calls and waits."""

    __slots__ = ()

    def _group(self, group: type[_G]) -> _G:
        return group(self._native, self._defaults, self._raw_answers)

    def _as_raw(self) -> Self:
        copy = object.__new__(type(self))
        Caller.__init__(copy, self._native, self._defaults, True)
        return copy

    def _unary(
        self,
        method: Method[_R],
        fields: dict[str, _t.Any],
        timeout: _Timeout,
        max_retries: int | None,
        idempotency_key: str | None,
        extra_metadata: Mapping[str, str] | None,
    ) -> _R:
        options = self._defaults.merged(timeout, max_retries, idempotency_key, extra_metadata)
        answer = self._native.unary(method.native, fields, options, self._raw_answers)
        return _t.cast("_R", RawResponse(*answer)) if self._raw_answers else answer

    def _pages(
        self,
        method: Method[_R],
        fields: dict[str, _t.Any],
        items: Items[_T],
        timeout: _Timeout,
        max_retries: int | None,
        idempotency_key: str | None,
        extra_metadata: Mapping[str, str] | None,
    ) -> Pager[_T, _R]:
        def fetch(fields: dict[str, _t.Any]) -> _R:
            return self._unary(method, fields, timeout, max_retries, idempotency_key, extra_metadata)

        return Pager(fetch, fields, items)


class AsyncCaller(_Base):
    """Calls from asyncio. Cancelling the task cancels the call."""

    __slots__ = ()

    def _group(self, group: type[_AG]) -> _AG:
        return group(self._native, self._defaults, self._raw_answers)

    def _as_raw(self) -> Self:
        copy = object.__new__(type(self))
        AsyncCaller.__init__(copy, self._native, self._defaults, True)
        return copy

    async def _unary(
        self,
        method: Method[_R],
        fields: dict[str, _t.Any],
        timeout: _Timeout,
        max_retries: int | None,
        idempotency_key: str | None,
        extra_metadata: Mapping[str, str] | None,
    ) -> _R:
        options = self._defaults.merged(timeout, max_retries, idempotency_key, extra_metadata)
        answer = await self._native.unary_async(_running_loop(), method.native, fields, options, self._raw_answers)
        return _t.cast("_R", RawResponse(*answer)) if self._raw_answers else answer

    def _pages(
        self,
        method: Method[_R],
        fields: dict[str, _t.Any],
        items: Items[_T],
        timeout: _Timeout,
        max_retries: int | None,
        idempotency_key: str | None,
        extra_metadata: Mapping[str, str] | None,
    ) -> AsyncPager[_T, _R]:
        async def fetch(fields: dict[str, _t.Any]) -> _R:
            return await self._unary(method, fields, timeout, max_retries, idempotency_key, extra_metadata)

        return AsyncPager(fetch, fields, items)
