"""Sign-in by SAML 2.0, end to end: pysaml2 is the company's identity provider, and answers what the server asked."""

import base64
import hashlib
import importlib.util
import secrets
import socket
import struct
import threading
import urllib.parse
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Server, new_server
from cryptography.hazmat.primitives.asymmetric import rsa
from test_http import Answer, problem, send
from test_sign_in import get, login, post, register

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from saml2 import BINDING_HTTP_REDIRECT
    from saml2.metadata import entity_descriptor
    from saml2.server import Server as Provider

    spec = importlib.util.spec_from_file_location("idp", ROOT / "server/engines/saml/tests/it/idp.py")
    assert spec
    assert spec.loader
    idp = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(idp)

BACK = "http://127.0.0.1:7777/signed-in"


class Dns:
    """A name server on loopback that knows TXT records (RFC 1035)."""

    def __init__(self) -> None:
        self.records: dict[str, str] = {}
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            asked, who = self.socket.recvfrom(4096)
            labels, at = [], 12
            while asked[at]:
                labels.append(asked[at + 1 : at + 1 + asked[at]].decode())
                at += 1 + asked[at]
            question = asked[12 : at + 5]
            text = self.records.get(".".join(labels).lower())
            answer = b""
            if text:
                data = bytes([len(text)]) + text.encode()
                answer = b"\xc0\x0c" + struct.pack(">HHIH", 16, 1, 0, len(data)) + data
            flags = 0x8580 if text else 0x8583
            self.socket.sendto(asked[:2] + struct.pack(">HHHHH", flags, 1, bool(text), 0, 0) + question + answer, who)


@pytest.fixture(scope="module")
def dns() -> Dns:
    return Dns()


@pytest.fixture(scope="module")
def company(dns: Dns) -> Iterator[Server]:
    running = new_server(OMNI_POSTGRES_FSYNC="false", OMNI_AUTH_SSO_DNS_SERVERS=dns.address).start()
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def owner(company: Server, dns: Dns) -> dict[str, Any]:
    """The owner of a company that has proven its domain acme.test."""
    ana = register(company, "ana@example.com")
    ana |= login(company, "ana@example.com").json
    token = ana["tokens"]["accessToken"]
    claimed = post(company, "/api/v1/sso/domains", {"domain": "acme.test"}, token)
    assert claimed.status == 200, claimed.body
    domain = claimed.json["domain"]
    dns.records[domain["recordName"]] = domain["recordValue"]
    verified = post(company, "/api/v1/sso/domains/acme.test/verify", {}, token)
    assert verified.status == 200, verified.body
    # The free tier has room for one person.
    path = f"/api/v1/tenants/{ana['tenantId']}/upgrade"
    assert send(company, "POST", path, {"subscriptionTier": "enterprise"}).status == 200
    return ana


class Connection:
    """A SAML connection of the company, and the identity provider at its other end."""

    def __init__(self, company: Server, owner: dict[str, Any], folder: Path) -> None:
        self.company, self.owner, self.folder = company, owner, folder
        idp.certificate(folder, "idp", rsa.generate_private_key(65537, 2048))
        # It has to know us, and we it: it starts with anybody's metadata, and is started again with ours.
        metadata = str(
            entity_descriptor(
                self.provider(
                    '<md:EntityDescriptor entityID="nobody" xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"/>'
                ).config
            )
        )
        wanted = {
            "displayName": "Acme",
            "defaultRole": "developer",
            "enabled": True,
            "saml": {"idpMetadataXml": metadata},
        }
        made = post(company, "/api/v1/sso/connections", wanted, owner["tokens"]["accessToken"])
        assert made.status == 200, made.body
        self.settings = made.json["connection"]
        self.path = f"/auth/sso/{self.settings['connectionId']}"
        ours = send(company, "GET", self.path, key=None)
        assert ours.headers["content-type"].startswith("application/samlmetadata+xml")
        self.idp = self.provider(ours.body.decode())

    def provider(self, metadata: str) -> Provider:
        return idp.provider(self.folder, metadata)

    def start(self, **who: str) -> "Flow":
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        who = who or {"connectionId": self.settings["connectionId"]}
        started = post(self.company, "/auth/sso/start", {"returnUrl": BACK, "codeChallenge": challenge, **who})
        assert started.status == 200, started.body
        url, _, query = started.json["authorizationUrl"].partition("?")
        assert url == "https://idp.example.org/sso"
        return Flow(self, verifier, dict(urllib.parse.parse_qsl(query)))


