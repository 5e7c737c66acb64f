#!/usr/bin/env bash
# Lints the OpenAPI description with the rules of tools/web/redocly.yaml. An error or a warning fails.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
web="$root/tools/web"
bash "$root/scripts/npm.sh" tools/web --ignore-scripts
# The linter looks for newer versions of itself and counts its runs unless told not to.
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true CI=true
report=$(cd "$web" && node_modules/.bin/redocly lint --config redocly.yaml --format json \
    "$root/server/edge/assets/openapi.json" 2>/dev/null) || true
printf '%s' "$report" | node -e '
const report = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
for (const problem of report.problems) {
  const at = problem.location.map((place) => place.pointer).join(", ");
  console.error(`${problem.severity}: ${problem.ruleId}: ${problem.message} at ${at}`);
}
const { errors, warnings } = report.totals;
console.log(`OpenAPI: ${errors} errors, ${warnings} warnings`);
process.exit(errors + warnings === 0 ? 0 : 1);
'
