"""The served OpenAPI document: its samples run as they stand, and answers are as its schemas say."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Server
from jsonschema import Draft202012Validator
from test_examples import environment
from test_http import FORECAST, GOOD, send
from test_sign_in import PASSWORD, login, register


@pytest.fixture(scope="session")
def document(server: Server) -> Any:
    return send(server, "GET", "/openapi.json", key=None).json


# What the examples of some methods cannot do on a new server with its first API key, or for a person who has just
# registered: find what was made elsewhere, show a token that a mail brought, leave a company without an owner.
REFUSED = {
    "VerifyEmail": (401, "MAIL_TOKEN_INVALID"),
    "Login": (401, "CREDENTIALS_INVALID"),
    "CompleteMfa": (401, "MFA_CHALLENGE_INVALID"),
    "Refresh": (401, "REFRESH_TOKEN_INVALID"),
    "ResetPassword": (401, "MAIL_TOKEN_INVALID"),
    "AcceptInvitation": (401, "INVITATION_INVALID"),
    "CompleteSso": (401, "SSO_CODE_INVALID"),
    **dict.fromkeys(
        [
            "GetError",
            "GetMember",
            "GetKey",
            "RevokeKey",
            "RotateKey",
            "GetTenant",
            "UpdateTenant",
            "UpgradeTenant",
            "SuspendTenant",
            "ResumeTenant",
            "CancelTenant",
            "GetFeatures",
            "GetUsage",
            "SetEntitlement",
            "RemoveEntitlement",
            "GetConnection",
            "StartSso",
        ],
        (404, "NOT_FOUND"),
    ),
    **dict.fromkeys(
        [
            "RevokeSession",
            "SwitchTenant",
            "RemoveMember",
            "UpdateMemberRole",
            "RevokeInvitation",
            "ResendInvitation",
            "GetConnection",
            "UpdateConnection",
            "DeleteConnection",
        ],
        (404, "NOT_FOUND"),
    ),
    "ConfirmTotp": (401, "MFA_CODE_INVALID"),
    "DisableTotp": (400, "MFA_ABSENT"),
    "Leave": (400, "LAST_OWNER"),
    "JoinTeam": (401, "INVITATION_INVALID"),
    "VerifyDomain": (400, "DOMAIN_UNPROVEN"),
}


# The errors of the SDKs by status.
ERRORS = {400: "Conflict", 401: "Authentication", 403: "PermissionDenied", 404: "NotFound"}


def refused(name: str) -> tuple[int, str] | None:
    """`name` is the service, the method and, of a further path, its number."""
    return REFUSED.get(name.split("_")[1])


class People:
    """For each kind of sample a person with a company of the highest tier, and for each sample a session."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.passwords: dict[str, str] = {}

    def access_token(self, label: str, name: str) -> str:
        if name.endswith("Totp"):
            # A person of its own, whose password stays what the example says.
            label += "-totp"
        address = f"{label.lower()}@samples.example.com"
        if label not in self.passwords:
            tenant = register(self.server, address)["tenantId"]
            upgraded = send(
                self.server, "POST", f"/api/v1/tenants/{tenant}/upgrade", {"subscription_tier": "enterprise"}
            )
            assert upgraded.status == 200, upgraded.body
            self.passwords[label] = PASSWORD
        answer = login(self.server, address, self.passwords[label])
        if name.endswith("_ChangePassword"):
            self.passwords[label] = "staple correct horse"
        return answer.json["tokens"]["accessToken"]


@pytest.fixture(scope="session")
def people(server: Server) -> People:
    return People(server)


def caller(people: People, operation: Any, label: str, tmp_path: Path) -> dict[str, str]:
    """The environment of a sample, with the credential that the operation takes and no other."""
    whole = environment(people.server, tmp_path)
    del whole["OMNI_API_KEY"]
    if not operation["security"]:
        return whole
    if operation["security"] == [{"accessToken": []}]:
        return whole | {"OMNI_ACCESS_TOKEN": people.access_token(label, operation["operationId"])}
    # The live key: a test key changes nothing of a tenant.
    return whole | {"OMNI_API_KEY": people.server.key}


