// A person signs in and the client goes on as they, by both transports against the real server.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { inspect } from "node:util";

import { AuthenticationError, OmniClient, type TokenPair } from "@omni-ai/sdk";

import { failure, TRANSPORTS, type TransportName } from "./support/clients.js";
import { startServer, type Server } from "./support/server.js";

const PASSWORD = "correct horse battery";
/** How long an access token holds, in milliseconds. */
const LIFE = 3000;

describe("a person", () => {
  let server: Server;
  before(async () => {
    server = await startServer({ OMNI_AUTH_ACCESS_TOKEN_TTL: `${LIFE}ms`, OMNI_POSTGRES_FSYNC: "false" });
  });
  after(() => server.stop());

  for (const transport of TRANSPORTS) {
    describe(transport, () => {
      test("registers, signs in with a second factor, goes on past the end of the access token, and signs out", async () => {
        const email = `ana-${transport}@example.com`;
        const client = await registered(server, transport, email);
        const first = await client.auth.login({ email, password: PASSWORD });
        const enrolling = client.withTokens(first.tokens);
        const { secret } = await enrolling.auth.enrolTotp({ currentPassword: PASSWORD });
        await enrolling.auth.confirmTotp(totp(secret, Date.now()));

        const second = await client.auth.login({ email, password: PASSWORD });
        assert.equal(second.tokens, undefined);
        assert.throws(() => client.withTokens(second.tokens), /second factor/);
        const code = totp(secret, Date.now() + 30_000);
        const { tokens } = await client.auth.completeMfa({ challenge: second.mfaChallenge?.challenge ?? "", code });
        const kept: TokenPair[] = [];
        const person = client.withTokens(tokens, { onTokens: (pair) => kept.push(pair) });
        const me = await person.auth.whoAmI();
        assert.deepEqual([me.person?.email, me.person?.mfaEnabled, me.environment], [email, true, "live"]);

        await wait(LIFE);
        // Calls at once share one renewal.
        const again = await Promise.all(Array.from({ length: 4 }, () => person.auth.whoAmI()));
        assert.deepEqual(again.map((one) => one.sessionId), Array.from({ length: 4 }, () => me.sessionId));
        // On a loaded machine a token may end twice; one renewal a call would be four.
        assert.ok(kept.length >= 1 && kept.length < 4, String(kept.length));
        assert.notEqual(kept.at(-1)?.refreshToken, tokens?.refreshToken);

        await person.auth.logout();
        await wait(LIFE);
        assert.ok((await failure(person.auth.whoAmI())) instanceof AuthenticationError);
        const late = new OmniClient({ transport, baseUrl: server.url, refreshToken: kept.at(-1)?.refreshToken });
        const error = await failure(late.auth.whoAmI());
        assert.ok(error instanceof AuthenticationError && error.reason === "REFRESH_TOKEN_INVALID", String(error));
        late.close();
        client.close();
      });

      test("in the sandbox acts on test data, and shows no token", async () => {
        const email = `sandbox-${transport}@example.com`;
        const client = await registered(server, transport, email);
        const { tokens } = await client.auth.login({ email, password: PASSWORD });
        const accessToken = tokens?.accessToken ?? "";
        const person = new OmniClient({ transport, baseUrl: server.url, accessToken, environment: "sandbox" });
        const { data, headers } = await person.auth.whoAmI().withResponse();
        assert.deepEqual([data.environment, headers.get("x-omni-environment")], ["test", "test"]);
        assert.ok(!inspect(person, { depth: 9, showHidden: true }).includes(accessToken));
        await wait(LIFE + 1000);
        const error = await failure(person.auth.whoAmI());
        assert.ok(error instanceof AuthenticationError && error.reason === "ACCESS_TOKEN_INVALID", String(error));
        person.close();
        client.close();
      });
    });
  }
});

async function registered(server: Server, transport: TransportName, email: string): Promise<OmniClient> {
  const client = new OmniClient({ transport, baseUrl: server.url });
  await client.auth.register({ email, password: PASSWORD, fullName: "Ana Kos", companyName: "Acme" });
  await client.auth.verifyEmail(await mailedToken(server, email));
  return client;
}

/** The token of a mail; mails are files while no SMTP server is configured, and leave after the answer. */
async function mailedToken(server: Server, email: string): Promise<string> {
  const folder = join(server.folder, "mail");
  for (let tries = 0; tries < 500; tries++) {
    // What is being written has another ending.
    for (const name of (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(".eml"))) {
      const text = (await readFile(join(folder, name), "utf8")).replaceAll("=\r\n", "").replaceAll("=3D", "=");
      const token = /omni_verify_[A-Za-z0-9_-]{43}/.exec(text)?.[0];
      if (token !== undefined && text.includes(email)) return token;
    }
    await wait(50);
  }
  throw new Error("no mail was written");
}

/** The code of RFC 6238 at a time. */
function totp(secret: string, at: number): string {
  const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
