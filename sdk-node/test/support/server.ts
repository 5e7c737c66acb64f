// The real server, with a port and a folder of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export interface Server {
  url: string;
  tenantId: string;
  liveKey: string;
  testKey: string;
  /** The data directory; mails are files below it. */
  folder: string;
  stop(): Promise<void>;
}

/** Starts the binary that OMNI_SERVER_BIN names, on a port of its choice, and waits until it is ready. */
export async function startServer(settings: Record<string, string> = {}): Promise<Server> {
  const binary = process.env["OMNI_SERVER_BIN"];
  if (!binary) throw new Error("OMNI_SERVER_BIN is not set; scripts/test-node.sh builds the server and sets it");
  const folder = await mkdtemp(join(tmpdir(), "omni-node-"));
  // The server refuses settings it does not know, and this one is for the tests.
  const { OMNI_SERVER_BIN: _, ...inherited } = process.env;
  const child = spawn(binary, {
    env: { ...inherited, OMNI_LISTEN: "127.0.0.1:0", OMNI_DATA_DIR: folder, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const output of [child.stdout, child.stderr]) output.on("data", (text: Buffer) => (log += text.toString()));
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await Promise.race([once(child, "exit"), wait(60_000, undefined, { ref: false })]);
      child.kill("SIGKILL");
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const url = await ready(() => child.exitCode, () => log);
    const keys = JSON.parse(await readFile(join(folder, "bootstrap.json"), "utf8")) as Record<string, string>;
    const key = (name: string): string => keys[name] ?? fail(`bootstrap.json has no ${name}`);
    return { url, tenantId: key("tenant_id"), liveKey: key("live_key"), testKey: key("test_key"), folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address that the server says it is ready at. It picks the port itself, so that no other program can take it. */
async function ready(exitCode: () => number | null, log: () => string): Promise<string> {
  for (let tries = 0; tries < 1_000; tries++) {
    if (exitCode() !== null) break;
    const url = /is ready at (\S+)/.exec(log())?.[1];
    if (url) return url;
    await wait(100);
  }
  throw new Error(`the server did not start (exit code ${exitCode()}):\n${log()}`);
}

function fail(message: string): never {
  throw new Error(message);
}
