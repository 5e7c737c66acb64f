#!/usr/bin/env bash
# Prints the path of the server that tests run against: what OMNI_SERVER_BIN names, else a debug build, which is brought
# up to date first, with the Postgres it needs.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${OMNI_SERVER_BIN:-}" ]; then
  bash scripts/postgres.sh >&2
  bash scripts/saml.sh >&2
  cargo build --locked --quiet -p omni-server -p omni-ai --features omni-server/saml >&2
  OMNI_SERVER_BIN=$(bash scripts/target-dir.sh)/debug/omni-server
fi
echo "$OMNI_SERVER_BIN"
