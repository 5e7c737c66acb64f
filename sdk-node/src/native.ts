import { fromBinary, toBinary, type DescMethod, type DescMessage, type Message, type MessageInitShape } from "@bufbuild/protobuf";

import load from "../native/load.cjs";
import { pathOf, type Call, type Connection, type ResponseInfo, type StreamResult, type UnaryResult } from "./connection.js";
import { APIConnectionError, apiError, APITimeoutError, ConfigError, OmniError, type APIErrorKind, type ErrorCode, type FieldViolation } from "./errors.js";
import { VERSION } from "./generated/version.js";
import { seeded, type Mock, type MockError, type RecordedCall } from "./mock.js";
import type { ClientOptions } from "./options.js";
import { tell, type TokenPair, type TokenSink } from "./person.js";
import { aborted } from "./time.js";

/** How many items one crossing into the addon may bring. */
const BATCH = 64;

/** Calls under way in one client; the addon ends them when it is closed. */
interface NativeCancel {
  cancel(): void;
}

interface NativeCall {
  timeoutMs: number | undefined;
  maxRetries: number | undefined;
  idempotencyKey: string | undefined;
  /** Name, value, name, value. */
  metadata: string[];
}

interface NativeError {
  kind: string;
  message: string;
  requestId: string;
  setting: string;
  code: string;
  reason: string;
  domain: string;
  retryable: boolean;
  retryAfterMs?: number;
  fieldViolations: FieldViolation[];
  metadata: string[];
  helpUrl?: string;
}

interface NativeInfo {
  requestId: string;
  headers: string[];
  latencyMs: number;
}

interface NativeResponse extends NativeInfo {
  attempts: number;
  message: Uint8Array;
}

interface NativeStream {
  next(max: number): Promise<{ items?: Uint8Array[]; error?: NativeError }>;
  cancel(): void;
}

interface NativeClient {
  readonly mockMode: boolean;
  withTokens(tokens: TokenPair): { client?: NativeClient; error?: NativeError };
  takeTokens(): TokenPair | null;
  unary(path: string, request: Uint8Array, call: NativeCall, cancel?: NativeCancel): Promise<{ response?: NativeResponse; error?: NativeError }>;
  stream(path: string, request: Uint8Array, call: NativeCall, cancel?: NativeCancel): Promise<{ stream?: NativeStream; info?: NativeInfo; error?: NativeError }>;
  enableDebug(): void;
  close(): void;
  mockSeed(path: string, items: Uint8Array[]): void;
  mockFail(path: string, error: Omit<MockError, "retryAfter"> & { retryAfterMs: number | undefined }, times: number): void;
  mockDelay(path: string, ms: number): void;
  mockCalls(): RecordedCall[];
}

interface Addon {
  openClient(settings: object): { client?: NativeClient; error?: NativeError };
  NativeCancel: new () => NativeCancel;
}

let loaded: { addon: Addon | undefined; reason: string } | undefined;

/** The addon of this platform, or why there is none. */
export function loadAddon(): { addon: Addon | undefined; reason: string } {
  loaded ??= load() as { addon: Addon | undefined; reason: string };
  return loaded;
}

/** The connection of the native transport. The core resolves the settings. */
export function nativeConnection(addon: Addon, options: ClientOptions): Connection {
  const versions = process.versions as Record<string, string | undefined>;
  const runtime = ["bun", "deno", "node"].find((name) => versions[name] !== undefined) ?? "node";
  const { client, error } = addon.openClient({
    apiKey: options.apiKey,
    accessToken: options.accessToken,
    refreshToken: options.refreshToken,
    baseUrl: options.baseUrl,
    environment: options.environment,
    mockMode: options.mockMode,
    timeoutMs: options.timeout,
    maxRetries: options.maxRetries,
    profile: options.profile,
    tenant: options.tenant,
    debug: options.debug ?? false,
    userAgent: `omni-node/${VERSION} ${runtime}/${versions[runtime] ?? ""}`,
  });
  if (client === undefined) throw error ? typedError(error) : new OmniError("the native addon gave no client");
  return new NativeConnection(addon, client, options.onTokens);
}

class NativeConnection implements Connection {
  readonly kind: "native" | "mock";
  readonly mock: Mock | undefined;
  readonly #addon: Addon;
  readonly #client: NativeClient;
  readonly #sink: TokenSink | undefined;

  constructor(addon: Addon, client: NativeClient, sink: TokenSink | undefined) {
    this.#sink = sink;
    this.#addon = addon;
    this.#client = client;
    this.kind = client.mockMode ? "mock" : "native";
    this.mock = client.mockMode ? nativeMock(client) : undefined;
  }

