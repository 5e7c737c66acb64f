#!/usr/bin/env bash
# The Python environment of builds and tests, below .tools/python, as pinned in sdk-python/requirements-dev.txt.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
if [ ! -x .tools/python/bin/python ]; then
  python3 -m venv .tools/python
fi
if ! cmp -s sdk-python/requirements-dev.txt .tools/python/requirements-dev.txt; then
  .tools/python/bin/python -m pip install --quiet --disable-pip-version-check -r sdk-python/requirements-dev.txt
  cp sdk-python/requirements-dev.txt .tools/python/requirements-dev.txt
fi
