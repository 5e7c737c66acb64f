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


@pytest.fixture(scope="session")
def document(server: Server) -> Any:
    return send(server, "GET", "/openapi.json", key=None).json


# What the examples of some methods cannot do on a new server with its first API key: find what was made elsewhere, show
# a token that a mail brought, act as a person.
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
            "Logout",
            "ChangePassword",
            "ListSessions",
            "RevokeSession",
            "WhoAmI",
            "SwitchTenant",
            "EnrolTotp",
            "ConfirmTotp",
            "DisableTotp",
            "RemoveMember",
            "UpdateMemberRole",
            "Leave",
            "InviteMember",
            "RevokeInvitation",
            "ResendInvitation",
            "JoinTeam",
            "CreateRole",
            "UpdateRole",
            "DeleteRole",
            "CreateConnection",
            "UpdateConnection",
            "DeleteConnection",
            "ClaimDomain",
            "VerifyDomain",
            "ReleaseDomain",
        ],
        (403, "ACCESS_DENIED"),
    ),
}


# The errors of the SDKs by status.
ERRORS = {401: "Authentication", 403: "PermissionDenied", 404: "NotFound"}


def refused(name: str) -> tuple[int, str] | None:
    """`name` is the service, the method and, of a further path, its number."""
    return REFUSED.get(name.split("_")[1])


def live(server: Server, tmp_path: Path) -> dict[str, str]:
    """With the live key: a test key changes nothing of a tenant."""
    return environment(server, tmp_path) | {"OMNI_API_KEY": server.key}


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


def test_every_curl_sample_runs_and_its_answer_has_the_schema(server: Server, document: Any, tmp_path: Path) -> None:
    for name, operation in operations(document):
        [source] = [sample["source"] for sample in operation["x-codeSamples"] if sample["label"] == "curl"]
        command = source.replace("curl ", 'curl -s -w "\\n%{http_code}" ', 1)
        done = subprocess.run(
            ["sh", "-c", command], capture_output=True, text=True, env=live(server, tmp_path), cwd=ROOT
        )
        assert not done.stderr, (name, done.stderr)
        body, status = done.stdout.rsplit("\n", 1)
        if status != "200":
            problem = json.loads(body)
            assert (int(status), problem["reason"]) == refused(name), (name, done.stdout, done.stderr)
            check(document, {"$ref": "#/components/schemas/Problem"}, problem)
            continue
        assert not refused(name), (name, body)
        content = operation["responses"]["200"]["content"]
        media, described = next(iter(content.items()))
        for text in body.strip().splitlines() if "ndjson" in media else [body]:
            check(document, described["schema"], json.loads(text))


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("label", "command"),
    [
        ("grpcurl", ["sh", "-c"]),
        ("Python", [sys.executable, "-c"]),
        ("CLI", ["sh", "-c"]),
    ],
)
def test_every_sample_runs(server: Server, document: Any, tmp_path: Path, label: str, command: list[str]) -> None:
    seen = 0
    for name, operation in operations(document):
        for sample in operation["x-codeSamples"]:
            if sample["label"] != label:
                continue
            seen += 1
            done = subprocess.run(
                [*command, sample["source"]],
                capture_output=True,
                text=True,
                env=live(server, tmp_path),
                cwd=ROOT,
            )
            if expected := refused(name):
                said = done.stderr + done.stdout
                assert done.returncode != 0, (name, said)
                assert expected[1] in said or ERRORS[expected[0]] in said, (name, said)
            else:
                assert done.returncode == 0, (name, sample["source"], done.stderr)
    assert seen >= 5


@pytest.mark.usefixtures("installed")
def test_every_node_sample_runs(server: Server, document: Any, tmp_path: Path) -> None:
    for name, operation in operations(document):
        [source] = [sample["source"] for sample in operation["x-codeSamples"] if sample["label"] == "Node"]
        file = ROOT / "examples/node" / f".sample-{name}.mjs"
        file.write_text(source + "\nclient.close();\n")
        try:
            done = subprocess.run(["node", str(file)], capture_output=True, text=True, env=live(server, tmp_path))
        finally:
            file.unlink()
        if expected := refused(name):
            assert f"{ERRORS[expected[0]]}Error" in done.stderr, (name, done.stderr)
        else:
            assert done.returncode == 0, (name, done.stderr)


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
