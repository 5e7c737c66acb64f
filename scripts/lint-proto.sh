#!/usr/bin/env bash
# The contracts: style, format, and no change that breaks a client of the last landed version.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
bash scripts/buf.sh lint
bash scripts/buf.sh format --diff --exit-code
base=$(git rev-parse --verify --quiet "${BREAKING_AGAINST:-HEAD^}" || true)
if [ -n "$base" ] && git cat-file -e "$base:buf.yaml" 2>/dev/null; then
  bash scripts/buf.sh breaking --against ".git#ref=$base"
else
  echo "buf breaking: the commit before has no contracts; nothing to compare with"
fi
