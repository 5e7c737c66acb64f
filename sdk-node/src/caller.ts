import type { DescMethod, Message } from "@bufbuild/protobuf";

import { ResponsePromise, ResponseStream } from "./call.js";
import type { Call, Connection } from "./connection.js";
import { messageFrom } from "./input.js";
import { presentable } from "./json.js";
import { checkCallOptions, checkTokenOptions, checkTokens, type CallOptions, type TokenOptions } from "./options.js";
import type { TokenPair } from "./person.js";

/** Sends the calls of a client, with the options that are common to them. Used by the generated methods. */
export class Caller {
  readonly connection: Connection;
  readonly #defaults: CallOptions;

  constructor(connection: Connection, defaults: CallOptions = {}) {
    this.connection = connection;
    this.#defaults = defaults;
  }

  /** The same, with other options for every call. */
  with(options: CallOptions): Caller {
    const checked = checkCallOptions(options);
    return new Caller(this.connection, { ...this.#defaults, ...checked, metadata: this.#metadata(options) });
  }

  /** The same for the person of these tokens. */
  as(tokens: TokenPair, options: TokenOptions | undefined): Caller {
    const pair = checkTokens(tokens);
    return new Caller(this.connection.withTokens(pair, checkTokenOptions(options).onTokens), this.#defaults);
  }

  unary<T>(method: DescMethod, request: unknown, options: CallOptions | undefined): ResponsePromise<T> {
    return new ResponsePromise<T>(
      this.#prepare(method, request, options, async (message, call) => {
        const result = await this.connection.unary(method, message, call);
        presentable(method.output, result.message);
        return result;
      }),
    );
  }

  stream<T>(method: DescMethod, request: unknown, options: CallOptions | undefined): ResponseStream<T> {
    return new ResponseStream<T>(() =>
      this.#prepare(method, request, options, async (message, call) => {
        const stream = await this.connection.stream(method, message, call);
        return { ...stream, next: async () => (await stream.next())?.map((item) => presentable(method.output, item)) };
      }),
    );
  }

  /** A mistake in the arguments rejects the promise of the call; a method never throws and rejects by turns. */
  async #prepare<R>(
    method: DescMethod,
    request: unknown,
    options: CallOptions | undefined,
    send: (message: Message, call: Call) => Promise<R>,
  ): Promise<R> {
    const message = messageFrom(method.input, request ?? {});
    const merged: CallOptions = options ? { ...this.#defaults, ...checkCallOptions(options) } : this.#defaults;
    return send(message, { ...merged, metadata: this.#metadata(options) });
  }

  #metadata(options: CallOptions | undefined): Readonly<Record<string, string>> {
    return { ...this.#defaults.metadata, ...options?.metadata };
  }
}

/**
 * Reads the arguments of a method that takes fields by position: either the whole request or the fields in order (then
 * the other fields, where there are any), and last the options.
 */
export function byPosition(
  passed: readonly unknown[],
  fields: readonly string[],
  hasMore: boolean,
): [request: unknown, options: CallOptions | undefined] {
  if (isObject(passed[0])) return [passed[0], passed[1] as CallOptions | undefined];
  const request = Object.fromEntries(fields.map((field, index) => [field, passed[index]]));
  const rest = passed.slice(fields.length);
  if (hasMore) Object.assign(request, rest.shift());
  return [request, rest[0] as CallOptions | undefined];
}

function isObject(argument: unknown): boolean {
  if (typeof argument !== "object" || argument === null) return false;
  return !Array.isArray(argument) && !ArrayBuffer.isView(argument) && !(argument instanceof Date);
}
