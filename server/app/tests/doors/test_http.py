"""REST, Connect and what is wrong with a request, over plain HTTP/1.1."""

import base64
import gzip
import http.client
import json
import os
import random
from typing import Any

import pytest
from conftest import Server, wait_until

FORECAST = "/api/v1/ai-intelligence/forecast"
BATCH = "/api/v1/ai-intelligence/forecast-batch"
CONNECT = "/omni.intelligence.v1.IntelligenceService/Forecast"
GOOD = {"timeSeries": [100, 120, 145, 160], "forecastSteps": 3}


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def send(server: Server, verb: str, path: str, body: object = None, key: str | None = "live", **headers: str) -> Answer:
    connection = http.client.HTTPConnection(server.address, timeout=60)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if key:
        sent["x-api-key"] = server.key if key == "live" else key
    if isinstance(body, bytes):
        data = body
    else:
        data = b"" if body is None else json.dumps(body).encode()
        if body is not None:
            sent.setdefault("content-type", "application/json")
    connection.request(verb, path, data, sent)
    answer = Answer(connection.getresponse())
    connection.close()
    assert answer.headers["x-request-id"]
    return answer


def problem(answer: Answer, status: int, reason: str) -> Any:
    assert answer.status == status, answer.body
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["reason"] == reason, answer.json
    assert answer.json["requestId"] == answer.headers["x-request-id"]
    assert answer.json["status"] == status
    return answer.json


def test_both_name_cases_are_taken_and_camel_case_comes_back(server: Server) -> None:
    camel = send(server, "POST", FORECAST, GOOD)
    snake = send(server, "POST", FORECAST, {"time_series": GOOD["timeSeries"], "forecast_steps": 3})
    assert camel.status == snake.status == 200
    assert camel.json == snake.json
    assert len(camel.json["predictions"]) == 3
    assert camel.json["modelType"]
    assert camel.json["warnings"] is not None


def test_null_is_a_gap(server: Server) -> None:
    answer = send(server, "POST", FORECAST, {"timeSeries": [1, None, 3, 4, 5, None, 7, 8], "forecastSteps": 2})
    assert answer.status == 200, answer.body
    assert "GAPS_FILLED" in [warning["code"] for warning in answer.json["warnings"]]


def test_fields_selects_parts_of_the_answer(server: Server) -> None:
    answer = send(server, "POST", f"{FORECAST}?fields=predictions,intervals.level", GOOD)
    assert set(answer.json) == {"predictions", "intervals"}
    assert set(answer.json["intervals"][0]) == {"level"}
    problem(send(server, "POST", f"{FORECAST}?fields=prediction", GOOD), 400, "INVALID_FIELD")


def test_a_stream_is_lines_or_events(server: Server) -> None:
    lines = send(server, "POST", BATCH, {"requests": [GOOD, GOOD]})
    assert lines.headers["content-type"] == "application/x-ndjson"
    assert sorted(json.loads(line)["index"] for line in lines.body.splitlines()) == [0, 1]
    events = send(server, "POST", BATCH, {"requests": [GOOD]}, accept="text/event-stream")
    assert events.headers["content-type"] == "text/event-stream"
    assert b"event: message\nid: 0\ndata: {" in events.body
    assert events.body.endswith(b"event: end\ndata: {}\n\n")


def test_one_bad_series_does_not_spoil_a_batch(server: Server) -> None:
    short = {"timeSeries": [1], "forecastSteps": 1, "model": "FORECAST_MODEL_ARIMA"}
    answer = send(server, "POST", BATCH, {"requests": [short, GOOD]})
    results = {result["index"]: result for result in map(json.loads, answer.body.splitlines())}
    assert results[0]["failure"]["reason"] == "SERIES_TOO_SHORT"
    assert len(results[1]["forecast"]["predictions"]) == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"forecastSteps": 0}, "forecast_steps"),
        ({"forecastSteps": "many"}, "forecast_steps"),
        ({"timeSeries": [1, "x", 3]}, "time_series[1]"),
        ({"timeSeries": [1, "Infinity", 3]}, "time_series[1]"),
        ({"timeSeries": "1,2"}, "time_series"),
        ({"timeSeries": []}, "time_series"),
        ({"model": "FORECAST_MODEL_MAGIC"}, "model"),
        ({"levels": [80, 100]}, "levels[1]"),
        ({"seasonLengths": [12, 1]}, "season_lengths[1]"),
        ({"missing": [9]}, "missing[0]"),
        ({"start": "yesterday"}, "start"),
        ({"time_seres": [1]}, "time_seres"),
    ],
)
def test_a_wrong_field_is_named(server: Server, change: dict[str, Any], field: str) -> None:
    found = problem(send(server, "POST", FORECAST, GOOD | change), 400, "INVALID_FIELD")
    assert found["errors"][0]["field"] == field
    assert found["detail"].startswith(field)


