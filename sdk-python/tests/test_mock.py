"""Mock mode: every method of the API, seeds, failures, delays and recorded calls."""

import asyncio
import importlib
import inspect
import itertools
import json
import threading
from typing import Any

import pytest

import oracle
from conftest import Peer
from omni_ai import APITimeoutError, ConfigError, OmniClient, RateLimitError, UnavailableError, types
from omni_ai._caller import Pager, Stream
from omni_ai._generated.methods import METHODS, NAMES


def method(client: Any, name: str) -> Any:
    for part in name.split("."):
        client = getattr(client, part)
    return client


def example(path: str) -> dict[str, Any]:
    """The fields of the request that the contract shows for a method."""
    request, _ = oracle.examples(path)
    module, _, name = METHODS[path][0].partition(":")
    fields = getattr(importlib.import_module(module), name).from_json(json.dumps(request))
    return {field: getattr(fields, field) for field in type(fields).__slots__}


def required(call: Any, path: str) -> dict[str, Any]:
    """Of the example, what a call cannot do without."""
    given = example(path)
    parameters = inspect.signature(call).parameters.items()
    return {name: given[name] for name, parameter in parameters if parameter.default is inspect.Parameter.empty}


def one(answer: Any) -> Any:
    """The answer of a call that is no stream; of a list its first page, which is the only one in mock mode."""
    if isinstance(answer, Pager):
        (page,) = itertools.islice(answer.pages(), 2)
        return page
    return answer


def response_class(path: str) -> type:
    module, _, name = METHODS[path][1].partition(":")
    return getattr(importlib.import_module(module), name)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_method_answers_in_mock_mode(mocked: OmniClient, name: str) -> None:
    path = NAMES[name]
    call = method(mocked, name)
    fields = required(call, path)
    answer = call(**fields)
    answers = list(answer) if isinstance(answer, Stream) else [one(answer)]
    assert answers
    assert all(type(answer) is response_class(path) for answer in answers)
    (recorded,) = mocked.mock.calls
    assert recorded.path == path

    async def asynchronous() -> list[Any]:
        async with mocked as client:
            answer = method(client, name)(**fields)
            return [item async for item in answer] if isinstance(answer, Stream) else [await answer]

    assert asyncio.run(asynchronous()) == answers


@pytest.mark.parametrize("path", sorted(METHODS))
def test_the_example_of_every_method_has_the_answer_of_the_contract(mocked: OmniClient, path: str) -> None:
    name = next(name for name, known in NAMES.items() if known == path)
    _, shown = oracle.examples(path)
    call = method(mocked, name)
    parameters = inspect.signature(call).parameters
    answer = call(**{name: value for name, value in example(path).items() if name in parameters})
    first = next(answer) if isinstance(answer, Stream) else one(answer)
    assert first == response_class(path).from_json(json.dumps(shown))


@pytest.mark.parametrize("steps", [1, 2, 7])
def test_an_answer_has_as_many_values_as_the_request_asks_for(mocked: OmniClient, steps: int) -> None:
    forecast = mocked.ml.predict_revenue(time_series=[1, 2, 9], forecast_steps=steps)
    (interval,) = forecast.intervals
    assert (interval.level, len(interval.lower), len(interval.upper)) == (80, steps, steps)
    assert len(forecast.predictions) == steps
    triples = zip(interval.lower, forecast.predictions, interval.upper, strict=True)
    assert all(low < value < high for low, value, high in triples)
    assert forecast == mocked.ml.predict_revenue(time_series=[1, 2, 9], forecast_steps=steps)
    assert mocked.get_error("req_mine").request_id == "req_mine"


def test_the_example_has_the_answer_of_the_docs(mocked: OmniClient) -> None:
    given = example("/omni.intelligence.v1.IntelligenceService/Forecast")
    asked = {name: given[name] for name in ("time_series", "forecast_steps", "levels")}
    forecast = mocked.ml.predict_revenue(**asked)
    assert forecast.predictions == [165.29, 171.88, 189.79]
    model = "AUTO(MSTL_LOG 0.32 + ETS 0.24 + ARIMA 0.23 + THETA 0.22)"
    assert (forecast.confidence, forecast.model_type) == (0.61, model)


