"""buf curl: gRPC, gRPC-web and Connect by a client we did not write."""

import base64
import json
import subprocess

import pytest
from conftest import ROOT, Server

METHOD = "omni.intelligence.v1.IntelligenceService"


def buf_curl(
    server: Server, protocol: str, method: str, request: object, *flags: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            "bash",
            str(ROOT / "scripts/buf.sh"),
            "curl",
            "--schema",
            str(ROOT),
            "--protocol",
            protocol,
            *(["--http2-prior-knowledge"] if protocol == "grpc" else []),
            *flags,
            "--data",
            json.dumps(request),
            f"{server.base_url}/{METHOD}/{method}",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
    )


@pytest.mark.parametrize("protocol", ["grpc", "grpcweb", "connect"])
def test_unary_and_stream(server: Server, protocol: str) -> None:
    series = {"timeSeries": [100, 120, 145, 160], "forecastSteps": 3}
    header = ["--header", f"x-api-key: {server.key}"]
    unary = buf_curl(server, protocol, "Forecast", series, *header)
    assert unary.returncode == 0, unary.stderr
    assert len(json.loads(unary.stdout)["predictions"]) == 3
    stream = buf_curl(server, protocol, "ForecastBatch", {"requests": [series, series]}, *header)
    assert stream.returncode == 0, stream.stderr
    assert stream.stdout.count('"forecast"') == 2


@pytest.mark.parametrize("protocol", ["grpc", "grpcweb", "connect"])
def test_failures_carry_typed_details(server: Server, protocol: str) -> None:
    for method, request, field in [
        ("Forecast", {"timeSeries": [1], "forecastSteps": -1}, b"forecast_steps"),
        ("ForecastBatch", {"requests": []}, b"requests"),
    ]:
        done = buf_curl(server, protocol, method, request, "--header", f"x-api-key: {server.key}")
        assert done.returncode != 0
        failure = json.loads(done.stderr)
        assert failure["code"] == "invalid_argument"
        details = {detail["type"]: base64.b64decode(detail["value"] + "==") for detail in failure["details"]}
        assert field in details["google.rpc.BadRequest"]
        assert b"req_" in details["google.rpc.RequestInfo"]
