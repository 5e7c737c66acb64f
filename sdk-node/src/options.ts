import { ConfigError } from "./errors.js";
import { hint } from "./names.js";
import type { TokenPair } from "./person.js";

/** What a client is made from. What is left out comes from the environment (in Node), else from the default. */
export interface ClientOptions {
  /**
   * The API key, `omni_live_…` or `omni_test_…`. Environment: `OMNI_API_KEY`. Not needed in mock mode, nor for methods
   * that anybody may call.
   */
  apiKey?: string | undefined;
  /** In place of a key, the access token of a person who is signed in. Environment: `OMNI_ACCESS_TOKEN`. */
  accessToken?: string | undefined;
  /**
   * What the access token is renewed with, by itself, before it ends. It works once: clients that do not share a profile
   * file need a sign-in each. Environment: `OMNI_REFRESH_TOKEN`.
   */
  refreshToken?: string | undefined;
  /** Called with the new tokens after each renewal, to keep them in place of the last. */
  onTokens?: ((tokens: TokenPair) => unknown) | undefined;
  /** Where the server is. Environment: `OMNI_BASE_URL`. Default: `http://127.0.0.1:8080`. */
  baseUrl?: string | undefined;
  /** `sandbox` refuses a live key before anything is sent, and gives people test data. Environment: `OMNI_ENVIRONMENT`. Default: `production`. */
  environment?: "production" | "sandbox" | undefined;
  /** Answer every call in this process, without a network and without a key. */
  mockMode?: boolean | undefined;
  /**
   * How long a call may take in all, retries included, in milliseconds. For a stream: until its end.
   * Environment: `OMNI_TIMEOUT`, in seconds. Default: 60 000.
   */
  timeout?: number | undefined;
  /** How often a failed call is tried again. Environment: `OMNI_MAX_RETRIES`. Default: 2. */
  maxRetries?: number | undefined;
  /** The tenant to act in, for credentials that may act in several. Environment: `OMNI_TENANT`. */
  tenant?: string | undefined;
  /** The profile of the configuration file to read. Node with the native addon only. Environment: `OMNI_PROFILE`. */
  profile?: string | undefined;
  /** Write a line for every attempt. Environment: `OMNI_LOG=debug`. */
  debug?: boolean | undefined;
  /**
   * How to reach the server: `native` by the addon (gRPC; Node, Bun, Deno), `fetch` by gRPC-Web, `auto` by the addon
   * where there is one. Default: `auto`. Browsers always use `fetch`.
   */
  transport?: "native" | "fetch" | "auto" | undefined;
  /** The function to use in place of the global `fetch`. Only for the `fetch` transport. */
  fetch?: typeof globalThis.fetch | undefined;
}

/** What goes with the tokens of a person. */
export interface TokenOptions {
  /** Called with the new tokens after each renewal, to keep them in place of the last. */
  onTokens?: ((tokens: TokenPair) => unknown) | undefined;
}

/** What one call may set; what is left out comes from the client. */
export interface CallOptions {
  /** How long the call may take in all, in milliseconds. */
  timeout?: number | undefined;
  /** How often the call is tried again when it fails. */
  maxRetries?: number | undefined;
  /** The key under which the server does the call at most once. Default: made anew for every call that has an effect. */
  idempotencyKey?: string | undefined;
  /** Metadata (headers) to send. */
  metadata?: Readonly<Record<string, string>> | undefined;
  /** Cancels the call. The call then fails with the reason of the signal. */
  signal?: AbortSignal | undefined;
}

/** The options and the types of their values; null counts as not given. */
const CALL_OPTIONS: Types<CallOptions> = {
  timeout: "number",
  maxRetries: "number",
  idempotencyKey: "string",
  metadata: "object",
  signal: "object",
};
const CLIENT_OPTIONS: Types<ClientOptions> = {
  apiKey: "string",
  accessToken: "string",
  refreshToken: "string",
  onTokens: "function",
  baseUrl: "string",
  environment: "string",
  mockMode: "boolean",
  timeout: "number",
  maxRetries: "number",
  tenant: "string",
  profile: "string",
  debug: "boolean",
  transport: "string",
  fetch: "function",
};
type Types<T> = { readonly [K in keyof Required<T>]: "string" | "number" | "boolean" | "object" | "function" };

