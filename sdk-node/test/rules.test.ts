// Mock mode refuses what the server refuses: the fetch transport by its own reading of the rules, held here against the
// native core, which reads them as the server does.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";

import { ScalarType, type DescField, type DescMessage, type DescMethod, type DescService, type Message } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import * as sdk from "@omni-ai/sdk";

import { failure, mockOf } from "./support/clients.js";

const inside = (file: string): Promise<unknown> => import(new URL(`../../dist/esm/${file}`, import.meta.url).href);
const { EXAMPLE_REQUESTS } = (await inside("generated/examples.js")) as { EXAMPLE_REQUESTS: Readonly<Record<string, object>> };
const { messageFrom } = (await inside("input.js")) as { messageFrom(type: DescMessage, input: unknown): Message };

const services = Object.values(sdk as Record<string, unknown>).filter(
  (value): value is DescService => (value as { kind?: string } | null)?.kind === "service",
);

const TEXTS = ["", " ", "a", "A".repeat(41), "é".repeat(130), "x".repeat(5000), "a@b", "a@-b.example", "ten_01k9z8v6m3e8qsb4x7n2h5d0yb"];

function oddValues(field: DescField): unknown[] {
  if (field.fieldKind === "scalar") return oddScalars(field.scalar);
  if (field.fieldKind === "enum") return [0, 1, 99];
  if (field.fieldKind === "message") {
    if (field.message.typeName === "google.protobuf.Timestamp") return [new Date(0)];
    return field.message.typeName.startsWith("omni.") ? [{}] : [];
  }
  if (field.fieldKind === "map") {
    const values = field.mapKind === "scalar" ? oddScalars(field.scalar).slice(0, 3) : [];
    const many = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`k${index}`, values[0]]));
    return [{}, many, ...values.flatMap((value) => ["", "k", "A b"].map((key) => ({ [key]: value })))];
  }
  if (field.listKind === "message") return [[], field.message.typeName.startsWith("omni.") ? [{}, {}] : []];
  const items = field.listKind === "scalar" ? oddScalars(field.scalar) : [0, 99];
  return [[], ...items.map((item) => [item]), [items[0], items[0]], ...[11, 25, 101, 1001].map((length) => Array(length).fill(items.at(-1)))];
}

function oddScalars(type: ScalarType): unknown[] {
  if (type === ScalarType.STRING) return TEXTS;
  if (type === ScalarType.BOOL) return [true];
  if (type === ScalarType.BYTES) return [new Uint8Array(), new Uint8Array(3)];
  if (type === ScalarType.DOUBLE || type === ScalarType.FLOAT) return [NaN, Infinity, -1, 0, 100, 1e9];
  if (type === ScalarType.UINT32 || type === ScalarType.UINT64) return [0, 1, 4e9];
  return [-1, 0, 1, 2e9];
}

/** The example of the contract with one field after the other left out or odd, and an empty request. */
function* requests(method: DescMethod, example: Record<string, unknown>): Generator<object> {
  yield {};
  yield example;
  for (const field of method.input.fields) {
    const same = field.oneof?.fields ?? [field];
    const rest = Object.fromEntries(Object.entries(example).filter(([name]) => !same.some((one) => one.localName === name)));
    yield rest;
    for (const value of oddValues(field)) yield { ...rest, [field.localName]: value };
  }
}

async function outcome(client: sdk.OmniClient, method: DescMethod, request: Message): Promise<unknown> {
  const calls = createClient(method.parent, client.transport) as unknown as Record<string, (request: Message) => unknown>;
  const answer = calls[method.localName]?.(request);
  try {
    if (method.methodKind !== "server_streaming") return await answer;
    const items: unknown[] = [];
    for await (const item of answer as AsyncIterable<unknown>) items.push(item);
    return items;
  } catch (error) {
    if (!(error instanceof sdk.InvalidArgumentError)) throw error;
    return [error.message.replace(/request req_\w+/, "request"), error.reason, error.domain, error.retryable, structuredClone(error.fieldViolations)];
  }
}

describe("mock mode without the addon", () => {
  test("every request is refused or answered as the native core does it, in the same words", async () => {
    const [native, fetch] = [mockOf("native"), mockOf("fetch")];
    let [refused, answered] = [0, 0];
    for (const method of services.flatMap((service) => service.methods)) {
      const example = EXAMPLE_REQUESTS[`/${method.parent.typeName}/${method.name}`] as Record<string, unknown>;
      for (const input of requests(method, example)) {
        const request = messageFrom(method.input, input);
        const [expected, given] = await Promise.all([outcome(native, method, request), outcome(fetch, method, request)]);
        assert.deepEqual(given, expected, `${method.name} ${inspect(input).slice(0, 300)}`);
        if (Array.isArray(given) && typeof given[0] === "string") refused++;
        else answered++;
      }
    }
    assert.ok(refused > 300 && answered > 300, `${refused} refused, ${answered} answered`);
  });

  test("a refusal names the field and what was expected, also where an answer was seeded", async () => {
    const client = mockOf("fetch");
    client.mock?.seed(sdk.IntelligenceService.method.forecast, { predictions: [1] });
    const error = await failure(client.ml.predictRevenue({ timeSeries: [1, NaN], forecastSteps: 0 }));
    assert.ok(error instanceof sdk.InvalidArgumentError, String(error));
    assert.equal(error.reason, "INVALID_FIELD");
    const said = error.fieldViolations.map(({ field, description }) => `${field}: ${description}`);
    assert.deepEqual(said, ["time_series[1]: must be a finite number", "forecast_steps: must be greater than or equal to 1"]);
    assert.equal(client.mock?.calls().length, 1);
  });
});
