import type { DescMessage, DescMethodStreaming, DescMethodUnary, Message, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import type { StreamResponse, Transport, UnaryResponse } from "@connectrpc/connect";

import type { Caller } from "./caller.js";
import type { ResponseInfo } from "./connection.js";
import type { CallOptions } from "./options.js";

/** The Transport of connect over the calls of a client. Its errors are those of this package. */
export function connectTransport(caller: Caller): Transport {
  return {
    async unary<I extends DescMessage, O extends DescMessage>(
      method: DescMethodUnary<I, O>,
      signal: AbortSignal | undefined,
      timeoutMs: number | undefined,
      header: HeadersInit | undefined,
      input: MessageInitShape<I>,
    ): Promise<UnaryResponse<I, O>> {
      const call = caller.unary<MessageShape<O>>(method, input, callOptions(signal, timeoutMs, header));
      const { data, ...info } = await call.withResponse();
      return { stream: false, service: method.parent, method, ...heads(info), message: data };
    },
    async stream<I extends DescMessage, O extends DescMessage>(
      method: DescMethodStreaming<I, O>,
      signal: AbortSignal | undefined,
      timeoutMs: number | undefined,
      header: HeadersInit | undefined,
      input: AsyncIterable<MessageInitShape<I>>,
    ): Promise<StreamResponse<I, O>> {
      const request = await first(input);
      const call = caller.stream<Message>(method, request, callOptions(signal, timeoutMs, header));
      const { data, ...info } = await call.withResponse();
      const message = data as AsyncIterable<MessageShape<O>>;
      return { stream: true, service: method.parent, method, ...heads(info), message };
    },
  };
}

function callOptions(signal?: AbortSignal, timeoutMs?: number, header?: HeadersInit): CallOptions {
  // For connect 0 means no timeout; here the client's own then counts.
  const timeout = timeoutMs !== undefined && timeoutMs > 0 ? timeoutMs : undefined;
  return { signal, timeout, metadata: header && Object.fromEntries(new Headers(header)) };
}

function heads(info: ResponseInfo): { header: Headers; trailer: Headers } {
  return { header: new Headers([...info.headers]), trailer: new Headers() };
}

async function first<T>(items: AsyncIterable<T>): Promise<T> {
  for await (const item of items) return item;
  throw new TypeError("a server stream needs one request");
}