class Flow:
    """One person's way through a sign-in."""

    def __init__(self, connection: Connection, verifier: str, query: dict[str, str]) -> None:
        self.connection, self.verifier, self.state = connection, verifier, query["RelayState"]
        self.request = connection.idp.parse_authn_request(query["SAMLRequest"], BINDING_HTTP_REDIRECT).message

    def answer(self, name: str, address: str, *, response: bool = False, assertion: bool = True) -> str:
        identity = {"mail": [address], "displayName": ["Maja Kos"]}
        wanted = {"name": name, "identity": identity, "sign_response": response, "sign_assertion": assertion}
        return idp.answer(self.connection.idp, self.request, wanted)

    def give(self, xml: str) -> Answer:
        """What the browser posts."""
        form = {"SAMLResponse": base64.b64encode(xml.encode()).decode(), "RelayState": self.state}
        data = urllib.parse.urlencode(form).encode()
        path = self.connection.path + "/acs"
        return send(
            self.connection.company, "POST", path, data, key=None, content_type="application/x-www-form-urlencoded"
        )

    def complete(self, answer: Answer) -> Answer:
        code = came_back(answer)["code"]
        return post(self.connection.company, "/auth/sso/complete", {"code": code, "codeVerifier": self.verifier})


def came_back(answer: Answer) -> dict[str, str]:
    """The fields that the app's address is called with."""
    assert answer.status == 303, answer.body
    url, _, query = answer.headers["location"].partition("?")
    assert url == BACK
    return dict(urllib.parse.parse_qsl(query))


def refused(connection: Connection, answer: Answer, code: str) -> None:
    """The browser is sent back without a code; why is in the server's log, and not in the address."""
    fields = came_back(answer)
    assert fields.keys() == {"error", "error_description"}
    assert fields["error"] == "access_denied"
    assert "SSO_RESPONSE_INVALID" in fields["error_description"]
    assert code not in fields["error_description"]
    request = answer.headers["x-request-id"]
    lines = [line for line in connection.company.log.read_text().splitlines() if request in line]
    assert any(f"{code}: " in line for line in lines), lines


