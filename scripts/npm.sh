#!/usr/bin/env bash
# Installs the npm packages of a folder as its package-lock.json pins them, unless that is done: scripts/npm.sh sdk-node
# Further arguments go to `npm ci`.
set -euo pipefail
cd "$(dirname "$0")/../$1"
shift
# npm removes node_modules at the start, so the copy is there only after an installation that came to its end.
if ! cmp -s package-lock.json node_modules/.installed-lock.json; then
  npm ci --no-progress --loglevel=error "$@" >&2
  cp package-lock.json node_modules/.installed-lock.json
fi
