"""Sign-in at a company by npm's oidc-provider, tokens checked by npm's jose, and a browser without a screen."""

import base64
import hashlib
import html.parser
import http.client
import http.cookiejar
import json
import re
import secrets
import socket
import struct
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyotp
import pytest
from conftest import Server, new_server
from test_command_line import OMNI, Home
from test_http import problem, send
from test_sign_in import get, login, post, register

IDP = Path(__file__).parent / "idp"
RETURN_URL = "http://127.0.0.1:8400/signed-in"
# Where the command line waits: a port and a path that nobody knows before.
BACK = r"http://127\.0\.0\.1:\d+/[\w-]{43}\?"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The issuer of a provider."""
    process = subprocess.Popen(["node", "provider.mjs"], cwd=IDP, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout
    yield process.stdout.readline().decode().strip()
    process.terminate()
    process.wait(timeout=30)


class Dns:
    """A DNS server that knows some TXT records."""

    def __init__(self) -> None:
        self.records: dict[str, str] = {}
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        threading.Thread(target=self.serve, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.socket.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            query, peer = self.socket.recvfrom(4096)
            labels, at = [], 12
            while query[at]:
                labels.append(query[at + 1 : at + 1 + query[at]].decode().lower())
                at += 1 + query[at]
            question = query[12 : at + 5]
            text = self.records.get(".".join(labels), "").encode()
            flags = 0x8180 if text else 0x8183
            head = query[:2] + struct.pack(">HHHHH", flags, 1, 1 if text else 0, 0, 0)
            record = struct.pack(">HHHIHB", 0xC00C, 16, 1, 60, len(text) + 1, len(text)) + text if text else b""
            self.socket.sendto(head + question + record, peer)


@pytest.fixture(scope="module")
def dns() -> Dns:
    return Dns()


@pytest.fixture(scope="module")
def sso_server(dns: Dns) -> Iterator[Server]:
    """One that may ask a provider on this machine."""
    running = new_server(
        OMNI_POSTGRES_FSYNC="false",
        OMNI_AUTH_SSO_ALLOW_PRIVATE_NETWORKS="true",
        OMNI_AUTH_SSO_DNS_SERVERS=dns.address,
    ).start()
    yield running
    assert running.stop() == 0


@dataclass
class Company:
    server: Server
    ids: dict[str, Any]
    token: str
    connections: dict[str, str] = field(default_factory=dict)

    def call(self, verb: str, path: str, body: object = None) -> Any:
        headers = {"authorization": f"Bearer {self.token}"}
        answer = send(self.server, verb, f"/api/v1/sso/{path}", body, key=None, **headers)
        assert answer.status == 200, answer.body
        return answer.json

    def connection(self, provider: str, algorithm: str) -> str:
        """The id of a connection to the provider, as a client that it signs for in this way."""
        if algorithm not in self.connections:
            self.connections[algorithm] = self.connect(provider, algorithm)
        return self.connections[algorithm]

    def connect(self, provider: str, algorithm: str) -> str:
        wanted = {
            "displayName": algorithm,
            "defaultRole": "developer",
            "enabled": True,
            "oidc": {"issuer": provider, "clientId": "not yet known"},
        }
        made = self.call("POST", "connections", wanted)["connection"]
        client = {"redirect_uris": [made["oidc"]["redirectUri"]], "id_token_signed_response_alg": algorithm}
        request = urllib.request.Request(
            f"{provider}/reg", json.dumps(client).encode(), {"content-type": "application/json"}
        )
        known = json.load(urllib.request.urlopen(request))
        oidc = {"clientId": known["client_id"], "clientSecret": known["client_secret"]}
        path = f"connections/{made['connectionId']}"
        changed = self.call("PATCH", path, {"oidc": oidc, "updateMask": "oidc"})["connection"]
        assert changed["oidc"].get("clientSecret", "") == ""
        return made["connectionId"]


@pytest.fixture(scope="module")
def company(sso_server: Server, dns: Dns) -> Company:
    ids = register(sso_server, "ana@acme.example")
    answer = login(sso_server, "ana@acme.example").json
    # The tier of those who register has a place for the owner only.
    upgrade = send(sso_server, "POST", f"/api/v1/tenants/{ids['tenantId']}/upgrade", {"subscriptionTier": "pro"})
    assert upgrade.status == 200, upgrade.body
    company = Company(sso_server, ids, answer["tokens"]["accessToken"])
    claimed = company.call("POST", "domains", {"domain": "acme.example"})["domain"]
    token = f"Bearer {company.token}"
    unproven = send(sso_server, "POST", "/api/v1/sso/domains/acme.example/verify", {}, key=None, authorization=token)
    problem(unproven, 400, "DOMAIN_UNPROVEN")
    dns.records[claimed["recordName"]] = claimed["recordValue"]
    assert company.call("POST", "domains/acme.example/verify", {})["domain"]["verifyTime"]
    return company


class Form(html.parser.HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.fields = "", {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.action = found["action"] or ""
        if tag == "input" and found.get("type") == "hidden":
            self.fields[found["name"] or ""] = found.get("value") or ""


class Browser:
    """Follows redirects and fills in the provider's forms, up to an address that begins as the pattern says."""

    def __init__(self, person: str) -> None:
        self.person = person
        self.opener = urllib.request.build_opener(
            NoRedirects, urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def go(self, url: str, until: str) -> str:
        data = None
        for _ in range(20):
            if re.match(until, url):
                return url
            try:
                answer = self.opener.open(urllib.request.Request(url, data))
            except urllib.error.HTTPError as error:
                if error.code not in (302, 303):
                    raise AssertionError(error.read().decode()) from error
                url, data = urllib.parse.urljoin(url, error.headers["location"]), None
                continue
            form = Form(answer.read().decode())
            if form.fields["prompt"] == "login":
                form.fields |= {"login": self.person, "password": "any"}
            url = urllib.parse.urljoin(url, form.action)
            data = urllib.parse.urlencode(form.fields).encode()
        raise AssertionError(f"the browser went round in circles, last to {url}")


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def start(server: Server, **who: str) -> tuple[str, str]:
    """Where to send the browser, and the verifier."""
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    answer = post(server, "/auth/sso/start", who | {"returnUrl": RETURN_URL, "codeChallenge": challenge})
    assert answer.status == 200, answer.body
    return answer.json["authorizationUrl"], verifier


def fields(url: str) -> dict[str, str]:
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))


