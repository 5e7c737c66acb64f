"""Sign-in over plain HTTP: from registration to a forecast, a second factor by pyotp, tokens checked by PyJWT."""

import re
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

import jwt
import pyotp
import pytest
from conftest import ROOT, Server, wait_until
from test_http import FORECAST, GOOD, problem, send

PASSWORD = "correct horse battery"


def post(server: Server, path: str, body: object, token: str | None = None) -> Any:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return send(server, "POST", path, body, key=None, **headers)


def get(server: Server, path: str, token: str) -> Any:
    return send(server, "GET", path, key=None, authorization=f"Bearer {token}")


def mailed_token(server: Server, address: str, kind: str) -> str:
    """The token of the newest mail to an address; mails are files while no SMTP server is configured."""

    def mails() -> list[Path]:
        return sorted((server.data_dir / "mail").glob("*.eml"))

    def found() -> list[str]:
        texts = [mail.read_bytes().decode() for mail in mails()]
        return [
            token
            for text in texts
            if address in text
            for token in re.findall(rf"omni_{kind}_[A-Za-z0-9_-]{{43}}", text.replace("=\r\n", ""))
        ]

    wait_until(found)
    return found()[-1]


def register(server: Server, address: str) -> dict[str, Any]:
    company = {"email": address, "password": PASSWORD, "fullName": "Ana Kos", "companyName": "Acme"}
    assert post(server, "/auth/register", company).status == 200
    answer = post(server, "/auth/verify", {"token": mailed_token(server, address, "verify")})
    assert answer.status == 200, answer.body
    return answer.json


def login(server: Server, address: str, password: str = PASSWORD) -> Any:
    return post(server, "/auth/login", {"email": address, "password": password})


@pytest.fixture(scope="session")
def ana(server: Server) -> dict[str, Any]:
    return register(server, "ana@example.com")


def test_a_registered_person_signs_in_and_forecasts(server: Server, ana: dict[str, Any]) -> None:
    tokens = login(server, "Ana@Example.com").json["tokens"]
    access = tokens["accessToken"]
    forecast = send(server, "POST", FORECAST, GOOD, key=None, authorization=f"Bearer {access}")
    assert forecast.status == 200
    assert len(forecast.json["predictions"]) == 3
    me = get(server, "/auth/me", access).json
    assert me["person"]["userId"] == ana["userId"]
    assert me["tenantId"] == ana["tenantId"]
    assert me["memberships"] == [{"tenantId": ana["tenantId"], "role": "owner"}]
    renewed = post(server, "/auth/refresh", {"refreshToken": tokens["refreshToken"]}).json["tokens"]
    assert renewed["sessionId"] == tokens["sessionId"]
    assert renewed["refreshToken"] != tokens["refreshToken"]
    assert post(server, "/auth/logout", {}, access).status == 200
    problem(get(server, "/auth/me", renewed["accessToken"]), 401, "ACCESS_TOKEN_INVALID")
    problem(post(server, "/auth/refresh", {"refreshToken": renewed["refreshToken"]}), 401, "REFRESH_TOKEN_INVALID")


def test_an_api_key_is_no_person(server: Server) -> None:
    problem(send(server, "GET", "/auth/me"), 403, "ACCESS_DENIED")


def test_failures_differ_in_their_request_id_only(server: Server, ana: dict[str, Any]) -> None:
    answers = [
        problem(login(server, address, password), 401, "CREDENTIALS_INVALID")
        for address, password in [
            ("ana@example.com", "wrong"),
            ("nobody@example.com", "wrong"),
            ("ana@example.com", ""),
        ]
    ]
    for answer in answers:
        answer.pop("requestId")
        answer["details"] = [d for d in answer["details"] if not d["@type"].endswith("RequestInfo")]
    assert answers[0] == answers[1] == answers[2]