/** Settings with every source taken into account. */
export interface Settings {
  readonly apiKey: string;
  /** Never beside a key. */
  readonly tokens: TokenPair | undefined;
  readonly onTokens: ((tokens: TokenPair) => unknown) | undefined;
  readonly sandbox: boolean;
  readonly baseUrl: string;
  readonly mockMode: boolean;
  readonly timeout: number;
  readonly maxRetries: number;
  readonly tenant: string;
  readonly debug: boolean;
}

/**
 * Resolves the settings of the fetch transport: option, then environment, then default.
 * @internal
 */
export function resolveSettings(options: ClientOptions, env: Readonly<Record<string, string | undefined>>): Settings {
  const mockMode = options.mockMode ?? false;
  const { apiKey, tokens } = credential(options, env);
  const environment = options.environment ?? nonEmpty(env["OMNI_ENVIRONMENT"]) ?? "production";
  if (environment !== "production" && environment !== "sandbox") {
    throw new ConfigError(
      "environment",
      `environment (OMNI_ENVIRONMENT) is ${JSON.stringify(environment)}; expected "production" or "sandbox"`,
    );
  }
  if (!mockMode && apiKey !== undefined) checkKey(apiKey, environment);
  if (!mockMode && tokens !== undefined) checkTokens(tokens);
  return {
    apiKey: apiKey ?? "",
    tokens,
    onTokens: options.onTokens,
    sandbox: environment === "sandbox",
    baseUrl: httpUrl(options.baseUrl ?? nonEmpty(env["OMNI_BASE_URL"]) ?? "http://127.0.0.1:8080"),
    mockMode,
    timeout: duration("timeout", options.timeout ?? seconds(env["OMNI_TIMEOUT"]) ?? 60_000),
    maxRetries: count("maxRetries", options.maxRetries ?? retries(env["OMNI_MAX_RETRIES"]) ?? 2),
    tenant: options.tenant ?? env["OMNI_TENANT"] ?? "",
    debug: options.debug ?? env["OMNI_LOG"] === "debug",
  };
}

/** The credential of the first source that has one: a key or a person's tokens, never both. */
function credential(
  options: ClientOptions,
  env: Readonly<Record<string, string | undefined>>,
): { apiKey?: string | undefined; tokens?: TokenPair | undefined } {
  const ofEnv = {
    apiKey: nonEmpty(env["OMNI_API_KEY"]),
    accessToken: nonEmpty(env["OMNI_ACCESS_TOKEN"]),
    refreshToken: nonEmpty(env["OMNI_REFRESH_TOKEN"]),
  };
  for (const [source, { apiKey, accessToken, refreshToken }] of [options, ofEnv].entries()) {
    const tokens = accessToken === undefined && refreshToken === undefined ? undefined : { accessToken, refreshToken };
    if (apiKey !== undefined && tokens !== undefined) {
      const both =
        source === 0
          ? "apiKey and accessToken or refreshToken are both given"
          : "OMNI_API_KEY and OMNI_ACCESS_TOKEN or OMNI_REFRESH_TOKEN are both set";
      throw new ConfigError("apiKey", `${both}; a call is made either with a key or as a person`);
    }
    if (apiKey !== undefined || tokens !== undefined) return { apiKey, tokens };
  }
  return {};
}

/**
 * Checks the form of tokens, which are not shown, and gives them alone.
 * @internal
 */
export function checkTokens({ accessToken, refreshToken }: TokenPair): TokenPair {
  if (!accessToken && !refreshToken) {
    const why = "expected the tokens of a sign-in; one that waits for a second factor has none before auth.completeMfa";
    throw new ConfigError("tokens", `there is neither an access token nor a refresh token; ${why}`);
  }
  if (accessToken && !/^[!-~]+\.[!-~]+\.[!-~]+$/.test(accessToken)) {
    const expected = /^omni_(live|test)_/.test(accessToken)
      ? "this is an API key; give it as apiKey"
      : "expected an access token as login gives it, three parts with dots between";
    throw new ConfigError("accessToken", expected);
  }
  if (refreshToken && !/^omni_refresh_[!-~]+$/.test(refreshToken)) {
    throw new ConfigError("refreshToken", "expected a refresh token as login gives it, of the form omni_refresh_…");
  }
  return { accessToken: accessToken || undefined, refreshToken: refreshToken || undefined };
}

/** @internal */
export function checkTokenOptions(options: TokenOptions = {}): TokenOptions {
  checkTypes(options, { onTokens: "function" });
  return options;
}

