"""What the record of a failed request says of a request that could not be read."""

from typing import Any

import pytest
from conftest import Server, wait_until
from test_http import BATCH, CONNECT, FORECAST, GOOD, send


def kept(server: Server, failed: Any) -> Any:
    path = f"/api/v1/errors/{failed.headers['x-request-id']}"
    wait_until(lambda: send(server, "GET", path).status == 200)
    return send(server, "GET", path).json


@pytest.mark.parametrize("path", [FORECAST, CONNECT])
def test_of_a_request_with_a_typo_what_is_known_is_kept(server: Server, path: str) -> None:
    series = {"timeSeries": [1.5, 2], "forecast_steps": 3, "model": {"secret": "hunter2"}}
    found = kept(server, send(server, "POST", path, series | {"forecastStep": "hunter2"}))
    assert found["reason"] == "INVALID_FIELD"
    assert found["request"] == series | {"model": "***", "forecastStep": "***"}
    wrong_type = kept(server, send(server, "POST", path, {"timeSeries": ["ten"], "forecastSteps": 3}))
    assert wrong_type["request"] == {"timeSeries": ["ten"], "forecastSteps": 3}


def test_of_an_item_with_a_typo_what_is_known_is_kept(server: Server) -> None:
    batch = {"requests": [{"timeSeries": [1], "forecastStps": 3}]}
    found = kept(server, send(server, "POST", BATCH, batch))
    assert found["request"] == {"requests": [{"timeSeries": [1], "forecastStps": "***"}]}


@pytest.mark.parametrize("path", [FORECAST, CONNECT])
def test_of_a_request_that_cannot_be_read_nothing_is_kept(server: Server, path: str) -> None:
    for text in (b'{"timeSeries": [1, 2', b"[1, 2]", b"\xff"):
        failed = send(server, "POST", path, text, content_type="application/json")
        assert failed.status == 400
        assert kept(server, failed).get("request") is None, text
    late = send(server, "POST", path, GOOD, x_timeout_ms="0")
    refused = kept(server, late)
    assert refused["reason"] == "DEADLINE_INVALID"
    assert refused.get("request") is None
