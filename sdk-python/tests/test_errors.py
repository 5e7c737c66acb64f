"""Errors: the table that all SDKs read, through the mock and over the wire."""

import asyncio
import json
import pickle
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import omni_ai
from conftest import Peer, orders
from omni_ai import APIConnectionError, APIError, APITimeoutError, ConfigError, OmniClient, OmniError

TABLE = Path(__file__).resolve().parents[2] / "sdk-rust/core/tests/fixtures/errors.json"
FIXTURES: list[dict[str, Any]] = json.loads(TABLE.read_text())
every_fixture = pytest.mark.parametrize("fixture", FIXTURES, ids=[fixture["name"] for fixture in FIXTURES])


def check(error: OmniError, expected: dict[str, Any]) -> None:
    assert type(error).__name__ == expected["class"]
    assert error.request_id.startswith("req_")
    assert error.request_id in str(error)
    assert expected["message"] in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
    if not isinstance(error, APIError):
        assert expected["code"] == "DEADLINE_EXCEEDED"
        return
    for name in ("code", "reason", "domain", "message", "retryable", "metadata", "help_url"):
        assert getattr(error, name) == expected[name], name
    assert error.retry_after == expected["retry_after_seconds"]
    assert [violation._asdict() for violation in error.field_violations] == expected["field_violations"]


@every_fixture
def test_the_mock_raises_every_error_of_the_table(mocked: OmniClient, fixture: dict[str, Any]) -> None:
    mocked.mock.fail_with_status("ml.predict_revenue", json.dumps(fixture["status"]))
    with pytest.raises(OmniError) as caught:
        mocked.ml.predict_revenue(time_series=[1, 2], forecast_steps=1, max_retries=0)
    check(caught.value, fixture["expected"])


@every_fixture
def test_a_server_raises_every_error_of_the_table(peer: Peer, fixture: dict[str, Any]) -> None:
    status = fixture["status"]
    # grpcio sends the message as bytes of ASCII escapes itself.
    order = orders(code=status["code"], message=status.get("message", ""), status=fixture["status_bin"])
    with peer.client() as client, pytest.raises(OmniError) as caught:
        client.ml.predict_revenue(time_series=[1], forecast_steps=1, max_retries=0, extra_metadata=order)
    check(caught.value, fixture["expected"])

    async def asynchronous() -> None:
        async with peer.client() as client:
            await client.ml.predict_revenue(time_series=[1], forecast_steps=1, max_retries=0, extra_metadata=order)

    with pytest.raises(OmniError) as caught:
        asyncio.run(asynchronous())
    check(caught.value, fixture["expected"])


@every_fixture
def test_a_stream_raises_every_error_of_the_table_after_its_items(peer: Peer, fixture: dict[str, Any]) -> None:
    status = fixture["status"]
    order = orders(items=2, code=status["code"], message=status.get("message", ""), status=fixture["status_bin"])
    with peer.client() as client:
        stream = client.ml.forecast_batch(requests=[], extra_metadata=order)
        assert [next(stream).index, next(stream).index] == [0, 1]
        with pytest.raises(OmniError) as caught:
            next(stream)
        check(caught.value, fixture["expected"])
        assert list(stream) == []


def test_every_class_is_exported_and_in_the_hierarchy() -> None:
    for name in {fixture["expected"]["class"] for fixture in FIXTURES}:
        assert issubclass(getattr(omni_ai, name), OmniError)
    assert issubclass(APITimeoutError, APIConnectionError)
    assert not issubclass(APIConnectionError, APIError)
    assert issubclass(ConfigError, ValueError)


def test_a_server_that_is_not_there_is_a_connection_error() -> None:
    from conftest import key

    client = OmniClient(key("test"), base_url="http://127.0.0.1:1", max_retries=0)
    with client, pytest.raises(APIConnectionError, match=r"127\.0\.0\.1:1"):
        client.platform.get_health()


def test_a_passed_deadline_is_a_timeout(peer: Peer) -> None:
    # Long enough that the call is sent on a busy machine too.
    with peer.client() as client, pytest.raises(APITimeoutError):
        client.ml.predict_revenue(
            time_series=[1], forecast_steps=1, timeout=2, extra_metadata=orders("deadline", sleep=90)
        )
    peer.wait_for("deadline", "cancelled")


def test_an_answer_that_cannot_be_read_is_the_servers_fault(peer: Peer) -> None:
    with peer.client() as client, pytest.raises(omni_ai.InternalError, match="the answer cannot be read") as caught:
        client.ml.predict_revenue(time_series=[1], forecast_steps=1, extra_metadata=orders(garbage=True))
    assert caught.value.reason == "UNREADABLE_RESPONSE"
    assert caught.value.request_id.startswith("req_")
    assert isinstance(caught.value.__cause__, ValueError)


class Page(BaseHTTPRequestHandler):
    """A web server that is none of Omni."""

    def do_POST(self) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


def test_an_address_that_does_not_speak_omni_is_named() -> None:
    from conftest import key

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base_url = f"http://127.0.0.1:{server.server_port}"
        with OmniClient(key("test"), base_url=base_url) as client, pytest.raises(APIConnectionError) as caught:
            client.platform.get_health()
        server.shutdown()
    assert f"{base_url} does not speak Omni: it does not answer in HTTP/2" in str(caught.value)
    assert "OMNI_BASE_URL" in str(caught.value)