def test_py_jwt_takes_our_tokens_with_our_published_keys_and_no_forged_one(server: Server, ana: dict[str, Any]) -> None:
    access = login(server, "ana@example.com").json["tokens"]["accessToken"]
    answer = send(server, "GET", "/.well-known/jwks.json", key=None)
    assert answer.headers["content-type"] == "application/jwk-set+json"
    assert all(key.keys() == {"kty", "crv", "use", "alg", "kid", "x"} for key in answer.json["keys"])
    keys = jwt.PyJWKClient(f"{server.base_url}/.well-known/jwks.json")
    key = keys.get_signing_key_from_jwt(access)
    expected = {"algorithms": ["EdDSA"], "audience": "omni-api", "issuer": "omni"}
    claims = jwt.decode(access, key, options={"require": ["exp", "iat", "sub", "iss", "aud", "jti"]}, **expected)
    assert claims["sub"] == ana["userId"]
    assert claims["tid"] == ana["tenantId"]
    assert claims["exp"] - claims["iat"] == 600
    header = jwt.get_unverified_header(access)
    assert header["typ"] == "at+jwt"
    public = key.key.public_bytes_raw()
    forged = [
        jwt.encode(claims, "", algorithm="none", headers=header | {"alg": "none"}),
        jwt.encode(claims, public, algorithm="HS256", headers=header | {"alg": "HS256"}),
        access[:-4] + ("AAAA" if access[-4:] != "AAAA" else "BBBB"),
    ]
    for token in forged:
        problem(get(server, "/auth/me", token), 401, "ACCESS_TOKEN_INVALID")


def test_a_second_factor_by_pyotp(server: Server) -> None:
    register(server, "mfa@example.com")
    access = login(server, "mfa@example.com").json["tokens"]["accessToken"]
    enrolled = post(server, "/auth/mfa/totp", {"currentPassword": PASSWORD}, access).json
    app = pyotp.parse_uri(enrolled["otpauthUri"])
    assert isinstance(app, pyotp.TOTP)
    assert app.secret == enrolled["secret"]
    assert app.name == "mfa@example.com"
    confirming = app.now()
    confirmed = post(server, "/auth/mfa/totp/confirm", {"code": confirming}, access)
    assert confirmed.status == 200, confirmed.body
    codes = confirmed.json["recoveryCodes"]
    assert len(set(codes)) == 10

    answer = login(server, "mfa@example.com").json
    assert "tokens" not in answer or not answer["tokens"]
    challenge = answer["mfaChallenge"]["challenge"]
    # The step that confirmed it is used up; the next one is within the window already.
    used = post(server, "/auth/mfa", {"challenge": challenge, "code": confirming})
    problem(used, 401, "MFA_CODE_INVALID")
    done = post(server, "/auth/mfa", {"challenge": challenge, "code": app.at(int(time.time()) + 30)})
    assert done.status == 200, done.body
    challenge = login(server, "mfa@example.com").json["mfaChallenge"]["challenge"]
    by_recovery = post(server, "/auth/mfa", {"challenge": challenge, "recoveryCode": codes[0]})
    assert by_recovery.status == 200
    assert get(server, "/auth/me", by_recovery.json["tokens"]["accessToken"]).json["person"]["mfaEnabled"]


def test_a_forgotten_password(server: Server) -> None:
    register(server, "forgot@example.com")
    before = login(server, "forgot@example.com").json["tokens"]
    known = post(server, "/auth/password/forgot", {"email": "forgot@example.com"})
    unknown = post(server, "/auth/password/forgot", {"email": "nobody@example.com"})
    assert (known.status, known.body) == (unknown.status, unknown.body) == (200, b"{}")
    token = mailed_token(server, "forgot@example.com", "reset")
    reset = {"token": token, "newPassword": "staple correct horse"}
    assert post(server, "/auth/password/reset", reset).status == 200
    problem(post(server, "/auth/password/reset", reset), 401, "MAIL_TOKEN_INVALID")
    problem(get(server, "/auth/me", before["accessToken"]), 401, "ACCESS_TOKEN_INVALID")
    problem(login(server, "forgot@example.com"), 401, "CREDENTIALS_INVALID")
    assert login(server, "forgot@example.com", "staple correct horse").status == 200


