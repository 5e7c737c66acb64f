"""The command that administers and moves tenants, beside a running server."""

import http.client
import json
import os
import random
import signal
import subprocess
import time
from typing import Any

from conftest import SERVER, Server, wait_until


def call(server: Server, verb: str, path: str, body: object = None) -> tuple[int, Any, str]:
    connection = http.client.HTTPConnection(server.address, timeout=60)
    headers = {"x-api-key": server.key, "content-type": "application/json"}
    connection.request(verb, path, None if body is None else json.dumps(body), headers)
    response = connection.getresponse()
    answer = response.status, json.loads(response.read()), response.headers["x-request-id"]
    connection.close()
    return answer


def command(server: Server, *arguments: str) -> Any:
    done = server.command("tenants", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_tenants_are_administered_while_the_server_runs_and_while_it_does_not(own_server: Server) -> None:
    own_server.start()
    made = command(own_server, "create", "--name", "Acme", "--tier", "pro")
    path = f"/api/v1/tenants/{made['tenant_id']}"
    assert call(own_server, "GET", path)[1]["tenant"]["name"] == "Acme"
    assert command(own_server, "suspend", "--tenant", made["tenant_id"], "--reason", "unpaid")["status"] == "suspended"
    assert call(own_server, "GET", path)[1]["tenant"]["suspendReason"] == "unpaid"
    assert own_server.stop() == 0
    assert command(own_server, "resume", "--tenant", made["tenant_id"])["status"] == "active"
    listed = command(own_server, "list")
    assert [tenant["name"] for tenant in listed] == ["default", "Acme"]
    own = next(tenant["tenant_id"] for tenant in listed if tenant["operator"])
    refused = own_server.command("tenants", "suspend", "--tenant", own, "--reason", "no")
    assert refused.returncode == 1
    assert "operator's own tenant" in refused.stderr
    for wrong, expected in [("nowhere", "expected shared, schema"), ("postgres://127.0.0.1:1/none", "cannot connect")]:
        refused = own_server.command("tenants", "move", "--tenant", own, "--to", wrong)
        assert refused.returncode == 1
        assert expected in refused.stderr, refused.stderr


def test_a_tenant_moves_under_a_running_server_though_the_command_is_killed(own_server: Server) -> None:
    own_server.start()
    tenant = own_server.bootstrap["tenant_id"]
    wrong = {"timeSeries": [1, 2, 3], "forecastSteps": 0}
    kept: list[str] = []

    def fail() -> None:
        status, answer, request = call(own_server, "POST", "/api/v1/ai-intelligence/forecast", wrong)
        assert status == 400, answer
        wait_until(lambda: call(own_server, "GET", f"/api/v1/errors/{request}")[0] == 200)
        kept.append(request)

    fail()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OMNI_")}
    environment |= {"OMNI_DATA_DIR": str(own_server.data_dir)} | own_server.environment
    dice = random.Random(1)
    for place in ("schema", "shared", "schema", "shared"):
        killed = subprocess.Popen([str(SERVER), "tenants", "move", "--tenant", tenant, "--to", place], env=environment)
        time.sleep(dice.uniform(0.02, 0.3))
        killed.send_signal(signal.SIGKILL)
        killed.wait(timeout=30)
        fail()
        command(own_server, "move", "--tenant", tenant, "--to", place)
        fail()
        for request in kept:
            assert call(own_server, "GET", f"/api/v1/errors/{request}")[0] == 200, (place, request)
