import type { DescMethod, Message } from "@bufbuild/protobuf";

import type { Mock } from "./mock.js";
import type { TokenPair, TokenSink } from "./person.js";

/** One call as it goes to a connection: checked, with the client's own settings merged in. */
export interface Call {
  readonly timeout?: number | undefined;
  readonly maxRetries?: number | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** What came with an answer. */
export interface ResponseInfo {
  /** The id of the request; `client.getError(id)` shows the record of a failed one. */
  readonly requestId: string;
  /** The headers of the answer, names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The time from the call to the answer (for a stream: to its first item), retries included, in milliseconds. */
  readonly latencyMs: number;
}

/** What came with the answer to a unary call. */
export interface UnaryInfo extends ResponseInfo {
  /** How often the call was sent. */
  readonly attempts: number;
}

/** An answer as it comes from a connection. */
export interface UnaryResult {
  readonly message: Message;
  readonly info: UnaryInfo;
}

/** A stream that has begun. */
export interface StreamResult {
  readonly info: ResponseInfo;
  /** The next items, at least one; undefined at the end. */
  next(): Promise<readonly Message[] | undefined>;
  /** Ends the call; may be called at any time and more than once. */
  cancel(): void;
}

/** A way to the server. Errors are those of errors.ts, or the reason of the caller's signal. */
export interface Connection {
  /** Which one it is. */
  readonly kind: "native" | "fetch" | "mock";
  /** What is answered, in mock mode. */
  readonly mock: Mock | undefined;
  unary(method: DescMethod, request: Message, call: Call): Promise<UnaryResult>;
  stream(method: DescMethod, request: Message, call: Call): Promise<StreamResult>;
  /** The same connection for the person of these tokens. Closing one closes both. */
  withTokens(tokens: TokenPair, sink: TokenSink | undefined): Connection;
  enableDebug(): void;
  close(): void;
}

/** The gRPC path of a method. */
export function pathOf(method: DescMethod): string {
  return `/${method.parent.typeName}/${method.name}`;
}
