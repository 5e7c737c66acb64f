import assert from "node:assert/strict";
import { test } from "node:test";

import { create, fromBinary } from "@bufbuild/protobuf";
import { ForecastModel, ForecastRequestSchema, Frequency, OmniClient, UpdateRoleRequestSchema, type ForecastRequest, type ForecastRequestInput } from "@omni-ai/sdk";

/** The request as it would reach a server. */
async function sent(input: ForecastRequestInput): Promise<ForecastRequest> {
  const client = new OmniClient({ mockMode: true, transport: "fetch" });
  await client.ml.predictRevenue(input);
  const bytes = client.mock?.calls().at(-1)?.request;
  assert.ok(bytes);
  return fromBinary(ForecastRequestSchema, bytes);
}

async function refused(input: object, message: RegExp): Promise<void> {
  await assert.rejects(sent(input as ForecastRequestInput), (error: Error) => {
    assert.ok(error instanceof TypeError, String(error));
    assert.match(error.message, message);
    return true;
  });
}

test("enum values are taken by number and by short, long and lower-case name", async () => {
  for (const model of [ForecastModel.THETA, "THETA", "theta", "FORECAST_MODEL_THETA"] as const) {
    const request = await sent({ timeSeries: [1], forecastSteps: 1, model, frequency: "monthly" });
    assert.equal(request.model, ForecastModel.THETA);
    assert.equal(request.frequency, Frequency.MONTHLY);
  }
  await refused({ timeSeries: [1], forecastSteps: 1, model: "THETTA" }, /^model: expected one of .*THETA.*got "THETTA"$/);
});

test("missing values in a list become zeros with their positions", async () => {
  const sparse = [1, 2, 3];
  delete sparse[1];
  const request = await sent({ timeSeries: [1, null, 3, undefined, 5], forecastSteps: 1, missing: [0, 1] });
  assert.deepEqual(request.timeSeries, [1, 0, 3, 0, 5]);
  assert.deepEqual(request.missing, [0, 1, 3]);
  assert.deepEqual((await sent({ timeSeries: sparse, forecastSteps: 1 })).missing, [1]);
  await refused({ timeSeries: [1], forecastSteps: 1, levels: [80, null] }, /^levels\[1\]: expected a value, got null$/);
});

test("a Date is a timestamp", async () => {
  const request = await sent({ timeSeries: [1], forecastSteps: 1, start: new Date("2026-01-01T00:00:00.250Z"), frequency: "DAILY" });
  assert.equal(request.start?.seconds, 1767225600n);
  assert.equal(request.start?.nanos, 250_000_000);
  await refused({ timeSeries: [1], forecastSteps: 1, start: new Date(NaN) }, /^start: the Date is invalid$/);
});

test("a field mask is a list of names, in either spelling", async () => {
  const client = new OmniClient({ mockMode: true, transport: "fetch" });
  for (const updateMask of [["permissions", "createTime"], { paths: ["permissions", "create_time"] }]) {
    await client.team.updateRole({ name: "analyst", updateMask });
    const bytes = client.mock?.calls().at(-1)?.request;
    assert.ok(bytes);
    assert.deepEqual(fromBinary(UpdateRoleRequestSchema, bytes).updateMask?.paths, ["permissions", "create_time"]);
  }
  await assert.rejects(
    async () => await client.team.updateRole({ name: "analyst", updateMask: [1] as never }),
    /^TypeError: updateMask\[0\]: expected the name of a field, got 1$/,
  );
});

test("typed arrays are lists", async () => {
  const request = await sent({ timeSeries: Float64Array.of(1.5, 2.5), forecastSteps: 1 });
  assert.deepEqual(request.timeSeries, [1.5, 2.5]);
});

test("a message is a request", async () => {
  const message = create(ForecastRequestSchema, { timeSeries: [7], forecastSteps: 2 });
  assert.deepEqual(await sent(message), message);
});

test("nested requests are read by the same rules", async () => {
  const client = new OmniClient({ mockMode: true, transport: "fetch" });
  await assert.rejects(
    client.intelligence.forecastBatch({ requests: [{ timeSeries: [1], forecastSteps: 1 }, { timeSeries: [1], forecastSteps: 1.5 }] }).collect(),
    /^TypeError: requests\[1\]\.forecastSteps: expected a whole number from -2147483648 to 2147483647, got 1\.5$/,
  );
});

test("an argument of the wrong type names the field and what was expected", async () => {
  await refused({ timeSeries: "1,2", forecastSteps: 1 }, /^timeSeries: expected a list, got "1,2"$/);
  await refused({ timeSeries: [1, "2"], forecastSteps: 1 }, /^timeSeries\[1\]: expected a number, got "2"$/);
  await refused({ timeSeries: [1], forecastSteps: 2 ** 31 }, /^forecastSteps: expected a whole number .* got 2147483648$/);
  await refused({ timeSeries: [1], forecast_steps: 1 }, /^forecast_steps: .* has no such field; did you mean forecastSteps\?$/);
  await refused({ timeSeries: [1], steps: 1 }, /^steps: .* has no such field; expected one of timeSeries, forecastSteps,/);
  await refused([1, 2, 3], /^the request: expected an object/);
});

test("fields of a request are required by type where the server refuses it without them", () => {
  const client = new OmniClient({ mockMode: true, transport: "fetch" });
  const calls = (): void => {
    // @ts-expect-error forecastSteps is missing
    void client.ml.predictRevenue({ timeSeries: [1] });
    // @ts-expect-error no model has this name
    void client.ml.predictRevenue({ timeSeries: [1], forecastSteps: 1, model: "PROPHET" });
    // @ts-expect-error the id is missing
    void client.getError();
    void client.platform.getHealth();
  };
  assert.equal(typeof calls, "function");
});
