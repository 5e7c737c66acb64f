import type { Transport } from "@connectrpc/connect";

import type { Caller } from "./caller.js";
import type { Mock } from "./mock.js";
import { connectTransport } from "./transport.js";

/** What every client has beside the methods of the contract. */
export class BaseClient {
  /** @internal */
  protected readonly caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.caller = caller;
  }

  /** How calls travel: `native` by the addon, `fetch` by gRPC-Web, or `mock` in this process. */
  get transportKind(): "native" | "fetch" | "mock" {
    return this.caller.connection.kind;
  }

  /** In mock mode: what is answered, and the calls so far. Else undefined. */
  get mock(): Mock | undefined {
    return this.caller.connection.mock;
  }

  /** This client as a transport for clients of `@connectrpc/connect` and `@connectrpc/connect-query`. */
  get transport(): Transport {
    return connectTransport(this.caller);
  }

  /** Writes one line for every attempt: method, status, time, request id. Keys are never written. */
  enableDebug(): void {
    this.caller.connection.enableDebug();
  }

  /** Lets go of the connection. Calls that are under way go on; later ones are refused. */
  close(): void {
    this.caller.connection.close();
  }
}
