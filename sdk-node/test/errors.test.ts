import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import * as sdk from "@omni-ai/sdk";
import { APIConnectionError, APIError, InternalError, OmniError, UnavailableError } from "@omni-ai/sdk";

import { clientOf, failure, TRANSPORTS } from "./support/clients.js";
import { startPages, startRefusing, startTruncating, type Peer } from "./support/peer.js";

/** The table that the suites of all languages read. */
interface Row {
  name: string;
  status: { code: number; message: string };
  status_bin: string;
  expected: {
    class: string;
    code: string;
    reason: string;
    domain: string;
    message: string;
    retryable: boolean;
    retry_after_seconds: number | null;
    field_violations: { field: string; description: string; reason: string }[];
    metadata: Record<string, string>;
    help_url: string | null;
  };
}

const table = new URL("../../../sdk-rust/core/tests/fixtures/errors.json", import.meta.url);
const rows = JSON.parse(readFileSync(table, "utf8")) as Row[];
const classes = sdk as unknown as Record<string, new (...given: never[]) => Error>;

for (const transport of TRANSPORTS) {
  describe(`errors, ${transport}`, () => {
    let peer: Peer;
    let row: Row;
    before(async () => {
      peer = await startRefusing(() => ({
        "grpc-status": String(row.status.code),
        "grpc-message": encodeURIComponent(row.status.message),
        "grpc-status-details-bin": row.status_bin.replace(/=+$/, ""),
        "x-request-id": "req_table",
      }));
    });
    after(() => peer.close());

    for (const each of rows) {
      test(each.name, async () => {
        row = each;
        const { expected } = row;
        const client = clientOf(peer, transport, { maxRetries: 0 });
        const error = await failure(client.platform.getHealth());
        client.close();
        const type = classes[expected.class];
        assert.ok(type !== undefined && error instanceof type, `${String(error)} is no ${expected.class}`);
        assert.ok(error instanceof OmniError);
        assert.equal(error.name, expected.class);
        assert.ok(error.message.includes("req_table"), error.message);
        assert.ok(error.message.includes(expected.message), error.message);
        if (error instanceof APIConnectionError) {
          assert.equal(error.requestId, "req_table");
          return;
        }
        assert.ok(error instanceof APIError);
        assert.equal(error.code, expected.code);
        assert.equal(error.reason, expected.reason);
        assert.equal(error.domain, expected.domain);
        assert.equal(error.requestId, "req_table");
        assert.equal(error.retryable, expected.retryable);
        assert.equal(error.retryAfter, expected.retry_after_seconds === null ? undefined : expected.retry_after_seconds * 1000);
        assert.deepEqual(error.fieldViolations, expected.field_violations);
        assert.deepEqual(error.metadata, expected.metadata);
        assert.equal(error.helpUrl ?? null, expected.help_url);
      });
    }
  });
}

for (const transport of TRANSPORTS) {
  test(`an address that does not speak Omni is named, and not asked again, ${transport}`, async () => {
    let status = 0;
    const pages = await startPages(() => status);
    for (status of [200, 302, 404]) {
      const earlier = pages.seen.length;
      const client = clientOf(pages, transport);
      const error = await failure(client.platform.getHealth());
      client.close();
      assert.ok(error instanceof APIConnectionError, String(error));
      const expected = `${pages[transport]} does not speak Omni: it answered with HTTP ${status} and text/html; the base URL (OMNI_BASE_URL) must`;
      assert.ok(error.message.startsWith(expected), error.message);
      assert.equal(pages.seen.length, earlier + 1);
    }
    await pages.close();
  });
}

for (const transport of TRANSPORTS) {
  test(`a failure on the way carries the id that the call was sent with, ${transport}`, async () => {
    const pages = await startPages(() => 502);
    const client = clientOf(pages, transport, { maxRetries: 0 });
    const error = await failure(client.platform.getHealth());
    const given = await failure(client.platform.getHealth({}, { metadata: { "x-request-id": "mine.1" } }));
    client.close();
    await pages.close();
    assert.ok(error instanceof APIError && given instanceof APIError, String(error));
    if (transport === "fetch") assert.ok(error instanceof UnavailableError, String(error));
    assert.match(error.requestId, /^req_[0-9a-hjkmnp-tv-z]{26}$/);
    assert.deepEqual([error.requestId, given.requestId], pages.seen.map((call) => call.headers.get("x-request-id")));
    assert.equal(given.requestId, "mine.1");
  });
}

test("a truncated or unreadable answer is a fault of the server, with the id of the request", async () => {
  let bytes = new Uint8Array();
  const peer = await startTruncating(() => bytes);
  const client = clientOf(peer, "fetch", { maxRetries: 0 });
  const ended = [...Buffer.from("grpc-status: 0\r\n")];
  for (const answer of [
    [0, 0, 0],
    [0, 0, 0, 0, 100, 1, 2, 3],
    [0, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0x80, 0, 0, 0, ended.length, ...ended],
    [0x80, 0, 0, 0, ended.length, ...ended],
  ]) {
    bytes = Uint8Array.from(answer);
    const error = await failure(client.platform.getHealth());
    assert.ok(error instanceof InternalError, String(error));
    assert.match(error.requestId, /^req_/);
  }
  bytes = new Uint8Array();
  const nothing = await failure(client.platform.getHealth());
  assert.ok(nothing instanceof APIConnectionError && nothing.requestId.startsWith("req_"), String(nothing));
  client.close();
  await peer.close();
});

test("a web server of another version of HTTP is named by the native transport", async () => {
  const pages = await startPages(() => 200);
  const client = clientOf({ native: pages.fetch, fetch: pages.native }, "native");
  const error = await failure(client.platform.getHealth());
  client.close();
  assert.ok(error instanceof APIConnectionError, String(error));
  assert.match(error.message, /does not speak Omni: it does not answer in HTTP\/2/);
  await pages.close();
});

test("the table has every class that a server can cause", () => {
  const caused = new Set(rows.map((one) => one.expected.class));
  const known = Object.entries(classes)
    .filter(([name, type]) => name !== "APIError" && typeof type === "function" && type.prototype instanceof APIError)
    .map(([name]) => name);
  assert.deepEqual(known.filter((name) => !caused.has(name)), []);
});
