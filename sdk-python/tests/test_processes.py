"""Signals, forks, threads, event loops, and the end of the interpreter."""

import asyncio
import contextlib
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from conftest import Peer, key, orders
from omni_ai import APITimeoutError, OmniClient

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform has no fork")


@contextlib.contextmanager
def program(peer: Peer, text: str) -> Iterator[subprocess.Popen[str]]:
    """A Python process with a client of the peer."""
    # A test run in the background hands an ignored SIGINT down; the program is to behave as at a terminal.
    head = (
        "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"from omni_ai import OmniClient\nclient = OmniClient({key('test')!r}, base_url={peer.base_url!r})\n"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OMNI_")}
    # Newer Pythons warn of any fork in a process with threads.
    arguments = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", head + textwrap.dedent(text)]
    pipes = subprocess.PIPE
    with subprocess.Popen(
        arguments, stdout=pipes, stderr=pipes, text=True, env=environment, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            # The process and its children, where a test fails.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def order(mark: str) -> str:
    return repr(orders(mark, sleep=100, items=9, interval=100))


@pytest.mark.parametrize(
    "call",
    [
        "client.ml.predict_revenue(time_series=[1], forecast_steps=1, extra_metadata={order})",
        "list(client.ml.forecast_batch(requests=[], extra_metadata={order}))",
    ],
    ids=["unary", "stream"],
)
def test_ctrl_c_ends_a_call_at_once_and_cancels_it(peer: Peer, call: str, request: pytest.FixtureRequest) -> None:
    mark = f"interrupted {request.node.name}"
    code = f"""
    import time
    try:
        {call.format(order=order(mark))}
    except KeyboardInterrupt:
        print(time.monotonic(), flush=True)
        time.sleep(100)
    """
    with program(peer, code) as process:
        peer.wait_for(mark, "begun")
        sent = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        raised = float(process.stdout.readline())
        # The call is cancelled while the process lives on: nobody waited for its answer.
        peer.wait_for(mark, "cancelled")
        process.kill()
        _, errors = process.communicate()
    assert errors == ""
    print(f"KeyboardInterrupt {1000 * (raised - sent):.0f} ms after SIGINT")


def test_ctrl_c_ends_asyncio_and_cancels_the_call(peer: Peer) -> None:
    code = f"""
    import asyncio
    async def main():
        async with client as twin:
            await twin.ml.predict_revenue(time_series=[1], forecast_steps=1, extra_metadata={order("async int")})
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        print("interrupted", flush=True)
    """
    with program(peer, code) as process:
        peer.wait_for("async int", "begun")
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=100)
    assert (output, errors, process.returncode) == ("interrupted\n", "", 0)
    peer.wait_for("async int", "cancelled")


def test_a_handler_that_raises_nothing_lets_the_call_go_on(peer: Peer) -> None:
    code = f"""
    import signal
    signal.signal(signal.SIGUSR1, lambda *_: print("handled", flush=True))
    answer = client.ml.predict_revenue(
        time_series=[1], forecast_steps=1, extra_metadata={orders("handled", until="handler ran")!r})
    print(answer.model_type)
    """
    with program(peer, code) as process, peer.client() as client:
        peer.wait_for("handled", "begun")
        process.send_signal(signal.SIGUSR1)
        assert process.stdout is not None
        assert process.stdout.readline() == "handled\n"
        client.platform.get_health(extra_metadata=orders("handler ran"))
        output, errors = process.communicate(timeout=100)
    assert (output, errors) == ("peer\n", "")


def test_cancelling_a_task_cancels_the_call(peer: Peer) -> None:
    async def asynchronous() -> None:
        async with peer.asynchronous() as client:
            metadata = orders("cancelled task", sleep=100)
            call = client.ml.predict_revenue(time_series=[1], forecast_steps=1, extra_metadata=metadata)
            task = asyncio.ensure_future(call)
            await asyncio.to_thread(peer.wait_for, "cancelled task", "begun")
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await asyncio.to_thread(peer.wait_for, "cancelled task", "cancelled")

    asyncio.run(asynchronous())


def test_other_threads_run_while_a_call_waits(peer: Peer) -> None:
    with peer.client() as client:
        metadata = orders("waiting", until="released")
        waiting = threading.Thread(
            target=lambda: client.ml.predict_revenue(time_series=[1], forecast_steps=1, extra_metadata=metadata)
        )
        waiting.start()
        peer.wait_for("waiting", "begun")
        assert client.ml.predict_revenue(time_series=[1], forecast_steps=1).model_type == "peer"
        assert waiting.is_alive()
        client.platform.get_health(extra_metadata=orders("released"))
        waiting.join()


def test_one_client_serves_many_threads(peer: Peer) -> None:
    with peer.client() as client, ThreadPoolExecutor(16) as pool:
        answers = list(
            pool.map(lambda _: client.ml.predict_revenue(time_series=[1], forecast_steps=1).model_type, range(400))
        )
    assert answers == ["peer"] * 400


def test_one_client_serves_many_loops_in_many_threads(peer: Peer) -> None:
    with peer.client() as client:

        async def asynchronous() -> list[str]:
            async def one() -> str:
                # A new twin each time; all share the connection.
                twin = await OmniClient.__aenter__(client)
                return (await twin.ml.predict_revenue(time_series=[1], forecast_steps=1)).model_type

            return await asyncio.gather(*(one() for _ in range(50)))

        assert asyncio.run(asynchronous()) == ["peer"] * 50
        with ThreadPoolExecutor(4) as pool:
            results = list(pool.map(lambda _: asyncio.run(asynchronous()), range(8)))
    assert results == [["peer"] * 50] * 8