def test_an_unknown_field_gets_the_nearest_name(server: Server) -> None:
    found = problem(send(server, "POST", FORECAST, {"timeseries": [1], "forecastSteps": 1}), 400, "INVALID_FIELD")
    assert "did you mean time_series?" in found["detail"]


def test_no_key_a_wrong_key_and_a_key_in_the_query(server: Server) -> None:
    problem(send(server, "POST", FORECAST, GOOD, key=None), 401, "CREDENTIAL_MISSING")
    problem(send(server, "POST", FORECAST, GOOD, key="omni_live_short"), 401, "API_KEY_MALFORMED")
    problem(send(server, "GET", f"/api/v1/omni/summary?api_key={server.key}", key=None), 401, "CREDENTIAL_MISSING")


def test_garbage_through_every_door_is_refused_politely(server: Server) -> None:
    garbage = os.urandom(10 * 1024 * 1024)
    problem(send(server, "POST", FORECAST, garbage, content_type="application/json"), 413, "MESSAGE_TOO_LARGE")
    problem(send(server, "POST", FORECAST, garbage[:1000], content_type="application/json"), 400, "MALFORMED_REQUEST")
    problem(
        send(server, "POST", FORECAST, b"a=b", content_type="application/x-www-form-urlencoded"),
        415,
        "CONTENT_TYPE_UNSUPPORTED",
    )
    problem(send(server, "POST", CONNECT, b"{}", content_type="text/plain"), 415, "CONTENT_TYPE_UNSUPPORTED")
    problem(send(server, "GET", FORECAST), 405, "VERB_NOT_ALLOWED")
    problem(send(server, "GET", "/api/v1/nothing"), 404, "PATH_UNKNOWN")
    for body in (garbage, garbage[:1000]):
        answer = send(server, "POST", CONNECT, body, content_type="application/proto")
        assert answer.status in (400, 413)
        assert answer.json["code"] in ("invalid_argument", "resource_exhausted")


def test_grpc_web_garbage_and_a_truncated_frame(server: Server) -> None:
    for body in (b"", b"\x00\x00", b"\x00\x00\x00\x00\x09abc", b"\x07\x00\x00\x00\x00", os.urandom(10 * 1024 * 1024)):
        answer = send(server, "POST", CONNECT, body, content_type="application/grpc-web+proto")
        assert answer.status == 200
        assert answer.body[0] == 0x80
        assert b"grpc-status: 3" in answer.body or b"grpc-status: 8" in answer.body
    text = send(server, "POST", CONNECT, b"!!!", content_type="application/grpc-web-text")
    assert b"grpc-status: 3" in base64.b64decode(text.body)


