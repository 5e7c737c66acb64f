// What JSON.stringify and console.log show of answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";

import { AuthService, IntelligenceService, KeyService, LimitsService, PlatformService, type Answer, type GetErrorResponse } from "@omni-ai/sdk";

import { mockOf, TRANSPORTS } from "./support/clients.js";

for (const transport of TRANSPORTS) {
  test(`${transport}: an answer with times and 64-bit integers is written as JSON`, async () => {
    const client = mockOf(transport);
    client.mock?.seed(PlatformService.method.getError, { method: "x", failTime: { seconds: 1_769_817_600n } });
    const record: Answer<GetErrorResponse> = await client.getError("req_01m7zerebeey6a91yrfpaz5nxk");
    assert.equal(JSON.parse(JSON.stringify(record)).failTime, "2026-01-31T00:00:00Z");
    assert.ok(record.toJSON());

    client.mock?.seed(IntelligenceService.method.forecast, {
      predictions: [1, Number.NaN, 0],
      times: [{ seconds: 1_769_817_600n }, { seconds: 1_769_817_600n, nanos: 250_000_000 }],
      modelType: "NAIVE",
    });
    const forecast = await client.ml.predictRevenue({ timeSeries: [1, 2], forecastSteps: 3, start: new Date(0), frequency: "DAILY" });
    assert.deepEqual(JSON.parse(JSON.stringify({ forecast })).forecast, {
      predictions: [1, "NaN", 0],
      intervals: [],
      modelType: "NAIVE",
      confidence: 0,
      seasonLengths: [],
      warnings: [],
      times: ["2026-01-31T00:00:00Z", "2026-01-31T00:00:00.25Z"],
    });
    assert.equal(JSON.stringify(forecast.times[0]), '"2026-01-31T00:00:00Z"');
    assert.deepEqual(Object.keys(structuredClone(forecast)), Object.keys(forecast), "what is added is not copied");
    client.close();
  });

  test(`${transport}: items of a stream and what is in an answer are written as JSON`, async () => {
    const client = mockOf(transport);
    const items = await client.ml.forecastBatch({ requests: [{ timeSeries: [1, 2, 3], forecastSteps: 2 }] }).collect();
    const item = JSON.parse(JSON.stringify(items[0]));
    assert.equal(item.index, 0);
    assert.equal(item.forecast.predictions.length, 2, "a oneof is not nested");
    const { keys } = await client.keys.list();
    assert.match(JSON.stringify(keys[0]), /"environment":"ENVIRONMENT_/);
    client.close();
  });

  test(`${transport}: console.log shows no secret`, async () => {
    const client = mockOf(transport);
    client.mock?.seed(KeyService.method.createKey, { key: { name: "ci" }, secret: "omni_test_top_secret" });
    const created = await client.keys.create({ name: "ci", scopes: ["*"] });
    assert.equal(created.secret, "omni_test_top_secret");
    assert.match(inspect(created), /secret: '…'/);
    assert.match(inspect(created), /name: 'ci'/);
    assert.doesNotMatch(inspect({ created }), /top_secret/);

    client.mock?.seed(AuthService.method.login, { tokens: { accessToken: "access_secret", refreshToken: "refresh_secret" } });
    const login = await client.auth.login({ email: "ana@example.com", password: "long enough a password" });
    assert.doesNotMatch(inspect(login), /_secret/, "not inside other messages either");
    assert.equal(login.tokens?.accessToken, "access_secret");
    client.close();
  });

  test(`${transport}: mock mode gives one interval for each level`, async () => {
    const client = mockOf(transport);
    const forecast = await client.ml.predictRevenue({ timeSeries: [1, 2, 3], forecastSteps: 4, levels: [50, 60, 70] });
    assert.deepEqual(
      forecast.intervals.map(({ level, lower }) => [level, lower.length]),
      [[50, 4], [60, 4], [70, 4]],
    );
    client.close();
  });
}

test("durations are written with their fraction", async () => {
  const client = mockOf("fetch");
  client.mock?.seed(LimitsService.method.getRateLimits, {
    limits: [{ dimension: "key", limit: 5, window: { seconds: 61n, nanos: 5_000_000 }, reset: {} }],
  });
  const { limits } = JSON.parse(JSON.stringify(await client.platform.getRateLimits()));
  assert.deepEqual([limits[0].limit, limits[0].window, limits[0].reset], [5, "61.005s", "0s"]);
  client.close();
});
