"""The SDK against the real server."""

import asyncio
import contextlib
import datetime as dt
import time
from collections.abc import Iterator

import numpy as np
import pytest

from conftest import Server, running_server
from omni_ai import (
    APIConnectionError,
    AuthenticationError,
    ConfigError,
    InvalidArgumentError,
    NotFoundError,
    OmniClient,
    OmniError,
)
from omni_ai.types import ForecastModel, GetErrorResponse


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


def test_health_and_summary(server: Server) -> None:
    with server.client() as client:
        health = client.platform.get_health()
        assert health.status == "ok"
        assert health.timestamp is not None
        assert abs(health.timestamp - dt.datetime.now(dt.timezone.utc)) < dt.timedelta(hours=1)
        summary = client.platform.get_summary()
        assert "database" in summary.services
        assert summary.version == health.version


def test_a_forecast_goes_on_where_the_series_ends(server: Server) -> None:
    with server.client() as client:
        forecast = client.ml.predict_revenue(time_series=[100, 120, 145, 160], forecast_steps=3)
        assert len(forecast.predictions) == 3
        assert all(100 < value < 400 for value in forecast.predictions)
        assert [interval.level for interval in forecast.intervals] == [80, 95]
        for interval in forecast.intervals:
            assert all(map(float.__le__, interval.lower, interval.upper))
        assert forecast.model_type
        again = client.intelligence.forecast(time_series=np.array([100.0, 120, 145, 160]), forecast_steps=3)
        assert again == forecast


def test_a_forecast_takes_times_names_and_missing_values(server: Server) -> None:
    start = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)
    series: list[float | None] = [10, 12, None, 16, 18, 20, 22, 24, 26, 28, 30, 32]
    with server.client() as client:
        forecast = client.ml.predict_revenue(
            time_series=series, forecast_steps=2, start=start, frequency="daily", model="naive", levels=[50]
        )
    assert forecast.predictions == [32, 32]
    assert forecast.times == [start + dt.timedelta(days=12), start + dt.timedelta(days=13)]
    assert [interval.level for interval in forecast.intervals] == [50]
    assert ForecastModel.NAIVE.name in forecast.model_type.upper()


def test_a_batch_streams_results_and_failures(server: Server) -> None:
    with server.client() as client:
        requests = [{"time_series": [1, 2, 3, 4, 5, 6, 7, 8], "forecast_steps": 1, "model": "naive"}] * 20
        results = list(client.ml.forecast_batch(requests=requests))
        assert sorted(result.index for result in results) == list(range(20))
        assert all(result.forecast is not None and result.forecast.predictions == [8] for result in results)

    async def asynchronous() -> list[int]:
        async with server.client() as client:
            return [item.index async for item in client.ml.forecast_batch(requests=requests)]

    assert sorted(asyncio.run(asynchronous())) == list(range(20))


def test_a_refused_request_names_its_field_and_can_be_looked_up(server: Server) -> None:
    with server.client() as client:
        with pytest.raises(InvalidArgumentError) as caught:
            client.ml.predict_revenue(time_series=[1, 2, 3], forecast_steps=0)
        error = caught.value
        assert [violation.field for violation in error.field_violations] == ["forecast_steps"]
        assert error.request_id.startswith("req_")
        record = look_up(client, error.request_id)
        assert record.request_id == error.request_id
        assert record.code == "INVALID_ARGUMENT"
        assert record.reason == error.reason
        with pytest.raises(NotFoundError):
            client.get_error("req_nobody")


def test_a_path_that_the_server_does_not_know_is_told_to_be_left_out(server: Server) -> None:
    refused = pytest.raises(APIConnectionError, match="knows no path /api/v1; leave it out of the base URL")
    with OmniClient(server.test_key, base_url=f"{server.base_url}/api/v1") as client, refused:
        client.platform.get_health()


def look_up(client: OmniClient, request_id: str) -> GetErrorResponse:
    # The record is written behind the answer.
    for _ in range(300):
        with contextlib.suppress(NotFoundError):
            return client.get_error(request_id)
        time.sleep(0.1)
    return client.get_error(request_id)


def test_keys_decide_who_may_call_and_which_data(server: Server) -> None:
    with pytest.raises(ConfigError, match="sandbox"):
        OmniClient(server.live_key, base_url=server.base_url, environment="sandbox")
    with OmniClient(server.test_key, base_url=server.base_url, environment="sandbox") as client:
        assert client.ml.predict_revenue(time_series=[1, 2, 3, 4], forecast_steps=1).predictions
    from conftest import key

    with OmniClient(key("test"), base_url=server.base_url) as client:
        with pytest.raises(AuthenticationError) as caught:
            client.platform.get_summary()
        assert not caught.value.retryable
        # Anybody may ask for the health.
        assert client.platform.get_health().status == "ok"


def test_the_server_gives_the_request_id_that_the_caller_sent(server: Server) -> None:
    with server.client() as client:
        raw = client.with_raw_response.platform.get_health(extra_metadata={"x-request-id": "req_of_my_own"})
        assert raw.request_id == "req_of_my_own"


def test_many_callers_at_once_are_served(server: Server) -> None:
    async def asynchronous() -> list[int]:
        async with server.client() as client:

            async def one(steps: int) -> int:
                try:
                    answer = await client.ml.predict_revenue(
                        time_series=[1, 2, 3, 4], forecast_steps=steps, model="naive", max_retries=10, timeout=60
                    )
                except OmniError as error:
                    raise AssertionError(str(error)) from error
                return len(answer.predictions)

            return await asyncio.gather(*(one(steps) for steps in range(1, 41)))

    assert asyncio.run(asynchronous()) == list(range(1, 41))
