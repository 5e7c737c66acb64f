// The Node SDK over its native transport against @grpc/grpc-js with @grpc/proto-loader, over the same running server.
// Both send the same request with a key and a deadline. Rounds alternate, so that a slow moment of the machine falls on
// both. OMNI_BASE_URL, OMNI_API_KEY and BENCH_DESCRIPTORS say where; bench/run.sh sets them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { OmniClient } from "../sdk-node/dist/esm/node.js";

const peer = createRequire(new URL("./node/package.json", import.meta.url));
const grpc = peer("@grpc/grpc-js");
const protoLoader = peer("@grpc/proto-loader");
const peerVersion = JSON.parse(readFileSync(peer.resolve("@grpc/grpc-js/package.json"), "utf8")).version;

const ROUNDS = 31;
const CALLS = 640;
const STEPS = 3;
const TIMEOUT_MS = 60_000;
const LENGTHS = [4, 100];
const IN_FLIGHT = [1, 32];

const baseUrl = process.env.OMNI_BASE_URL;
const apiKey = process.env.OMNI_API_KEY;
const descriptors = process.env.BENCH_DESCRIPTORS;
assert.ok(baseUrl && apiKey, "OMNI_BASE_URL and OMNI_API_KEY: expected a running server and its key");
assert.ok(descriptors, "BENCH_DESCRIPTORS: expected a file with the FileDescriptorSet of the contracts");

/** One call as a user of the SDK writes it. */
function sdk(client, timeSeries) {
  return async () => (await client.intelligence.forecast({ timeSeries, forecastSteps: STEPS, model: "NAIVE" })).predictions;
}

/** One call as a user of grpc-js writes it. */
function grpcJs(stub, timeSeries) {
  const request = { time_series: timeSeries, forecast_steps: STEPS, model: "FORECAST_MODEL_NAIVE" };
  return () =>
    new Promise((resolve, reject) => {
      const metadata = new grpc.Metadata();
      metadata.set("x-api-key", apiKey);
      stub.forecast(request, metadata, { deadline: Date.now() + TIMEOUT_MS }, (error, answer) =>
        error ? reject(error) : resolve(answer.predictions),
      );
    });
}

/** From a descriptor set: protobuf.js cannot parse the lists in the options of the contract's sources. */
function newStub() {
  const definition = protoLoader.loadFileDescriptorSetFromBuffer(readFileSync(descriptors));
  const { IntelligenceService } = grpc.loadPackageDefinition(definition).omni.intelligence.v1;
  return new IntelligenceService(new URL(baseUrl).host, grpc.credentials.createInsecure());
}

/** What one call takes, on average over a round with so many in flight. */
async function microseconds(call, inFlight) {
  let left = CALLS;
  const worker = async () => {
    while (left-- > 0) await call();
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  return ((performance.now() - begun) / CALLS) * 1e3;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

async function compare(length, inFlight, ours, theirs) {
  assert.deepEqual([...(await ours())], [...(await theirs())], "the two clients got different answers");
  await microseconds(ours, inFlight);
  await microseconds(theirs, inFlight);
  const [mine, others, ratios] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    mine.push(await microseconds(ours, inFlight));
    others.push(await microseconds(theirs, inFlight));
    ratios.push(mine.at(-1) / others.at(-1));
  }
  const sorted = ratios.toSorted((a, b) => a - b);
  console.log(
    `Node, ${length} values, ${inFlight === 1 ? "sequential" : `${inFlight} in flight`}: ` +
      `SDK ${median(mine).toFixed(0)} us/call, grpc-js ${peerVersion} ${median(others).toFixed(0)} us/call, ` +
      `ratio ${median(ratios).toFixed(2)} (median of ${ROUNDS} rounds of ${CALLS} calls, ` +
      `quartiles ${sorted[ROUNDS >> 2].toFixed(2)} to ${sorted[(ROUNDS * 3) >> 2].toFixed(2)})`,
  );
}

const client = new OmniClient({ apiKey, baseUrl, timeout: TIMEOUT_MS, transport: "native" });
const stub = newStub();
for (const length of LENGTHS) {
  const values = Array.from({ length }, (_, step) => 100 + (step % 7));
  for (const inFlight of IN_FLIGHT) await compare(length, inFlight, sdk(client, values), grpcJs(stub, values));
}
stub.close();
client.close();
