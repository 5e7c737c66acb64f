import { ConnectError } from "@connectrpc/connect";

import { APIConnectionError, APIError, APITimeoutError } from "./errors.js";

const FIRST_DELAY = 250;
const LONGEST_DELAY = 8_000;

/**
 * Stops retries when most calls fail, so that clients do not press a server that is down: the throttling of gRPC
 * proposal A6. A failure takes one of a hundred tokens, a success gives a tenth back; at half or less nothing is retried.
 */
export class RetryBudget {
  #tokens = 100;

  succeeded(): void {
    this.#tokens = Math.min(100, this.#tokens + 0.1);
  }

  /** Counts a failure that could be retried, and says whether there is budget for it. */
  failed(error: unknown): boolean {
    if (!mayRetry(error)) return false;
    this.#tokens = Math.max(0, this.#tokens - 1);
    return this.#tokens > 50;
  }
}

/** How long to wait before the next attempt, in milliseconds; undefined when the error is final. */
export function retryDelay(error: unknown, reason: unknown, attempt: number): number | undefined {
  if (!mayRetry(error)) return undefined;
  const pushback = reason instanceof ConnectError ? reason.metadata.get("grpc-retry-pushback-ms") : null;
  if (pushback !== null) return /^\d+$/.test(pushback) ? Number(pushback) : undefined;
  const backoff = Math.random() * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempt - 1));
  return Math.max(backoff, error instanceof APIError ? (error.retryAfter ?? 0) : 0);
}

function mayRetry(error: unknown): boolean {
  if (error instanceof APITimeoutError) return false;
  if (error instanceof APIConnectionError) return true;
  if (!(error instanceof APIError)) return false;
  return error.code === "UNAVAILABLE" || (error.code === "RESOURCE_EXHAUSTED" && error.retryAfter !== undefined);
}
