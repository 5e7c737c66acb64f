import { AuthenticationError, PermissionDeniedError } from "./errors.js";

/** The tokens of a person who is signed in, as `auth.login` gives them. */
export interface TokenPair {
  /** The access token, for `authorization: Bearer`. Without it the refresh token gets one. */
  readonly accessToken?: string | undefined;
  /** What the access token is renewed with. Without it the client works until the access token ends. */
  readonly refreshToken?: string | undefined;
}

/** Takes new tokens, to keep them in place of the last. */
export type TokenSink = (tokens: TokenPair) => unknown;

/** The reason of a server that does not take an access token: it is expired, or its session has ended. */
export const TOKEN_REFUSED = "ACCESS_TOKEN_INVALID";

/** An access token is renewed this long before it ends, or a fifth of its life where that is less. */
const EARLY = 30_000;

/** The person that the fetch transport acts for: holds the tokens and renews them. */
export class Person {
  #tokens: TokenPair;
  #renewAt: number;
  #renewing: Promise<void> | undefined;
  #refused: unknown;
  readonly #refresh: (refreshToken: string) => Promise<TokenPair>;
  readonly #sink: TokenSink | undefined;

  constructor(tokens: TokenPair, sink: TokenSink | undefined, refresh: (refreshToken: string) => Promise<TokenPair>) {
    this.#tokens = tokens;
    this.#sink = sink;
    this.#refresh = refresh;
    const { end, early } = times(tokens.accessToken);
    // By the clock of this machine, which may be wrong: that costs one renewal, from then on spans of time are used.
    this.#renewAt = performance.now() + end - early - Date.now();
  }

  get canRenew(): boolean {
    return Boolean(this.#tokens.refreshToken);
  }

  /** The access token to send, renewed before where it is about to end. */
  async token(): Promise<string> {
    const { accessToken } = this.#tokens;
    if (this.canRenew && (!accessToken || performance.now() >= this.#renewAt)) {
      try {
        await this.renew(accessToken);
      } catch (error) {
        // The server may take the old one for a while yet.
        if (!accessToken || isFinal(error)) throw error;
      }
    }
    return this.#tokens.accessToken ?? "";
  }

  /** Gets new tokens in place of `used`, unless somebody did. Callers at the same time share one request. */
  renew(used: string | undefined): Promise<void> {
    if (this.#tokens.accessToken !== used) return Promise.resolve();
    this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #renew(): Promise<void> {
    // What the server refused once it refuses again.
    if (this.#refused !== undefined) throw this.#refused;
    try {
      this.#tokens = await this.#refresh(this.#tokens.refreshToken ?? "");
    } catch (error) {
      if (isFinal(error)) this.#refused = error;
      throw error;
    }
    const { life, early } = times(this.#tokens.accessToken);
    this.#renewAt = performance.now() + life - early;
    tell(this.#sink, this.#tokens);
  }
}

/** Gives new tokens to the one who keeps them. What goes wrong there must not fail the call, which was answered. */
export function tell(sink: TokenSink | undefined, tokens: TokenPair): void {
  try {
    Promise.resolve(sink?.(tokens)).catch(notKept);
  } catch (error) {
    notKept(error);
  }
}

function notKept(error: unknown): void {
  // oxlint-disable-next-line no-console -- there is nobody else to tell
  console.error("omni: onTokens failed, the new tokens are not kept:", error);
}

function isFinal(error: unknown): boolean {
  return error instanceof AuthenticationError || error instanceof PermissionDeniedError;
}

/** When an access token ends and how long it lives, by what it says, in milliseconds; never where it says nothing. */
function times(token: string | undefined): { end: number; life: number; early: number } {
  let claims: { exp?: unknown; iat?: unknown } = {};
  try {
    claims = JSON.parse(atob((token?.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/"))) as typeof claims;
  } catch {
    // The server says when it does not take it.
  }
  const { exp, iat } = claims;
  const end = typeof exp === "number" ? exp * 1000 : Infinity;
  const life = typeof iat === "number" ? end - iat * 1000 : Infinity;
  return { end, life, early: Math.min(EARLY, life / 5) };
}
