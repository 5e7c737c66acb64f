import { OmniClient, type ClientOptions } from "@omni-ai/sdk";

import { KEY, type Peer } from "./peer.js";

/** Both ways to a server; what holds for one holds for the other. */
export const TRANSPORTS = ["native", "fetch"] as const;
export type TransportName = (typeof TRANSPORTS)[number];

/** A client of a peer. */
export function clientOf(peer: Pick<Peer, TransportName>, transport: TransportName, options: ClientOptions = {}): OmniClient {
  return new OmniClient({ apiKey: KEY, baseUrl: peer[transport], transport, ...options });
}

/** A client in mock mode. */
export function mockOf(transport: TransportName): OmniClient {
  return new OmniClient({ mockMode: true, transport });
}

/** What a promise fails with. */
export async function failure(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("expected a failure, got an answer");
}
