import { create, fromBinary, toBinary, type DescMethod, type Message } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";

import { pathOf, type Call, type Connection, type StreamResult, type UnaryInfo, type UnaryResult } from "./connection.js";
import { APIConnectionError, APIError, APITimeoutError, AuthenticationError, ConfigError, OmniError } from "./errors.js";
import { PUBLIC_METHODS } from "./generated/tables.js";
import type { RefreshResponse } from "./generated/pb/omni/identity/v1/auth_messages_pb.js";
import { VERSION } from "./generated/version.js";
import { NoAnswer, NotOmni, sendGrpcWeb } from "./grpcweb.js";
import { MockServer, type Mock } from "./mock.js";
import { checkTokens, type Settings } from "./options.js";
import { Person, TOKEN_REFUSED, type TokenPair, type TokenSink } from "./person.js";
import { newRequestId, REQUEST_ID } from "./requestid.js";
import { RetryBudget, retryDelay } from "./retry.js";
import { omniError } from "./status.js";
import { aborted, sleep } from "./time.js";

/** grpc-timeout has at most eight digits; a timer of a browser has 31 bits. */
const LONGEST_TIMEOUT = 99_999_999;
/** `idempotency_level` of a method that changes nothing. */
const NO_SIDE_EFFECTS = 1;

