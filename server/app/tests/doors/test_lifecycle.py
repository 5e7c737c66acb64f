"""Starting, stopping and dying."""

import contextlib
import http.client
import json
import os
import signal
import stat
import threading
import time
from pathlib import Path

import pytest
from conftest import Server, new_server, wait_until


def postgres_of(server: Server) -> list[int]:
    """Processes of the private cluster below this data directory."""
    found = []
    home = os.path.realpath(server.data_dir / "postgres")
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
                where = os.readlink(entry / "cwd")
            except OSError:
                continue
            if b"postgres" in command and where.startswith(home):
                found.append(int(entry.name))
    return found


def get(server: Server, path: str) -> int:
    connection = http.client.HTTPConnection(server.address, timeout=10)
    connection.request("GET", path, headers={"x-api-key": server.key})
    return connection.getresponse().status


def test_the_first_start_shows_the_keys_once_and_keeps_them_for_the_owner(own_server: Server) -> None:
    own_server.start()
    file = own_server.data_dir / "bootstrap.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert set(own_server.bootstrap) == {"tenant_id", "live_key", "test_key"}
    first = dict(own_server.bootstrap)
    assert own_server.stop() == 0
    own_server.start()
    assert own_server.bootstrap == first
    assert get(own_server, "/api/v1/omni/summary") == 200
    assert own_server.stop() == 0
    assert "skipping" not in own_server.log.read_text()
    assert own_server.process
    assert own_server.process.stdout
    assert first["live_key"] not in own_server.process.stdout.read()
    assert first["live_key"] not in own_server.log.read_text()


def test_killed_hard_it_leaves_no_postgres_and_starts_again(own_server: Server) -> None:
    own_server.start()
    key = own_server.key
    assert postgres_of(own_server)
    own_server.stop(signal.SIGKILL)
    wait_until(lambda: not postgres_of(own_server))
    own_server.start()
    assert own_server.key == key
    assert get(own_server, "/api/v1/omni/summary") == 200


def test_killed_and_started_in_the_same_breath(own_server: Server) -> None:
    own_server.start()
    for _ in range(3):
        own_server.stop(signal.SIGKILL)
        own_server.start()
        assert get(own_server, "/api/v1/omni/summary") == 200


def test_postgres_dying_under_it_is_mended(own_server: Server) -> None:
    own_server.start()
    for process in postgres_of(own_server):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    wait_until(lambda: get(own_server, "/api/v1/errors/req_none") == 404, 60)


def test_a_second_server_on_the_same_data_is_refused(own_server: Server) -> None:
    own_server.start()
    second = own_server.command("--listen", "127.0.0.1:0")
    assert second.returncode != 0
    assert str(own_server.process and own_server.process.pid) in second.stderr


def test_running_requests_end_before_it_stops(own_server: Server) -> None:
    own_server.start()
    series = {"timeSeries": [float(value % 168) for value in range(3_000)], "forecastSteps": 10}
    connection = http.client.HTTPConnection(own_server.address, timeout=60)
    connection.request(
        "POST",
        "/api/v1/ai-intelligence/forecast-batch",
        json.dumps({"requests": [series] * 6}),
        {"x-api-key": own_server.key, "content-type": "application/json"},
    )
    answer = connection.getresponse()
    codes: list[int] = []
    stopping = threading.Thread(target=lambda: codes.append(own_server.stop()))
    stopping.start()
    assert len(answer.read().splitlines()) == 6
    stopping.join()
    assert codes == [0]
    assert not postgres_of(own_server)


def test_what_still_runs_when_it_has_waited_long_enough_is_told_so(own_server: Server) -> None:
    server = own_server.start(OMNI_SERVER_DRAIN_TIMEOUT="1s")
    series = [float((step * 37) % 101) for step in range(600)]
    body = json.dumps({"requests": [{"timeSeries": series, "forecastSteps": 12}] * 1_000})
    connection = http.client.HTTPConnection(server.address, timeout=60)
    headers = {"x-api-key": server.key, "content-type": "application/json"}
    connection.request("POST", "/api/v1/ai-intelligence/forecast-batch", body, headers)
    answer = connection.getresponse()
    first = answer.readline()
    assert b"forecast" in first, first
    server.process.send_signal(signal.SIGTERM)
    last = answer.read().strip().splitlines()[-1]
    assert json.loads(last)["error"]["reason"] == "SERVER_STOPPING", last
    assert server.process.wait(timeout=60) == 0
    # The last writes wait for nobody who was cut off.
    assert "not written in time" not in server.log.read_text()