def check(document: Any, schema: Any, value: Any) -> None:
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": document["components"], **schema}
    problems = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(whole).iter_errors(value)]
    assert not problems, problems


def operations(document: Any) -> list[tuple[str, Any]]:
    return [(operation["operationId"], operation) for item in document["paths"].values() for operation in item.values()]


def test_the_document_names_the_address_it_was_asked_at(server: Server, document: Any) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["servers"][0]["url"] == server.base_url
    assert len(operations(document)) >= 5


def test_every_curl_sample_runs_and_its_answer_has_the_schema(people: People, document: Any, tmp_path: Path) -> None:
    unforeseen = []
    for name, operation in operations(document):
        [source] = [sample["source"] for sample in operation["x-codeSamples"] if sample["label"] == "curl"]
        command = source.replace("curl ", 'curl -s -w "\\n%{http_code}" ', 1)
        env = caller(people, operation, "curl", tmp_path)
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=env, cwd=ROOT)
        assert not done.stderr, (name, done.stderr)
        body, status = done.stdout.rsplit("\n", 1)
        if status != "200":
            problem = json.loads(body)
            if (int(status), problem["reason"]) != refused(name):
                unforeseen.append((name, status, problem["reason"], problem["detail"]))
            check(document, {"$ref": "#/components/schemas/Problem"}, problem)
            continue
        if refused(name):
            unforeseen.append((name, status, body))
            continue
        content = operation["responses"]["200"]["content"]
        media, described = next(iter(content.items()))
        for text in body.strip().splitlines() if "ndjson" in media else [body]:
            check(document, described["schema"], json.loads(text))
    assert not unforeseen


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("label", "command"),
    [
        ("grpcurl", ["sh", "-c"]),
        ("Python", [sys.executable, "-c"]),
        ("CLI", ["sh", "-c"]),
    ],
)
def test_every_sample_runs(people: People, document: Any, tmp_path: Path, label: str, command: list[str]) -> None:
    seen = 0
    unforeseen = []
    for name, operation in operations(document):
        for sample in operation["x-codeSamples"]:
            if sample["label"] != label:
                continue
            seen += 1
            done = subprocess.run(
                [*command, sample["source"]],
                capture_output=True,
                text=True,
                env=caller(people, operation, label, tmp_path),
                cwd=ROOT,
            )
            if expected := refused(name):
                said = done.stderr + done.stdout
                if done.returncode == 0 or (expected[1] not in said and ERRORS[expected[0]] not in said):
                    unforeseen.append((name, said))
            elif done.returncode != 0:
                unforeseen.append((name, sample["source"], done.stderr))
    assert not unforeseen
    assert seen >= 5


@pytest.mark.usefixtures("installed")
def test_every_node_sample_runs(people: People, document: Any, tmp_path: Path) -> None:
    unforeseen = []
    for name, operation in operations(document):
        [source] = [sample["source"] for sample in operation["x-codeSamples"] if sample["label"] == "Node"]
        file = ROOT / "examples/node" / f".sample-{name}.mjs"
        file.write_text(source + "\nclient.close();\n")
        env = caller(people, operation, "Node", tmp_path)
        try:
            done = subprocess.run(["node", str(file)], capture_output=True, text=True, env=env)
        finally:
            file.unlink()
        if expected := refused(name):
            if f"{ERRORS[expected[0]]}Error" not in done.stderr:
                unforeseen.append((name, done.stderr))
        elif done.returncode != 0:
            unforeseen.append((name, done.stderr))
    assert not unforeseen


@pytest.mark.parametrize(
    "wrong",
    [
        GOOD | {"forecastSteps": 0},
        GOOD | {"forecastStep": 1},
        {},
        GOOD | {"timeSeries": ["x"]},
        GOOD | {"model": "NONE"},
    ],
)
def test_failures_have_the_schema_of_a_problem(server: Server, document: Any, wrong: object) -> None:
    check(document, {"$ref": "#/components/schemas/Problem"}, send(server, "POST", FORECAST, wrong).json)
    check(document, {"$ref": "#/components/schemas/Problem"}, send(server, "POST", FORECAST, wrong, key=None).json)
