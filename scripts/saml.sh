#!/usr/bin/env bash
# What the cargo feature `saml` of omni-server takes from Debian: libxml2 and libxmlsec1 to link, libclang to read their
# headers, and for the tests the command xmlsec1, by which pysaml2 signs.
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/apt.sh libxml2-dev libxmlsec1-dev libclang-dev pkg-config xmlsec1