def test_keys_are_managed_while_the_server_runs_and_while_it_does_not(own_server: Server) -> None:
    own_server.start()
    created = own_server.command(
        "keys", "create", "--name", "ci", "--environment", "test", "--scope", "intelligence.*", "--json"
    )
    assert created.returncode == 0, created.stderr
    key = json.loads(created.stdout)
    mistyped = own_server.command("keys", "create", "--name", "ci", "--scope", "inteligence.*")
    assert mistyped.returncode != 0
    assert 'did you mean "intelligence.*"?' in mistyped.stderr
    status = lambda: _call(own_server, key["key"])  # noqa: E731
    assert status() == 200
    assert own_server.command("keys", "revoke", key["id"]).returncode == 0
    started = time.monotonic()
    wait_until(lambda: status() == 401, 5)
    assert time.monotonic() - started < 2
    own_server.stop()
    listed = own_server.command("keys", "list", "--json")
    assert listed.returncode == 0, listed.stderr
    assert key["id"] in listed.stdout
    assert key["key"] not in listed.stdout
    assert not postgres_of(own_server)


def _call(server: Server, key: str) -> int:
    connection = http.client.HTTPConnection(server.address, timeout=10)
    body = json.dumps({"timeSeries": [1, 2, 3], "forecastSteps": 1})
    connection.request(
        "POST", "/api/v1/ai-intelligence/forecast", body, {"x-api-key": key, "content-type": "application/json"}
    )
    return connection.getresponse().status


def test_settings_are_shown_with_their_sources_and_without_secrets() -> None:
    server = new_server(OMNI_DATABASE_URL="postgres://omni:hunter2@db.example.com/omni")
    server.data_dir.parent.joinpath("omni.toml").write_text("[server]\ndefault_timeout = '5s'\n")
    shown = server.command("config")
    assert shown.returncode == 0, shown.stderr
    assert "hunter2" not in shown.stdout
    assert "OMNI_DATABASE_URL" in shown.stdout
    assert "omni.toml" in shown.stdout
    wrong = server.command("config", "--set", "server.defualt_timeout=5s")
    assert wrong.returncode == 2
    assert "default_timeout" in wrong.stderr


def test_an_address_that_is_none_is_told_with_what_was_expected() -> None:
    wrong = new_server(OMNI_LISTEN="localhost").command()
    assert wrong.returncode == 2
    assert 'found "localhost"' in wrong.stderr
    assert '"127.0.0.1:8080"' in wrong.stderr


def test_the_doctor_finds_what_is_wrong(own_server: Server) -> None:
    healthy = own_server.command("doctor")
    assert healthy.returncode == 0, healthy.stdout + healthy.stderr
    worried = own_server.command("doctor", "--set", "redis.url=redis://127.0.0.1:1/0")
    assert "warn" in worried.stdout
    assert "redis" in worried.stdout.lower()
    sick = own_server.command("doctor", "--set", "postgres.bin=/nonexistent")
    assert sick.returncode == 1
    assert "/nonexistent" in sick.stdout


def test_the_doctor_of_a_running_server_finds_it_well(server: Server) -> None:
    beside = server.command("doctor", "--set", f"listen={server.address}")
    assert beside.returncode == 0, beside.stdout + beside.stderr
    assert "is served by a running Omni" in beside.stdout


def test_stopped_by_the_keyboard_it_ends_in_order(own_server: Server) -> None:
    own_server.start()
    assert own_server.process
    # The terminal sends Ctrl-C to the whole group; Postgres is not in it.
    assert os.getpgid(postgres_of(own_server)[0]) != os.getpgid(own_server.process.pid)
    assert own_server.stop(signal.SIGINT) == 0
    assert not postgres_of(own_server)


def test_a_start_says_that_the_folder_of_the_checkpoint_file_is_missing(own_server: Server, tmp_path: Path) -> None:
    absent = tmp_path / "gone" / "checkpoints.ndjson"
    own_server.start(OMNI_AUDIT_CHECKPOINT_FILE=str(absent), OMNI_POSTGRES_FSYNC="false")
    said = own_server.log.read_text()
    assert f"audit.checkpoint_file: the folder {absent.parent} is not there" in said
    assert own_server.stop() == 0
    own_server.log.write_text("")
    absent.parent.mkdir()
    own_server.start(OMNI_AUDIT_CHECKPOINT_FILE=str(absent), OMNI_POSTGRES_FSYNC="false")
    assert "audit.checkpoint_file" not in own_server.log.read_text()


def test_a_vault_key_file_that_is_not_there_is_not_made_for_a_database_with_sealed_values(
    own_server: Server, tmp_path: Path
) -> None:
    own_server.start(OMNI_POSTGRES_FSYNC="false")
    assert own_server.stop() == 0
    absent = tmp_path / "vault.key"
    with pytest.raises(AssertionError, match=r"vault\.key is missing"):
        own_server.start(OMNI_VAULT_KEY_FILE=str(absent), OMNI_POSTGRES_FSYNC="false")
    assert not absent.exists()
    own_server.start(OMNI_POSTGRES_FSYNC="false")