def sign_in(server: Server, person: str, **who: str) -> Any:
    url, verifier = start(server, **who)
    landed = fields(Browser(person).go(url, RETURN_URL))
    assert "code" in landed, landed
    answer = post(server, "/auth/sso/complete", {"code": landed["code"], "codeVerifier": verifier})
    assert answer.status == 200, answer.body
    return answer.json["tokens"]


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_a_person_signs_in_by_oidc_provider(company: Company, provider: str, algorithm: str) -> None:
    server = company.server
    tokens = sign_in(server, "eva@acme.example", connectionId=company.connection(provider, algorithm))
    me = get(server, "/auth/me", tokens["accessToken"]).json
    assert me["person"]["email"] == "eva@acme.example"
    assert me["person"]["fullName"] == "Eva Novak"
    assert me["tenantId"] == company.ids["tenantId"]
    assert me["memberships"] == [{"tenantId": company.ids["tenantId"], "role": "developer"}]
    renewed = post(server, "/auth/refresh", {"refreshToken": tokens["refreshToken"]}).json["tokens"]
    assert renewed["sessionId"] == tokens["sessionId"]


def test_an_address_leads_to_its_company(company: Company, provider: str) -> None:
    company.connection(provider, "RS256")
    tokens = sign_in(company.server, "bor@acme.example", email="bor@ACME.example")
    assert get(company.server, "/auth/me", tokens["accessToken"]).json["person"]["email"] == "bor@acme.example"


