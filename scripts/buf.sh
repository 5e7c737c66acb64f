#!/usr/bin/env bash
# Runs buf from the root, as pinned in sdk-node/package-lock.json: scripts/buf.sh lint
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/npm.sh sdk-node
exec sdk-node/node_modules/.bin/buf "$@"
