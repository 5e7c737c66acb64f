"""Tenants that take turns on few connections behind PgBouncer in transaction mode see nothing of each other."""

import hashlib
import http.client
import json
import os
import secrets
import shutil
import socket as probing
import string
import subprocess
import tempfile
import uuid
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Server, new_server, wait_until

PSQL = ROOT / ".tools/postgres/bin/psql"
POOL = 3
ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"


def sql(statement: str, host: str, port: int, database: str = "omni") -> str:
    arguments = [str(PSQL), "-X", "-At", "-v", "ON_ERROR_STOP=1", "-h", host, "-p", str(port), "-U", "omni_owner"]
    done = subprocess.run([*arguments, "-d", database, "-c", statement], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@dataclass
class House:
    """A server behind PgBouncer, and the way past it."""

    server: Server
    socket: str
    port: int


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    subprocess.run(["bash", str(ROOT / "scripts/apt.sh"), "pgbouncer"], check=True)
    program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
    # The first server runs the Postgres; the second one reaches it through the pooler.
    first = new_server(OMNI_POSTGRES_FSYNC="false")
    # Run by root, Postgres and the pooler have an account of their own, which has to get there.
    first.data_dir.parent.chmod(0o711)
    first.start()
    data = first.data_dir / "postgres"
    socket = next(path.parent for path in data.rglob(".s.PGSQL.5432"))
    account = socket.stat().st_uid
    folder = Path(tempfile.mkdtemp(prefix="omni-pgbouncer-"))
    folder.chmod(0o755)
    port = free_port()
    (folder / "users.txt").write_text('"omni_owner" ""\n')
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        f"""[databases]
omni = host={socket} port=5432 dbname=omni
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {folder / "users.txt"}
pool_mode = transaction
default_pool_size = {POOL}
max_client_conn = 500
server_reset_query =
stats_users = omni_owner
"""
    )
    user = {"user": account} if os.geteuid() == 0 else {}
    pooler = subprocess.Popen([program, str(settings)], stderr=subprocess.PIPE, text=True, **user)  # type: ignore[call-overload]
    second = new_server(
        OMNI_DATABASE_URL=f"postgres://omni_owner@127.0.0.1:{port}/omni",
        OMNI_DATABASE_PGBOUNCER="true",
        OMNI_DATABASE_POOL_SIZE="24",
        OMNI_VAULT_KEY_FILE=str(first.data_dir / "vault.key"),
        # Each tenant reads itself more often in a minute than those who administer do.
        OMNI_LIMITS_ADMINISTRATION="0",
    )
    try:
        second.start()
        yield House(second, str(socket), port)
        assert second.stop() == 0
    finally:
        pooler.terminate()
        pooler.wait(timeout=30)
        assert first.stop() == 0


def free_port() -> int:
    with probing.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def base62(number: int) -> str:
    digits = ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        digits = ALPHABET[digit] + digits
    return digits


def tenant_id(number: uuid.UUID) -> str:
    rest, text = number.int, ""
    for _ in range(26):
        rest, digit = divmod(rest, 32)
        text = BASE32[digit] + text
    return "ten_" + text


def make_key(house: House, tenant: uuid.UUID, environment: str) -> str:
    """A key of a tenant, put into the database past every server."""
    public = "".join(secrets.choice(ALPHABET) for _ in range(8))
    secret = "".join(secrets.choice(ALPHABET) for _ in range(32))
    body = f"omni_{environment}_{public}_{secret}"
    live = "true" if environment == "live" else "false"
    columns = {
        "tenant_id": f"'{tenant}'",
        "live": live,
        "key_id": f"'{uuid.uuid4()}'",
        "public_id": f"'{public}'",
        "secret_hash": f"'\\x{hashlib.sha256(secret.encode()).hexdigest()}'",
        "name": "'of the pooler'",
        "grants": "'{*}'",
        "allowed_ips": "'{}'",
        "create_time": "now()",
    }
    sql(
        f"BEGIN; SELECT set_config('omni.tenant', '{tenant}', true), set_config('omni.live', '{live}', true); "
        f"INSERT INTO omni.api_keys ({', '.join(columns)}) VALUES ({', '.join(columns.values())}); COMMIT",
        house.socket,
        5432,
    )
    return f"{body}_{base62(zlib.crc32(body.encode()))}"


