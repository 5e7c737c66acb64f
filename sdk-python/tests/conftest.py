"""Clients without the settings of the environment, and the peer they talk to."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from omni_ai import AsyncOmniClient, OmniClient

# How long an example takes says something about the machine only.
settings.register_profile("omni", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("omni")


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("OMNI_") and name not in ("OMNI_SERVER_BIN", "OMNI_PYRIGHT"):
            monkeypatch.delenv(name)
    empty = tmp_path / "empty.toml"
    empty.touch()
    monkeypatch.setenv("OMNI_CONFIG_FILE", str(empty))


@pytest.fixture
def mocked() -> Iterator[OmniClient]:
    with OmniClient(mock_mode=True) as client:
        yield client


def key(mode: str) -> str:
    """A key whose checksum is right and that no server knows."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    body = f"omni_{mode}_AbCd1234_0123456789abcdefghijABCDEFGHIJxy"
    rest, checksum = zlib.crc32(body.encode()), ""
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        checksum = digits[digit] + checksum
    return f"{body}_{checksum}"


class Peer:
    """The peer of `peer.py`, and what it has recorded."""

    def __init__(self, base_url: str, log: Path) -> None:
        self.base_url = base_url
        self.log = log

    def client(self, **options: Any) -> OmniClient:
        return OmniClient(key("test"), base_url=self.base_url, **options)

    def asynchronous(self, **options: Any) -> AsyncOmniClient:
        return AsyncOmniClient(key("test"), base_url=self.base_url, **options)

    def events(self, mark: str) -> list[dict[str, Any]]:
        """What happened to calls with the metadata `x-mark`."""
        if not self.log.exists():
            return []
        events = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [event for event in events if event["metadata"].get("x-mark") == mark]

    def wait_for(self, mark: str, event: str) -> None:
        # Long enough for a machine that is busy with other things.
        for _ in range(6000):
            if any(seen["event"] == event for seen in self.events(mark)):
                return
            time.sleep(0.01)
        raise AssertionError(f"the peer saw no call {mark} {event}: {self.events(mark)}")


def orders(mark: str = "", **orders: Any) -> dict[str, str]:
    """Metadata that tells the peer what to do, and marks the call."""
    return {"x-peer": json.dumps(orders), "x-mark": mark}


@pytest.fixture(scope="session")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    log = tmp_path_factory.mktemp("peer") / "log"
    program = Path(__file__).with_name("peer.py")
    with subprocess.Popen(
        [sys.executable, str(program), str(log)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield Peer(f"http://127.0.0.1:{int(process.stdout.readline())}", log)
        process.stdin.close()
        process.wait(60)


class Server:
    """A running server and the keys of its first start."""

    def __init__(self, base_url: str, live_key: str, test_key: str, data: Path) -> None:
        self.base_url = base_url
        self.live_key = live_key
        self.test_key = test_key
        self.data = data

    def client(self) -> OmniClient:
        return OmniClient(self.test_key, base_url=self.base_url)


@contextlib.contextmanager
def running_server(folder: Path, **settings: str) -> Iterator[Server]:
    """A server of its own, with these settings as `OMNI_…` variables."""
    binary = os.environ.get("OMNI_SERVER_BIN")
    assert binary, (
        "OMNI_SERVER_BIN names the server to test against; scripts/test-python.sh sets it to the one that is built"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OMNI_")}
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [binary],
            cwd=folder,
            # The server picks the port, so that no other program can take it.
            env={**kept, "OMNI_LISTEN": "127.0.0.1:0", "OMNI_DATA_DIR": str(folder / "data"), **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        keys = folder / "data/bootstrap.json"
        for _ in range(1000):
            if process.poll() is not None:
                raise AssertionError(f"the server ended: {log.read_text()}")
            if ready := re.search(r"is ready at (\S+)", log.read_text()):
                break
            time.sleep(0.1)
        else:
            raise AssertionError(f"the server is not ready: {log.read_text()}")
        bootstrap = json.loads(keys.read_text())
        yield Server(ready[1], bootstrap["live_key"], bootstrap["test_key"], folder / "data")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
