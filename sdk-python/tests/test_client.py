"""Settings, options of calls, whole answers, the debug log."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conftest import Peer, key, orders
from omni_ai import AsyncOmniClient, ConfigError, ConfigTypeError, OmniClient, OmniError
from omni_ai._caller import RawResponse


def test_a_missing_key_says_what_to_set() -> None:
    # Methods that anybody may call need none, so it is told by the first call that does.
    client = OmniClient()
    with pytest.raises(ConfigError, match="OMNI_API_KEY") as caught:
        client.platform.get_summary()
    assert caught.value.setting == "api_key"


def test_a_live_key_is_refused_in_the_sandbox_without_showing_it() -> None:
    live = key("live")
    with pytest.raises(ConfigError, match=r"sandbox.*live") as caught:
        OmniClient(live, environment="sandbox")
    assert live not in str(caught.value)
    assert repr(OmniClient(key("test"), environment="sandbox")).endswith("environment='sandbox')")


def test_settings_come_from_environment_and_profile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'[profiles.other]\napi_key = "{key("test")}"\nbase_url = "http://127.0.0.1:7"\n')
    monkeypatch.setenv("OMNI_CONFIG_FILE", str(file))
    assert "127.0.0.1:7" in repr(OmniClient(profile="other"))
    monkeypatch.setenv("OMNI_BASE_URL", "http://127.0.0.1:8")
    assert "127.0.0.1:8" in repr(AsyncOmniClient(profile="other"))
    assert "127.0.0.1:9" in repr(OmniClient(profile="other", base_url="http://127.0.0.1:9"))


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"timeout": 0}, "timeout: expected seconds above 0, got 0"),
        ({"timeout": timedelta(seconds=-1)}, "timeout: expected seconds above 0, got -1"),
        ({"timeout": float("nan")}, "timeout: expected seconds above 0"),
        ({"timeout": 1e300}, "timeout: expected seconds from 1e-9 to 1e\\+09, got 1e\\+300"),
        ({"timeout": 10**400}, "timeout: expected seconds from 1e-9 to 1e\\+09, got inf"),
        ({"timeout": "x"}, "timeout: expected seconds as a number or a timedelta, got str"),
        ({"timeout": True}, "timeout: expected seconds as a number or a timedelta, got bool"),
        ({"timeout": [1]}, "timeout: expected seconds as a number or a timedelta, got list"),
        ({"max_retries": -1}, "max_retries: expected a whole number from 0 to 10, got -1"),
        ({"max_retries": 11}, "max_retries: expected a whole number from 0 to 10, got 11"),
        ({"max_retries": 2**70}, "max_retries: expected a whole number from 0 to 10, got a number of many digits"),
        ({"max_retries": 1.5}, "max_retries: expected a whole number from 0 to 10, got float"),
        ({"max_retries": "2"}, "max_retries: expected a whole number from 0 to 10, got str"),
        ({"extra_metadata": ["x-a"]}, "extra_metadata: expected a mapping of str to str, got list"),
        ({"extra_metadata": {"x-a": 1}}, r"extra_metadata\['x-a'\]: expected a str, got int"),
        ({"extra_metadata": {1: "a"}}, "extra_metadata: expected names that are str, got int"),
        ({"idempotency_key": 5}, "idempotency_key: expected a str, got int"),
        ({"api_key": 5}, "api_key: expected a str, got int"),
        ({"api_key": b"omni_test_secret"}, "api_key: expected a str, got bytes"),
        ({"base_url": 5}, "base_url: expected a str, got int"),
        ({"environment": 1}, "environment: expected a str, got int"),
        ({"environment": "staging"}, "environment: .*staging.*expected production or sandbox"),
        ({"mock_mode": "yes"}, "mock_mode: expected True or False, got str"),
        ({"access_token": 1}, "access_token: expected a str, got int"),
        ({"refresh_token": b"omni_refresh_secret"}, "refresh_token: expected a str, got bytes"),
        ({"on_tokens": 1}, "on_tokens: expected a function of one argument, got int"),
        ({"profile": 1}, "profile: expected a str, got int"),
        ({"tenant": 1}, "tenant: expected a str, got int"),
    ],
)
def test_wrong_options_are_refused_by_name(mocked: OmniClient, options: dict[str, Any], text: str) -> None:
    (name,) = options
    of_clients = {"api_key", "base_url", "environment", "mock_mode", "timeout", "max_retries", "profile", "tenant"}
    of_clients |= {"access_token", "refresh_token", "on_tokens"}
    of_calls = {"timeout", "max_retries", "extra_metadata", "idempotency_key"}
    refusals: list[Callable[[], object]] = []
    if name in of_clients:
        refusals += [lambda: OmniClient(**{"mock_mode": True} | options)]
        refusals += [lambda: AsyncOmniClient(**{"mock_mode": True} | options)]
    if name in of_calls:
        refusals += [lambda: mocked.platform.get_health(**options)]
        refusals += [lambda: mocked.ml.forecast_batch(requests=[], **options)]
    if name in of_calls - {"idempotency_key"}:
        refusals += [lambda: mocked.with_options(**options)]
    assert refusals
    for refusal in refusals:
        with pytest.raises(ConfigError, match=text) as caught:
            refusal()
        assert caught.value.setting.partition("[")[0] == name
        is_type = text.rsplit("got ", 1)[-1] in {"str", "bytes", "bool", "int", "float", "list"}
        assert isinstance(caught.value, ConfigTypeError if is_type else ConfigError)
        assert isinstance(caught.value, TypeError) == is_type
        assert "secret" not in str(caught.value)
    assert mocked.mock.calls == []


def test_numbers_of_other_libraries_are_taken(mocked: OmniClient) -> None:
    mocked.platform.get_health(timeout=np.float32(1.5), max_retries=np.int64(1))
    mocked.platform.get_health(timeout=Decimal("1.5"))  # type: ignore[arg-type]
    assert all(int(call.metadata["grpc-timeout"].removesuffix("u")) <= 1_500_000 for call in mocked.mock.calls)


def test_a_wrong_base_url_names_the_setting() -> None:
    with pytest.raises(ConfigError) as caught:
        OmniClient(key("test"), base_url="ftp://example.com")
    assert caught.value.setting == "base_url"


def test_options_are_defaults_for_calls(mocked: OmniClient) -> None:
    client = mocked.with_options(timeout=5, extra_metadata={"x-a": "1"}).with_options(extra_metadata={"x-b": "2"})
    client.platform.get_health(extra_metadata={"x-b": "3"})
    metadata = mocked.mock.calls[0].metadata
    assert (metadata["x-a"], metadata["x-b"]) == ("1", "3")
    assert int(metadata["grpc-timeout"].removesuffix("u")) <= 5_000_000
    mocked.platform.get_health(timeout=timedelta(milliseconds=1500))
    assert int(mocked.mock.calls[1].metadata["grpc-timeout"].removesuffix("u")) <= 1_500_000


def test_whole_answers_carry_request_id_headers_and_latency(peer: Peer) -> None:
    with peer.client() as client:
        raw = client.ml.with_raw_response.predict_revenue(time_series=[1], forecast_steps=1, extra_metadata=orders())
        assert isinstance(raw, RawResponse)
        assert raw.parsed.model_type == "peer"
        assert raw.request_id.startswith("req_")
        assert ("x-peer-header", "yes") in raw.headers
        assert raw.latency_ms > 0
        assert raw.attempts == 1
        assert client.with_raw_response.ml.predict_revenue(time_series=[1], forecast_steps=1).parsed == raw.parsed
        assert client.with_raw_response.get_error("req_x").attempts == 1
        assert client.ml.predict_revenue(time_series=[1], forecast_steps=1) == raw.parsed

    async def asynchronous() -> None:
        async with peer.asynchronous() as client:
            raw = await client.ml.with_raw_response.predict_revenue(time_series=[1], forecast_steps=1)
            assert raw.parsed.model_type == "peer"
            again = await client.with_raw_response.get_error("req_x")
            assert again.request_id.startswith("req_")

    asyncio.run(asynchronous())


def test_a_closed_client_refuses_calls(peer: Peer) -> None:
    with peer.client() as client:
        client.platform.get_health()
    with pytest.raises(OmniError, match="closed"):
        client.platform.get_health()


def test_arguments_are_checked_before_anything_is_sent(mocked: OmniClient) -> None:
    with pytest.raises(TypeError, match=r"time_series\[1\]: expected a float, got str"):
        mocked.ml.predict_revenue(time_series=[1, "2"], forecast_steps=1)  # type: ignore[list-item]
    with pytest.raises(ValueError, match="model: expected one of UNSPECIFIED, AUTO"):
        mocked.ml.predict_revenue(time_series=[1], forecast_steps=1, model="lstm")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="forecast_steps"):
        mocked.ml.predict_revenue(time_series=[1])  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"requests\[0\]\.forecast_steps: expected an int, got float"):
        list(mocked.ml.forecast_batch(requests=[{"time_series": [1], "forecast_steps": 1.5}]))  # type: ignore[typeddict-item]
    assert mocked.mock.calls == []


def test_the_debug_log_has_a_line_per_attempt_without_the_key(peer: Peer, caplog: pytest.LogCaptureFixture) -> None:
    secret = key("test")
    with caplog.at_level(logging.DEBUG, "omni_ai"), peer.client() as client:
        client.platform.get_health()
        assert caplog.records == []
        client.enable_debug()
        client.platform.get_health()
        list(client.ml.forecast_batch(requests=[]))

        async def asynchronous() -> None:
            async with client as twin:
                await twin.platform.get_health()

        asyncio.run(asynchronous())
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 3
    assert "omni.platform.v1.PlatformService/GetHealth OK" in lines[0]
    assert "attempt=1" in lines[0]
    assert secret not in "".join(lines)


def test_a_line_of_the_debug_log_is_shown_once(peer: Peer) -> None:
    script = """
