#!/usr/bin/env bash
# Omni against named peers, in one run: the edge against bare tonic, rate limits against their own rule, the Python SDK
# against grpcio, the Node SDK against grpc-js; whether failed sign-ins tell anything by their time, and whether memory stays
# flat. Wants what `make build sdk-python sdk-node` leaves. No other work should be on the machine.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --locked --quiet --release -p omni-bench
target=$(cargo metadata --no-deps --format-version 1 | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
bash scripts/python.sh
[ -d bench/node/node_modules ] || (cd bench/node && npm ci --silent --no-audit --no-fund)

work=$(mktemp -d)
server=
finish() {
    if [ -n "$server" ]; then
        kill -TERM "$server" 2>/dev/null || true
        wait "$server" || true
    fi
    rm -rf "$work"
}
trap finish EXIT

echo "machine: $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg) before the run"
"$target/release/omni-bench-edge"
"$target/release/omni-bench-limits"
"$target/release/omni-bench-login"

# The wheel goes beside, not into .tools/python, so that a run of tests there keeps the wheel it tests.
.tools/python/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --target "$work/python" \
    sdk-python/dist/*.whl
for name in $(compgen -e OMNI_ || true); do unset "$name"; done
: >"$work/out"
# The same question again and again: its answer must be made each time.
OMNI_CACHE_ENABLED=false OMNI_DATA_DIR="$work/data" OMNI_LISTEN=127.0.0.1:0 "$target/release/omni-server" >"$work/out" 2>"$work/log" &
server=$!
until grep -q 'is ready at http://' "$work/out"; do
    kill -0 "$server" 2>/dev/null || { cat "$work/out" "$work/log" >&2; server=; exit 1; }
    sleep 0.1
done
OMNI_BASE_URL=$(sed -n 's#.*is ready at \(http://[^ ]*\).*#\1#p' "$work/out")
OMNI_API_KEY=$(sed -n 's/.*"live_key": *"\([^"]*\)".*/\1/p' "$work/data/bootstrap.json")
export OMNI_BASE_URL OMNI_API_KEY
PYTHONPATH="$work/python" .tools/python/bin/python bench/python_unary.py
bash scripts/buf.sh build --as-file-descriptor-set -o "$work/contracts.binpb"
BENCH_DESCRIPTORS="$work/contracts.binpb" node bench/node_unary.mjs

# Ten minutes of mixed calls: whether the server's memory stays flat.
"$target/release/omni-bench-memory" 10
