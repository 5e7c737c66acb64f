#!/usr/bin/env bash
# Tests the npm package: lint, types, the form of the package, and the suite against mock mode, a server by other hands,
# the real server, and a page in Chromium. Builds what is missing. OMNI_SERVER_BIN names a server that is built already,
# CHROMIUM_BIN a browser.
set -euo pipefail
cd "$(dirname "$0")/.."

bash scripts/npm.sh sdk-node
compgen -G 'sdk-node/dist/*.tgz' >/dev/null || bash scripts/sdk-node.sh
OMNI_SERVER_BIN=$(bash scripts/debug-server.sh)
CHROMIUM_BIN=$(bash scripts/chromium.sh)
export OMNI_SERVER_BIN CHROMIUM_BIN

cd sdk-node
npm run --silent lint
rm -rf build
npm run --silent build:test
npx --no-install publint run --strict
npx --no-install attw dist/*.tgz
npm test --silent
