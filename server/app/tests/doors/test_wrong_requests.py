"""What is wrong with a request, through every door: refused with a reason, never a fault of ours."""

import base64
import contextlib
import http.client
import json
import os
import random
import re
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import grpc
import pytest
from conftest import Server, wait_until
from test_http import BATCH, CONNECT, FORECAST, GOOD, problem, send

SERVICE = "/omni.intelligence.v1.IntelligenceService"
RAW = [
    "invalid type",
    "invalid value",
    "integral",
    "literal",
    "trailing",
    "EOF",
    "out of range",
    "wire type",
    "Protobuf",
]


def framed(message: bytes) -> bytes:
    return b"\x00" + struct.pack(">I", len(message)) + message


def native(server: Server, path: str, message: bytes, *metadata: tuple[str, str]) -> grpc.StatusCode:
    """A gRPC call with these bytes as its message; the code, once its text was searched for texts of libraries."""
    with grpc.insecure_channel(server.address) as channel:
        call = channel.unary_stream(path)(message, metadata=[("x-api-key", server.key), *metadata], timeout=30)
        with contextlib.suppress(grpc.RpcError):
            for _ in call:
                if path.endswith("/Watch"):
                    call.cancel()
        assert not any(raw in (call.details() or "") for raw in RAW), call.details()
        return call.code()


FAULTS = {grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN, grpc.StatusCode.DATA_LOSS, grpc.StatusCode.UNAVAILABLE}


def by_native(server: Server, message: bytes) -> None:
    for method in ("Forecast", "ForecastBatch"):
        assert native(server, f"{SERVICE}/{method}", message) not in FAULTS


def by_web(server: Server, message: bytes) -> None:
    for kind, body in (("", framed(message)), ("", message), ("-text", base64.b64encode(framed(message)))):
        answer = send(server, "POST", CONNECT, body, content_type=f"application/grpc-web{kind}+proto")
        assert answer.status == 200
        data = base64.b64decode(answer.body) if kind else answer.body
        assert b"grpc-status: 13" not in data, data
        assert b"grpc-status: 2\r" not in data, data


def by_connect(server: Server, message: bytes) -> None:
    for content_type, body in (
        ("application/proto", message),
        ("application/json", message),
        ("application/connect+json", framed(message)),
        ("application/connect+proto", framed(message)),
        ("application/connect+proto", message),
    ):
        for path in (CONNECT, f"{SERVICE}/ForecastBatch"):
            answer = send(server, "POST", path, body, content_type=content_type)
            assert answer.status < 500, answer.body
            assert b'"internal"' not in answer.body


def by_rest(server: Server, message: bytes) -> None:
    for path in (FORECAST, BATCH, f"{FORECAST}?fields=x"):
        answer = send(server, "POST", path, message, content_type="application/json")
        assert answer.status < 500, answer.body
        if answer.status >= 400:
            assert answer.json["reason"]
            assert not any(raw in answer.json["detail"] for raw in RAW), answer.json


def wrong_messages() -> list[bytes]:
    chance = random.Random(7)
    good = json.dumps(GOOD).encode()
    texts = [
        b"",
        b"null",
        b"[]",
        b'"x"',
        b"{",
        b'{"timeSeries": [1, NaN]}',
        b'{"timeSeries": [1e999]}',
        b'{"timeSeries": [1], "timeSeries": [2], "forecastSteps": 1}',
        b'{"timeSeries": [1], "forecastSteps": 99999999999999999999}',
        b'{"timeSeries": [1], "forecastSteps": 1.5}',
        b'{"timeSeries": [1], "forecastSteps": 1, "model": 77}',
        b'{"timeSeries": [1], "forecastSteps": 1, "start": "9999-12-31T23:59:59Z", "frequency": "YEARLY"}',
        b'{"timeSeries": [1], "forecastSteps": 1, "start": "\\u0000"}',
        b'{"timeSeries": [1], "forecastSteps": 1, "\\u0000": 1}',
        b"[" * 50_000,
        b'{"requests": [{"timeSeries": [1], "forecastSteps": 1}, 7]}',
        b'{"requests": ' + b'{"a":' * 500 + b"1" + b"}" * 501,
        b"\xff\xfe{}",
        b"\x0a\xff\xff\xff\xff\x0f",
        b"\x0a\x07abcdefg",
        b"\x0b" * 1000,
        b"\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
    ]
    noise = [chance.randbytes(chance.randint(1, 200)) for _ in range(15)]
    flips = []
    for _ in range(15):
        changed = bytearray(good)
        changed[chance.randrange(len(changed))] = chance.randrange(256)
        flips.append(bytes(changed))
    return texts + noise + flips


