"""Mail of a real server process to a real mail server, past a kill."""

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest
from conftest import ROOT, Server, wait_until

PEER = ROOT / "server/domains/mail/tests/it/peer.py"


@pytest.fixture
def peer() -> Iterator[subprocess.Popen[str]]:
    """A mail server that takes the first message and never says so."""
    process = subprocess.Popen([sys.executable, str(PEER), json.dumps({"data": ["hang"]})], stdout=-1, text=True)
    yield process
    process.terminate()
    process.wait(timeout=30)


def told(peer: subprocess.Popen[str]) -> dict:
    assert peer.stdout
    return json.loads(peer.stdout.readline())


def register(server: Server, email: str) -> None:
    body = {"email": email, "password": "correct horse battery", "fullName": "Ana Kos", "companyName": "Acme"}
    request = urllib.request.Request(
        f"{server.base_url}/auth/register", json.dumps(body).encode(), {"content-type": "application/json"}
    )
    assert urllib.request.urlopen(request).status == 200


def message_id(message: dict) -> str:
    return next(value for name, value in message["headers"] if name == "Message-ID")


def test_a_server_killed_between_sending_and_committing_sends_again(
    own_server: Server, peer: subprocess.Popen[str]
) -> None:
    own_server.environment |= {
        "OMNI_MAIL_URL": f"smtp://localhost:{told(peer)['port']}",
        "OMNI_MAIL_FROM": "Omni <omni@example.com>",
        "OMNI_MAIL_STARTTLS": "off",
        "OMNI_MAIL_TIMEOUT": "1s",
    }
    own_server.start()
    register(own_server, "ana@example.com")
    first = told(peer)
    own_server.stop(signal.SIGKILL)
    own_server.start()
    # The claim of the killed server runs out first.
    again = told(peer)
    assert first["to"] == again["to"] == ["ana@example.com"]
    assert message_id(first) == message_id(again)
    assert own_server.stop() == 0
    assert "ana@example.com" not in own_server.log.read_text()


def test_without_a_mail_server_a_registration_is_a_file(own_server: Server) -> None:
    own_server.start()
    register(own_server, "ana@example.com")
    folder = own_server.data_dir / "mail"
    wait_until(lambda: folder.exists() and list(folder.glob("*.eml")))
    (file,) = folder.glob("*.eml")
    assert file.stat().st_mode & 0o777 == 0o600
    assert "To: ana@example.com" in file.read_text()
    assert own_server.stop() == 0
    assert file.name in own_server.log.read_text()