  withTokens(tokens: TokenPair, sink: TokenSink | undefined): Connection {
    const { client, error } = this.#client.withTokens(tokens);
    if (client === undefined) throw error ? typedError(error) : new OmniError("the native addon gave no client");
    return new NativeConnection(this.#addon, client, sink);
  }

  async unary(method: DescMethod, request: Message, call: Call): Promise<UnaryResult> {
    const bytes = toBinary(method.input, request);
    const { response, error } = await this.#cancellable(call.signal, (cancel) =>
      this.#client.unary(pathOf(method), bytes, nativeCall(call), cancel),
    );
    if (response === undefined) throw callError(error, call.signal);
    return { message: fromBinary(method.output, response.message), info: { ...responseInfo(response), attempts: response.attempts } };
  }

  async stream(method: DescMethod, request: Message, call: Call): Promise<StreamResult> {
    const bytes = toBinary(method.input, request);
    const { stream, info, error } = await this.#cancellable(call.signal, (cancel) =>
      this.#client.stream(pathOf(method), bytes, nativeCall(call), cancel),
    );
    if (stream === undefined || info === undefined) throw callError(error, call.signal);
    const cancel = (): void => {
      call.signal?.removeEventListener("abort", cancel);
      stream.cancel();
    };
    call.signal?.addEventListener("abort", cancel, { once: true });
    if (call.signal?.aborted) cancel();
    return {
      info: responseInfo(info),
      async next() {
        const batch = await stream.next(BATCH);
        if (batch.items === undefined) call.signal?.removeEventListener("abort", cancel);
        if (batch.error !== undefined) throw callError(batch.error, call.signal);
        if (call.signal?.aborted) throw aborted(call.signal);
        return batch.items?.map((item) => fromBinary(method.output, item));
      },
      cancel,
    };
  }

  enableDebug(): void {
    this.#client.enableDebug();
  }

  close(): void {
    this.#client.close();
  }

  /** Ties a signal to a call. Calls without a signal need no handle. */
  async #cancellable<T>(signal: AbortSignal | undefined, run: (cancel?: NativeCancel) => Promise<T>): Promise<T> {
    if (signal?.aborted) throw aborted(signal);
    const handle = signal && new this.#addon.NativeCancel();
    const cancel = (): void => handle?.cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      return await run(handle);
    } finally {
      signal?.removeEventListener("abort", cancel);
      const tokens = this.#sink && this.#client.takeTokens();
      if (tokens) tell(this.#sink, tokens);
    }
  }
}

function nativeMock(client: NativeClient): Mock {
  return {
    seed<O extends DescMessage>(
      method: DescMethod & { output: O },
      response: MessageInitShape<O> | readonly MessageInitShape<O>[],
    ): void {
      client.mockSeed(pathOf(method), seeded(method, response));
    },
    fail(method: DescMethod, { retryAfter, ...error }: MockError, times = 1): void {
      client.mockFail(pathOf(method), { ...error, retryAfterMs: retryAfter }, times);
    },
    delay: (method, ms) => client.mockDelay(pathOf(method), ms),
    calls: () => client.mockCalls(),
  };
}

function nativeCall(call: Call): NativeCall {
  return {
    timeoutMs: call.timeout,
    maxRetries: call.maxRetries,
    idempotencyKey: call.idempotencyKey,
    metadata: Object.entries(call.metadata).flat(),
  };
}

function responseInfo({ requestId, headers, latencyMs }: NativeInfo): ResponseInfo {
  return { requestId, headers: pairs(headers), latencyMs };
}

/** Name, value, name, value; the values of a name that is there twice are joined, as `Headers` does. */
function pairs(flat: readonly string[]): Map<string, string> {
  const map = new Map<string, string>();
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const name = flat[index] ?? "";
    const before = map.get(name);
    map.set(name, before === undefined ? (flat[index + 1] ?? "") : `${before}, ${flat[index + 1]}`);
  }
  return map;
}

function callError(error: NativeError | undefined, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return aborted(signal);
  return error ? typedError(error) : new OmniError("the native addon gave neither an answer nor an error");
}

function typedError(error: NativeError): OmniError {
  switch (error.kind) {
    case "ConfigError": {
      const setting = error.setting.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      return new ConfigError(setting, `${setting}: ${error.message}`);
    }
    case "APIConnectionError":
      return new APIConnectionError(error.message, error.requestId);
    case "APITimeoutError":
      return new APITimeoutError(error.message, error.requestId);
    case "OmniError":
      return new OmniError(error.message);
    default:
      return apiError(error.kind as APIErrorKind, {
        code: error.code as ErrorCode,
        message: error.message,
        reason: error.reason,
        domain: error.domain,
        requestId: error.requestId,
        retryable: error.retryable,
        retryAfter: error.retryAfterMs,
        fieldViolations: error.fieldViolations,
        metadata: Object.fromEntries(pairs(error.metadata)),
        helpUrl: error.helpUrl,
      });
  }
}
