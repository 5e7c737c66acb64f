#!/usr/bin/env bash
# Writes every file that follows from the contracts and the code; with --check it only fails when one differs.
# The server embeds what omni-gen writes, so the pages that the server writes come last.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo run --locked --quiet -p omni-gen -- "$@"
bash scripts/gen-typescript.sh "$@"
bash scripts/gen-reference.sh "$@"
