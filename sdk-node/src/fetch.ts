import { fromBinary, toBinary, type DescMethod, type Message } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";

import { pathOf, type Call, type Connection, type StreamResult, type UnaryInfo, type UnaryResult } from "./connection.js";
import { APIConnectionError, APIError, APITimeoutError, InternalError, OmniError } from "./errors.js";
import { VERSION } from "./generated/version.js";
import { NoAnswer, NotOmni, sendGrpcWeb } from "./grpcweb.js";
import { MockServer, type Mock } from "./mock.js";
import type { Settings } from "./options.js";
import { RetryBudget, retryDelay } from "./retry.js";
import { omniError } from "./status.js";
import { aborted, sleep } from "./time.js";

/** grpc-timeout has at most eight digits; a timer of a browser has 31 bits. */
const LONGEST_TIMEOUT = 99_999_999;
/** `idempotency_level` of a method that changes nothing. */
const NO_SIDE_EFFECTS = 1;

/** An answer on its way: the headers, and the encoded messages to come; `next` throws the status when it is not OK. */
export interface Answer {
  readonly headers: Headers;
  next(): Promise<Uint8Array | undefined>;
}

/** Sends one attempt and waits for the headers of the answer. */
export type Exchange = (method: DescMethod, headers: Headers, message: Uint8Array, signal: AbortSignal) => Promise<Answer>;

/** The connection of the fetch transport: gRPC-Web, or the mock in this process. */
export function fetchConnection(settings: Settings, fetch: typeof globalThis.fetch | undefined): Connection {
  if (settings.mockMode) {
    const mock = new MockServer(() => import("./examples.js"));
    return new FetchConnection(settings, (...attempt) => mock.answer(...attempt), mock);
  }
  // Called without a receiver: browsers refuse `fetch` as a method of anything but the window.
  const send: typeof globalThis.fetch = (input, init) => (fetch ?? globalThis.fetch)(input, init);
  return new FetchConnection(settings, (method, ...attempt) =>
    sendGrpcWeb(send, settings.baseUrl + pathOf(method), ...attempt),
  );
}

/** The first message of an answer, and the rest to come. */
interface Begun {
  readonly answer: Answer;
  readonly first: Uint8Array | undefined;
  readonly info: UnaryInfo;
}

class FetchConnection implements Connection {
  readonly kind: "fetch" | "mock";
  readonly mock: Mock | undefined;
  readonly #settings: Settings;
  readonly #exchange: Exchange;
  readonly #budget = new RetryBudget();
  #closed = false;
  #debug: boolean;

  constructor(settings: Settings, exchange: Exchange, mock?: Mock) {
    this.kind = mock ? "mock" : "fetch";
    this.mock = mock;
    this.#settings = settings;
    this.#exchange = exchange;
    this.#debug = settings.debug;
  }

  async unary(method: DescMethod, request: Message, call: Call): Promise<UnaryResult> {
    const scope = this.#scope(call);
    try {
      const { first, info } = await this.#begin(method, request, call, scope, true);
      if (first === undefined) throw new InternalError({ code: "INTERNAL", message: "the answer has no message" });
      return { message: fromBinary(method.output, first), info };
    } catch (error) {
      throw this.#typed(error, scope);
    } finally {
      scope.end();
    }
  }

  async stream(method: DescMethod, request: Message, call: Call): Promise<StreamResult> {
    const scope = this.#scope(call);
    const fail = (error: unknown): unknown => {
      const typed = this.#typed(error, scope);
      scope.end();
      return typed;
    };
    try {
      // Up to the first item the call may be sent again; from then on the caller has seen a part of the answer.
      const { answer, first, info } = await this.#begin(method, request, call, scope, false);
      let read: () => Promise<Uint8Array | undefined> = async () => {
        read = () => answer.next();
        return first;
      };
      return {
        info,
        async next() {
          try {
            const item = await read();
            if (item !== undefined) return [fromBinary(method.output, item)];
            scope.end();
            return undefined;
          } catch (error) {
            throw fail(error);
          }
        },
        cancel: () => scope.end(),
      };
    } catch (error) {
      throw fail(error);
    }
  }

  enableDebug(): void {
    this.#debug = true;
  }

  close(): void {
    this.#closed = true;
  }