import logging, sys
import omni_ai
client = omni_ai.OmniClient(api_key=sys.argv[1], base_url=sys.argv[2])
client.enable_debug()
client.platform.get_health()
logging.basicConfig(level=logging.DEBUG)
client.platform.get_health()
"""
    done = subprocess.run(
        [sys.executable, "-c", script, key("test"), peer.base_url],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    lines = [line for line in done.stderr.splitlines() if "GetHealth OK" in line]
    assert len(lines) == 2
    assert lines[1].startswith("DEBUG:omni_ai:")


def test_lines_come_while_an_asynchronous_call_still_runs(mocked: OmniClient, caplog: pytest.LogCaptureFixture) -> None:
    mocked.mock.fail("platform.get_health", "UNAVAILABLE", retry_after=60)
    mocked.enable_debug()

    async def asynchronous() -> None:
        async with mocked as client:
            call = asyncio.ensure_future(client.platform.get_health(timeout=120))
            while not caplog.records:
                await asyncio.sleep(0.01)
            assert not call.done()
            call.cancel()

    with caplog.at_level(logging.DEBUG, "omni_ai"):
        asyncio.run(asynchronous())
    assert "UNAVAILABLE" in caplog.records[0].getMessage()


def test_omni_log_turns_the_debug_log_on(
    monkeypatch: pytest.MonkeyPatch, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OMNI_LOG", "debug")
    with caplog.at_level(logging.DEBUG, "omni_ai"), peer.client() as client:
        client.platform.get_health()
    assert len(caplog.records) == 1