def test_answers_can_be_seeded(mocked: OmniClient) -> None:
    mocked.mock.seed("ml.predict_revenue", types.ForecastResponse(predictions=[1.0]))
    assert mocked.intelligence.forecast(time_series=[1], forecast_steps=1).predictions == [1.0]
    mocked.mock.seed("platform.get_error", {"request_id": "req_x", "request": {"a": [1]}})
    assert mocked.get_error("req_x").request == {"a": [1]}
    mocked.mock.seed("ml.forecast_batch", [{"index": 1}, types.ForecastBatchResponse(index=2)])
    requests = [{"time_series": [1], "forecast_steps": 1}]
    assert [item.index for item in mocked.ml.forecast_batch(requests=requests)] == [1, 2]
    mocked.mock.reset()
    assert mocked.intelligence.forecast(time_series=[1], forecast_steps=1).predictions != [1.0]


def test_wrong_seeds_are_refused(mocked: OmniClient) -> None:
    with pytest.raises(ValueError, match=r'ForecastResponse has no field "prediction"; did you mean predictions'):
        mocked.mock.seed("ml.predict_revenue", {"prediction": []})
    with pytest.raises(ValueError, match="method: expected a name such as"):
        mocked.mock.seed("ml.predict", {})
    with pytest.raises(ConfigError, match="gives one answer, not 2"):
        mocked.mock.seed("ml.predict_revenue", [{}, {}])


def test_failures_are_retried_and_recorded(mocked: OmniClient) -> None:
    mocked.mock.fail("platform.get_health", "UNAVAILABLE", "starting", times=2)
    assert mocked.platform.get_health().status == "ok"
    assert [call.attempt for call in mocked.mock.calls] == [1, 2, 3]
    mocked.mock.fail("platform.get_health", "UNAVAILABLE", times=3)
    with pytest.raises(UnavailableError):
        mocked.with_options(max_retries=1).platform.get_health()


def test_failures_carry_what_is_given(mocked: OmniClient) -> None:
    mocked.mock.fail(
        "ml.predict_revenue",
        "RESOURCE_EXHAUSTED",
        "slow down",
        reason="RATE_LIMIT_EXCEEDED",
        retry_after=1.5,
        help_url="https://example.com/help",
        field_violations={"time_series": "shorter"},
    )
    with pytest.raises(RateLimitError) as caught:
        mocked.ml.predict_revenue(time_series=[1], forecast_steps=1, max_retries=0)
    error = caught.value
    assert (error.message, error.reason, error.domain, error.retry_after) == (
        "slow down",
        "RATE_LIMIT_EXCEEDED",
        "omni",
        1.5,
    )
    assert error.field_violations == [("time_series", "shorter", "")]
    with pytest.raises(ValueError, match=r"code: expected a google\.rpc\.Code"):
        mocked.mock.fail("ml.predict_revenue", "OOPS")  # type: ignore[arg-type]


def test_delays_meet_deadlines(mocked: OmniClient) -> None:
    mocked.mock.delay("platform.get_health", 60)
    with pytest.raises(APITimeoutError):
        mocked.platform.get_health(timeout=0.05)


def test_calls_show_request_and_metadata(mocked: OmniClient) -> None:
    mocked.intelligence.forecast(
        time_series=[1.0, None], forecast_steps=2, model="theta", extra_metadata={"x-own": "a"}, idempotency_key="k"
    )
    (call,) = mocked.mock.calls
    assert call.request == types.ForecastRequest(time_series=[1.0, None], forecast_steps=2, model="THETA")
    assert call.metadata["x-own"] == "a"
    assert call.metadata["idempotency-key"] == "k"
    assert "x-api-key" not in call.metadata


def test_there_is_no_mock_outside_mock_mode(peer: Peer) -> None:
    with peer.client() as client, pytest.raises(AttributeError, match="not in mock mode"):
        _ = client.mock
    assert not hasattr(client, "mock")


def test_mock_mode_works_in_many_threads_at_once(mocked: OmniClient) -> None:
    answers: list[list[float]] = []

    def work() -> None:
        answers.extend(
            mocked.ml.predict_revenue(time_series=[1, 2, 3], forecast_steps=2).predictions for _ in range(50)
        )

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 400
    assert all(answer == answers[0] for answer in answers)