  /** Sends the call until one attempt brings a first message (`whole`: and ends well), or none is to follow. */
  async #begin(method: DescMethod, request: Message, call: Call, scope: Scope, whole: boolean): Promise<Begun> {
    const bytes = toBinary(method.input, request);
    const headers = this.#headers(method, call);
    const retries = call.maxRetries ?? this.#settings.maxRetries;
    const started = performance.now();
    for (let attempt = 1; ; attempt++) {
      const begun = performance.now();
      headers.set("x-omni-attempt", String(attempt));
      headers.set("grpc-timeout", `${Math.min(scope.remaining(), LONGEST_TIMEOUT)}m`);
      try {
        scope.check();
        const answer = await this.#exchange(method, headers, bytes, scope.signal);
        const first = await answer.next();
        if (whole && first !== undefined && (await answer.next()) !== undefined) {
          throw new InternalError({ code: "INTERNAL", message: "the answer has more than one message" });
        }
        this.#budget.succeeded();
        const info = responseInfo(answer.headers, performance.now() - started, attempt);
        this.#report(method, attempt, "OK", begun, info.requestId);
        return { answer, first, info };
      } catch (reason) {
        const error = this.#typed(reason, scope);
        this.#report(method, attempt, statusOf(error), begun, requestIdOf(error));
        scope.check();
        const final = reason instanceof NotOmni || !this.#budget.failed(error);
        const wait = final ? undefined : retryDelay(error, reason, attempt);
        if (attempt > retries || wait === undefined || wait >= scope.remaining()) throw error;
        await sleep(wait, scope.signal);
      }
    }
  }

  #scope(call: Call): Scope {
    if (this.#closed) throw new APIConnectionError("the client is closed");
    return new Scope(call.timeout ?? this.#settings.timeout, call.signal);
  }

  #headers(method: DescMethod, call: Call): Headers {
    const headers = new Headers(Object.entries(call.metadata));
    if (this.#settings.apiKey !== "") headers.set("x-api-key", this.#settings.apiKey);
    headers.set("x-user-agent", `omni-js/${VERSION}`);
    if (this.#settings.tenant !== "") headers.set("x-omni-tenant", this.#settings.tenant);
    const key = call.idempotencyKey ?? (method.idempotency === NO_SIDE_EFFECTS ? undefined : crypto.randomUUID());
    if (key !== undefined) headers.set("idempotency-key", key);
    return headers;
  }

  /** What the caller gets: why the call was ended where it was, else what went wrong. */
  #typed(error: unknown, scope: Scope): unknown {
    if (scope.signal.aborted) return scope.signal.reason;
    if (error instanceof NoAnswer) {
      return new APIConnectionError(`no answer from ${this.#settings.baseUrl}: ${error.message}`, "", { cause: error });
    }
    if (error instanceof NotOmni) {
      const rule = "the base URL (OMNI_BASE_URL) must be the address of an Omni server";
      const message = `${this.#settings.baseUrl} does not speak Omni: it answered with ${error.message}; ${rule}`;
      return new APIConnectionError(message, "", { cause: error });
    }
    if (!(error instanceof ConnectError)) return error;
    const path = new URL(this.#settings.baseUrl).pathname;
    if (error.code === Code.Unimplemented && path !== "/" && error.rawMessage.includes(`${path}/omni.`)) {
      const message = `the server at ${this.#settings.baseUrl} knows no path ${path}; leave it out of the base URL (OMNI_BASE_URL)`;
      return new APIConnectionError(message, error.metadata.get("x-request-id") ?? "", { cause: error });
    }
    return omniError(error);
  }

  #report(method: DescMethod, attempt: number, status: string, begun: number, requestId: string): void {
    if (!this.#debug) return;
    const ms = Math.round(performance.now() - begun);
    console.debug(`omni ${pathOf(method).slice(1)} ${status} ${ms}ms attempt=${attempt} request=${requestId}`);
  }
}

/** The life of one call: its deadline, and the signal that ends it early. */
class Scope {
  readonly #abort = new AbortController();
  readonly #deadline: number;
  readonly #cancel: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #stop = (): void => this.#abort.abort(aborted(this.#cancel as AbortSignal));

  constructor(timeout: number, cancel: AbortSignal | undefined) {
    this.#deadline = performance.now() + timeout;
    this.#cancel = cancel;
    this.#timer = setTimeout(
      () => this.#abort.abort(new APITimeoutError(`the call took longer than its timeout of ${timeout} ms`)),
      Math.min(timeout, LONGEST_TIMEOUT),
    );
    if (cancel?.aborted) this.#stop();
    cancel?.addEventListener("abort", this.#stop, { once: true });
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Milliseconds to the deadline, at least 1. */
  remaining(): number {
    return Math.max(1, Math.ceil(this.#deadline - performance.now()));
  }

  /** Throws why the call was ended, when it was. */
  check(): void {
    if (this.#abort.signal.aborted) throw this.#abort.signal.reason;
  }

  /** Lets go of everything, and stops what is still under way. */
  end(): void {
    clearTimeout(this.#timer);
    this.#cancel?.removeEventListener("abort", this.#stop);
    this.#abort.abort(new OmniError("the call has ended"));
  }
}

function statusOf(error: unknown): string {
  if (error instanceof APIError) return error.code;
  return error instanceof APITimeoutError ? "DEADLINE_EXCEEDED" : "CONNECTION";
}

function requestIdOf(error: unknown): string {
  return error instanceof APIError || error instanceof APIConnectionError ? error.requestId : "";
}

function responseInfo(headers: Headers, latencyMs: number, attempts: number): UnaryInfo {
  return { requestId: headers.get("x-request-id") ?? "", headers: new Map(headers), latencyMs, attempts };
}
