#!/usr/bin/env bash
# The server's doors by clients we did not write (grpcurl, buf curl, plain HTTP), its life from start to kill, and the
# examples and README snippets as they stand. Builds what is missing. Arguments go to pytest.
# OMNI_SERVER_BIN names a server that is built already.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
python=.tools/python/bin/python
grpcurl_version=v1.9.3
if [ ! -x .tools/go/bin/grpcurl ]; then
  command -v go >/dev/null || { echo "the grpcurl tests need Go on PATH" >&2; exit 1; }
  GOBIN="$root/.tools/go/bin" GOFLAGS=-modcacherw go install "github.com/fullstorydev/grpcurl/cmd/grpcurl@$grpcurl_version"
fi
# The pooler of test_pgbouncer, uuidgen, which the served curl samples call, and the authenticator of the walkthrough.
bash scripts/apt.sh pgbouncer uuid-runtime oathtool
bash scripts/python.sh
bash scripts/npm.sh sdk-node
bash scripts/npm.sh server/app/tests/doors/idp
compgen -G 'sdk-python/dist/*.whl' >/dev/null || bash scripts/sdk-python.sh
compgen -G 'sdk-node/dist/*.tgz' >/dev/null || bash scripts/sdk-node.sh
OMNI_SERVER_BIN=$(bash scripts/debug-server.sh)
export OMNI_SERVER_BIN

for check in "check" "format --check"; do
  # shellcheck disable=SC2086 # one word for each argument is meant
  "$python" -m ruff $check --config sdk-python/pyproject.toml server/app/tests/doors
done
exec "$python" -m pytest server/app/tests/doors "$@"