def test_a_provider_that_signs_with_the_clients_secret_signs_nobody_in(company: Company, provider: str) -> None:
    url, _ = start(company.server, connectionId=company.connection(provider, "HS256"))
    landed = fields(Browser("eva@acme.example").go(url, RETURN_URL))
    assert landed["error"] == "access_denied"
    assert "SSO_RESPONSE_INVALID" in landed["error_description"]


@pytest.mark.parametrize(
    ("person", "reason"),
    [("unproven@acme.example", "SSO_EMAIL_UNVERIFIED"), ("eva@other.example", "SSO_DOMAIN_UNCLAIMED")],
)
def test_addresses_that_prove_nothing_open_nothing(company: Company, provider: str, person: str, reason: str) -> None:
    url, _ = start(company.server, connectionId=company.connection(provider, "RS256"))
    landed = fields(Browser(person).go(url, RETURN_URL))
    assert landed["error"] == "access_denied"
    assert re.search(rf"\({reason}, request req_[0-9a-z]{{26}}\)", landed["error_description"])


def test_a_person_who_says_no_at_the_provider_comes_back_without_a_code(company: Company, provider: str) -> None:
    url, _ = start(company.server, connectionId=company.connection(provider, "RS256"))
    opener = Browser("eva@acme.example")
    try:
        opener.opener.open(url)
    except urllib.error.HTTPError as error:
        interaction = urllib.parse.urljoin(url, error.headers["location"])
    landed = fields(opener.go(f"{interaction}/abort", RETURN_URL))
    assert "SSO_DENIED" in landed["error_description"]


def test_a_callback_that_nobody_began_is_a_page_that_says_so(company: Company, provider: str) -> None:
    connection = company.connection(provider, "RS256")
    url, _ = start(company.server, connectionId=connection)
    back = Browser("eva@acme.example").go(url, f"{company.server.base_url}/auth/sso/")
    path = back.removeprefix(company.server.base_url)
    first = send(company.server, "GET", path, key=None)
    assert (first.status, first.headers["cache-control"], first.headers["referrer-policy"]) == (
        303,
        "no-store",
        "no-referrer",
    )
    for again in (path, f"/auth/sso/{connection}/callback", "/auth/sso/sso_x/callback?state=x&code=y"):
        page = send(company.server, "GET", again, key=None)
        assert page.status == 400
        assert page.headers["content-type"].startswith("text/html")
        assert b"SSO_STATE_INVALID" in page.body
        assert page.headers["x-request-id"].encode() in page.body


def test_the_paths_of_browsers_take_what_browsers_send(company: Company) -> None:
    server = company.server
    acs = "/auth/sso/sso_x/acs"
    form = {"content_type": "application/x-www-form-urlencoded"}
    problem(send(server, "GET", acs, key=None), 405, "VERB_NOT_ALLOWED")
    assert b"CONTENT_TYPE_UNSUPPORTED" in send(server, "POST", acs, {}, key=None).body
    unknown = send(server, "POST", acs, b"RelayState=x&SAMLResponse=y", key=None, **form)
    assert (unknown.status, b"SSO_STATE_INVALID" in unknown.body) == (400, True)
    large = send(server, "POST", acs, b"SAMLResponse=" + b"a" * 300_000, key=None, **form)
    assert (large.status, b"MESSAGE_TOO_LARGE" in large.body) == (413, True)
    metadata = send(server, "GET", "/auth/sso/sso_x", key=None)
    assert (metadata.status, b"NOT_FOUND" in metadata.body) == (404, True)
    connection = http.client.HTTPConnection(server.address, timeout=60)
    connection.request("GET", "/auth/sso/start")
    assert connection.getresponse().status == 405


