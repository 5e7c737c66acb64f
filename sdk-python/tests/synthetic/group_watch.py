# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""`client.watch`."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime

from omni_ai import _caller
from synthetic import synthetic_v1 as _synthetic_v1

_THINGS = _caller.Method("/omni.synthetic.v1.SyntheticService/WatchThings", _synthetic_v1.ListThingsRequest, _synthetic_v1.Thing)


class Watch(_caller.Caller):
    """`client.watch`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> WatchRaw:
        """The same methods, giving the whole response."""
        return WatchRaw(self._as_raw())

    def things(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Stream[_synthetic_v1.Thing]:
        """Sends things.

        Args:
            page_size: How many at most.
            page_token: Where to go on.
        """
        return self._stream(
            _THINGS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class AsyncWatch(_caller.AsyncCaller):
    """`client.watch`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> AsyncWatchRaw:
        """The same methods, giving the whole response."""
        return AsyncWatchRaw(self._as_raw())

    def things(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Stream[_synthetic_v1.Thing]:
        """Sends things.

        Args:
            page_size: How many at most.
            page_token: Where to go on.
        """
        return self._stream(
            _THINGS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class WatchRaw:
    """`client.watch`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: Watch) -> None:
        self._group = group


class AsyncWatchRaw:
    """`client.watch`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: AsyncWatch) -> None:
        self._group = group