@pytest.mark.parametrize("door", [by_native, by_web, by_connect, by_rest])
def test_no_wrong_message_is_a_fault_of_ours(server: Server, door: Callable[[Server, bytes], None]) -> None:
    for message in wrong_messages():
        door(server, message)
    assert "panicked" not in server.log.read_text()


@pytest.mark.parametrize("service", ["grpc.health.v1.Health/Check", "grpc.health.v1.Health/Watch"])
def test_a_health_check_with_garbage_is_the_callers_mistake(server: Server, service: str) -> None:
    for garbage in (b"\xff\xff\xff\xff", b"\x0a\xff", b"\x0b"):
        assert native(server, f"/{service}", garbage) is grpc.StatusCode.INVALID_ARGUMENT
    assert native(server, "/grpc.health.v1.Health/Check", b"") is grpc.StatusCode.OK
    assert native(server, "/grpc.health.v1.Health/Check", b"\x0a\x01x") is grpc.StatusCode.NOT_FOUND


class Refusal(NamedTuple):
    code: grpc.StatusCode
    reason: str
    request_id: str


def refusal(answer: dict[str, Any]) -> Refusal:
    """The refusal in these headers or trailers, which has a reason and names the request."""
    code = next(code for code in grpc.StatusCode if code.value[0] == int(answer["grpc-status"]))
    details = answer["grpc-status-details-bin"]
    if isinstance(details, str):
        details = base64.b64decode(details + "=" * (-len(details) % 4))
    reason = re.search(rb"google\.rpc\.ErrorInfo\x12.\x0a.([A-Z_]+)", details, re.DOTALL)
    request = re.search(rb"google\.rpc\.RequestInfo\x12.\x0a.(req_[a-z0-9]+)", details, re.DOTALL)
    assert reason, details
    assert request, details
    return Refusal(code, reason[1].decode(), request[1].decode())


def refused(server: Server, path: str, body: bytes, *, content_type: str = "application/grpc") -> Refusal:
    """The refusal of these bytes as the body of a request over HTTP/2."""
    command = ["node", str(Path(__file__).with_name("raw.mjs")), server.base_url, path, content_type]
    done = subprocess.run(command, input=body, capture_output=True, timeout=30)
    answer = json.loads(done.stdout)
    found = refusal(answer)
    assert found.request_id == answer["x-request-id"]
    return found


def refused_message(server: Server, path: str, message: bytes) -> Refusal:
    """The refusal of one gRPC message, which the client sends whole whatever is answered meanwhile."""
    with grpc.insecure_channel(server.address) as channel:
        call = channel.unary_stream(path)(message, timeout=30)
        with contextlib.suppress(grpc.RpcError):
            assert list(call) == []
        trailers = dict(call.trailing_metadata() or ())
        headers = dict(call.initial_metadata() or ())
        found = refusal({**headers, **trailers, "grpc-status": call.code().value[0]})
        assert found.request_id == (headers | trailers)["x-request-id"]
        # The connection goes on.
        again = channel.unary_unary(f"{HEALTH_SERVICE}/Check")(b"", timeout=30)
        assert again == b"\x08\x01"
        return found


HEALTH_SERVICE = "/grpc.health.v1.Health"
REFLECTION = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"


