"""A real server process for tests of its doors by third-party clients."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
SERVER = Path(os.environ.get("OMNI_SERVER_BIN") or ROOT / "target/debug/omni-server")


@dataclass
class Server:
    """A server on a data directory of its own."""

    data_dir: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    address: str = ""

    def start(self, **environment: str) -> "Server":
        kept = {name: value for name, value in os.environ.items() if not name.startswith("OMNI_")}
        kept |= {"OMNI_DATA_DIR": str(self.data_dir), "OMNI_LISTEN": "127.0.0.1:0"}
        kept |= self.environment | environment
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [str(SERVER)], env=kept, stdout=subprocess.PIPE, stderr=log, text=True, cwd=self.data_dir.parent
            )
        assert self.process.stdout
        for line in self.process.stdout:
            if "is ready at" in line:
                self.address = line.split("://", 1)[1].split()[0]
                return self
        raise AssertionError(f"the server did not start:\n{self.log.read_text()}")

    @property
    def log(self) -> Path:
        return self.data_dir.parent / "server.log"

    @property
    def base_url(self) -> str:
        return f"http://{self.address}"

    @property
    def bootstrap(self) -> dict[str, str]:
        return json.loads((self.data_dir / "bootstrap.json").read_text())

    @property
    def key(self) -> str:
        return self.bootstrap["live_key"]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        assert self.process
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(timeout=60)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("OMNI_")}
        kept |= {"OMNI_DATA_DIR": str(self.data_dir)} | self.environment
        return subprocess.run(
            [str(SERVER), *arguments], env=kept, capture_output=True, text=True, timeout=120, cwd=self.data_dir.parent
        )


def new_server(**environment: str) -> Server:
    folder = Path(tempfile.mkdtemp(prefix="omni-doors-"))
    return Server(folder / "data", environment)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    running = new_server(
        OMNI_POSTGRES_FSYNC="false",
        OMNI_CORS_ALLOWED_ORIGINS="https://app.example.com",
        # The tests of a whole run share one key.
        OMNI_LIMITS_ADMINISTRATION="0",
    ).start()
    yield running
    assert running.stop() == 0


@pytest.fixture
def own_server() -> Iterator[Server]:
    """One that the test may stop, kill and start."""
    server = new_server()
    yield server
    if server.process and server.process.poll() is None:
        server.stop()


@pytest.fixture(scope="session")
def installed() -> None:
    """What the README has its reader install before the examples."""
    wheels = [str(wheel) for wheel in (ROOT / "sdk-python/dist").glob("*.whl")]
    assert wheels, "run `make sdk-python` first"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall"]
    subprocess.run([*pip, *wheels], check=True)
    subprocess.run(
        ["npm", "install", "--prefix", "examples/node", "--no-package-lock", "--no-audit", "--no-fund", "--silent"],
        cwd=ROOT,
        check=True,
    )


def wait_until(what: object, seconds: float = 30) -> None:
    assert callable(what)
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)
