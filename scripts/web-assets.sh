#!/usr/bin/env bash
# Brings the API reference page's script into server/edge/assets/, where the server embeds it.
#
# The result is committed, so that a plain `cargo build` after a clone needs neither npm nor the network, and so that
# the page works where no outside host can be reached. Only gzip is kept: every browser takes it, also over plain
# http, where none offers brotli; the file is fetched once and then cached by its content.
#
# With --check nothing is written: the embedded script is compared with the one of the pinned package.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
web="$root/tools/web"
bash "$root/scripts/npm.sh" tools/web --ignore-scripts
node "$web/embed.mjs" "$root/server/edge/assets/scalar.js.gz" "$@"
