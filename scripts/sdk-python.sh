#!/usr/bin/env bash
# Builds the wheel of the Python SDK into sdk-python/dist.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
bash scripts/python.sh
rm -rf sdk-python/dist
cd sdk-python
# The profile comes from pyproject.toml. The native module must not lie beside the sources: Python would prefer it.
CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target} ../.tools/python/bin/maturin build --locked --out dist
ls -l dist
