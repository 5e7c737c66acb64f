"""Lists, by the field names of AIP-158, over a contract that only the tests have."""

import asyncio

import pytest

from conftest import Peer, orders
from omni_ai import _caller
from synthetic.group_things import AsyncThings, Things
from synthetic.synthetic_v1 import Thing

NAMES = [f"thing {index}" for index in range(5)]


def things(peer: Peer) -> Things:
    return peer.client()._group(Things)


def test_items_come_from_page_to_page(peer: Peer) -> None:
    pager = things(peer).list(page_size=2)
    assert [thing.name for thing in pager] == NAMES
    # Every loop starts anew.
    assert [thing.name for thing in pager] == NAMES
    assert all(type(thing) is Thing for thing in pager)


def test_pages_come_one_by_one(peer: Peer) -> None:
    pager = things(peer).list(page_size=2)
    assert [len(page.things) for page in pager.pages()] == [2, 2, 1]
    assert pager.first().next_page_token == "2"
    assert [thing.name for thing in things(peer).list(page_token="3")] == NAMES[3:]


def test_a_page_is_fetched_when_it_is_read(peer: Peer) -> None:
    pager = iter(things(peer).list(page_size=2, extra_metadata=orders("lazy")))
    assert peer.events("lazy") == []
    next(pager)
    next(pager)
    assert [event["event"] for event in peer.events("lazy")] == ["begun"]


def test_pages_come_in_asyncio_too(peer: Peer) -> None:
    async def asynchronous() -> None:
        async with peer.asynchronous() as client:
            pager = client._group(AsyncThings).list(page_size=2)
            assert [thing.name async for thing in pager] == NAMES
            assert [len(page.things) async for page in pager.pages()] == [2, 2, 1]
            page = await pager
            assert page.next_page_token == "2"
            assert await pager.first() == page

    asyncio.run(asynchronous())


def test_fields_named_like_options_are_told_apart(peer: Peer) -> None:
    import datetime as dt
    import inspect

    parameters = list(inspect.signature(Things.update).parameters)
    assert parameters[:4] == ["self", "name", "timeout_", "from_"]
    assert inspect.signature(Things.update).parameters["name"].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    with pytest.raises(TypeError, match="timeout: expected a timedelta, got int"):
        things(peer).update("a", timeout_=3)  # type: ignore[arg-type]
    answer = things(peer).update("a", timeout_=dt.timedelta(1), timeout=5)
    assert isinstance(answer, Thing)


def test_whole_answers_work_for_any_group(peer: Peer) -> None:
    raw = things(peer).with_raw_response.update("a")
    assert isinstance(raw, _caller.RawResponse)
    assert isinstance(raw.parsed, Thing)
