// What tsc leaves to do: the marker that makes dist/cjs CommonJS, and the loader of the addon.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";

const dist = new URL("../dist/", import.meta.url);
writeFileSync(new URL("cjs/package.json", dist), '{ "type": "commonjs", "sideEffects": false }\n');
mkdirSync(new URL("native/", dist), { recursive: true });
for (const file of ["load.cjs", "load.d.cts"]) {
  cpSync(new URL(`../native/${file}`, import.meta.url), new URL(`native/${file}`, dist));
}