@pytest.fixture(scope="module")
def connection(company: Server, owner: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Connection:
    return Connection(company, owner, tmp_path_factory.mktemp("idp"))


def test_a_connection_shows_what_it_read_and_what_the_provider_needs(connection: Connection) -> None:
    saml = connection.settings["saml"]
    assert saml["idpEntityId"] == idp.IDP
    assert saml["ssoUrl"] == "https://idp.example.org/sso"
    assert len(saml["certificateFingerprints"]) == 1
    assert saml["spEntityId"].endswith(connection.path)
    assert saml["acsUrl"] == saml["spEntityId"] + "/acs"
    assert saml["idpMetadataXml"] == ""


@pytest.mark.parametrize(("response", "assertion"), [(False, True), (True, False), (True, True)])
def test_a_person_signs_in_at_the_company_and_is_known_again(
    company: Server, owner: dict[str, Any], connection: Connection, response: bool, assertion: bool
) -> None:
    people = []
    for round_ in range(2):
        flow = connection.start(email="Maja@acme.test") if round_ else connection.start()
        address = f"maja{response:d}{assertion:d}@acme.test"
        xml = flow.answer(f"maja-{response}-{assertion}", address, response=response, assertion=assertion)
        done = flow.complete(flow.give(xml))
        assert done.status == 200, done.body
        me = get(company, "/auth/me", done.json["tokens"]["accessToken"]).json
        assert me["person"]["email"] == address
        assert me["person"]["fullName"] == "Maja Kos"
        assert me["tenantId"] == owner["tenantId"]
        assert me["memberships"] == [{"tenantId": owner["tenantId"], "role": "developer"}]
        people.append(me["person"]["userId"])
    assert people[0] == people[1]


def test_an_answer_is_taken_once(connection: Connection) -> None:
    flow = connection.start()
    xml = flow.answer("tine", "tine@acme.test")
    assert "code" in came_back(flow.give(xml))
    assert flow.give(xml).status == 400
    # With the state of another sign-in it answers the wrong request.
    refused(connection, connection.start().give(xml), "IN_RESPONSE_TO")


def test_an_answer_at_another_connection_is_refused(
    company: Server, owner: dict[str, Any], connection: Connection, tmp_path: Path
) -> None:
    other = Connection(company, owner, tmp_path)
    flow = connection.start()
    stray = Flow.__new__(Flow)
    stray.connection, stray.state = other, flow.state
    assert stray.give(flow.answer("eva", "eva@acme.test")).status == 400
    refused(other, other.start().give(connection.start().answer("eva", "eva@acme.test")), "DESTINATION")


def test_a_wrapped_forged_or_cut_answer_is_refused_and_makes_nobody(
    company: Server, owner: dict[str, Any], connection: Connection
) -> None:
    def forged(change: Any, code: str) -> None:
        flow = connection.start()
        refused(connection, flow.give(change(flow.answer("mallory", "mallory@acme.test"))), code)

    def assertion(xml: str) -> str:
        return xml[xml.index("<ns1:Assertion") : xml.index("</ns1:Assertion>") + len("</ns1:Assertion>")]

    def evil(xml: str) -> str:
        whole = assertion(xml)
        bare = whole[: whole.index("<ns2:Signature ")] + whole[whole.index("</ns2:Signature>") + 16 :]
        identifier = whole.split(' ID="', 1)[1].split('"', 1)[0]
        return bare.replace(identifier, "_forged").replace("mallory", "boss")

    forged(lambda xml: xml.replace(assertion(xml), evil(xml) + assertion(xml)), "SEVERAL_ASSERTIONS")
    forged(lambda xml: xml.replace(assertion(xml), evil(xml)), "UNSIGNED")
    forged(lambda xml: xml.replace("mallory@", "boss@"), "SIGNATURE")
    forged(lambda xml: xml.replace(">mallory<", "><!---->mallory<"), "COMMENT")
    forged(lambda xml: xml.replace("<ns0:Response", "<!DOCTYPE x><ns0:Response", 1), "DOCTYPE")
    forged(lambda xml: xml[:-20], "MALFORMED")
    forged(lambda _: "", "MALFORMED")
    members = get(company, "/api/v1/team/members?pageSize=100", owner["tokens"]["accessToken"])
    assert members.status == 200
    assert b"Ana Kos" in members.body
    assert b"boss" not in members.body
    assert b"mallory" not in members.body


def test_a_person_of_a_domain_that_is_not_the_companys_is_refused(connection: Connection) -> None:
    flow = connection.start()
    fields = came_back(flow.give(flow.answer("eve", "eve@elsewhere.test")))
    assert fields["error"] == "access_denied"
    assert "SSO_DOMAIN_UNCLAIMED" in fields["error_description"]


def test_metadata_that_cannot_be_used_is_refused_by_its_field(company: Server, owner: dict[str, Any]) -> None:
    for metadata in ["<a/>", "<!DOCTYPE x><a/>", "no xml"]:
        wanted = {"displayName": "Acme", "defaultRole": "developer", "saml": {"idpMetadataXml": metadata}}
        answer = post(company, "/api/v1/sso/connections", wanted, owner["tokens"]["accessToken"])
        assert "saml.idp_metadata_xml" in str(problem(answer, 400, "INVALID_FIELD"))
