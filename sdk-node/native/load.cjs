"use strict";

// Finds the native addon: beside this file, else in the package of the platform. A CommonJS file, because only
// `require` loads addons, and it can be imported from both module systems.

function candidates() {
  const { platform, arch } = process;
  const names = platform === "linux" ? [`linux-${arch}-gnu`, `linux-${arch}-musl`] : [`${platform}-${arch}`];
  return names.flatMap((name) => [`./omni.${name}.node`, `@omni-ai/sdk-${name}`]);
}

/** @returns {{ addon?: object, reason: string }} the addon, or why there is none. */
module.exports = function load() {
  const reasons = [];
  for (const candidate of candidates()) {
    try {
      return { addon: require(candidate), reason: "" };
    } catch (error) {
      reasons.push(`${candidate}: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
    }
  }
  return { addon: undefined, reason: reasons.join("; ") };
};
