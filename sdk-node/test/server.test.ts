// Both transports against the real server.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";

import {
  APIConnectionError,
  AuthenticationError,
  InvalidArgumentError,
  NotFoundError,
  OmniClient,
  timestampDate,
  type ClientOptions,
  type GetErrorResponse,
} from "@omni-ai/sdk";

import { failure, TRANSPORTS } from "./support/clients.js";
import { KEY } from "./support/peer.js";
import { startServer, type Server } from "./support/server.js";

const SERIES = [112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170];

describe("the real server", () => {
  let server: Server;
  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  for (const transport of TRANSPORTS) {
    describe(transport, () => {
      let client: OmniClient;
      before(() => {
        client = connect(server, { transport });
      });
      after(() => client.close());

      test("a series is forecast, with intervals", async () => {
        const { data, requestId } = await client.ml.predictRevenue({ timeSeries: SERIES, forecastSteps: 3 }).withResponse();
        assert.equal(data.predictions.length, 3);
        assert.ok(data.predictions.every(Number.isFinite));
        assert.ok(data.confidence <= 1);
        assert.notEqual(data.modelType, "");
        assert.deepEqual(data.intervals.map((interval) => interval.level), [80, 95]);
        assert.match(requestId, /^req_/);
      });

      test("models by name, missing values and times are understood", async () => {
        const forecast = await client.intelligence.forecast({
          timeSeries: SERIES.map((value, index) => (index === 4 ? null : value)),
          forecastSteps: 2,
          model: "theta",
          start: new Date("2026-01-01T00:00:00Z"),
          frequency: "MONTHLY",
        });
        assert.match(forecast.modelType, /THETA/i);
        assert.deepEqual(
          forecast.times.map((time) => timestampDate(time).toISOString()),
          ["2027-09-01T00:00:00.000Z", "2027-10-01T00:00:00.000Z"],
        );
      });

      test("a batch brings a result for every series", async () => {
        const requests = Array.from({ length: 40 }, (_, index) => ({
          timeSeries: SERIES.map((value) => value + index),
          forecastSteps: 2,
        }));
        const items = await client.intelligence.forecastBatch({ requests }).collect();
        assert.deepEqual(items.map((item) => item.index).sort((a, b) => a - b), requests.map((_, index) => index));
        assert.ok(items.every((item) => item.result.case === "forecast" && item.result.value.predictions.length === 2));
      });

      test("a refused request names the field, and its record can be read", async () => {
        const error = await failure(client.ml.predictRevenue({ timeSeries: SERIES, forecastSteps: 0 }));
        assert.ok(error instanceof InvalidArgumentError, String(error));
        assert.equal(error.fieldViolations[0]?.field, "forecast_steps");
        assert.match(error.requestId, /^req_/);
        assert.ok(error.message.includes(error.requestId));
        assert.notEqual(error.reason, "");
        const record = await recordOf(client, error.requestId);
        assert.equal(record.code, "INVALID_ARGUMENT");
        assert.equal(record.method, "omni.intelligence.v1.IntelligenceService/Forecast");
        assert.equal(record.requestId, error.requestId);
      });

      test("a key that does not exist is refused", async () => {
        const stranger = connect(server, { transport, apiKey: KEY });
        assert.ok((await failure(stranger.platform.getSummary())) instanceof AuthenticationError);
        stranger.close();
      });

      test("a wrong path below the server is named", async () => {
        const lost = new OmniClient({ transport, apiKey: server.testKey, baseUrl: `${server.url}/api/v1` });
        const error = await failure(lost.platform.getHealth());
        assert.ok(error instanceof APIConnectionError, String(error));
        assert.match(error.message, /knows no path \/api\/v1; leave it out of the base URL \(OMNI_BASE_URL\)/);
        lost.close();
      });

      test("an unknown failed request is not found", async () => {
        assert.ok((await failure(client.getError("req_0000000000000000000000000"))) instanceof NotFoundError);
      });

      test("the state of the server can be read", async () => {
        const health = await client.platform.getHealth();
        assert.equal(health.status, "ok");
        const summary = await client.platform.getSummary();
        assert.equal(summary.services["database"]?.status, "ok");
        assert.ok((summary.uptime?.seconds ?? -1n) >= 0n);
      });

      test("leaving a stream early leaves the client usable", async () => {
        const requests = Array.from({ length: 200 }, () => ({ timeSeries: SERIES, forecastSteps: 2 }));
        for await (const item of client.ml.forecastBatch({ requests })) {
          assert.ok(item.index >= 0);
          break;
        }
        assert.equal((await client.platform.getHealth()).status, "ok");
      });
    });
  }
});

/** The record of a failed request. The server writes records behind the answers, so it may not be there at once. */
async function recordOf(client: OmniClient, requestId: string): Promise<GetErrorResponse> {
  for (let tries = 0; ; tries++) {
    try {
      return await client.getError(requestId);
    } catch (error) {
      if (!(error instanceof NotFoundError) || tries === 100) throw error;
      await wait(50);
    }
  }
}

function connect(server: Server, options: ClientOptions): OmniClient {
  return new OmniClient({ apiKey: server.testKey, baseUrl: server.url, ...options });
}
