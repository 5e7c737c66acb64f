import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { ConfigError, OmniClient, type ClientOptions } from "@omni-ai/sdk";

import { TRANSPORTS } from "./support/clients.js";
import { KEY, keyOf } from "./support/peer.js";

const LIVE = keyOf("live");

for (const transport of TRANSPORTS) {
  describe(`settings, ${transport}`, () => {
    test("a call without a key says how to set one, and nothing is sent", async () => {
      delete process.env["OMNI_API_KEY"];
      process.env["OMNI_CONFIG_FILE"] = "";
      process.env["HOME"] = "/nonexistent";
      // Methods that anybody may call need none, so it is told by the first call that does.
      const client = new OmniClient({ transport, baseUrl: "http://127.0.0.1:1" });
      await assert.rejects(Promise.resolve(client.platform.getSummary()), (error) => {
        assert.ok(error instanceof ConfigError, String(error));
        assert.equal(error.setting, "apiKey");
        assert.match(error.message, /OMNI_API_KEY/);
        return true;
      });
      client.close();
    });

    test("a key beside tokens is refused, and one given in place of the other", () => {
      const accessToken = "a.b.c";
      refused({ transport, apiKey: KEY, accessToken }, "apiKey", /accessToken|access_token/);
      refused({ transport, accessToken: KEY }, "accessToken", /this is an API key(?!.*omni_test_A)/);
      refused({ transport, refreshToken: accessToken }, "refreshToken", /omni_refresh_…/);
      refused({ transport, accessToken, onTokens: "keep" } as never, "onTokens", /a string; expected a function/);
      process.env["OMNI_API_KEY"] = KEY;
      process.env["OMNI_REFRESH_TOKEN"] = "omni_refresh_x";
      refused({ transport }, "apiKey", /OMNI_API_KEY and OMNI_ACCESS_TOKEN or OMNI_REFRESH_TOKEN are both set/);
      new OmniClient({ transport, accessToken }).close();
      delete process.env["OMNI_API_KEY"];
      delete process.env["OMNI_REFRESH_TOKEN"];
      const client = new OmniClient({ transport, mockMode: true });
      assert.throws(() => client.withTokens(undefined), /second factor/);
      client.close();
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

    test("a mistyped option is refused with the nearest name", async () => {
      refused({ transport, apiKye: KEY } as never, "apiKye", /^apiKye is no option; did you mean apiKey\?$/);
      refused({ transport, base_url: "http://127.0.0.1:1" } as never, "base_url", /did you mean baseUrl\?/);
      refused({ transport, zzz: 1 } as never, "zzz", /expected one of apiKey, accessToken,/);
      const client = new OmniClient({ transport, mockMode: true });
      const health = (options: object): Promise<unknown> => Promise.resolve(client.platform.getHealth({}, options));
      await assert.rejects(health({ timout: 5 }), /timout is no option; did you mean timeout\?/);
      await assert.rejects(health({ headers: {} }), /headers is no option; expected one of timeout,/);
      assert.throws(() => client.withOptions({ retries: 1 } as never), /retries is no option; .*maxRetries/);
      assert.deepEqual(client.mock?.calls(), []);
      client.close();
    });

    test("an option of the wrong type is refused without being shown", async () => {
      refused("hunter2" as never, "options", /^the options are a string; expected an object/);
      refused({ transport, apiKey: 12345 } as never, "apiKey", /^apiKey is a number; expected a string$/);
      refused({ transport, baseUrl: new URL("http://127.0.0.1:1") } as never, "baseUrl", /an object; expected a string/);
      refused({ transport, mockMode: "yes" } as never, "mockMode", /a string; expected a boolean/);
      refused({ transport, timeout: "5" } as never, "timeout", /a string; expected a number/);
      refused({ transport, maxRetries: [1] } as never, "maxRetries", /a list; expected a number/);
      refused({ transport, mockMode: true, maxRetries: 2 ** 70 }, "maxRetries", /0 to 10/);
      refused({ transport, mockMode: true, fetch: "fetch" } as never, "fetch", /a string; expected a function/);
      const client = new OmniClient({ transport, mockMode: true, tenant: undefined, profile: null as never });
      const health = (options: object): Promise<unknown> => Promise.resolve(client.platform.getHealth({}, options));
      await assert.rejects(health({ metadata: { "x-a": 1 } }), /metadata\["x-a"\] is a number; expected a string/);
      await assert.rejects(health({ idempotencyKey: 7 }), ConfigError);
      await assert.rejects(health({ signal: true }), /signal is a boolean; expected an object/);
      client.close();
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
