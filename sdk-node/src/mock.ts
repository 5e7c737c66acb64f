import { toBinary, type DescMessage, type DescMethod, type MessageInitShape } from "@bufbuild/protobuf";

import { pathOf } from "./connection.js";
import { apiError, APITimeoutError, kindOf, type ErrorCode, type FieldViolation, type OmniError } from "./errors.js";
import type { Answer } from "./fetch.js";
import { messageFrom } from "./input.js";
import { sleep } from "./time.js";

/** An error for mock mode to answer with. */
export interface MockError {
  /** The code, such as `UNAVAILABLE`. */
  code: ErrorCode;
  /** What is said to people. */
  message?: string | undefined;
  /** The stable reason. */
  reason?: string | undefined;
  /** When to come back, in milliseconds. */
  retryAfter?: number | undefined;
  /** Whether a quota is used up, which makes RESOURCE_EXHAUSTED a QuotaError. */
  quota?: boolean | undefined;
  /** The field of the request that is refused. */
  field?: string | undefined;
}

/** An attempt that mock mode has answered. */
export interface RecordedCall {
  /** The gRPC path, `/<package>.<Service>/<Method>`. */
  readonly path: string;
  /** The request, encoded; `fromBinary` with the schema of the request reads it. */
  readonly request: Uint8Array;
}

/** What mock mode answers, and what it has been asked. */
export interface Mock {
  /** Answers a method with this from now on; a stream with one item or a list of items. */
  seed<O extends DescMessage>(
    method: DescMethod & { output: O },
    response: MessageInitShape<O> | readonly MessageInitShape<O>[],
  ): void;
  /** Fails the next attempts of a method; retries count. Default: one. Failures queue up. */
  fail(method: DescMethod, error: MockError, times?: number): void;
  /** Lets every call of a method take this long, in milliseconds. */
  delay(method: DescMethod, ms: number): void;
  /** The attempts so far, oldest first. */
  calls(): readonly RecordedCall[];
}

/** The rules of requests, and what is answered where nothing was seeded: one message, or the items of a stream. */
interface Examples {
  refusalOf(method: DescMethod, request: Uint8Array): readonly FieldViolation[];
  answersTo(method: DescMethod, request: Uint8Array): Uint8Array[];
}

/** The items to seed a method with, encoded. */
export function seeded<O extends DescMessage>(
  method: DescMethod & { output: O },
  response: MessageInitShape<O> | readonly MessageInitShape<O>[],
): Uint8Array[] {
  const items = Array.isArray(response) ? response : [response];
  const type: DescMessage = method.output;
  return items.map((item) => toBinary(type, messageFrom(type, item)));
}

/**
 * A server in this process: it refuses what breaks the rules of the contract, and answers every method with what was seeded, else with the example of the contract, fitted
 * to the request, else with values made from the types. The same call always gets the same answer. Retries, deadlines
 * and errors are those of a real call.
 */
export class MockServer implements Mock {
  readonly #examples: () => Promise<Examples>;
  readonly #seeds = new Map<string, Uint8Array[]>();
  readonly #failures = new Map<string, { error: MockError; times: number }[]>();
  readonly #delays = new Map<string, number>();
  readonly #calls: RecordedCall[] = [];

  constructor(examples: () => Promise<Examples>) {
    this.#examples = examples;
  }

  seed<O extends DescMessage>(
    method: DescMethod & { output: O },
    response: MessageInitShape<O> | readonly MessageInitShape<O>[],
  ): void {
    this.#seeds.set(pathOf(method), seeded(method, response));
  }

  fail(method: DescMethod, error: MockError, times = 1): void {
    const queue = this.#failures.get(pathOf(method)) ?? [];
    this.#failures.set(pathOf(method), [...queue, { error, times }]);
  }

  delay(method: DescMethod, ms: number): void {
    this.#delays.set(pathOf(method), ms);
  }

  calls(): readonly RecordedCall[] {
    return this.#calls;
  }

  /** Answers one attempt. */
  async answer(method: DescMethod, _headers: Headers, request: Uint8Array, signal: AbortSignal): Promise<Answer> {
    const path = pathOf(method);
    this.#calls.push({ path, request });
    const requestId = `req_mock_${String(this.#calls.length).padStart(6, "0")}`;
    const delay = this.#delays.get(path);
    if (delay !== undefined) await sleep(delay, signal);
    const failure = this.#failures.get(path)?.find((one) => one.times > 0);
    if (failure) {
      failure.times -= 1;
      throw mockError(failure.error, requestId);
    }
    const examples = await this.#examples();
    const violations = examples.refusalOf(method, request);
    if (violations.length > 0) throw refusal(violations, requestId);
    const items = [...(this.#seeds.get(path) ?? examples.answersTo(method, request))];
    return { headers: new Headers({ "x-request-id": requestId }), next: async () => items.shift() };
  }
}

/** As the server words it. */
function refusal(violations: readonly FieldViolation[], requestId: string): OmniError {
  const [first] = violations;
  const more = violations.length - 1;
  const others = more === 0 ? "" : ` (and ${more} more field${more === 1 ? "" : "s"})`;
  const message = `${first?.field}: ${first?.description}${others}`;
  const fields = { code: "INVALID_ARGUMENT", message, reason: "INVALID_FIELD", domain: "omni", requestId } as const;
  return apiError("InvalidArgumentError", { ...fields, fieldViolations: violations });
}

function mockError(error: MockError, requestId: string): OmniError {
  const message = error.message ?? "as told to the mock";
  if (error.code === "DEADLINE_EXCEEDED") return new APITimeoutError(message, requestId);
  return apiError(kindOf(error.code, error.reason ?? "MOCK", error.quota ?? false), {
    code: error.code,
    message,
    reason: error.reason ?? "MOCK",
    domain: "omni",
    requestId,
    retryable: error.code === "UNAVAILABLE" || error.retryAfter !== undefined,
    retryAfter: error.retryAfter,
    fieldViolations: error.field === undefined ? [] : [{ field: error.field, description: message, reason: "" }],
  });
}
