"""Where a call comes from, with and without a proxy that the server trusts."""

from collections.abc import Iterator

import pytest
from conftest import Server, new_server
from test_http import FORECAST, GOOD, problem, send

OFFICE = "203.0.113.0/24"


def key_of_the_office(server: Server) -> str:
    body = {"name": "office", "scopes": ["intelligence.*"], "allowedIps": [OFFICE]}
    answer = send(server, "POST", "/api/v1/keys", body)
    assert answer.status == 200, answer.body
    return answer.json["secret"]


@pytest.fixture(scope="module")
def behind_a_proxy() -> Iterator[Server]:
    server = new_server(OMNI_SERVER_TRUSTED_PROXIES="127.0.0.1/32,198.51.100.0/24").start()
    yield server
    server.stop()


def test_a_proxy_that_is_trusted_tells_where_a_call_comes_from(behind_a_proxy: Server) -> None:
    key = key_of_the_office(behind_a_proxy)
    problem(send(behind_a_proxy, "POST", FORECAST, GOOD, key), 403, "API_KEY_ADDRESS")
    for forwarded, status in [
        ("203.0.113.7", 200),
        # The nearest address that is no trusted proxy counts; what is left of it anybody may have written.
        ("203.0.113.7, 198.51.100.9", 200),
        ("203.0.113.7, 192.0.2.1", 403),
        ("192.0.2.1, 203.0.113.7", 200),
        ("192.0.2.1", 403),
    ]:
        answer = send(behind_a_proxy, "POST", FORECAST, GOOD, key, x_forwarded_for=forwarded)
        assert answer.status == status, (forwarded, answer.body)


def test_nobody_else_is_believed(server: Server) -> None:
    key = key_of_the_office(server)
    answer = send(server, "POST", FORECAST, GOOD, key, x_forwarded_for="203.0.113.7")
    problem(answer, 403, "API_KEY_ADDRESS")
