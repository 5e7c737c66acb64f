// A page in a real browser, from another origin than the server.
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";

import { build } from "esbuild";
import { chromium, type Browser, type Page } from "playwright-core";

import { KEY } from "./support/peer.js";
import type { Report } from "./support/page.js";
import { startServer, type Server } from "./support/server.js";

/** How long a busy machine may take for a step of the browser, in milliseconds. */
const PATIENCE = 100_000;

describe("a page in Chromium", () => {
  let server: Server;
  let site: http.Server;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  before(async () => {
    const bundle = await build({
      entryPoints: [fileURLToPath(new URL("./support/page.js", import.meta.url))],
      bundle: true,
      platform: "browser",
      format: "esm",
      write: false,
    });
    const script = bundle.outputFiles[0]?.text ?? "";
    site = http.createServer((request, response) => {
      const isScript = request.url === "/page.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? script : '<!doctype html><title>page</title><script type="module" src="/page.js"></script>');
    });
    site.listen(0, "127.0.0.1");
    await once(site, "listening");
    const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    server = await startServer({ OMNI_CORS_ALLOWED_ORIGINS: origin });
    browser = await chromium.launch({
      executablePath: process.env["CHROMIUM_BIN"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox"],
      timeout: PATIENCE,
    });
    page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(origin);
    await page.waitForFunction(() => "viaSdk" in globalThis);
  });
  after(async () => {
    await browser?.close();
    site?.close();
    await server?.stop();
  });

  test("the package forecasts, streams and reads typed errors", async () => {
    const report = (await page.evaluate(
      ([url, key, wrong]) => (globalThis as unknown as { viaSdk(...given: unknown[]): unknown }).viaSdk(url, key, wrong),
      [server.url, server.testKey, KEY] as const,
    )) as Report;
    assert.equal(report.transportKind, "fetch");
    assert.equal(report.predictions, 3);
    assert.equal(report.sameByGroup, true);
    assert.match(report.requestId, /^req_/);
    assert.equal(report.items, 20);
    assert.ok(report.refused.type, report.refused.field);
    assert.equal(report.refused.field, "forecast_steps");
    assert.match(report.refused.requestId, /^req_/);
    assert.equal(report.stranger, true);
    assert.equal(report.mocked, "ok");
    assert.equal(report.aborted, "AbortError");
    assert.deepEqual(problems, []);
  });

  for (const kind of ["grpc-web", "connect", "connect-binary"]) {
    test(`connect-web works over ${kind}`, async () => {
      const [predictions, items, code, requestId] = (await page.evaluate(
        ([url, key, name]) =>
          (globalThis as unknown as { viaConnect(...given: unknown[]): unknown }).viaConnect(name, url, key),
        [server.url, server.testKey, kind] as const,
      )) as [number, number, number, string];
      assert.equal(predictions, 3);
      assert.equal(items, 20);
      assert.equal(code, 3);
      assert.match(requestId, /^req_/);
    });
  }
});