def test_connect_by_get_and_compressed(server: Server) -> None:
    health = send(
        server, "GET", "/omni.platform.v1.PlatformService/GetHealth?connect=v1&encoding=json&message=%7B%7D", key=None
    )
    assert health.json["status"] == "ok"
    packed = gzip.compress(json.dumps(GOOD).encode())
    answer = send(server, "POST", CONNECT, packed, content_type="application/json", content_encoding="gzip")
    assert len(answer.json["predictions"]) == 3
    bomb = gzip.compress(b" " * 50_000_000)
    assert send(server, "POST", CONNECT, bomb, content_type="application/json", content_encoding="gzip").status == 413
    long = {"timeSeries": [float(value % 7) for value in range(500)], "forecastSteps": 300}
    zipped = send(server, "POST", FORECAST, long, accept_encoding="gzip")
    assert zipped.headers["content-encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(zipped.body))["predictions"]) == 300


def test_pages_and_metrics_are_compressed_for_who_takes_it(server: Server) -> None:
    for path in ("/openapi.json", "/llms.txt", "/api/docs/errors", "/metrics"):
        zipped = send(server, "GET", path, key=None, accept_encoding="gzip")
        assert zipped.headers["content-encoding"] == "gzip", path
        assert len(gzip.decompress(zipped.body)) > len(zipped.body)
        packed = send(server, "GET", path, key=None, accept_encoding="zstd")
        assert packed.headers["content-encoding"] == "zstd", path
        assert packed.body.startswith(b"\x28\xb5\x2f\xfd")
        assert "content-encoding" not in send(server, "GET", path, key=None).headers


def test_a_deadline_is_honoured_and_a_wrong_one_refused(server: Server) -> None:
    noise = random.Random(1)
    long = {"timeSeries": [value % 168 + noise.gauss(0, 20) for value in range(20_000)], "forecastSteps": 10}
    late = send(server, "POST", FORECAST, long, x_timeout_ms="150")
    problem(late, 504, "DEADLINE_EXCEEDED")
    problem(send(server, "POST", FORECAST, GOOD, x_timeout_ms="soon"), 400, "DEADLINE_INVALID")


def test_a_failed_request_can_be_looked_up_by_its_tenant_and_environment_only(server: Server) -> None:
    failed = send(server, "POST", FORECAST, GOOD | {"forecastSteps": 0})
    path = f"/api/v1/errors/{failed.headers['x-request-id']}"
    wait_until(lambda: send(server, "GET", path).status == 200)
    record = send(server, "GET", path).json
    assert record["code"] == "INVALID_ARGUMENT"
    assert record["reason"] == "INVALID_FIELD"
    assert record["request"]["timeSeries"] == GOOD["timeSeries"]
    assert server.key not in json.dumps(record)
    problem(send(server, "GET", path, key=server.bootstrap["test_key"]), 404, "NOT_FOUND")
    problem(send(server, "GET", "/api/v1/errors/req_absent"), 404, "NOT_FOUND")


def test_pages_and_their_headers(server: Server) -> None:
    for path in ("/", "/api/docs", "/openapi.json", "/healthz", "/readyz", "/metrics", "/api/health"):
        answer = send(server, "GET", path, key=None)
        assert answer.status == 200, path
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"]
    summary = send(server, "GET", "/api/v1/omni/summary").json
    assert summary["services"]["database"]["status"] == "ok"
    assert summary["services"]["redis"]["status"] == "not_configured"
    metrics = send(server, "GET", "/metrics", key=None).body.decode()
    assert 'method="omni.intelligence.v1.IntelligenceService/Forecast"' in metrics


def test_the_request_id_and_the_trace_of_the_caller_are_kept(server: Server) -> None:
    assert send(server, "GET", "/api/health", x_request_id="order-17").headers["x-request-id"] == "order-17"
    assert send(server, "GET", "/api/health", x_request_id="no spaces").headers["x-request-id"].startswith("req_")


def test_an_unchanged_answer_is_not_sent_again(server: Server) -> None:
    failed = send(server, "POST", FORECAST, GOOD | {"forecastSteps": -1}).headers["x-request-id"]
    path = f"/api/v1/errors/{failed}"
    wait_until(lambda: send(server, "GET", path).status == 200)
    tag = send(server, "GET", path).headers["etag"]
    again = send(server, "GET", path, if_none_match=tag)
    assert (again.status, again.body) == (304, b"")


def test_cross_origin_calls_follow_the_configuration(server: Server) -> None:
    allowed = {"origin": "https://app.example.com"}
    answer = send(server, "GET", "/api/health", **allowed)
    assert answer.headers["access-control-allow-origin"] == "https://app.example.com"
    assert "grpc-status" in answer.headers["access-control-expose-headers"]
    refused = send(server, "GET", "/api/health", origin="https://evil.example.com")
    assert refused.headers["access-control-allow-origin"] is None


def test_work_stops_when_the_caller_leaves(server: Server) -> None:
    def cancelled() -> float:
        metrics = send(server, "GET", "/metrics", key=None).body.decode()
        counted = [line for line in metrics.splitlines() if "ForecastBatch" in line and 'code="CANCELLED"' in line]
        return sum(float(line.rsplit(" ", 1)[1]) for line in counted if line.startswith("omni_requests_total"))

    before = cancelled()
    connection = http.client.HTTPConnection(server.address, timeout=60)
    long = {"requests": [{"timeSeries": [float(value % 168) for value in range(3_000)], "forecastSteps": 10}] * 50}
    headers = {"x-api-key": server.key, "content-type": "application/json"}
    connection.request("POST", BATCH, json.dumps(long), headers)
    connection.close()
    wait_until(lambda: cancelled() == before + 1)
