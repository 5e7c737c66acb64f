#!/usr/bin/env bash
# Builds the npm package @omni-ai/sdk: the native addon of this platform, the TypeScript as ESM and CommonJS, and a
# tarball in sdk-node/dist. The addons of the other platforms are built in their own release jobs and come as optional
# dependencies; without one the package uses fetch.
set -euo pipefail
cd "$(dirname "$0")/.."

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) platform=linux-x64 library=libomni_node.so ;;
  Linux-aarch64) platform=linux-arm64 library=libomni_node.so ;;
  Darwin-x86_64) platform=darwin-x64 library=libomni_node.dylib ;;
  Darwin-arm64) platform=darwin-arm64 library=libomni_node.dylib ;;
  *) echo "no addon is built for $(uname -s) on $(uname -m)" >&2; exit 1 ;;
esac
if [ "$(uname -s)" = Linux ]; then
  # musl's ldd knows no --version and fails; what it says is looked at all the same.
  libc=$(ldd --version 2>&1 || true)
  case "$libc" in *musl*) platform=$platform-musl ;; *) platform=$platform-gnu ;; esac
fi

cargo build --locked --profile sdk -p omni-node
target=$(bash scripts/target-dir.sh)
bash scripts/npm.sh sdk-node
cp LICENSE sdk-node/LICENSE
cd sdk-node
rm -rf dist
npm run --silent build
cp "$target/sdk/$library" "dist/native/omni.$platform.node"
npm pack --silent --pack-destination dist
ls -l dist/*.tgz "dist/native/omni.$platform.node"