def test_health_and_reflection_refuse_with_a_reason_and_the_id_of_the_request(server: Server) -> None:
    for path, body, code, reason in [
        (f"{HEALTH_SERVICE}/Check", framed(b"\x0a\x01x"), grpc.StatusCode.NOT_FOUND, "NOT_FOUND"),
        (f"{HEALTH_SERVICE}/Nothing", framed(b""), grpc.StatusCode.UNIMPLEMENTED, "METHOD_UNKNOWN"),
        (f"{HEALTH_SERVICE}/Check", framed(b"\xff\xff"), grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_REQUEST"),
        (f"{HEALTH_SERVICE}/Check", framed(b"\x0a\x01x")[:-1], grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_REQUEST"),
        (f"{HEALTH_SERVICE}/Check", b"\x07\0\0\0\0", grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_REQUEST"),
        (f"{HEALTH_SERVICE}/Check", b"", grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_REQUEST"),
        (REFLECTION, framed(b"\xff\xff"), grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_REQUEST"),
        (REFLECTION, b"\x07\0\0\0\0", grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_REQUEST"),
    ]:
        found = refused(server, path, body)
        assert (found.code, found.reason) == (code, reason), (path, body, found)


@pytest.mark.parametrize("path", [f"{HEALTH_SERVICE}/Check", f"{HEALTH_SERVICE}/Watch", REFLECTION])
def test_large_messages_to_health_and_reflection_are_read_to_the_end_and_refused(server: Server, path: str) -> None:
    for size in (3 * 1024 * 1024, 10 * 1024 * 1024):
        found = refused_message(server, path, b"\xff" * size)
        if size < 4 * 1024 * 1024:
            assert (found.code, found.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_REQUEST")
        else:
            assert (found.code, found.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE")
    # To a method that is not there: refused before anything is read.
    found = refused_message(server, path + "s", bytes(10 * 1024 * 1024))
    assert (found.code, found.reason) == (grpc.StatusCode.UNIMPLEMENTED, "METHOD_UNKNOWN")


@pytest.mark.parametrize("path", [f"{SERVICE}/Forecast", f"{HEALTH_SERVICE}/Check", "/omni.Nowhere/Nothing"])
def test_messages_of_another_kind_through_grpc_are_refused_as_such(server: Server, path: str) -> None:
    good = framed(json.dumps(GOOD).encode())
    for content_type in ("application/grpc+json", "application/grpc+foo", "application/grpc+"):
        found = refused(server, path, good, content_type=content_type)
        assert (found.code, found.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "CONTENT_TYPE_UNSUPPORTED")
        # Over HTTP/1.1 gRPC cannot be spoken.
        old = send(server, "POST", path, good, content_type=content_type)
        assert problem(old, 415, "CONTENT_TYPE_UNSUPPORTED")["requestId"] == old.headers["x-request-id"]
    for content_type in ("application/grpc-web+json", "application/grpc-web-text+json"):
        answer = send(server, "POST", path, good, content_type=content_type)
        assert (answer.status, answer.headers["content-type"]) == (200, content_type)
        text = base64.b64decode(answer.body) if "text" in content_type else answer.body
        trailers = dict(line.split(": ", 1) for line in text[5:].decode().splitlines())
        details = trailers["grpc-status-details-bin"]
        details = base64.b64decode(details + "=" * (-len(details) % 4))
        assert trailers["grpc-status"] == "3"
        assert b"CONTENT_TYPE_UNSUPPORTED" in details
        assert answer.headers["x-request-id"].encode() in details


@pytest.mark.parametrize("content_type", ["application/grpc-web-foo", "application/grpcfoo", "grpc+foo"])
def test_what_only_looks_like_grpc_is_no_grpc(server: Server, content_type: str) -> None:
    answer = send(server, "POST", CONNECT, framed(b""), content_type=content_type)
    assert problem(answer, 415, "CONTENT_TYPE_UNSUPPORTED")["requestId"] == answer.headers["x-request-id"]


def test_errors_link_to_the_page_of_their_reason(own_server: Server) -> None:
    own_server.start(OMNI_AUTH_PUBLIC_URL="https://omni.example.com/", OMNI_POSTGRES_FSYNC="false")
    failed = send(own_server, "POST", FORECAST, GOOD | {"forecastSteps": 0})
    [help_] = [detail for detail in failed.json["details"] if detail["@type"].endswith("google.rpc.Help")]
    [link] = help_["links"]
    assert link["url"] == "https://omni.example.com/api/docs/errors#INVALID_FIELD"
    page, anchor = link["url"].removeprefix("https://omni.example.com").split("#")
    assert f'id="{anchor}"' in send(own_server, "GET", page, key=None).body.decode()
    nowhere = send(own_server, "GET", "/nowhere", key=None)
    assert "https://omni.example.com/api/docs/errors#PATH_UNKNOWN" in nowhere.body.decode()


def test_a_server_that_does_not_know_its_address_makes_up_no_link(server: Server) -> None:
    failed = send(server, "POST", FORECAST, GOOD | {"forecastSteps": 0})
    assert not [detail for detail in failed.json["details"] if detail["@type"].endswith("google.rpc.Help")]


def test_reflection_with_garbage_is_no_fault(server: Server) -> None:
    with grpc.insecure_channel(server.address) as channel:
        call = channel.stream_stream("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo")
        answers = call(iter([b"\xff\xff\xff\xff"]), timeout=30)
        with contextlib.suppress(grpc.RpcError):
            assert list(answers) == []
        assert answers.code() not in FAULTS


def test_a_member_that_stands_twice_is_named(server: Server) -> None:
    twice = b'{"timeSeries": [1, 2], "forecastSteps": 1, "forecastSteps": 2}'
    found = problem(send(server, "POST", FORECAST, twice, content_type="application/json"), 400, "INVALID_FIELD")
    assert found["errors"][0] == {
        "field": "forecast_steps",
        "message": "must be given once only",
        "rule": "duplicate_field",
    }
    answer = send(server, "POST", CONNECT, twice, content_type="application/json")
    assert (answer.status, answer.json["code"]) == (400, "invalid_argument")
    assert "forecast_steps" in answer.json["message"]
    both = GOOD | {"forecast_steps": 2}
    assert problem(send(server, "POST", FORECAST, both), 400, "INVALID_FIELD")["errors"][0]["field"] == "forecast_steps"


def test_different_credentials_are_refused(server: Server) -> None:
    connection = http.client.HTTPConnection(server.address, timeout=30)
    connection.putrequest("GET", "/api/v1/omni/summary")
    connection.putheader("x-api-key", server.key)
    connection.putheader("x-api-key", server.bootstrap["test_key"])
    connection.endheaders()
    assert json.loads(connection.getresponse().read())["reason"] == "CREDENTIAL_AMBIGUOUS"
    other = f"Bearer {server.bootstrap['test_key']}"
    problem(send(server, "GET", "/api/v1/omni/summary", authorization=other), 400, "CREDENTIAL_AMBIGUOUS")
    assert send(server, "GET", "/api/v1/omni/summary", authorization=f"Bearer {server.key}").status == 200
    code = native(server, f"{SERVICE}/Forecast", b"", ("authorization", other))
    assert code is grpc.StatusCode.INVALID_ARGUMENT


@pytest.mark.parametrize("path", [FORECAST, CONNECT])
def test_enum_values_are_taken_by_their_short_names(server: Server, path: str) -> None:
    for name in ("NAIVE", "naive", "FORECAST_MODEL_NAIVE"):
        answer = send(server, "POST", path, GOOD | {"model": name})
        assert answer.status == 200, answer.body
        assert answer.json["modelType"] == "NAIVE"
    refused = send(server, "POST", path, GOOD | {"model": "naiv"})
    assert refused.status == 400
    assert "model: must be one of NAIVE, " in refused.body.decode()
    assert "FORECAST_MODEL" not in refused.body.decode()


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ('{"timeSeries": [1, 2, 3, 1e999]}', "time_series[3]", "1.8e308"),
        ('{"timeSeries": [1, 2, 3, NaN]}', "time_series[3]", "NaN"),
        ('{"timeSeries": [1], "forecastSteps": 3000000000}', "forecast_steps", "2147483647, not 3000000000"),
        ('{"timeSeries": ["ten"]}', "time_series[0]", "must be a number"),
        ('{"requests": [{}, {"timeSeries": [0, Infinity]}]}', "requests[1].time_series[1]", "Infinity"),
    ],
)
def test_what_was_expected_is_said_with_field_and_index(server: Server, text: str, field: str, expected: str) -> None:
    path = BATCH if "requests" in text else FORECAST
    answer = send(server, "POST", path, text.encode(), content_type="application/json")
    assert answer.status == 400
    assert answer.json["errors"][0]["field"] == field
    assert expected in answer.json["detail"]


def test_large_headers_of_grpc_are_refused_with_a_reason(server: Server) -> None:
    with grpc.insecure_channel(server.address) as channel:
        call = channel.unary_stream(f"{SERVICE}/Forecast")(b"", metadata=[("x-long", "a" * 20_000)], timeout=30)
        with contextlib.suppress(grpc.RpcError):
            list(call)
        assert call.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
        assert "at most 16384 bytes" in (call.details() or "")
        assert "HEADERS_TOO_LARGE" in str(call.trailing_metadata())
    answer = send(server, "POST", CONNECT, b"", content_type="application/grpc-web+proto", x_long="a" * 20_000)
    assert b"grpc-status: 8" in answer.body


def test_a_timeout_beyond_all_bounds_is_shown(server: Server) -> None:
    found = problem(send(server, "POST", FORECAST, GOOD, x_timeout_ms="9" * 30), 400, "DEADLINE_INVALID")
    assert found["detail"].startswith("x-timeout-ms: expected milliseconds as 1 to 10 digits, at least 1, found ")


def test_a_failed_request_with_nul_characters_is_kept(server: Server) -> None:
    failed = send(server, "POST", FORECAST, GOOD | {"start": "\0", "a\0b": 1})
    assert failed.status == 400
    path = f"/api/v1/errors/{failed.headers['x-request-id']}"
    wait_until(lambda: send(server, "GET", path).status == 200)
    assert "\\u0000" in send(server, "GET", path).json["message"]
    assert send(server, "GET", "/api/v1/errors/%00").status == 400


def test_a_timeout_of_nothing_is_refused(server: Server) -> None:
    problem(send(server, "POST", FORECAST, GOOD, x_timeout_ms="0"), 400, "DEADLINE_INVALID")


def test_native_grpc_over_http_1_is_told_what_to_send(server: Server) -> None:
    for path in (FORECAST, CONNECT, "/api/health", "/grpc.health.v1.Health/Check", "/nowhere"):
        refused = send(server, "POST", path, framed(b""), content_type="application/grpc")
        found = problem(refused, 415, "CONTENT_TYPE_UNSUPPORTED")
        assert "gRPC needs HTTP/2" in found["detail"]


def test_a_large_upload_that_is_refused_early_is_let_go(server: Server, tmp_path: Path) -> None:
    """Debian's curl waits for ever when an answer ends its stream while it still sends."""
    garbage = tmp_path / "garbage"
    garbage.write_bytes(b"\x07" + os.urandom(10_000_000))
    url = f"{server.base_url}{SERVICE}/Forecast"
    for key in (server.key, "omni_test_wrong"):
        for _ in range(4):
            if "HTTP2" in subprocess.run(["curl", "--version"], capture_output=True, text=True, check=True).stdout:
                command = ["curl", "-sS", "-m", "20", "-D", "-", "-o", "/dev/null", "--http2-prior-knowledge", url]
                headers = ["-H", f"x-api-key: {key}", "-H", "te: trailers", "-H", "content-type: application/grpc"]
                given: bytes | None = None
                command += [*headers, "--data-binary", f"@{garbage}"]
            else:
                raw = Path(__file__).parent / "raw.mjs"
                command = ["node", str(raw), server.base_url, f"{SERVICE}/Forecast", "application/grpc"]
                given = garbage.read_bytes()
            done = subprocess.run(command, input=given, capture_output=True, timeout=30)
            assert done.returncode == 0, done.stderr
            assert b"grpc-status" in done.stdout


def results(answer: Any) -> dict[int, Any]:
    return {result["index"]: result for result in map(json.loads, answer.body.splitlines())}


def test_a_series_that_breaks_a_rule_fails_alone(server: Server) -> None:
    wrong = [GOOD | {"forecastSteps": 0}, GOOD | {"levels": [50, 100]}, {"timeSeries": [], "forecastSteps": 1}]
    answer = send(server, "POST", BATCH, {"requests": [GOOD, *wrong, GOOD]})
    assert answer.status == 200, answer.body
    found = results(answer)
    assert len(found[0]["forecast"]["predictions"]) == len(found[4]["forecast"]["predictions"]) == 3
    failures = [found[index]["failure"] for index in (1, 2, 3)]
    assert [failure["field"] for failure in failures] == ["forecast_steps", "levels[1]", "time_series"]
    assert {failure["reason"] for failure in failures} == {"INVALID_FIELD"}
    assert {failure["code"] for failure in failures} == {"INVALID_ARGUMENT"}
    assert failures[0]["message"] == "forecast_steps: must be greater than or equal to 1"


def test_a_batch_is_refused_for_faults_of_the_whole(server: Server) -> None:
    for requests in ([], [GOOD] * 10_001):
        found = problem(send(server, "POST", BATCH, {"requests": requests}), 400, "INVALID_FIELD")
        assert found["errors"][0]["field"] == "requests"
    problem(send(server, "POST", BATCH, {"requests": [GOOD, {"timeSeries": "x"}]}), 400, "INVALID_FIELD")


HEALTH = "/omni.platform.v1.PlatformService/GetHealth"


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("connect=v1&encoding=json&message=%7B%7D", 200, ""),
        ("encoding=proto&message=", 200, ""),
        ("connect=v1&encoding=json&base64=1&message=e30", 200, ""),
        ("connect=v2&encoding=json&message=%7B%7D", 400, "connect: expected v1"),
        ("connect=v1&message=%7B%7D", 400, "encoding: expected json or proto"),
        ("connect=v1&encoding=xml&message=%7B%7D", 415, "encoding: expected json or proto"),
        ("connect=v1&encoding=json", 400, "message: expected"),
        ("connect=v1&encoding=json&base64=yes&message=e30", 400, "base64: expected 1"),
        ("connect=v1&encoding=json&base64=1&message=!!", 400, "message: expected URL-safe base64"),
        ("connect=v1&encoding=json&compression=lzma&message=%7B%7D", 415, "compression: expected"),
    ],
)
def test_connect_by_get_keeps_to_its_protocol(server: Server, query: str, status: int, told: str) -> None:
    answer = send(server, "GET", f"{HEALTH}?{query}", key=None)
    assert answer.status == status, answer.body
    assert told.encode() in answer.body


def test_an_unknown_version_of_connect_is_refused(server: Server) -> None:
    assert send(server, "POST", CONNECT, GOOD, connect_protocol_version="1").status == 200
    refused = send(server, "POST", CONNECT, GOOD, connect_protocol_version="2")
    assert (refused.status, refused.json["code"]) == (400, "invalid_argument")
    assert "connect-protocol-version" in refused.json["message"]
    body = framed(json.dumps({"requests": [GOOD]}).encode())
    headers = {"content_type": "application/connect+json", "connect_protocol_version": "2"}
    stream = send(server, "POST", f"{SERVICE}/ForecastBatch", body, **headers)
    assert b"connect-protocol-version" in stream.body


def test_content_types_have_no_case(server: Server) -> None:
    for path in (FORECAST, CONNECT):
        assert send(server, "POST", path, GOOD, content_type="Application/JSON; charset=UTF-8").status == 200
    body = framed(os.urandom(10))
    answer = send(server, "POST", CONNECT, body, content_type="Application/gRPC-Web+Proto")
    assert b"grpc-status: 3" in answer.body


def test_small_pages_have_a_content_type(server: Server) -> None:
    for path in ("/healthz", "/readyz", "/health"):
        assert send(server, "GET", path, key=None).headers["content-type"] == "text/plain; charset=utf-8"
    icon = send(server, "GET", "/favicon.ico", key=None)
    assert (icon.status, icon.headers["content-type"]) == (200, "image/svg+xml")


def test_one_gap_is_one_gap(server: Server) -> None:
    answer = send(server, "POST", FORECAST, {"timeSeries": [1, None, 3, 4, 5, 6], "forecastSteps": 1})
    texts = {warning["code"]: warning["message"] for warning in answer.json["warnings"]}
    assert texts["GAPS_FILLED"] == "1 gap inside the series was filled"
    alone = send(server, "POST", FORECAST, {"timeSeries": [5], "forecastSteps": 1})
    texts = {warning["code"]: warning["message"] for warning in alone.json["warnings"]}
    assert texts["SHORT_SERIES"].startswith("1 value carries")


def test_reasons_come_from_a_part_of_omni(server: Server) -> None:
    found = send(server, "POST", FORECAST, GOOD | {"forecastSteps": 0}).json
    [info] = [detail for detail in found["details"] if detail["@type"].endswith("ErrorInfo")]
    assert info["domain"] == "omni.kernel"
    short = {"timeSeries": [1], "forecastSteps": 1, "model": "ARIMA"}
    found = send(server, "POST", FORECAST, short).json
    [info] = [detail for detail in found["details"] if detail["@type"].endswith("ErrorInfo")]
    assert info["domain"] == "omni.intelligence"