def test_jose_takes_our_tokens_with_our_published_keys_and_no_forged_one(company: Company, provider: str) -> None:
    server = company.server
    tokens = sign_in(server, "eva@acme.example", connectionId=company.connection(provider, "RS256"))
    keys = f"{server.base_url}/.well-known/jwks.json"

    def check(token: str) -> Any:
        done = subprocess.run(["node", "check.mjs", keys, token], cwd=IDP, capture_output=True, check=True, timeout=60)
        return json.loads(done.stdout)

    access = tokens["accessToken"]
    good = check(access)
    assert good["payload"]["tid"] == company.ids["tenantId"]
    assert good["payload"]["sid"] == tokens["sessionId"]
    head, body, signature = access.split(".")
    assert check(f"{head}.{body}.{signature[:-4]}AAAA")["code"] == "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"at+jwt"}').rstrip(b"=").decode()
    assert check(f"{none}.{body}.")["code"].startswith("ERR_JO")


def at_the_terminal(home: Home, *arguments: str) -> tuple[subprocess.Popen[str], str]:
    """The command line that signs in, and the address that it tells to open."""
    process = subprocess.Popen(
        [str(OMNI), "login", "--base-url", home.server.base_url, "--output", "text", *arguments],
        env=home.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    for line in process.stderr:
        if line.strip().startswith("http"):
            return process, line.strip()
    raise AssertionError(f"no address was shown; exit code {process.wait(timeout=30)}")


def land(url: str) -> str:
    """What the page says that the browser comes back to."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read().decode()


@pytest.mark.parametrize("by", ["address", "connection"])
def test_the_command_line_signs_in_by_a_browser(company: Company, provider: str, by: str) -> None:
    connection = company.connection(provider, "RS256")
    home = Home(company.server)
    who = ["--sso", "cli@acme.example"] if by == "address" else ["--sso-connection", connection]
    process, url = at_the_terminal(home, *who)
    back = Browser("cli@acme.example").go(url, BACK)
    # Whoever does not know the path is not listened to.
    with pytest.raises(urllib.error.HTTPError) as elsewhere:
        land(urllib.parse.urljoin(back, "/other?code=omni_sso_forged"))
    assert elsewhere.value.code == 404
    assert "You are back" in land(back)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert f"signed in as cli@acme.example in {company.ids['tenantId']}" in out
    assert home.json("whoami")["tenantId"] == company.ids["tenantId"]


def test_the_command_line_asks_for_the_second_factor_after_the_browser(company: Company, provider: str) -> None:
    connection = company.connection(provider, "RS256")
    access = sign_in(company.server, "mfa@acme.example", connectionId=connection)["accessToken"]
    app = pyotp.TOTP(post(company.server, "/auth/mfa/totp", {}, access).json["secret"])
    confirmed = post(company.server, "/auth/mfa/totp/confirm", {"code": app.now()}, access)
    assert confirmed.status == 200, confirmed.body
    home = Home(company.server)
    code = app.at(int(time.time()) + 30)
    process, url = at_the_terminal(home, "--sso", "mfa@acme.example", "--code", code)
    land(Browser("mfa@acme.example").go(url, BACK))
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert home.json("whoami")["person"]["mfaEnabled"] is True


def test_the_command_line_tells_why_the_company_refused(company: Company, provider: str) -> None:
    home = Home(company.server)
    connection = company.connection(provider, "RS256")
    process, url = at_the_terminal(home, "--sso-connection", connection)
    land(Browser("unproven@acme.example").go(url, BACK))
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (3, "")
    assert "the sign-in was refused" in err
    assert "SSO_EMAIL_UNVERIFIED" in err
    assert not home.file.exists()


def test_the_command_line_does_not_wait_for_ever(company: Company, provider: str) -> None:
    home = Home(company.server)
    process, _ = at_the_terminal(home, "--sso-connection", company.connection(provider, "RS256"), "--wait", "0.5")
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (6, "")
    assert "did not come back within 0.5 seconds" in err
    nobody = home.run("login", "--base-url", company.server.base_url, "--sso", "eva@nowhere.example")
    assert nobody.returncode == 4, nobody.stderr
