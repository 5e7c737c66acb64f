"""What type checkers must accept and infer. Checked by pyright, never run."""

import array
import datetime as dt
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

from typing_extensions import assert_type

from omni_ai import AsyncOmniClient, OmniClient, RawResponse, Stream
from omni_ai.types import (
    ForecastBatchResponse,
    ForecastFailure,
    ForecastModel,
    ForecastRequest,
    ForecastResponse,
    GetErrorResponse,
    GetSummaryResponse,
    PredictionInterval,
    ServiceState,
)

if TYPE_CHECKING:
    from omni_ai.types import ForecastModelName, ForecastRequestDict


def blocking(client: OmniClient, name: "ForecastModelName") -> None:
    with client as same:
        assert_type(same, OmniClient)
    forecast = client.ml.predict_revenue(time_series=[100, 120.5, None], forecast_steps=3, model=name)
    assert_type(forecast, ForecastResponse)
    assert_type(forecast.predictions, list[float])
    assert_type(forecast.intervals, list[PredictionInterval])
    assert_type(forecast.times, list[dt.datetime])
    client.intelligence.forecast(
        time_series=array.array("d", [1, 2]),
        forecast_steps=1,
        model="theta",
        frequency="FREQUENCY_DAILY",
        levels=(80, 95),
        start=dt.datetime.now(dt.timezone.utc),
        timeout=dt.timedelta(seconds=5),
        max_retries=0,
        idempotency_key="k",
        extra_metadata={"a": "b"},
    )
    client.ml.predict_revenue(time_series=[1], forecast_steps=1, model=ForecastModel.THETA, timeout=1.5)
    assert_type(client.get_error("req_1"), GetErrorResponse)
    assert_type(client.get_error(failed_request_id="req_1").request, dict[str, Any] | None)
    assert_type(client.platform.get_summary(), GetSummaryResponse)
    assert_type(client.platform.get_summary().services, dict[str, ServiceState])
    assert_type(client.platform.get_summary().uptime, dt.timedelta | None)
    assert_type(client.with_options(timeout=5).ml.predict_revenue(time_series=[1], forecast_steps=1), ForecastResponse)


def streams(client: OmniClient) -> None:
    one: ForecastRequestDict = {"time_series": [1, 2], "forecast_steps": 1, "model": "ets"}
    stream = client.ml.forecast_batch(requests=[one, ForecastRequest(time_series=[1], forecast_steps=1)])
    assert_type(stream, Stream[ForecastBatchResponse])
    for item in stream:
        assert_type(item, ForecastBatchResponse)
        assert_type(item.result, ForecastResponse | ForecastFailure | None)
        match item:
            case ForecastBatchResponse(forecast=ForecastResponse(predictions=predictions)):
                assert_type(predictions, list[float])
            case _:
                pass
    iterator: Iterator[ForecastBatchResponse] = iter(stream)
    twin: AsyncIterator[ForecastBatchResponse] = stream.__aiter__()
    del iterator, twin


async def asynchronous(client: OmniClient) -> None:
    async with client as twin:
        assert_type(twin, AsyncOmniClient)
        assert_type(await twin.ml.predict_revenue(time_series=[1], forecast_steps=1), ForecastResponse)
        async for item in twin.ml.forecast_batch(requests=[]):
            assert_type(item, ForecastBatchResponse)
        raw = await twin.with_raw_response.get_error("req_1")
        assert_type(raw, RawResponse[GetErrorResponse])
    async with AsyncOmniClient("key") as other:
        assert_type(other, AsyncOmniClient)


def whole_answers(client: OmniClient) -> None:
    raw = client.ml.with_raw_response.predict_revenue(time_series=[1], forecast_steps=1)
    assert_type(raw, RawResponse[ForecastResponse])
    assert_type(raw.parsed, ForecastResponse)
    assert_type(raw.headers, list[tuple[str, str]])
    assert_type(client.with_raw_response.ml.predict_revenue(time_series=[1], forecast_steps=1).request_id, str)


def messages() -> None:
    request = ForecastRequest(time_series=[1, None], forecast_steps=3, model="AUTO")
    assert_type(request.model, ForecastModel)
    assert_type(request.start, dt.datetime | None)
    assert_type(ForecastRequest.from_dict(request.to_dict()), ForecastRequest)
    assert_type(ForecastRequest.from_json(request.to_json()), ForecastRequest)
    assert_type(request.to_bytes(), bytes)


def mocks() -> None:
    client = OmniClient(mock_mode=True)
    client.mock.seed("ml.predict_revenue", ForecastResponse(predictions=[1]))
    client.mock.seed("ml.forecast_batch", [{"index": 1}])
    client.mock.fail("ml.predict_revenue", "UNAVAILABLE", retry_after=1)
    assert_type(client.mock.calls[0].path, str)
