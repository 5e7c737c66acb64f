import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { ConfigError, OmniClient, type ClientOptions } from "@omni-ai/sdk";

import { TRANSPORTS } from "./support/clients.js";
import { KEY, keyOf } from "./support/peer.js";

const LIVE = keyOf("live");

for (const transport of TRANSPORTS) {
  describe(`settings, ${transport}`, () => {
    test("a client without a key says how to set one", () => {
      delete process.env["OMNI_API_KEY"];
      process.env["OMNI_CONFIG_FILE"] = "";
      process.env["HOME"] = "/nonexistent";
      refused({ transport }, "apiKey", /OMNI_API_KEY/);
    });

    test("a key is refused that is none, or is mistyped, without being shown", () => {
      refused({ transport, apiKey: "hunter2" }, "apiKey", /omni_test_…(?!.*hunter2)/);
      refused({ transport, apiKey: KEY.replace("AbCd", "AbCe") }, "apiKey", /checksum/);
    });

    test("the sandbox refuses a live key", () => {
      refused({ transport, apiKey: LIVE, environment: "sandbox" }, "apiKey", /sandbox.*live/);
      new OmniClient({ transport, apiKey: KEY, environment: "sandbox" }).close();
      new OmniClient({ transport, apiKey: LIVE }).close();
    });

    test("the environment gives what the options do not", () => {
      process.env["OMNI_API_KEY"] = KEY;
      new OmniClient({ transport }).close();
      process.env["OMNI_BASE_URL"] = "ftp://x";
      refused({ transport }, "baseUrl", /OMNI_BASE_URL/);
      new OmniClient({ transport, baseUrl: "http://127.0.0.1:1" }).close();
      delete process.env["OMNI_BASE_URL"];
      process.env["OMNI_TIMEOUT"] = "soon";
      refused({ transport }, "timeout", /OMNI_TIMEOUT/);
      delete process.env["OMNI_TIMEOUT"];
      process.env["OMNI_MAX_RETRIES"] = "11";
      refused({ transport }, "maxRetries", /OMNI_MAX_RETRIES.*0 to 10/);
      delete process.env["OMNI_MAX_RETRIES"];
      delete process.env["OMNI_API_KEY"];
    });

    test("values that do not fit are refused by name", async () => {
      refused({ transport, apiKey: KEY, timeout: 0 }, "timeout", /above 0/);
      refused({ transport, apiKey: KEY, maxRetries: -1 }, "maxRetries", /0 to 10/);
      refused({ transport, apiKey: KEY, environment: "staging" as never }, "environment", /staging.*production.*sandbox/);
      refused({ apiKey: KEY, transport: "carrier pigeon" as never }, "transport", /native.*fetch.*auto/);
      const client = new OmniClient({ transport, mockMode: true });
      await assert.rejects(client.platform.getHealth({}, { timeout: -5 }), ConfigError);
    });
  });
}

function refused(options: ClientOptions, setting: string, message: RegExp): void {
  assert.throws(
    () => new OmniClient(options),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError, String(error));
      assert.equal(error.setting, setting);
      assert.match(error.message, message);
      return true;
    },
  );
}
