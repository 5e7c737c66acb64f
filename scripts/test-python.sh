#!/usr/bin/env bash
# Checks the Python SDK and tests its wheel, against the real server too. Builds what is missing. Arguments go to
# pytest. OMNI_SERVER_BIN names a server that is built already.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
pyright_version=1.1.414
pyright=$root/.tools/pyright-$pyright_version/node_modules/.bin/pyright
python=$root/.tools/python/bin/python

bash scripts/python.sh
compgen -G 'sdk-python/dist/*.whl' >/dev/null || bash scripts/sdk-python.sh
if [ ! -x "$pyright" ]; then
  npm install --silent --no-audit --no-fund --prefix ".tools/pyright-$pyright_version" "pyright@$pyright_version"
fi
OMNI_SERVER_BIN=$(bash scripts/debug-server.sh)
export OMNI_SERVER_BIN OMNI_PYRIGHT=$pyright
"$python" -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall sdk-python/dist/*.whl

cd sdk-python
"$python" -m ruff check .
"$python" -m ruff format --check .
"$pyright" --pythonpath "$python" --project .
"$python" -m pytest "$@"
