"""A person signs in, and the client goes on as they: against the real server."""

import asyncio
import re
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest

from conftest import Server, key, running_server
from omni_ai import AsyncOmniClient, AuthenticationError, ConfigError, ConfigTypeError, OmniClient, TokenPair
from omni_ai.types import LoginRequest, Tokens

PASSWORD = "correct horse battery"
# Seconds that an access token holds.
LIFE = 3


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = {"OMNI_AUTH_ACCESS_TOKEN_TTL": f"{LIFE}s", "OMNI_POSTGRES_FSYNC": "false"}
    with running_server(tmp_path_factory.mktemp("people"), **settings) as running:
        yield running


def mailed_token(server: Server, address: str) -> str:
    for _ in range(500):
        for mail in sorted((server.data / "mail").glob("*.eml")):
            text = mail.read_bytes().decode().replace("=\r\n", "").replace("=3D", "=")
            found = re.search(r"omni_verify_[A-Za-z0-9_-]{43}", text)
            if address in text and found:
                return found[0]
        time.sleep(0.05)
    raise AssertionError("no mail was written")


def registered(server: Server, address: str) -> OmniClient:
    """A client without a credential, of a person who has an account."""
    client = OmniClient(base_url=server.base_url)
    client.auth.register(email=address, password=PASSWORD, full_name="Ana Kos", company_name="Acme")
    client.auth.verify_email(mailed_token(server, address))
    return client


def signed_in(client: OmniClient, address: str) -> Tokens:
    tokens = client.auth.login(email=address, password=PASSWORD).tokens
    assert tokens is not None
    return tokens


def test_from_registration_to_logout(server: Server) -> None:
    client = registered(server, "ana@example.com")
    with pytest.raises(ConfigError, match="no API key is set, and nobody is signed in"):
        client.auth.who_am_i()
    person = client.with_tokens(signed_in(client, "ana@example.com"))
    app = pyotp.TOTP(person.auth.enrol_totp(current_password=PASSWORD).secret)
    person.auth.confirm_totp(app.now())

    answer = client.auth.login(email="ana@example.com", password=PASSWORD)
    assert answer.tokens is None
    assert answer.mfa_challenge is not None
    with pytest.raises(ConfigTypeError, match=r"second factor has none before auth\.complete_mfa"):
        client.with_tokens(answer.tokens)
    code = app.at(int(time.time()) + 30)
    tokens = client.auth.complete_mfa(challenge=answer.mfa_challenge.challenge, code=code).tokens
    assert tokens is not None
    kept: list[TokenPair] = []
    person = client.with_tokens(tokens, on_tokens=kept.append)
    me = person.auth.who_am_i()
    assert me.person is not None
    assert (me.person.email, me.person.mfa_enabled, me.environment) == ("ana@example.com", True, "live")

    time.sleep(LIFE)
    assert person.auth.who_am_i() == me
    # On a loaded machine a token may end twice.
    assert kept
    renewed = kept[-1]
    assert renewed.refresh_token != tokens.refresh_token
    assert repr(renewed) == "TokenPair(access_token=…, refresh_token=…)"

    person.auth.logout()
    # Every server refuses the session within a second; renewing it is refused at once.
    time.sleep(LIFE)
    with pytest.raises(AuthenticationError):
        person.auth.who_am_i()
    with pytest.raises(AuthenticationError, match="REFRESH_TOKEN_INVALID"):
        OmniClient(refresh_token=kept[-1].refresh_token, base_url=server.base_url).auth.who_am_i()


def test_asynchronous_calls_at_once_share_one_renewal(server: Server) -> None:
    tokens = signed_in(registered(server, "async@example.com"), "async@example.com")
    kept: list[TokenPair] = []

    async def calls() -> None:
        async with AsyncOmniClient(
            access_token=tokens.access_token,
            refresh_token=tokens.refresh_token,
            on_tokens=kept.append,
            base_url=server.base_url,
        ) as client:
            await asyncio.sleep(LIFE)
            people = await asyncio.gather(*(client.auth.who_am_i() for _ in range(5)))
            assert len({person.session_id for person in people}) == 1

    asyncio.run(calls())
    # One a call would be five; on a loaded machine a token may end twice.
    assert 1 <= len(kept) < 5


def test_threads_share_one_renewal(server: Server) -> None:
    tokens = signed_in(registered(server, "threads@example.com"), "threads@example.com")
    kept: list[TokenPair] = []
    client = OmniClient(refresh_token=tokens.refresh_token, on_tokens=kept.append, base_url=server.base_url)
    sessions: list[str] = []
    threads = [threading.Thread(target=lambda: sessions.append(client.auth.who_am_i().session_id)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sessions == [tokens.session_id] * 6
    assert 1 <= len(kept) < 6


def test_processes_of_one_profile_take_turns(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = signed_in(registered(server, "profile@example.com"), "profile@example.com")
    file = tmp_path / "config.toml"
    file.write_text(
        f'[profiles.default] # mine\nbase_url = "{server.base_url}"\n'
        f'access_token = "{tokens.access_token}"\nrefresh_token = "{tokens.refresh_token}"\n'
    )
    time.sleep(LIFE)
    program = "from omni_ai import OmniClient; print(OmniClient().auth.who_am_i().session_id)"
    monkeypatch.setenv("OMNI_CONFIG_FILE", str(file))
    running = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert [process.communicate(timeout=60)[0].strip() for process in running] == [tokens.session_id] * 4
    text = file.read_text()
    assert "# mine" in text
    assert tokens.refresh_token not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert OmniClient().auth.who_am_i().session_id == tokens.session_id


def test_a_person_in_the_sandbox_acts_on_test_data(server: Server) -> None:
    tokens = signed_in(registered(server, "sandbox@example.com"), "sandbox@example.com")
    access = tokens.access_token
    client = OmniClient(access_token=access, environment="sandbox", base_url=server.base_url)
    assert client.auth.who_am_i().environment == "test"
    raw = client.with_raw_response.auth.who_am_i()
    assert ("x-omni-environment", "test") in raw.headers


def test_a_key_and_tokens_at_once_are_refused() -> None:
    with pytest.raises(ConfigError, match="api_key and access_token or refresh_token are both given"):
        OmniClient(key("test"), access_token="a.b.c")
    with pytest.raises(ConfigError, match="this is an API key; give it as api_key") as caught:
        OmniClient(access_token=key("test"))
    assert key("test") not in str(caught.value)
    with pytest.raises(ConfigTypeError, match="on_tokens: expected a function of one argument, got str"):
        OmniClient(access_token="a.b.c", on_tokens="keep")  # type: ignore[arg-type]


def test_tokens_and_passwords_are_not_printed() -> None:
    client = OmniClient(access_token="a.secret.c", refresh_token="omni_refresh_secret")
    request = LoginRequest(email="ana@example.com", password="secret")
    tokens = Tokens(access_token="secret", refresh_token="secret", token_type="Bearer")
    shown = repr((client, request, tokens, TokenPair("secret", None)))
    assert "secret" not in shown
    assert "LoginRequest(email='ana@example.com', password=…)" in shown


def test_a_function_that_fails_to_keep_tokens_does_not_fail_the_call(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = signed_in(registered(server, "broken@example.com"), "broken@example.com")
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)

    def keep(_: TokenPair) -> None:
        raise OSError("the disk is full")

    client = OmniClient(refresh_token=tokens.refresh_token, on_tokens=keep, base_url=server.base_url)
    assert client.auth.who_am_i().session_id == tokens.session_id
    assert len(told) == 1
