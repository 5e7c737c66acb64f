// A client with some groups of methods, which is what a page pays for.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { AuthMethods, ConfigError, createOmniClient, MlMethods, OmniClient } from "@omni-ai/sdk";

import { TRANSPORTS } from "./support/clients.js";

const SERIES = { timeSeries: [1, 2, 3, 4], forecastSteps: 2 };

for (const transport of TRANSPORTS) {
  describe(`a client with some groups, ${transport}`, () => {
    test("has their methods, and what every client has", async () => {
      const client = createOmniClient({ ml: MlMethods, people: AuthMethods }, { mockMode: true, transport });
      const whole = new OmniClient({ mockMode: true, transport });
      assert.deepEqual(await client.ml.predictRevenue(SERIES), await whole.ml.predictRevenue(SERIES));
      assert.equal((await client.people.login({ email: "ana@example.com", password: "correct horse battery" })).tokens?.tokenType, "Bearer");
      assert.equal(client.mock?.calls().length, 2);
      assert.equal(client.transportKind, "mock");
      assert.ok(!("tenants" in client));
      client.close();
      await assert.rejects(Promise.resolve(client.ml.predictRevenue(SERIES)), /closed/);
    });

    test("refuses a name that every client has", () => {
      for (const name of ["close", "mock", "withOptions", "constructor"]) {
        assert.throws(() => createOmniClient({ [name]: MlMethods }, { mockMode: true, transport }), (error) => {
          assert.ok(error instanceof ConfigError, String(error));
          assert.match(error.message, new RegExp(`groups\\.${name}`));
          return true;
        });
      }
    });

    test("has variants with other options and for a person, with the same groups", async () => {
      const client = createOmniClient({ ml: MlMethods }, { mockMode: true, transport });
      const quick = client.withOptions({ timeout: 50, maxRetries: 0 });
      quick.mock?.delay((await import("@omni-ai/sdk")).IntelligenceService.method.forecast, 5000);
      await assert.rejects(Promise.resolve(quick.ml.predictRevenue(SERIES)), /50 ms|timeout|deadline/i);
      const person = client.withTokens({ accessToken: "a.b.c" });
      assert.equal(typeof person.ml.predictRevenue, "function");
      assert.throws(() => client.withTokens(undefined), ConfigError);
    });
  });
}
