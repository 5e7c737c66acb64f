"""The command line as a person uses it: signs in on a terminal, works, and signs out. Against the real server."""

import json
import os
import pty
import select
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from conftest import SERVER, Server, new_server
from test_sign_in import PASSWORD, login, post, register

OMNI = SERVER.with_name("omni")
# Seconds that an access token holds.
LIFE = 3


@pytest.fixture(scope="module")
def hasty() -> Iterator[Server]:
    """A server whose access tokens hold for a moment."""
    running = new_server(OMNI_POSTGRES_FSYNC="false", OMNI_AUTH_ACCESS_TOKEN_TTL=f"{LIFE}s").start()
    yield running
    assert running.stop() == 0


class Home:
    """A home directory, and the command line in it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.folder = Path(tempfile.mkdtemp(prefix="omni-home-"))
        self.file = self.folder / ".config/omni/config.toml"
        self.environment = {"HOME": str(self.folder), "PATH": os.environ["PATH"], "TERM": "dumb"}

    def run(self, *arguments: str, said: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(OMNI), *arguments],
            env=self.environment | environment,
            input=said,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def json(self, *arguments: str, **environment: str) -> Any:
        done = self.run(*arguments, **environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def on_terminal(self, arguments: list[str], talk: list[tuple[str, str]]) -> tuple[int, str]:
        """Runs on a terminal of its own, answers each question when it is asked, and gives all that was shown."""
        process, terminal = pty.fork()
        if process == 0:
            os.execve(OMNI, [str(OMNI), *arguments], self.environment)
        shown = ""
        talk = list(talk)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.1)[0]:
                try:
                    shown += os.read(terminal, 4096).decode()
                except OSError:  # the other end is closed
                    break
            if talk and talk[0][0] in shown:
                # The echo is turned off just after the question is written.
                time.sleep(0.3)
                os.write(terminal, talk.pop(0)[1].encode() + b"\n")
        _, status = os.waitpid(process, 0)
        os.close(terminal)
        assert not talk, f"was not asked for {talk[0][0]}:\n{shown}"
        return os.waitstatus_to_exitcode(status), shown


@pytest.fixture
def home(hasty: Server) -> Home:
    return Home(hasty)


def test_a_person_signs_in_on_a_terminal_and_works_past_the_end_of_the_token(hasty: Server, home: Home) -> None:
    person = register(hasty, "cli@example.com")
    code, shown = home.on_terminal(
        ["login", "--base-url", hasty.base_url], [("E-mail: ", "cli@example.com"), ("Password: ", PASSWORD)]
    )
    assert code == 0, shown
    assert PASSWORD not in shown
    assert f"signed in as cli@example.com in {person['tenantId']}" in shown
    assert stat.S_IMODE(home.file.stat().st_mode) == 0o600
    before = home.file.read_text()

    me = home.json("whoami")
    assert (me["person"]["userId"], me["tenantId"]) == (person["userId"], person["tenantId"])
    time.sleep(LIFE)
    assert home.json("auth", "who-am-i")["sessionId"] == me["sessionId"]
    after = home.file.read_text()
    assert after != before, "the successors are in the profile"
    assert f'base_url = "{hasty.base_url}"' in after

    settings = home.json("config")
    assert settings["refresh_token"] == {"value": "…", "source": "profile default"}
    assert home.json("profiles", "list") == [
        {"name": "default", "inUse": True, "credential": "signed in", "baseUrl": hasty.base_url}
    ]
    done = home.run("logout", "--output", "text")
    assert (done.returncode, done.stdout) == (0, "signed out; the tokens are removed from profile default\n")
    assert "omni_refresh_" not in home.file.read_text()
    refused = home.run("whoami", "--output", "text")
    assert refused.returncode == 3
    assert "nobody is signed in to profile default; run `omni login`" in refused.stderr
    refresh = next(line for line in after.splitlines() if line.startswith("refresh_token")).split('"')[1]
    assert post(hasty, "/auth/refresh", {"refreshToken": refresh}).status == 401, "the session has ended"


def test_a_second_factor_is_asked_for_or_given(hasty: Server, home: Home) -> None:
    register(hasty, "cli-mfa@example.com")
    access = login(hasty, "cli-mfa@example.com").json["tokens"]["accessToken"]
    app = pyotp.TOTP(post(hasty, "/auth/mfa/totp", {"currentPassword": PASSWORD}, access).json["secret"])
    recovery = post(hasty, "/auth/mfa/totp/confirm", {"code": app.now()}, access).json["recoveryCodes"]
    where = ["--base-url", hasty.base_url, "--profile", "work", "--email", "cli-mfa@example.com"]
    code, shown = home.on_terminal(
        ["login", *where],
        [("Password: ", PASSWORD), ("Code of the authenticator, or a recovery code: ", app.at(int(time.time()) + 30))],
    )
    assert code == 0, shown
    assert "profile work" in shown
    assert home.json("whoami", "--profile", "work")["person"]["mfaEnabled"] is True

    no_code = home.run("login", *where, "--password-stdin", said=PASSWORD + "\n")
    assert no_code.returncode == 2
    assert "give --code" in no_code.stderr
    done = home.run("login", *where, "--password-stdin", "--code", recovery[0], said=PASSWORD + "\n")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["email"] == "cli-mfa@example.com"
    wrong = home.run("login", *where, "--password-stdin", "--code", recovery[0], said="wrong\n")
    assert wrong.returncode == 3
    assert "CREDENTIALS_INVALID" in wrong.stderr


def test_profiles_are_kept_apart_chosen_and_removed(hasty: Server, home: Home) -> None:
    register(hasty, "cli-two@example.com")
    home.file.parent.mkdir(parents=True)
    home.file.write_text(
        f'# my servers\n[profiles.service]\napi_key = "{hasty.key}" # the live one\nbase_url = "{hasty.base_url}"\n'
    )
    taken = home.run("login", "--profile", "service", "--email", "a@example.com", "--password-stdin", said="x\n")
    assert taken.returncode == 2
    assert "profile service has an API key; sign in to another with --profile NAME" in taken.stderr
    email = ["--email", "cli-two@example.com", "--password-stdin"]
    done = home.run("login", "--profile", "me", *email, OMNI_BASE_URL=hasty.base_url, said=PASSWORD + "\n")
    assert done.returncode == 0, done.stderr
    assert home.run("profiles", "use", "me").returncode == 0
    assert home.json("whoami")["person"]["email"] == "cli-two@example.com"
    assert home.json("config")["profile"] == {"value": "me", "source": "profile file"}

    listed = home.json("profiles", "list")
    assert [(one["name"], one["inUse"]) for one in listed] == [("service", False), ("me", True)]
    assert listed[0]["credential"].startswith("omni_live_")
    assert hasty.key not in home.run("profiles", "list", "--output", "text").stdout
    no_person = home.run("whoami", "--profile", "service")
    assert no_person.returncode == 3
    assert "is no person" in no_person.stderr

    noted = home.run("login", "--profile", "me", *email, OMNI_API_KEY=hasty.key, said=PASSWORD + "\n")
    assert "note: OMNI_API_KEY is set and goes over the profile" in noted.stderr
    absent = home.run("profiles", "remove", "nobody")
    assert absent.returncode == 2
    assert "there is no profile nobody; there are: service, me" in absent.stderr
    assert home.run("profiles", "remove", "me").returncode == 0
    text = home.file.read_text()
    assert "[profiles.me]" not in text
    assert "profile =" not in text
    assert "# my servers" in text
    assert "# the live one" in text


def test_without_a_terminal_nothing_is_asked(home: Home) -> None:
    for arguments, missing in [([], "--email"), (["--email", "a@example.com"], "--password-stdin")]:
        done = home.run("login", *arguments)
        assert done.returncode == 2
        assert f"there is no terminal to ask on; give {missing}" in done.stderr


def test_tokens_of_a_server_that_is_gone_are_kept_unless_told_otherwise(home: Home) -> None:
    home.file.parent.mkdir(parents=True)
    home.file.write_text('[profiles.default]\nbase_url = "http://127.0.0.1:1"\naccess_token = "a.b.c"\n')
    away = home.run("logout", "--max-retries", "0")
    assert away.returncode == 6
    assert "access_token" in home.file.read_text()
    assert home.run("logout", "--local").returncode == 0
    assert "access_token" not in home.file.read_text()