/** Longer than a server needs, shorter than the ten seconds in which a lost answer may be asked for again. */
const REFRESH_TIMEOUT = 8000;
const NO_CREDENTIAL =
  "no API key, and nobody is signed in; pass apiKey or set OMNI_API_KEY to a key such as omni_test_…, or sign in and pass " +
  "accessToken and refreshToken, or set mockMode: true to work without a server";

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
  readonly #person: Person | undefined;
  /** Shared by the connections of several people. */
  readonly #shared: { budget: RetryBudget; closed: boolean; debug: boolean };

  constructor(settings: Settings, exchange: Exchange, mock?: Mock, shared?: FetchConnection) {
    this.kind = mock ? "mock" : "fetch";
    this.mock = mock;
    this.#settings = settings;
    this.#exchange = exchange;
    this.#shared = shared ? shared.#shared : { budget: new RetryBudget(), closed: false, debug: settings.debug };
    const { tokens, onTokens } = settings;
    if (tokens) this.#person = new Person(tokens, onTokens, (refreshToken) => this.#refresh(refreshToken));
  }

  withTokens(tokens: TokenPair, onTokens: TokenSink | undefined): Connection {
    const settings = { ...this.#settings, apiKey: "", tokens, onTokens };
    return new FetchConnection(settings, this.#exchange, this.mock, this);
  }

  async unary(method: DescMethod, request: Message, call: Call): Promise<UnaryResult> {
    const scope = this.#scope(call);
    try {
      const { first, info } = await this.#begin(method, request, call, scope, true);
      if (first === undefined) throw broken("the answer has no message");
      return { message: read(method, first), info };
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
      let following: () => Promise<Uint8Array | undefined> = async () => {
        following = () => answer.next();
        return first;
      };
      return {
        info,
        async next() {
          try {
            const item = await following();
            if (item !== undefined) return [read(method, item)];
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
    this.#shared.debug = true;
  }

  close(): void {
    this.#shared.closed = true;
  }

  /** Sends the call until one attempt brings a first message (`whole`: and ends well), or none is to follow. */
  async #begin(method: DescMethod, request: Message, call: Call, scope: Scope, whole: boolean): Promise<Begun> {
    const bytes = toBinary(method.input, request);
    const headers = this.#headers(method, call);
    const given = headers.get(REQUEST_ID);
    const person = PUBLIC_METHODS[pathOf(method)] || this.mock ? undefined : this.#person;
    let renewed = false;
    let retries = call.maxRetries ?? this.#settings.maxRetries;
    const started = performance.now();
    for (let attempt = 1; ; attempt++) {
      const token = person && (await scope.wait(person.token()));
      if (token) headers.set("authorization", `Bearer ${token}`);
      const begun = performance.now();
      headers.set("x-omni-attempt", String(attempt));
      scope.requestId = given ?? newRequestId();
      headers.set(REQUEST_ID, scope.requestId);
      headers.set("grpc-timeout", `${Math.min(scope.remaining(), LONGEST_TIMEOUT)}m`);
      try {
        scope.check();
        const answer = await this.#exchange(method, headers, bytes, scope.signal);
        const first = await answer.next();
        if (whole && first !== undefined && (await answer.next()) !== undefined) {
          throw broken("the answer has more than one message");
        }
        this.#shared.budget.succeeded();
        const info = responseInfo(answer.headers, performance.now() - started, attempt, scope.requestId);
        this.#report(method, attempt, "OK", begun, info.requestId);
        return { answer, first, info };
      } catch (reason) {
        const error = this.#typed(reason, scope);
        this.#report(method, attempt, statusOf(error), begun, requestIdOf(error));
        scope.check();
        if (person?.canRenew && !renewed && error instanceof AuthenticationError && error.reason === TOKEN_REFUSED) {
          renewed = true;
          // The server looked at nothing else, so this is no retry.
          retries++;
          await scope.wait(person.renew(token));
          continue;
        }
        const final = reason instanceof NotOmni || !this.#shared.budget.failed(error);
        const wait = final ? undefined : retryDelay(error, reason, attempt);
        if (attempt > retries || wait === undefined || wait >= scope.remaining()) throw error;
        await sleep(wait, scope.signal);
      }
    }
  }

  async #refresh(refreshToken: string): Promise<TokenPair> {
    const { AuthService } = await import("./generated/pb/omni/identity/v1/auth_pb.js");
    const method = AuthService.method.refresh;
    const call: Call = { metadata: {}, timeout: REFRESH_TIMEOUT };
    const { message } = await this.unary(method, create(method.input, { refreshToken }), call);
    return checkTokens((message as RefreshResponse).tokens ?? {});
  }

  #scope(call: Call): Scope {
    if (this.#shared.closed) throw new APIConnectionError("the client is closed");
    return new Scope(call.timeout ?? this.#settings.timeout, call.signal);
  }

  #headers(method: DescMethod, call: Call): Headers {
    const headers = new Headers(Object.entries(call.metadata));
    const { apiKey, tokens, sandbox, mockMode } = this.#settings;
    if (!PUBLIC_METHODS[pathOf(method)] && !mockMode) {
      if (apiKey !== "") headers.set("x-api-key", apiKey);
      else if (tokens === undefined) throw new ConfigError("apiKey", NO_CREDENTIAL);
      else if (sandbox) headers.set("x-omni-environment", "test");
    }
    headers.set("x-user-agent", `omni-js/${VERSION}`);
    if (this.#settings.tenant !== "") headers.set("x-omni-tenant", this.#settings.tenant);
    const key = call.idempotencyKey ?? (method.idempotency === NO_SIDE_EFFECTS ? undefined : crypto.randomUUID());
    if (key !== undefined) headers.set("idempotency-key", key);
    return headers;
  }

  /** What the caller gets: why the call was ended where it was, else what went wrong. */
  #typed(error: unknown, scope: Scope): unknown {
    if (scope.signal.aborted) return scope.signal.reason;
    const id = scope.requestId;
    if (error instanceof NoAnswer) {
      return new APIConnectionError(`no answer from ${this.#settings.baseUrl}: ${error.message}`, id, { cause: error });
    }
    if (error instanceof NotOmni) {
      const rule = "the base URL (OMNI_BASE_URL) must be the address of an Omni server";
      const message = `${this.#settings.baseUrl} does not speak Omni: it answered with ${error.message}; ${rule}`;
      return new APIConnectionError(message, id, { cause: error });
    }
    if (!(error instanceof ConnectError)) return error;
    const path = new URL(this.#settings.baseUrl).pathname;
    if (error.code === Code.Unimplemented && path !== "/" && error.rawMessage.includes(`${path}/omni.`)) {
      const message = `the server at ${this.#settings.baseUrl} knows no path ${path}; leave it out of the base URL (OMNI_BASE_URL)`;
      return new APIConnectionError(message, error.metadata.get(REQUEST_ID) ?? id, { cause: error });
    }
    return omniError(error, id);
  }

  #report(method: DescMethod, attempt: number, status: string, begun: number, requestId: string): void {
    if (!this.#shared.debug) return;
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
  /** The id that the attempt under way was sent with; empty before the first. */
  requestId = "";
  readonly #stop = (): void => this.#abort.abort(aborted(this.#cancel as AbortSignal));

  constructor(timeout: number, cancel: AbortSignal | undefined) {
    this.#deadline = performance.now() + timeout;
    this.#cancel = cancel;
    this.#timer = setTimeout(
      () => this.#abort.abort(new APITimeoutError(`the call took longer than its timeout of ${timeout} ms`, this.requestId)),
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

  /** Waits for what the end of this call must not stop. */
  wait<T>(promise: Promise<T>): Promise<T> {
    const ended = new Promise<never>((_, reject) => {
      this.signal.addEventListener("abort", () => reject(this.signal.reason as Error), { once: true });
    });
    return Promise.race([promise, ended]);
  }

  /** Lets go of everything, and stops what is still under way. */
  end(): void {
    clearTimeout(this.#timer);
    this.#cancel?.removeEventListener("abort", this.#stop);
    this.#abort.abort(new OmniError("the call has ended"));
  }
}

/** An answer that is not what the method gives. */
function broken(what: string, cause?: unknown): ConnectError {
  return new ConnectError(what, Code.Internal, undefined, undefined, cause);
}

function read(method: DescMethod, message: Uint8Array): Message {
  try {
    return fromBinary(method.output, message);
  } catch (error) {
    throw broken(`the answer cannot be read: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

function statusOf(error: unknown): string {
  if (error instanceof APIError) return error.code;
  return error instanceof APITimeoutError ? "DEADLINE_EXCEEDED" : "CONNECTION";
}

function requestIdOf(error: unknown): string {
  return error instanceof APIError || error instanceof APIConnectionError ? error.requestId : "";
}

function responseInfo(headers: Headers, latencyMs: number, attempts: number, sent: string): UnaryInfo {
  return { requestId: headers.get(REQUEST_ID) ?? sent, headers: new Map(headers), latencyMs, attempts };
}
