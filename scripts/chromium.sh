#!/usr/bin/env bash
# Prints the path of the browser that tests run a page in: what CHROMIUM_BIN names, else an installed Chromium, else
# Debian's, which root has installed here.
set -euo pipefail
if [ -n "${CHROMIUM_BIN:-}" ]; then
  echo "$CHROMIUM_BIN"
  exit 0
fi
if ! command -v chromium >/dev/null; then
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "the browser test needs Chromium: install it, or name a browser of its kind in CHROMIUM_BIN" >&2
    exit 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  install=(apt-get install -y -qq --no-install-recommends chromium)
  # A new machine has no lists of packages yet, an old one may have lists of packages that are gone.
  "${install[@]}" >/dev/null 2>&1 || { apt-get update -qq >&2 && "${install[@]}" >&2; }
fi
command -v chromium
