"""grpcurl, as an engineer at a shell uses it."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, Server

GRPCURL = Path(os.environ.get("OMNI_GRPCURL") or ROOT / ".tools/go/bin/grpcurl")
FORECAST = "omni.intelligence.v1.IntelligenceService/Forecast"


def grpcurl(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(GRPCURL), "-plaintext", *arguments], capture_output=True, text=True, timeout=60)


def test_reflection_lists_every_service(server: Server) -> None:
    listed = grpcurl(server, server.address, "list").stdout.split()
    assert {
        "omni.intelligence.v1.IntelligenceService",
        "omni.platform.v1.PlatformService",
        "grpc.health.v1.Health",
    } <= set(listed)
    described = grpcurl(server, server.address, "describe", "omni.intelligence.v1.ForecastRequest").stdout
    assert "repeated double time_series = 1" in described


def test_a_forecast_by_reflection(server: Server) -> None:
    request = {"time_series": [100, 120, 145, 160], "forecast_steps": 3}
    done = grpcurl(server, "-H", f"x-api-key: {server.key}", "-d", json.dumps(request), server.address, FORECAST)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["predictions"]) == 3


def test_a_batch_streams_its_results(server: Server) -> None:
    series = {"time_series": [1, 2, 3, 4], "forecast_steps": 1}
    done = grpcurl(
        server,
        "-H",
        f"authorization: Bearer {server.key}",
        "-d",
        json.dumps({"requests": [series] * 5}),
        server.address,
        "omni.intelligence.v1.IntelligenceService/ForecastBatch",
    )
    assert done.returncode == 0, done.stderr
    results = [json.loads(text) for text in done.stdout.replace("}\n{", "}\n\x00{").split("\x00")]
    assert sorted(result.get("index", 0) for result in results) == [0, 1, 2, 3, 4]


def test_health_is_open_to_all(server: Server) -> None:
    done = grpcurl(server, server.address, "grpc.health.v1.Health/Check")
    assert json.loads(done.stdout) == {"status": "SERVING"}


@pytest.mark.parametrize(
    ("key", "request_json", "code", "reason"),
    [
        (None, {"time_series": [1], "forecast_steps": 1}, "Unauthenticated", "CREDENTIAL_MISSING"),
        ("nonsense", {"time_series": [1], "forecast_steps": 1}, "Unauthenticated", "API_KEY_MALFORMED"),
        ("live", {"time_series": [1], "forecast_steps": 0}, "InvalidArgument", "INVALID_FIELD"),
        ("live", {"time_series": [1, "NaN"], "forecast_steps": 1}, "InvalidArgument", "INVALID_FIELD"),
        (
            "live",
            {"time_series": [1], "forecast_steps": 1, "model": "FORECAST_MODEL_ARIMA"},
            "InvalidArgument",
            "SERIES_TOO_SHORT",
        ),
    ],
)
def test_failures_say_why(server: Server, key: str | None, request_json: object, code: str, reason: str) -> None:
    header = {"live": server.key}.get(key or "", key)
    headers = ["-H", f"x-api-key: {header}"] if header else []
    done = grpcurl(server, *headers, "-d", json.dumps(request_json), server.address, FORECAST)
    assert done.returncode != 0
    assert f"Code: {code}" in done.stderr
    assert reason in done.stderr
    assert "req_" in done.stderr
