// What a client does to the process around it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";

import { startPeer, KEY } from "./support/peer.js";

const run = promisify(execFile);

/** Runs a module in a Node of its own; fails when that fails or does not end. */
async function node(source: string, flags: string[] = []): Promise<{ stdout: string; stderr: string }> {
  const env = { ...process.env, NODE_OPTIONS: "" };
  return run(process.execPath, [...flags, "--input-type=module", "-e", source], { cwd: import.meta.dirname, timeout: 100_000, env });
}

test("a process ends by itself when its calls are answered, without close()", async () => {
  const peer = await startPeer();
  for (const transport of ["native", "fetch"] as const) {
    const { stdout } = await node(`
      import { OmniClient } from "@omni-ai/sdk";
      const client = new OmniClient({ apiKey: "${KEY}", baseUrl: "${peer[transport]}", transport: "${transport}" });
      console.log((await client.platform.getHealth()).version);
    `);
    assert.equal(stdout.trim(), "peer");
  }
  await peer.close();
});

test("process.exit ends calls and streams under way", async () => {
  const peer = await startPeer();
  const { stdout } = await node(`
    import { OmniClient } from "@omni-ai/sdk";
    const client = new OmniClient({ apiKey: "${KEY}", baseUrl: "${peer.native}", transport: "native" });
    client.platform.getHealth({}, { metadata: { "x-scenario": "slow:60000" } });
    const requests = [{ timeSeries: [1], forecastSteps: 1 }];
    for await (const item of client.ml.forecastBatch({ requests }, { metadata: { "x-scenario": "endless" } })) {
      if (item.index > 3) { console.log("leaving"); process.exit(0); }
    }
  `);
  assert.equal(stdout.trim(), "leaving");
  await peer.close();
});

test("forty workers use the addon and exit, some with calls under way", async () => {
  const peer = await startPeer();
  const source = `
    const { OmniClient } = require("@omni-ai/sdk");
    const { workerData, parentPort } = require("node:worker_threads");
    const client = new OmniClient({ apiKey: workerData.key, baseUrl: workerData.url, transport: "native" });
    client.platform.getHealth().then((health) => {
      parentPort.postMessage(health.version);
      if (workerData.index % 2) {
        client.platform.getHealth({}, { metadata: { "x-scenario": "slow:60000" } }).catch(() => undefined);
        setTimeout(() => process.exit(0), 20);
      }
    });
  `;
  const answers: string[] = [];
  for (let round = 0; round < 4; round++) {
    const workers = Array.from({ length: 10 }, (_, index) => {
      const worker = new Worker(source, { eval: true, workerData: { index, key: KEY, url: peer.native } });
      worker.on("message", (version: string) => answers.push(version));
      return new Promise<number>((resolve, reject) => worker.once("exit", resolve).once("error", reject));
    });
    assert.deepEqual(new Set(await Promise.all(workers)), new Set([0]));
  }
  assert.deepEqual(answers, Array.from({ length: 40 }, () => "peer"));
  await peer.close();
});

test("one addon serves many clients, which are let go", async () => {
  const { stdout } = await node(
    `
    import { OmniClient } from "@omni-ai/sdk";
    const use = async () => {
      const client = new OmniClient({ mockMode: true, transport: "native" });
      await client.ml.predictRevenue({ timeSeries: [100, 120, 145, 160], forecastSteps: 3 });
    };
    for (let index = 0; index < 300; index++) await use();
    gc();
    const before = process.memoryUsage().rss;
    for (let index = 0; index < 3000; index++) await use();
    gc();
    console.log(Math.round((process.memoryUsage().rss - before) / 1e6));
  `,
    ["--expose-gc"],
  );
  // Three thousand clients that are kept would take some hundred megabytes.
  assert.ok(Number(stdout) < 60, `${stdout.trim()} MB more`);
});

test("debug lines name the call and never the key", async () => {
  const peer = await startPeer();
  for (const transport of ["native", "fetch"] as const) {
    const { stdout, stderr } = await node(`
      import { OmniClient } from "@omni-ai/sdk";
      const client = new OmniClient({ apiKey: "${KEY}", baseUrl: "${peer[transport]}", transport: "${transport}" });
      client.enableDebug();
      await client.platform.getHealth();
    `);
    const lines = stdout + stderr;
    assert.match(lines, /omni omni\.platform\.v1\.PlatformService\/GetHealth OK \d+ms .*attempt=1 request=req_peer\d+/);
    assert.ok(!lines.includes(KEY.slice(-30)), "the key is written");
  }
  await peer.close();
});

test("without an addon the package warns once and uses fetch", async () => {
  const { stdout, stderr } = await node(`
    import Module from "node:module";
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function (request, ...rest) {
      if (request.endsWith(".node")) throw new Error("no addon in this test");
      return resolve.call(this, request, ...rest);
    };
    const { OmniClient } = await import("@omni-ai/sdk");
    const one = new OmniClient({ mockMode: true });
    const two = new OmniClient({ apiKey: "${KEY}" });
    console.log(one.transportKind, two.transportKind);
    try { new OmniClient({ mockMode: true, transport: "native" }); } catch (error) { console.log(error.name, error.setting); }
  `);
  assert.equal(stdout, "mock fetch\nConfigError transport\n");
  assert.equal(stderr.match(/OMNI_NO_ADDON/g)?.length, 1, stderr);
});