def test_a_rotated_signing_key_is_published_before_it_signs(server: Server, ana: dict[str, Any]) -> None:
    access = login(server, "ana@example.com").json["tokens"]["accessToken"]
    old = jwt.get_unverified_header(access)["kid"]
    done = server.command("auth", "rotate-signing-key")
    assert done.returncode == 0, done.stderr
    new = done.stdout.split()[2]
    after = login(server, "ana@example.com").json["tokens"]["accessToken"]
    assert jwt.get_unverified_header(after)["kid"] == old != new

    def published() -> set[str]:
        answer = send(server, "GET", "/.well-known/jwks.json", key=None)
        return {key["kid"] for key in answer.json["keys"]}

    wait_until(lambda: published() == {old, new}, seconds=70)
    assert get(server, "/auth/me", access).status == 200


def test_links_of_mails_lead_to_pages_that_change_nothing_by_being_opened(server: Server) -> None:
    company = {"email": "link@example.com", "password": PASSWORD, "fullName": "Eva", "companyName": "Beta"}
    post(server, "/auth/register", company)
    token = mailed_token(server, "link@example.com", "verify")
    for path in ("/auth/verify", "/auth/password/reset"):
        for _ in range(2):
            page = send(server, "GET", f"{path}?token={token}", key=None)
            assert page.status == 200
            assert page.headers["content-type"].startswith("text/html")
            assert b"/auth/assets/mail.js" in page.body
            assert page.headers["content-security-policy"] == "default-src 'self'"
    script = send(server, "GET", "/auth/assets/mail.js", key=None)
    assert script.headers["content-type"].startswith("text/javascript")
    assert post(server, "/auth/verify", {"token": token}).status == 200


def test_a_person_chooses_test_data_by_every_protocol_and_across_origins(server: Server, ana: dict[str, Any]) -> None:
    access = login(server, "ana@example.com").json["tokens"]["accessToken"]
    who = {"authorization": f"Bearer {access}", "x-omni-environment": "test"}
    method = "omni.identity.v1.AuthService/WhoAmI"
    rest = send(server, "GET", "/auth/me", key=None, **who)
    connect = send(server, "POST", f"/{method}", {}, key=None, **who)
    for answer in (rest, connect):
        assert (answer.json["environment"], answer.headers["x-omni-environment"]) == ("test", "test")
    grpc = ["-plaintext", "-H", f"authorization: {who['authorization']}", "-H", "x-omni-environment: test", "-v"]
    done = subprocess.run(
        [str(ROOT / ".tools/go/bin/grpcurl"), *grpc, server.address, method], capture_output=True, text=True
    )
    assert '"environment": "test"' in done.stdout, done.stderr
    assert "x-omni-environment: test" in done.stdout
    web = urllib.request.Request(f"{server.base_url}/{method}", data=bytes(5), headers=who, method="POST")
    web.add_header("content-type", "application/grpc-web+proto")
    with urllib.request.urlopen(web) as answer:
        assert answer.headers["x-omni-environment"] == "test"
        assert b"\x22\x04test" in answer.read(), "environment, field 4"

    asked = "authorization,x-omni-environment"
    origin = "https://app.example.com"
    preflight = urllib.request.Request(f"{server.base_url}/auth/me", method="OPTIONS", headers={"origin": origin})
    preflight.add_header("access-control-request-method", "GET")
    preflight.add_header("access-control-request-headers", asked)
    with urllib.request.urlopen(preflight) as answer:
        assert set(asked.split(",")) <= set(answer.headers["access-control-allow-headers"].split(","))
    seen = send(server, "GET", "/auth/me", key=None, **who, origin=origin)
    assert "x-omni-environment" in seen.headers["access-control-expose-headers"]

    other = send(server, "GET", "/auth/me", key=None, **(who | {"x-omni-environment": "sandbox"}))
    wrong = problem(other, 400, "ENVIRONMENT_INVALID")
    assert wrong["detail"] == "x-omni-environment: expected `live` or `test`"
    problem(
        send(server, "GET", "/api/v1/omni/summary", **{"x-omni-environment": "test"}), 400, "ENVIRONMENT_CONTRADICTED"
    )
