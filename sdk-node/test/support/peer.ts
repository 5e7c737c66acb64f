// A server by other hands (connect-node), over HTTP/1.1 for fetch and HTTP/2 without TLS for the native transport. What
// it does with a call is said by the header x-scenario.
import { once } from "node:events";
import http from "node:http";
import http2 from "node:http2";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { crc32 } from "node:zlib";

import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, type ConnectRouter, type HandlerContext } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { ForecastBatchResponseSchema, IntelligenceService, PlatformService } from "@omni-ai/sdk";

/** A well-formed key that no server knows. */
export const KEY = keyOf("test");

/** What arrived at the peer. */
export interface Seen {
  method: string;
  headers: Map<string, string>;
  /** Whether the client gave up before the end. */
  aborted: boolean;
}

export interface Peer {
  native: string;
  fetch: string;
  seen: Seen[];
  /** Answers to give, by scenario name, for scenarios made by a test. */
  scenarios: Map<string, (context: HandlerContext) => void>;
  close(): Promise<void>;
}

export async function startPeer(): Promise<Peer> {
  const seen: Seen[] = [];
  const scenarios = new Map<string, (context: HandlerContext) => void>();
  const begin = async (context: HandlerContext): Promise<void> => {
    const call: Seen = { method: context.method.name, headers: new Map(context.requestHeader), aborted: false };
    seen.push(call);
    context.signal.addEventListener("abort", () => (call.aborted = true));
    context.responseHeader.set("x-request-id", `req_peer${seen.length}`);
    await act(context, seen, scenarios);
  };
  const routes = (router: ConnectRouter): void => {
    router.service(IntelligenceService, {
      async forecast(request, context) {
        await begin(context);
        return { predictions: request.timeSeries.slice(0, request.forecastSteps), modelType: "ECHO", confidence: 0.5 };
      },
      async *forecastBatch(request, context) {
        await begin(context);
        const endless = context.requestHeader.get("x-scenario") === "endless";
        const end = endless ? Infinity : request.requests.length;
        for (let index = 0; index < end; index++) {
          if (endless) await pause(1, context);
          yield create(ForecastBatchResponseSchema, {
            index,
            result: { case: "forecast", value: { modelType: "ECHO" } },
          });
        }
        if (context.requestHeader.get("x-scenario") === "fail-late") {
          throw new ConnectError("late", Code.Unavailable);
        }
      },
    });
    router.service(PlatformService, {
      async getHealth(_, context) {
        await begin(context);
        return { status: "ok", version: "peer" };
      },
      async getError(request, context) {
        await begin(context);
        return { requestId: request.failedRequestId };
      },
    });
  };
  const handler = connectNodeAdapter({ routes });
  return listen(http.createServer(handler), http2.createServer(handler), seen, scenarios);
}

function url(server: http.Server | http2.Http2Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function act(
  context: HandlerContext,
  seen: readonly Seen[],
  scenarios: ReadonlyMap<string, (context: HandlerContext) => void>,
): Promise<void> {
  const scenario = context.requestHeader.get("x-scenario") ?? "";
  scenarios.get(scenario)?.(context);
  const [name, argument] = scenario.split(":");
  if (name === "slow") await pause(Number(argument), context);
  if (name === "unavailable") {
    const id = context.requestHeader.get("x-scenario-id");
    const attempts = seen.filter((call) => call.headers.get("x-scenario-id") === id).length;
    if (attempts <= Number(argument)) throw new ConnectError("not now", Code.Unavailable);
  }
}

/** Waits. When the call ends first, fails as servers do: DEADLINE_EXCEEDED or CANCELLED, whichever it was. */
async function pause(ms: number, { signal }: HandlerContext): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => {
    throw signal.reason;
  });
}

/** A server that answers every call with one status, in the headers alone, over HTTP/1.1 and HTTP/2. */
export async function startRefusing(status: () => Record<string, string>): Promise<Peer> {
  const answer = (request: http.IncomingMessage | http2.Http2ServerRequest, response: http.ServerResponse): void => {
    request.resume();
    response.writeHead(200, { "content-type": String(request.headers["content-type"]), ...status() });
    response.end();
  };
  return listen(http.createServer(answer), http2.createServer(answer as never), [], new Map());
}

/** A server of gRPC-Web that ends every answer after these bytes. */
export async function startTruncating(bytes: () => Uint8Array): Promise<Peer> {
  const answer = (request: http.IncomingMessage | http2.Http2ServerRequest, response: http.ServerResponse): void => {
    request.resume();
    response.writeHead(200, { "content-type": "application/grpc-web+proto" });
    response.end(bytes());
  };
  return listen(http.createServer(answer), http2.createServer(answer as never), [], new Map());
}

/** A web server that is none of Omni: it answers every call with a page of this status. */
export async function startPages(status: () => number): Promise<Peer> {
  const seen: Seen[] = [];
  const answer = (request: http.IncomingMessage | http2.Http2ServerRequest, response: http.ServerResponse): void => {
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
    seen.push({ method: request.url ?? "", headers: new Map(headers), aborted: false });
    request.resume();
    response.writeHead(status(), { "content-type": "text/html; charset=utf-8" });
    response.end("<!doctype html><title>A page</title>");
  };
  return listen(http.createServer(answer), http2.createServer(answer as never), seen, new Map());
}

async function listen(one: http.Server, two: http2.Http2Server, seen: Seen[], scenarios: Peer["scenarios"]): Promise<Peer> {
  const sessions = new Set<http2.ServerHttp2Session>();
  two.on("session", (session) => sessions.add(session));
  one.listen(0, "127.0.0.1");
  two.listen(0, "127.0.0.1");
  await Promise.all([once(one, "listening"), once(two, "listening")]);
  return {
    native: url(two),
    fetch: url(one),
    seen,
    scenarios,
    async close() {
      one.closeAllConnections();
      for (const session of sessions) session.destroy();
      await Promise.all([new Promise((done) => one.close(done)), new Promise((done) => two.close(done))]);
    },
  };
}

/** A key with a right checksum, the CRC-32 of what stands before it in base62. */
export function keyOf(mode: "live" | "test"): string {
  const body = `omni_${mode}_AbCd1234_0123456789abcdefghijABCDEFGHIJxy`;
  let rest = crc32(Buffer.from(body));
  let text = "";
  const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  while (text.length < 6) {
    text = digits.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return `${body}_${text}`;
}
