#!/usr/bin/env bash
# The contracts: style, format, and no change that breaks a client of the last landed version.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
bash scripts/buf.sh lint
bash scripts/buf.sh format --diff --exit-code

# What clients may have: BREAKING_AGAINST where it names a commit that is here, else where this branch left the main branch
# that was last fetched, else the commit before.
known() { git rev-parse --verify --quiet "$1^{commit}" || true; }
head=$(known HEAD)
base=
[ -z "${BREAKING_AGAINST:-}" ] || base=$(known "$BREAKING_AGAINST")
for main in '@{upstream}' origin/main; do
  [ -n "$base" ] || base=$(git merge-base HEAD "$main" 2>/dev/null || true)
  # All of this branch is there already.
  [ "$base" != "$head" ] || base=
done
[ -n "$base" ] || base=$(known HEAD^)
if [ -n "$base" ] && git cat-file -e "$base:buf.yaml" 2>/dev/null; then
  echo "buf breaking: against $base"
  bash scripts/buf.sh breaking --against ".git#ref=$base"
else
  echo "buf breaking: nothing to compare with"
fi
