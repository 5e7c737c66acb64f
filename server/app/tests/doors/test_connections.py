"""Peers that are silent, slow, malformed or behind a proxy."""

import contextlib
import socket
import ssl
import time
from collections.abc import Iterator

import pytest
import trustme
from conftest import Server, new_server
from test_http import CONNECT, FORECAST, GOOD, problem, send

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
HEALTH = b"GET /healthz HTTP/1.1\r\nhost: omni\r\n\r\n"


@pytest.fixture(scope="module")
def hasty() -> Iterator[Server]:
    """A server that waits for nobody for long and has room for few, behind a trusted proxy at 127.0.0.1."""
    server = new_server(
        OMNI_POSTGRES_FSYNC="false",
        OMNI_SERVER_HEADER_TIMEOUT="1s",
        OMNI_SERVER_IDLE_TIMEOUT="2s",
        OMNI_SERVER_MAX_CONNECTIONS="4",
        OMNI_SERVER_TRUSTED_PROXIES="127.0.0.1",
    ).start()
    yield server
    assert server.stop() == 0


def connect(server: Server) -> socket.socket:
    host, port = server.address.rsplit(":", 1)
    return socket.create_connection((host, int(port)), timeout=30)


def closed_after(connection: socket.socket) -> float:
    """How long until the server closes; what it still sends is read."""
    start = time.monotonic()
    with contextlib.suppress(ConnectionError):
        while connection.recv(65536):
            pass
    connection.close()
    return time.monotonic() - start


@pytest.mark.parametrize(
    "sent",
    [b"", PREFACE[:10], PREFACE, b"GET /healthz HT", b"GET /healthz HTTP/1.1\r\nhost: omni\r\n", b"\x16\x03\x01"],
)
def test_a_peer_that_stops_before_its_first_request_is_let_go(hasty: Server, sent: bytes) -> None:
    connection = connect(hasty)
    connection.sendall(sent)
    assert closed_after(connection) < 10


def test_sending_headers_a_byte_at_a_time_does_not_help(hasty: Server) -> None:
    connection = connect(hasty)
    connection.settimeout(0.2)
    start = time.monotonic()
    with contextlib.suppress(ConnectionError):
        while time.monotonic() - start < 20:
            connection.sendall(b"x")
            with contextlib.suppress(TimeoutError):
                if not connection.recv(1000):
                    break
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("later", [b"", HEALTH[:20]])
def test_an_idle_connection_is_let_go(hasty: Server, later: bytes) -> None:
    connection = connect(hasty)
    connection.sendall(HEALTH)
    assert connection.recv(65536).startswith(b"HTTP/1.1 200")
    # Still there after a while, and then a second request is answered on it.
    time.sleep(0.5)
    connection.sendall(HEALTH)
    assert connection.recv(65536).startswith(b"HTTP/1.1 200")
    connection.sendall(later)
    assert closed_after(connection) < 10


def test_silent_peers_do_not_keep_others_out(hasty: Server) -> None:
    silent = [connect(hasty) for _ in range(40)]
    start = time.monotonic()
    # 40 peers on 4 places, each let go after a second: those who wait get their turn.
    assert send(hasty, "GET", "/healthz", key=None).status == 200
    assert time.monotonic() - start < 40
    for connection in silent:
        connection.close()


def test_half_a_tls_handshake_is_let_go() -> None:
    server = new_server(OMNI_POSTGRES_FSYNC="false", OMNI_SERVER_HEADER_TIMEOUT="1s")
    folder = server.data_dir.parent
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    chain, key = str(folder / "chain.pem"), str(folder / "key.pem")
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(chain, append=True)
    certificate.private_key_pem.write_to_path(key)
    server.start(OMNI_TLS_CERT_FILE=chain, OMNI_TLS_KEY_FILE=key)
    try:
        for sent in (b"", b"\x16\x03\x01\x02\x00\x01\x00"):
            connection = connect(server)
            connection.sendall(sent)
            assert closed_after(connection) < 10
        context = ssl.create_default_context()
        authority.configure_trust(context)
        shaken = context.wrap_socket(connect(server), server_hostname="127.0.0.1")
        assert closed_after(shaken) < 10
    finally:
        server.stop()


def raw(server: Server, request: bytes) -> bytes:
    connection = connect(server)
    connection.sendall(request)
    answer = b""
    with contextlib.suppress(ConnectionError):
        while piece := connection.recv(65536):
            answer += piece
    connection.close()
    return answer


