import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { fromBinary, isMessage, type DescMessage, type DescService, type Message } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import * as sdk from "@omni-ai/sdk";
import { IntelligenceService, PlatformService } from "@omni-ai/sdk";

import { failure, mockOf, TRANSPORTS } from "./support/clients.js";

type Examples = Readonly<Record<string, object>>;
const inside = (file: string): Promise<unknown> => import(new URL(`../../dist/esm/${file}`, import.meta.url).href);
const { EXAMPLE_REQUESTS, EXAMPLE_RESPONSES } = (await inside("generated/examples.js")) as {
  EXAMPLE_REQUESTS: Examples;
  EXAMPLE_RESPONSES: Examples;
};
const { messageFrom } = (await inside("input.js")) as { messageFrom(type: DescMessage, input: unknown): Message };

const services = Object.values(sdk as Record<string, unknown>).filter(
  (value): value is DescService => (value as { kind?: string } | null)?.kind === "service",
);

/** An empty request is answered, or refused as the server refuses it, with the field. */
async function orRefused(call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof sdk.InvalidArgumentError) || error.reason !== "INVALID_FIELD") throw error;
    assert.notEqual(error.fieldViolations.length, 0);
  }
}

for (const transport of TRANSPORTS) {
  describe(`mock mode, ${transport}`, () => {
    test("every method of the contract answers", async () => {
      const client = mockOf(transport);
      let answered = 0;
      assert.equal(client.transportKind, "mock");
      for (const service of services) {
        const calls = createClient(service, client.transport) as unknown as Record<string, (request: object) => unknown>;
        for (const method of service.methods) {
          const answer = calls[method.localName]?.({});
          await orRefused(async () => {
            if (method.methodKind === "server_streaming") {
              for await (const item of answer as AsyncIterable<unknown>) assert.ok(isMessage(item, method.output), method.name);
            } else assert.ok(isMessage(await answer, method.output), method.name);
          });
          answered++;
        }
      }
      assert.ok(answered >= services.flatMap((service) => service.methods).length);
      assert.deepEqual(
        [...new Set(client.mock?.calls().map((call) => call.path))].sort(),
        services.flatMap((service) => service.methods.map((method) => `/${service.typeName}/${method.name}`)).sort(),
      );
    });

    test("every name of the client reaches its method", async () => {
      const client = mockOf(transport) as unknown as Record<string, Record<string, unknown>>;
      let names = 0;
      for (const group of Object.values(client)) {
        if (!group?.constructor?.name.endsWith("Methods")) continue;
        for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(group))) {
          if (name === "constructor") continue;
          const answer = (group[name] as (request: object) => unknown).call(group, {});
          await orRefused(async () => {
            if (answer instanceof sdk.ResponseStream) assert.ok((await answer.collect()).length >= 0);
            else assert.ok((await (answer as Promise<object>)) !== undefined, name);
          });
          names++;
        }
      }
      assert.ok(names >= 7, `${names} names`);
    });

    test("the example of the contract has the answer of the contract, every time", async () => {
      const client = mockOf(transport);
      const request = EXAMPLE_REQUESTS["/omni.intelligence.v1.IntelligenceService/Forecast"];
      const forecast = await client.ml.predictRevenue(request as sdk.ForecastRequestInput);
      assert.deepEqual(forecast.predictions, [165.29, 171.88, 189.79]);
      assert.equal(forecast.confidence, 0.61);
      assert.equal(forecast.modelType, "AUTO(MSTL_LOG 0.32 + ETS 0.24 + ARIMA 0.23 + THETA 0.22)");
      const health = await client.platform.getHealth();
      assert.deepEqual(health, await client.platform.getHealth());
      assert.ok(health.timestamp && sdk.timestampDate(health.timestamp).getTime() > 0);
    });

    test("every method answers the example of the contract with the answer shown there", async () => {
      const client = mockOf(transport);
      let answered = 0;
      for (const service of services) {
        const calls = createClient(service, client.transport) as unknown as Record<string, (request: object) => unknown>;
        for (const method of service.methods) {
          const path = `/${service.typeName}/${method.name}`;
          const [request, shown] = [EXAMPLE_REQUESTS[path], EXAMPLE_RESPONSES[path]];
          assert.ok(request && shown, path);
          const answer = calls[method.localName]?.(messageFrom(method.input, request));
          const stream = method.methodKind === "server_streaming";
          const first = stream ? (await (answer as AsyncIterable<Message>)[Symbol.asyncIterator]().next()).value : await answer;
          assert.deepEqual(first, messageFrom(method.output, shown), path);
          answered++;
        }
      }
      assert.ok(answered >= 5);
    });

    test("an answer has as many values as the request asks for, item by item in a batch", async () => {
      const client = mockOf(transport);
      for (const steps of [1, 2, 7]) {
        const forecast = await client.ml.predictRevenue({ timeSeries: [1, 2, 9], forecastSteps: steps });
        assert.equal(forecast.predictions.length, steps);
        const [interval] = forecast.intervals;
        assert.deepEqual([interval?.level, interval?.lower.length, interval?.upper.length], [80, steps, steps]);
        assert.ok(forecast.predictions.every((value, at) => value > (interval?.lower[at] ?? 0)));
        assert.equal(forecast.modelType, "AUTO(MSTL_LOG 0.32 + ETS 0.24 + ARIMA 0.23 + THETA 0.22)");
      }
      const requests = [4, 1, 6, 2].map((forecastSteps) => ({ timeSeries: [1, 2, 3], forecastSteps }));
      const items = await client.intelligence.forecastBatch({ requests }).collect();
      const shapes = items.map(({ index, result }) => [index, result.case === "forecast" && result.value.predictions.length]);
      assert.deepEqual(shapes, [[0, 4], [1, 1], [2, 6], [3, 2]]);
      const record = await client.getError("req_mine");
      assert.equal(record.requestId, "req_mine");
      assert.equal(record.code, "INVALID_ARGUMENT");
    });

    test("a forecast agrees with itself and with its request", async () => {
      const client = mockOf(transport);
      const asked = { timeSeries: [1, 2, 3], forecastSteps: 2, levels: [50, 95] };
      const { predictions, intervals, times } = await client.ml.predictRevenue(asked);
      assert.deepEqual([predictions, times], [[165.29, 171.88], []]);
      assert.deepEqual(intervals.map(({ level }) => level), [50, 95]);
      predictions.forEach((prediction, step) => {
        const bounds = intervals.map(({ lower, upper }) => [lower[step], upper[step]]).flat();
        const [lower50, upper50, lower95, upper95] = bounds as [number, number, number, number];
        const rising = [lower95, lower50, prediction, upper50, upper95];
        assert.deepEqual(rising, [...new Set(rising)].sort((one, other) => one - other));
      });
      for (const [frequency, start, expected] of [
        ["MINUTELY", "2026-01-01T00:00:00Z", "2026-01-01T00:03:00.000Z"],
        ["QUARTER_HOURLY", "2026-01-01T00:00:00Z", "2026-01-01T00:45:00.000Z"],
        ["HALF_HOURLY", "2026-01-01T00:00:00Z", "2026-01-01T01:30:00.000Z"],
        ["HOURLY", "2026-01-01T00:00:00Z", "2026-01-01T03:00:00.000Z"],
        ["DAILY", "1969-12-30T06:00:00Z", "1970-01-02T06:00:00.000Z"],
        ["BUSINESS_DAILY", "2026-11-20T12:00:00Z", "2026-11-25T12:00:00.000Z"],
        ["BUSINESS_DAILY", "2026-11-21T12:00:00Z", "2026-11-26T12:00:00.000Z"],
        ["WEEKLY", "2020-02-20T00:00:00Z", "2020-03-12T00:00:00.000Z"],
        ["MONTHLY", "2025-11-30T01:00:00.250Z", "2026-02-28T01:00:00.250Z"],
        ["QUARTERLY", "2020-05-31T00:00:00Z", "2021-02-28T00:00:00.000Z"],
        ["YEARLY", "2020-02-29T00:00:00Z", "2023-02-28T00:00:00.000Z"],
      ] as const) {
        const answer = await client.ml.predictRevenue({ ...asked, frequency, start: new Date(start) });
        assert.equal(answer.times.length, 2);
        const [first] = answer.times;
        assert.equal(first && sdk.timestampDate(first).toISOString(), expected, `${frequency} ${start}`);
      }
      const late = { ...asked, frequency: "YEARLY", start: new Date("9998-01-01T00:00:00Z") } as const;
      assert.deepEqual((await client.ml.predictRevenue(late)).times, []);
    });

    test("a method answers what it was seeded with", async () => {
      const client = mockOf(transport);
      client.mock?.seed(IntelligenceService.method.forecast, { predictions: [1, 2], modelType: "SEEDED" });
      const forecast = await client.intelligence.forecast({ timeSeries: [1], forecastSteps: 2 });
      assert.deepEqual(forecast.predictions, [1, 2]);
      assert.equal(forecast.modelType, "SEEDED");
      client.mock?.seed(IntelligenceService.method.forecastBatch, [{ index: 1 }, { index: 0 }]);
      const items = await client.intelligence.forecastBatch({ requests: [{ timeSeries: [1], forecastSteps: 1 }] }).collect();
      assert.deepEqual(items.map((item) => item.index), [1, 0]);
    });

    test("calls are recorded with what was sent", async () => {
      const client = mockOf(transport);
      await client.getError("req_abc");
      const call = client.mock?.calls().at(-1);
      assert.equal(call?.path, "/omni.platform.v1.PlatformService/GetError");
      assert.equal(fromBinary(sdk.GetErrorRequestSchema, call?.request ?? new Uint8Array()).failedRequestId, "req_abc");
    });

    test("a method fails as it was told, and is tried again where that may help", async () => {
      const client = mockOf(transport);
      const { getHealth } = PlatformService.method;
      client.mock?.fail(getHealth, { code: "NOT_FOUND", reason: "GONE", message: "no such thing" });
      const error = await failure(client.platform.getHealth());
      assert.ok(error instanceof sdk.NotFoundError);
      assert.equal(error.reason, "GONE");
      assert.equal((await client.platform.getHealth()).status, "ok");

      client.mock?.fail(getHealth, { code: "UNAVAILABLE" }, 2);
      assert.equal((await client.platform.getHealth().withResponse()).attempts, 3);
      client.mock?.fail(getHealth, { code: "UNAVAILABLE" }, 1);
      assert.ok((await failure(client.platform.getHealth({}, { maxRetries: 0 }))) instanceof sdk.UnavailableError);
      client.mock?.fail(getHealth, { code: "RESOURCE_EXHAUSTED", quota: true });
      assert.ok((await failure(client.platform.getHealth())) instanceof sdk.QuotaError);
    });

    test("a delay runs into the timeout", async () => {
      const client = mockOf(transport);
      client.mock?.delay(PlatformService.method.getHealth, 60_000);
      const error = await failure(client.platform.getHealth({}, { timeout: 30 }));
      assert.ok(error instanceof sdk.APITimeoutError, String(error));
    });

    test("no key is needed, and any text is taken for one", async () => {
      const client = new sdk.OmniClient({ apiKey: "test-123", mockMode: true, transport });
      assert.equal((await client.platform.getHealth()).status, "ok");
    });
  });
}
