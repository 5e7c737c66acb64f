"""Streams: iteration both ways, cancelling, and what a reader leaves."""

import asyncio
import contextlib
import gc
import threading

import pytest

from conftest import Peer, orders


def test_items_come_in_order_both_ways(peer: Peer) -> None:
    with peer.client() as client:
        order = orders(items=500)
        stream = client.ml.forecast_batch(requests=[], extra_metadata=order)
        assert stream.request_id == ""
        assert [item.index for item in stream] == list(range(500))
        assert stream.request_id.startswith("req_")
        assert ("x-peer-header", "yes") in stream.headers
        assert list(stream) == []
        assert len(client.ml.forecast_batch(requests=[], extra_metadata=order).collect()) == 500

        async def asynchronous() -> list[int]:
            async with client as twin:
                stream = twin.ml.forecast_batch(requests=[], extra_metadata=order)
                return [item.index async for item in stream]

        assert asyncio.run(asynchronous()) == list(range(500))


def test_leaving_a_with_block_cancels_the_call(peer: Peer) -> None:
    with peer.client() as client:
        slow = orders("left", items=1000, interval=0.02)
        with client.ml.forecast_batch(requests=[], extra_metadata=slow) as stream:
            assert next(stream).index == 0
        peer.wait_for("left", "cancelled")
        assert list(stream) == []


def test_dropping_a_stream_cancels_the_call(peer: Peer) -> None:
    with peer.client() as client:
        for item in client.ml.forecast_batch(requests=[], extra_metadata=orders("dropped", items=1000, interval=0.02)):
            assert item.index == 0
            break
        gc.collect()
        peer.wait_for("dropped", "cancelled")


def test_dropping_a_stream_before_its_first_item_cancels_the_call(peer: Peer) -> None:
    with peer.client() as client:
        stream = client.ml.forecast_batch(requests=[], extra_metadata=orders("unread", items=9, interval=60))
        peer.wait_for("unread", "begun")
        del stream
        peer.wait_for("unread", "cancelled")


def test_closing_from_another_thread_ends_a_waiting_reader(peer: Peer) -> None:
    with peer.client() as client:
        stream = client.ml.forecast_batch(requests=[], extra_metadata=orders("closed", items=2, interval=60))
        peer.wait_for("closed", "begun")
        threading.Timer(0.1, stream.close).start()
        assert list(stream) == []
        peer.wait_for("closed", "cancelled")


def test_leaving_an_async_loop_cancels_the_call(peer: Peer) -> None:
    async def asynchronous() -> None:
        async with peer.asynchronous() as client:
            slow = orders("async left", items=1000, interval=0.02)
            async with contextlib.aclosing(client.ml.forecast_batch(requests=[], extra_metadata=slow)) as stream:
                async for item in stream:
                    assert item.index == 0
                    break
            await asyncio.to_thread(peer.wait_for, "async left", "cancelled")

    asyncio.run(asynchronous())


def test_a_reader_that_gives_up_waiting_loses_nothing(peer: Peer) -> None:
    async def asynchronous() -> list[int]:
        indexes: list[int] = []
        async with peer.asynchronous() as client:
            stream = client.ml.forecast_batch(requests=[], extra_metadata=orders(items=5, interval=0.1))
            while True:
                try:
                    item = await asyncio.wait_for(stream.__anext__(), 0.03)
                except asyncio.TimeoutError:
                    continue
                except StopAsyncIteration:
                    return indexes
                indexes.append(item.index)

    assert asyncio.run(asynchronous()) == [0, 1, 2, 3, 4]


def test_a_cancelled_task_that_drops_its_stream_cancels_the_call(peer: Peer) -> None:
    async def read() -> None:
        async with peer.asynchronous() as client:
            async for _ in client.ml.forecast_batch(requests=[], extra_metadata=orders("task", items=9, interval=60)):
                pytest.fail("nothing is sent for a minute")

    async def asynchronous() -> None:
        task = asyncio.ensure_future(read())
        await asyncio.to_thread(peer.wait_for, "task", "begun")
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        del task
        gc.collect()
        await asyncio.to_thread(peer.wait_for, "task", "cancelled")

    asyncio.run(asynchronous())