def test_a_loop_closed_during_a_call_is_left_alone(peer: Peer) -> None:
    async def asynchronous() -> None:
        native = client._native.unary_async(asyncio.get_running_loop(), *arguments)
        assert not native.done()

    from synthetic import synthetic_v1

    path = "/omni.synthetic.v1.SyntheticService/UpdateThing"
    options = (None, None, None, list(orders("closed loop", until="loop is closed").items()))
    arguments = ((path, synthetic_v1.UpdateThingRequest, synthetic_v1.Thing), {}, options, False)
    with peer.client() as client:
        loop = asyncio.new_event_loop()
        loop.run_until_complete(asynchronous())
        loop.close()
        client.platform.get_health(extra_metadata=orders("loop is closed"))
        # The answer comes to a closed loop: nothing may be raised or printed, and the client works on.
        time.sleep(0.5)
        assert client.platform.get_health() is not None


def call_in_child(client: OmniClient) -> str:
    return client.ml.predict_revenue(time_series=[1], forecast_steps=1, timeout=20).model_type


def call_new_client_in_child(base_url: str) -> str:
    with OmniClient(key("test"), base_url=base_url) as client:
        return call_in_child(client)


@needs_fork
def test_a_client_works_in_a_forked_child_and_still_in_the_parent(peer: Peer) -> None:
    code = f"""
    import asyncio, os, sys
    def call():
        return client.ml.predict_revenue(time_series=[1], forecast_steps=1, timeout=20).model_type
    async def acall():
        async with OmniClient({key("test")!r}, base_url={peer.base_url!r}) as twin:
            return (await twin.ml.predict_revenue(time_series=[1], forecast_steps=1, timeout=20)).model_type
    stream = client.ml.forecast_batch(requests=[], extra_metadata={orders("inherited", items=3, interval=0.2)!r})
    next(stream)
    assert call() == "peer"
    for generation in range(2):
        child = os.fork()
        if child:
            _, status = os.waitpid(child, 0)
            assert call() == "peer"
            print(generation, os.waitstatus_to_exitcode(status), flush=True)
            if generation == 0:
                print(len(list(stream)), flush=True)
            sys.exit(0)
        assert call() == "peer"
        assert asyncio.run(acall()) == "peer"
        assert len(list(client.ml.forecast_batch(requests=[]))) == 3
        try:
            next(stream)
        except RuntimeError as error:
            assert "before a fork" in str(error)
        else:
            raise AssertionError("the stream of the parent was read")
    """
    with program(peer, code) as process:
        output, errors = process.communicate(timeout=100)
    assert errors == ""
    assert sorted(output.split("\n")) == sorted(["1 0", "0 0", "2", ""])


@needs_fork
def test_a_fork_while_other_threads_call_does_not_hang(peer: Peer) -> None:
    code = """
    import os, threading
    def call():
        return client.ml.predict_revenue(time_series=[1], forecast_steps=1, timeout=20).model_type
    def work():
        for _ in range(200):
            call()
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    codes = []
    for _ in range(10):
        child = os.fork()
        if not child:
            os._exit(0 if call() == "peer" else 1)
        codes.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    for thread in threads:
        thread.join()
    print(codes == [0] * 10)
    """
    with program(peer, code) as process:
        output, errors = process.communicate(timeout=100)
    assert (output, errors) == ("True\n", "")


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_pools_of_processes_work(peer: Peer, method: str) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip("the platform has no such start method")
    with peer.client() as client:
        assert call_in_child(client) == "peer"
        with warnings.catch_warnings():
            # Newer Pythons warn of any fork in a process with threads.
            warnings.simplefilter("ignore", DeprecationWarning)
            with multiprocessing.get_context(method).Pool(2) as pool:
                answers = pool.map(call_new_client_in_child, [peer.base_url] * 4)
        assert answers == ["peer"] * 4
        assert call_in_child(client) == "peer"


def test_the_interpreter_ends_cleanly_with_calls_under_way(peer: Peer) -> None:
    code = f"""
    import asyncio, threading
    def forever():
        async def main():
            async with client as twin:
                while True:
                    await asyncio.gather(*(twin.platform.get_health() for _ in range(20)))
        asyncio.run(main())
    threading.Thread(target=forever, daemon=True).start()
    stream = client.ml.forecast_batch(requests=[], extra_metadata={orders("end", items=9, interval=30)!r})
    for _ in range(50):
        client.platform.get_health()
    print("done")
    """
    for _ in range(5):
        with program(peer, code) as process:
            output, errors = process.communicate(timeout=100)
        assert (output, errors, process.returncode) == ("done\n", "", 0)


def test_a_dropped_client_leaves_no_task_behind(peer: Peer) -> None:
    for _ in range(50):
        assert peer.client().platform.get_health() is not None


def test_a_client_that_nobody_calls_still_answers_pings() -> None:
    ping, ack = b"\0\0\x08\x06\0\0\0\0\0omni-tst", b"\0\0\x08\x06\x01\0\0\0\0omni-tst"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        port = server.getsockname()[1]
        with OmniClient(key("test"), base_url=f"http://127.0.0.1:{port}", max_retries=0) as client:
            # Nothing answers, so the call only opens the connection.
            with pytest.raises(APITimeoutError):
                client.platform.get_health(timeout=1)
            connection, _ = server.accept()
            with connection:
                connection.settimeout(60)
                connection.sendall(b"\0\0\0\x04\0\0\0\0\0" + ping)
                received = b""
                while ack not in received:
                    chunk = connection.recv(65536)
                    assert chunk, "the client closed the connection"
                    received += chunk
