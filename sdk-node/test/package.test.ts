// The package as others take it in.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

import { build, type BuildOptions } from "esbuild";
import * as sdk from "@omni-ai/sdk";

const run = promisify(execFile);
const root = new URL("../../", import.meta.url);
const text = (file: string): string => readFileSync(new URL(file, root), "utf8");
const PAGE = `
  import { OmniClient } from "@omni-ai/sdk";
  const client = new OmniClient({ apiKey: "x", baseUrl: location.origin });
  client.ml.predictRevenue({ timeSeries: [1], forecastSteps: 1 }).then((forecast) => console.log(forecast.predictions));
`;

/** What a page downloads at its start: not what is imported only when it is used, which bundlers keep apart. */
async function bundle(options: BuildOptions): Promise<{ code: string; inputs: string[]; held: string[] }> {
  const result = await build({
    stdin: { contents: PAGE, resolveDir: new URL("test", root).pathname },
    bundle: true,
    minify: true,
    format: "esm",
    splitting: true,
    outdir: "page",
    write: false,
    metafile: true,
    logLevel: "silent",
    ...options,
  });
  const outputs = result.metafile?.outputs ?? {};
  const wanted = Object.keys(outputs).filter((name) => outputs[name]?.entryPoint === "<stdin>");
  assert.equal(wanted.length, 1);
  for (const name of wanted) {
    for (const { path, kind } of outputs[name]?.imports ?? []) {
      if (kind === "import-statement" && path in outputs && !wanted.includes(path)) wanted.push(path);
    }
  }
  const texts = wanted.map((name) => result.outputFiles?.find((file) => file.path.endsWith(name))?.text ?? "");
  const parts = wanted.flatMap((name) => Object.entries(outputs[name]?.inputs ?? {}));
  const held = parts.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file);
  return { code: texts.join("\n"), inputs: Object.keys(result.metafile?.inputs ?? {}), held };
}

/** A page with these groups of methods, as `createOmniClient` takes them: its bytes after gzip, and the files it holds. */
async function pageOf(...groups: string[]): Promise<{ size: number; held: string[] }> {
  const names = ["createOmniClient", ...groups].join(", ");
  const contents = `import { ${names} } from "@omni-ai/sdk"; console.log(createOmniClient({ ${groups.join(", ")} }, { apiKey: "x" }));`;
  const stdin = { contents, resolveDir: new URL("test", root).pathname };
  const { code, held } = await bundle({ platform: "browser", stdin });
  return { size: gzipSync(code, { level: 9 }).length, held };
}

const GROUPS = Object.keys(sdk).filter((name) => name.endsWith("Methods"));
/** A page's bytes without any group; 33,343 were measured. */
const CORE = 35_000;
/** What one group may add; with ten groups 348 to 2,825 were measured. */
const ONE_GROUP = 3500;
/** What a group may add on average where a page takes in the whole client; 1,161 were measured. */
const AVERAGE = 1500;

test("a page gets the fetch transport only, and the whole client weighs what its groups weigh", async () => {
  const { code, inputs } = await bundle({ platform: "browser" });
  assert.deepEqual(inputs.filter((file) => /native|load\.cjs|\.node$|esm\/node\.js/.test(file)), []);
  assert.ok(!/node:|require\(/.test(code), "asks for modules of Node");
  const size = gzipSync(code, { level: 9 }).length;
  assert.ok(size <= CORE + AVERAGE * GROUPS.length, `${size} bytes with ${GROUPS.length} groups`);
});

test("a page pays for the groups that it names only", async () => {
  const { size: core } = await pageOf();
  assert.ok(core <= CORE, `${core} bytes without a group`);
  for (const group of GROUPS) {
    const { size } = await pageOf(group);
    assert.ok(size <= core + ONE_GROUP, `${group} adds ${size - core} bytes`);
  }
  const { held } = await pageOf("MlMethods");
  const services = held.map((file) => /generated\/pb\/omni\/(.*)_pb\.js$/.exec(file)?.[1]).filter(Boolean);
  // The core renews the tokens of a person, so sign-in is always there.
  assert.deepEqual(services.sort(), ["identity/v1/auth", "identity/v1/auth_messages", "intelligence/v1/intelligence_service"]);
});

test("edge runtimes get the fetch transport only", async () => {
  for (const condition of ["workerd", "edge-light"]) {
    const { inputs } = await bundle({ platform: "neutral", conditions: [condition], mainFields: ["module", "main"] });
    assert.deepEqual(inputs.filter((file) => /native|load\.cjs|esm\/node\.js/.test(file)), [], condition);
  }
});

test("nothing of the package runs before it is used", async () => {
  const { code } = await bundle({
    platform: "browser",
    stdin: { contents: `import "@omni-ai/sdk";`, resolveDir: new URL("test", root).pathname },
  });
  assert.equal(code.trim(), "");
});

test("require and import give the same names", () => {
  const required = createRequire(import.meta.url)("@omni-ai/sdk") as object;
  assert.deepEqual(Object.keys(required).filter((name) => name !== "__esModule").sort(), Object.keys(sdk).sort());
});

test("the versions of the package agree", () => {
  const { version } = JSON.parse(text("package.json")) as { version: string };
  assert.equal(sdk.VERSION, version);
  assert.ok(text("../Cargo.toml").includes(`version = "${version}"`));
});

test("the lock file names no registry", () => {
  assert.ok(!text("package-lock.json").includes('"resolved"'));
});

test("the tarball holds the addon, both module formats and the types, and no source", async () => {
  const { stdout } = await run("npm", ["pack", "--dry-run", "--json"], { cwd: root });
  const [report] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const files = report.files.map((file) => file.path);
  for (const wanted of ["dist/esm/node.js", "dist/esm/node.d.ts", "dist/cjs/browser.js", "dist/cjs/package.json", "dist/native/load.cjs", "README.md", "LICENSE"]) {
    assert.ok(files.includes(wanted), wanted);
  }
  assert.ok(files.some((file) => file.endsWith(".node")));
  assert.deepEqual(files.filter((file) => /^(src|test|native|node_modules)\/|\.rs$|\.tgz$/.test(file)), []);
});
