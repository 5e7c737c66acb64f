#!/usr/bin/env bash
# Writes the reference pages that follow from the server's code: error reasons, and the schema of the settings.
# `--check` fails when a committed file differs.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cargo run --locked --quiet -p omni-server -- reference errors >"$out/errors.md"
cargo run --locked --quiet -p omni-server -- config schema >"$out/config.schema.json"
for file in errors.md config.schema.json; do
  if cmp -s "$out/$file" "docs/$file"; then continue; fi
  if [ "${1:-}" = --check ]; then
    diff -u "docs/$file" "$out/$file" >&2 || true
    echo "docs/$file is not as the code says; run \`make gen\`" >&2
    exit 1
  fi
  cp "$out/$file" "docs/$file"
done
