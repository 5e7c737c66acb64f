#!/usr/bin/env bash
# Writes the TypeScript messages in sdk-node/src/generated/pb from the contracts, with buf and protoc-gen-es as pinned
# in sdk-node/package-lock.json. `--check` fails when a committed file differs.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = --check ]; then
  fresh=$(mktemp -d)
  trap 'rm -rf "$fresh"' EXIT
  sed "s#out: .*#out: $fresh/pb#" sdk-node/buf.gen.yaml >"$fresh/buf.gen.yaml"
  bash scripts/buf.sh generate --template "$fresh/buf.gen.yaml"
  diff -r "$fresh/pb" sdk-node/src/generated/pb >&2 || {
    echo "sdk-node/src/generated/pb is not as the contracts say; run \`make gen\`" >&2
    exit 1
  }
else
  bash scripts/buf.sh generate --template sdk-node/buf.gen.yaml
fi
