import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";

import { createClient } from "@connectrpc/connect";
import { APIConnectionError, APITimeoutError, InvalidArgumentError, PlatformService, UnavailableError, type OmniClient } from "@omni-ai/sdk";

import { clientOf, failure, TRANSPORTS } from "./support/clients.js";
import { KEY, startPeer, type Peer, type Seen } from "./support/peer.js";

const SERIES = { timeSeries: [3, 2, 1], forecastSteps: 2 };
const MANY = { requests: Array.from({ length: 500 }, () => SERIES) };

for (const transport of TRANSPORTS) {
  describe(`calls, ${transport}`, () => {
    let peer: Peer;
    let client: OmniClient;
    before(async () => {
      peer = await startPeer();
      client = clientOf(peer, transport);
    });
    after(async () => {
      client.close();
      await peer.close();
    });
    const last = (): Seen => {
      const seen = peer.seen.at(-1);
      assert.ok(seen);
      return seen;
    };
    test("an answer comes with its request id, headers, latency and attempts", async () => {
      const call = client.ml.predictRevenue(SERIES);
      const { data, requestId, headers, latencyMs, attempts } = await call.withResponse();
      assert.deepEqual(data.predictions, [3, 2]);
      assert.deepEqual(await call, data);
      assert.match(requestId, /^req_peer\d+$/);
      assert.equal(headers.get("x-request-id"), requestId);
      assert.ok(latencyMs > 0);
      assert.equal(attempts, 1);
    });

    test("the key and what the caller adds are sent", async () => {
      await client.ml.predictRevenue(SERIES, { metadata: { "x-trace": "abc" }, idempotencyKey: "once" });
      const { headers } = last();
      assert.equal(headers.get("x-api-key"), KEY);
      assert.equal(headers.get("x-trace"), "abc");
      assert.equal(headers.get("idempotency-key"), "once");
      assert.equal(headers.get("x-omni-attempt"), "1");
      assert.match(headers.get("grpc-timeout") ?? "", /^\d{1,8}[HMSmun]$/);
      assert.match(headers.get(transport === "native" ? "user-agent" : "x-user-agent") ?? "", /^omni-(node|js)\/\d/);
    });

    test("a method that anybody may call is told no key", async () => {
      await client.platform.getHealth();
      assert.equal(last().headers.get("x-api-key"), undefined);
    });

    test("a call without side effects carries no idempotency key of its own", async () => {
      await client.platform.getHealth();
      assert.equal(last().headers.get("idempotency-key"), undefined);
    });

    test("a stream brings every item in order", async () => {
      const stream = client.intelligence.forecastBatch(MANY);
      const { requestId, headers, latencyMs } = await stream.withResponse();
      assert.match(requestId, /^req_peer/);
      assert.equal(headers.get("x-request-id"), requestId);
      assert.ok(latencyMs > 0);
      const items = await stream.collect();
      assert.deepEqual(items.map((item) => item.index), MANY.requests.map((_, index) => index));
      assert.equal(items[0]?.result.case, "forecast");
    });

    test("a stream is sent once, and read once", async () => {
      const earlier = peer.seen.length;
      const stream = client.intelligence.forecastBatch({ requests: [SERIES] });
      await stream.collect();
      assert.equal(peer.seen.length, earlier + 1);
      await assert.rejects(stream.collect(), /already being read/);
    });

    test("leaving the loop over a stream cancels the call", async () => {
      for await (const item of client.intelligence.forecastBatch(MANY, scenario("endless"))) {
        if (item.index === 5) break;
      }
      await until(() => last().aborted);
    });

    test("cancelling a stream ends the loop over it", async () => {
      const stream = client.intelligence.forecastBatch(MANY, scenario("endless"));
      let count = 0;
      for await (const item of stream) {
        count = item.index;
        if (count === 3) stream.cancel();
      }
      assert.equal(count, 3);
      await until(() => last().aborted);
    });

    test("a stream that fails late gives its items, then the error", async () => {
      const stream = client.intelligence.forecastBatch({ requests: [SERIES, SERIES] }, scenario("fail-late"));
      const indices: number[] = [];
      const earlier = peer.seen.length;
      const error = await failure(
        (async () => {
          for await (const item of stream) indices.push(item.index);
        })(),
      );
      assert.deepEqual(indices, [0, 1]);
      assert.ok(error instanceof UnavailableError, String(error));
      assert.equal(peer.seen.length, earlier + 1, "not sent again");
    });

    test("a stream is sent again as long as nothing of it has come", async () => {
      const items = await client.intelligence.forecastBatch({ requests: [SERIES] }, scenario("unavailable:2")).collect();
      assert.equal(items.length, 1);
      assert.equal(last().headers.get("x-omni-attempt"), "3");
    });

    test("a signal cancels a call, which fails with the reason", async () => {
      const abort = new AbortController();
      const call = client.platform.getHealth({}, { ...scenario("slow:60000"), signal: abort.signal });
      const earlier = peer.seen.length;
      const failed = failure(call);
      await until(() => peer.seen.length > earlier);
      const reason = new Error("enough");
      abort.abort(reason);
      assert.equal(await failed, reason);
      await until(() => last().aborted);
    });

    test("a signal cancels a stream, also while it waits", async () => {
      const abort = new AbortController();
      const stream = client.intelligence.forecastBatch(MANY, { ...scenario("endless"), signal: abort.signal });
      const error = (await failure(
        (async () => {
          for await (const item of stream) if (item.index === 2) abort.abort();
        })(),
      )) as Error;
      assert.equal(error.name, "AbortError");
      await until(() => last().aborted);
    });

    test("nothing is sent for a signal that has fired", async () => {
      const earlier = peer.seen.length;
      const error = (await failure(client.platform.getHealth({}, { signal: AbortSignal.abort() }))) as Error;
      assert.equal(error.name, "AbortError");
      assert.equal(peer.seen.length, earlier);
    });

    test("a call that takes too long times out, and is not tried again", async () => {
      const earlier = peer.seen.length;
      // Long enough that the call is sent on a busy machine too.
      const error = await failure(client.platform.getHealth({}, { ...scenario("slow:60000"), timeout: 2_000 }));
      assert.ok(error instanceof APITimeoutError, String(error));
      assert.ok(error instanceof APIConnectionError);
      assert.equal(peer.seen.length, earlier + 1);
      // The server answered nothing; its log has the id that the call was sent with.
      assert.match(error.requestId, /^req_[0-9a-hjkmnp-tv-z]{26}$/);
      assert.equal(error.requestId, last().headers.get("x-request-id"));
    });

    test("an unavailable server is asked again, with the number of the attempt", async () => {
      const earlier = peer.seen.length;
      const { attempts } = await client.platform.getHealth({}, { ...scenario("unavailable:2"), idempotencyKey: "k1" }).withResponse();
      assert.equal(attempts, 3);
      const calls = peer.seen.slice(earlier);
      assert.deepEqual(calls.map((call) => call.headers.get("x-omni-attempt")), ["1", "2", "3"]);
      assert.deepEqual(calls.map((call) => call.headers.get("idempotency-key")), ["k1", "k1", "k1"]);
    });

    test("retries end at their number", async () => {
      const earlier = peer.seen.length;
      const options = { ...scenario("unavailable:99"), maxRetries: 1 };
      assert.ok((await failure(client.platform.getHealth({}, options))) instanceof UnavailableError);
      assert.equal(peer.seen.length, earlier + 2);
    });

    test("options of a client hold for its calls, and those of a call come first", async () => {
      const other = client.withOptions({ maxRetries: 0, metadata: { "x-a": "1", "x-b": "1" } });
      await other.platform.getHealth({}, { metadata: { "x-b": "2" } });
      assert.equal(last().headers.get("x-a"), "1");
      assert.equal(last().headers.get("x-b"), "2");
      assert.ok((await failure(other.platform.getHealth({}, scenario("unavailable:1")))) instanceof UnavailableError);
      const { attempts } = await other.platform.getHealth({}, { ...scenario("unavailable:1"), maxRetries: 1 }).withResponse();
      assert.equal(attempts, 2);
    });

    test("a method the server does not have is an InvalidArgumentError with its code", async () => {
      const error = await failure(client.platform.getSummary());
      assert.ok(error instanceof InvalidArgumentError, String(error));
      assert.equal(error.code, "UNIMPLEMENTED");
    });

    test("a server that is not there is an APIConnectionError", async () => {
      const nowhere = clientOf({ native: "http://127.0.0.1:9", fetch: "http://127.0.0.1:9" }, transport, { maxRetries: 0 });
      const error = await failure(nowhere.platform.getHealth());
      assert.ok(error instanceof APIConnectionError && !(error instanceof APITimeoutError), String(error));
      assert.match((error as Error).message, /127\.0\.0\.1:9/);
    });

    test("a closed client refuses calls", async () => {
      const closed = clientOf(peer, transport);
      await closed.platform.getHealth();
      closed.close();
      await assert.rejects(closed.platform.getHealth(), /the client is closed/);
    });

    test("many calls at once all answer", async () => {
      const steps = Array.from({ length: 200 }, (_, index) => index % 4);
      const answers = await Promise.all(steps.map((forecastSteps) => client.ml.predictRevenue({ timeSeries: [1, 2, 3], forecastSteps })));
      assert.deepEqual(answers.map((answer) => answer.predictions.length), steps.map((count) => Math.min(count, 3)));
    });

    test("clients of connect work over the transport of a client", async () => {
      const platform = createClient(PlatformService, client.transport);
      let header: string | null = null;
      const health = await platform.getHealth({}, { onHeader: (headers) => (header = headers.get("x-request-id")) });
      assert.equal(health.version, "peer");
      assert.match(String(header), /^req_peer/);
      assert.ok((await failure(platform.getSummary({}))) instanceof InvalidArgumentError);
    });
  });
}

function scenario(name: string): { metadata: Record<string, string> } {
  return { metadata: { "x-scenario": name, "x-scenario-id": crypto.randomUUID() } };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    assert.ok(tries < 3_000, "it never came to pass");
    await wait(10);
  }
}