/**
 * Checks the names, types and ranges of the options of a call.
 * @internal
 */
export function checkCallOptions(options: CallOptions): CallOptions {
  checkTypes(options, CALL_OPTIONS);
  checkNumbers(options);
  for (const [name, value] of Object.entries(options.metadata ?? {})) {
    if (typeof value !== "string") {
      throw new ConfigError("metadata", `metadata[${JSON.stringify(name)}] is ${kindOf(value)}; expected a string`);
    }
  }
  return given(options);
}

/**
 * Checks the names and types of the options of a client, and the ranges of numbers.
 * @internal
 */
export function checkClientOptions(options: ClientOptions): ClientOptions {
  checkTypes(options, CLIENT_OPTIONS);
  checkNumbers(options);
  return given(options);
}

/** The options that are set; one that is undefined or null does not hide what is set elsewhere. */
function given<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => isGiven(value))) as T;
}

function checkNumbers(options: Pick<CallOptions, "timeout" | "maxRetries">): void {
  if (isGiven(options.timeout)) duration("timeout", options.timeout);
  if (isGiven(options.maxRetries)) count("maxRetries", options.maxRetries);
}

function isGiven<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}

/** Values are not shown: one may be a key. */
function checkTypes(options: unknown, types: Readonly<Record<string, string>>): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new ConfigError("options", `the options are ${kindOf(options)}; expected an object such as { timeout: 5000 }`);
  }
  for (const [name, value] of Object.entries(options)) {
    const type = types[name];
    if (type === undefined) throw new ConfigError(name, `${name} is no option; ${hint(name, Object.keys(types))}`);
    if (isGiven(value) && typeof value !== type) {
      throw new ConfigError(name, `${name} is ${kindOf(value)}; expected ${kindName(type)}`);
    }
  }
}

/** The type of a value, for messages. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? "a list" : kindName(typeof value);
}

function kindName(type: string): string {
  return type === "object" ? "an object" : `a ${type}`;
}

/** The form of a key and its checksum, the CRC-32 of all before the last underscore in base62. */
function checkKey(key: string, environment: string): void {
  const parts = /^(omni_(live|test)_[0-9A-Za-z]{8}_[0-9A-Za-z]{32})_([0-9A-Za-z]{6})$/.exec(key);
  if (!parts) {
    throw new ConfigError(
      "apiKey",
      "expected an API key of the form omni_live_… or omni_test_…, as it was shown when it was created",
    );
  }
  if (base62(crc32(parts[1] ?? "")) !== parts[3]) {
    throw new ConfigError("apiKey", "the key's checksum does not match; a character is missing or mistyped");
  }
  if (environment === "sandbox" && parts[2] === "live") {
    throw new ConfigError(
      "apiKey",
      'environment is "sandbox" but the API key is live; the sandbox takes keys of the form omni_test_…',
    );
  }
}

function crc32(ascii: string): number {
  let crc = -1;
  for (let index = 0; index < ascii.length; index++) {
    crc ^= ascii.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function base62(value: number): string {
  const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  let text = "";
  for (let rest = value; text.length < 6; rest = Math.floor(rest / 62)) text = digits.charAt(rest % 62) + text;
  return text;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

function httpUrl(text: string): string {
  if (!/^https?:\/\/[^/]/.test(text)) {
    throw new ConfigError(
      "baseUrl",
      `baseUrl (OMNI_BASE_URL) is ${JSON.stringify(text)}; expected a URL such as http://127.0.0.1:8080`,
    );
  }
  return text.replace(/\/+$/, "");
}

function duration(name: string, ms: number): number {
  if (typeof ms !== "number" || !(ms > 0) || !Number.isFinite(ms)) {
    throw new ConfigError(name, `${name} is ${String(ms)}; expected a number of milliseconds above 0`);
  }
  return ms;
}

function count(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 10) {
    throw new ConfigError(name, `${name} (OMNI_MAX_RETRIES) is ${String(value)}; expected a whole number from 0 to 10`);
  }
  return value;
}

function seconds(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) {
    throw new ConfigError("timeout", `OMNI_TIMEOUT is ${JSON.stringify(text)}; expected a number of seconds above 0`);
  }
  return value * 1000;
}

function retries(text: string | undefined): number | undefined {
  return text === undefined || text === "" ? undefined : Number(text);
}