@dataclass
class Tenant:
    """One environment of one tenant, as it calls."""

    id: str
    environment: str
    key: str


def call(house: House, key: str, verb: str, path: str, body: object = None) -> tuple[int, Any, str]:
    connection = http.client.HTTPConnection(house.server.address, timeout=60)
    headers = {"x-api-key": key, "content-type": "application/json"}
    connection.request(verb, path, None if body is None else json.dumps(body), headers)
    response = connection.getresponse()
    answer = response.status, json.loads(response.read()), response.headers["x-request-id"]
    connection.close()
    return answer


@pytest.fixture(scope="module")
def tenants(house: House) -> list[Tenant]:
    operator = sql("SELECT tenant_id FROM omni.installation", house.socket, 5432)
    key = make_key(house, uuid.UUID(operator), "live")
    made = []
    for number in range(6):
        asked = {"name": f"tenant {number}", "subscriptionTier": "enterprise"}
        status, answer, _ = call(house, key, "POST", "/api/v1/tenants", asked)
        assert status == 200, answer
        id_ = answer["tenant"]["tenantId"]
        number_of = 0
        for letter in id_.removeprefix("ten_"):
            number_of = number_of * 32 + BASE32.index(letter)
        assert tenant_id(uuid.UUID(int=number_of)) == id_
        tenant = uuid.UUID(int=number_of)
        made += [Tenant(id_, where, make_key(house, tenant, where)) for where in ("live", "test")]
    return made


def test_tenants_that_take_turns_on_three_connections_see_only_their_own(house: House, tenants: list[Tenant]) -> None:
    failed: dict[str, list[str]] = {tenant.key: [] for tenant in tenants}

    def live(tenant: Tenant) -> None:
        for _ in range(40):
            status, answer, _ = call(house, tenant.key, "GET", f"/api/v1/tenants/{tenant.id}")
            assert (status, answer["tenant"]["tenantId"]) == (200, tenant.id), answer
            status, answer, _ = call(house, tenant.key, "GET", f"/api/v1/tenants/{tenant.id}/usage")
            assert (status, answer["environment"]) == (200, tenant.environment), answer
            wrong = {"timeSeries": [1, 2, 3], "forecastSteps": 0}
            status, answer, request = call(house, tenant.key, "POST", "/api/v1/ai-intelligence/forecast", wrong)
            assert status == 400, answer
            failed[tenant.key].append(request)

    with ThreadPoolExecutor(len(tenants) * 2) as pool:
        for outcome in [pool.submit(live, tenant) for tenant in tenants * 2]:
            outcome.result()

    def read(tenant: Tenant, request: str) -> int:
        return call(house, tenant.key, "GET", f"/api/v1/errors/{request}")[0]

    for tenant in tenants:
        wait_until(lambda tenant=tenant: read(tenant, failed[tenant.key][-1]) == 200)
    # What one left behind is there for it, and for nobody else, not even for its other environment.
    with ThreadPoolExecutor(24) as pool:
        pairs = [(reader, writer, failed[writer.key][-2]) for reader in tenants for writer in tenants]
        statuses = list(pool.map(lambda pair: read(pair[0], pair[2]), pairs * 3))
    for (reader, writer, _), status in zip(pairs * 3, statuses, strict=True):
        assert status == (200 if reader is writer else 404), (reader.id, writer.id)


def test_the_pooler_stood_between_and_nothing_is_left_on_its_connections(house: House, tenants: list[Tenant]) -> None:
    assert tenants
    servers = sql("SHOW SERVERS", "127.0.0.1", house.port, "pgbouncer").splitlines()
    assert 1 <= len(servers) <= POOL
    stats = sql("SHOW STATS", "127.0.0.1", house.port, "pgbouncer").splitlines()
    total = next(line.split("|") for line in stats if line.startswith("omni|"))
    assert int(total[1]) > 1_000, total
    # A client that sets nothing gets a connection as the last tenant left it: without a tenant, and seeing no row.
    for _ in range(POOL * 4):
        left = sql(
            "SELECT coalesce(current_setting('omni.tenant', true), '') "
            "|| coalesce(current_setting('omni.user', true), '') || current_user "
            "|| (SELECT count(*) FROM omni.failed_requests)",
            "127.0.0.1",
            house.port,
        )
        assert left == "omni_owner0"
