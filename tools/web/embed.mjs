// Writes the API reference bundle of the pinned npm package as one compressed file, or checks that it is the same.
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";

const [target, flag] = process.argv.slice(2);
const folder = new URL("node_modules/@scalar/api-reference/", import.meta.url);
const { name, version, license } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
const bundle = readFileSync(new URL("dist/browser/standalone.js", folder), "utf8");

// The source map is not embedded; without this line developer tools would ask the server for it.
let script = bundle.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
// The field for a key shows a joke in base64, which looks like a key; it is to show what a key looks like.
const JOKE = "QUxMIFlPVVIgQkFTRSBBUkUgQkVMT05HIFRPIFVT";
if (!script.includes(JOKE)) throw new Error(`${name} ${version} has another placeholder for keys; look at it`);
script = script.replaceAll(JOKE, "omni_test_…");
// The licence asks for its text to go with every copy; the package itself leaves it out, its siblings carry it.
const licence = readFileSync(new URL("../types/LICENSE", folder), "utf8").trim();
const text = Buffer.from(`/*!\n${name} ${version} (${license})\n\n${licence}\n*/\n${script}`);

if (flag === "--check") {
  // The compressed bytes depend on the version of zlib, so the contents are compared.
  if (!gunzipSync(readFileSync(target)).equals(text)) {
    console.error(`${target} is not ${name} ${version}; run scripts/web-assets.sh`);
    process.exit(1);
  }
  console.log(`${name} ${version}: as embedded`);
} else {
  const compressed = gzipSync(text, { level: 9 });
  writeFileSync(target, compressed);
  console.log(`${name} ${version}: ${text.length} bytes, ${compressed.length} compressed`);
}