@pytest.mark.parametrize(
    ("path", "content_type"),
    [(FORECAST, "application/json"), (CONNECT, "application/json"), (CONNECT, "application/proto")],
)
def test_a_message_that_never_comes_is_the_callers_fault(server: Server, path: str, content_type: str) -> None:
    connection = connect(server)
    head = f"POST {path} HTTP/1.1\r\nhost: omni\r\nx-api-key: {server.key}\r\ncontent-type: {content_type}\r\n"
    connection.sendall(f"{head}x-timeout-ms: 300\r\ncontent-length: 100\r\n\r\n{{".encode())
    answer = connection.recv(65536)
    connection.close()
    assert answer.startswith(b"HTTP/1.1 408 "), answer
    assert b"REQUEST_TIMEOUT" in answer
    assert b"300ms" in answer


def test_a_grpc_web_message_that_never_comes_is_cancelled(server: Server) -> None:
    connection = connect(server)
    head = f"POST {CONNECT} HTTP/1.1\r\nhost: omni\r\nx-api-key: {server.key}\r\nconnection: close\r\n"
    head += "content-type: application/grpc-web+proto\r\ngrpc-timeout: 300m\r\ncontent-length: 100\r\n\r\n"
    connection.sendall(head.encode() + b"\x00")
    answer = connection.recv(65536)
    while b"grpc-message" not in answer and (piece := connection.recv(65536)):
        answer += piece
    connection.close()
    assert b"grpc-status: 1\r\n" in answer, answer


@pytest.mark.parametrize("path", [FORECAST, CONNECT, "/", "/api/v1/nothing"])
def test_large_headers_are_refused_with_a_reason(server: Server, path: str) -> None:
    for size in (20_000, 100_000):
        answer = send(server, "POST", path, GOOD, x_long="a" * size)
        assert answer.status == 431, answer.body
        assert "at most 16384 bytes" in answer.body.decode()
        assert answer.headers["x-request-id"].encode() in answer.body or path == CONNECT
    problem(send(server, "GET", "/healthz?" + "a" * 20_000), 431, "HEADERS_TOO_LARGE")


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost omni\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nhost: omni\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: omni\r\ncontent-length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: omni\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: omni\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
        b"GET / HTTP/1.1\r\nhost: omni\r\nx-long: " + b"a" * 2_000_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nhost: omni\r\n\r\n",
        PREFACE + b"\x00" * 100,
        PREFACE + b"\xff" * 100,
    ],
)
def test_malformed_http_never_becomes_a_fault_of_ours(server: Server, request_bytes: bytes) -> None:
    answer = raw(server, request_bytes)
    assert not answer.startswith(b"HTTP/1.1 5"), answer
    assert send(server, "GET", "/healthz", key=None).status == 200


def test_forwarded_headers_of_an_untrusted_peer_mean_nothing(server: Server) -> None:
    forged = {"x_forwarded_proto": "https", "x_forwarded_host": "evil.example.com", "x_forwarded_for": "10.0.0.1"}
    page = send(server, "GET", "/openapi.json", key=None, **forged)
    assert page.json["servers"][0]["url"] == server.base_url
    assert page.headers["strict-transport-security"] is None
    assert "evil" not in send(server, "GET", "/", key=None, **forged).body.decode()


def test_a_trusted_proxy_says_how_it_was_called(hasty: Server) -> None:
    page = send(hasty, "GET", "/openapi.json", key=None, x_forwarded_proto="https", x_forwarded_host="omni.example.com")
    assert page.json["servers"][0]["url"] == "https://omni.example.com"
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    plain = send(hasty, "GET", "/openapi.json", key=None)
    assert plain.json["servers"][0]["url"] == hasty.base_url
    assert plain.headers["strict-transport-security"] is None


def test_head_is_get_without_a_body(server: Server) -> None:
    for path in ("/api/health", "/healthz", "/openapi.json", "/", "/api/v1/omni/summary"):
        got, head = send(server, "GET", path), send(server, "HEAD", path)
        assert (head.status, head.body) == (200, b""), path
        assert head.headers["content-type"] == got.headers["content-type"]
        if path in ("/healthz", "/openapi.json", "/"):
            assert head.headers["content-length"] == str(len(got.body))
    refused = send(server, "HEAD", FORECAST)
    assert (refused.status, refused.body) == (405, b"")
    assert send(server, "DELETE", "/api/health").headers["allow"] == "GET, HEAD"
