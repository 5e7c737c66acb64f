#!/usr/bin/env bash
# bench/forecast-accuracy.sh FOLDER: forecasts of AUTO against Naive2 on the series of a folder with series.jsonl.gz and
# naive2.jsonl.gz, such as those of the M3 and M4 competitions: OWA by group, coverage of the intervals, the time it took.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: bench/forecast-accuracy.sh FOLDER" >&2; exit 2; }
folder=$(realpath "$1")
cd "$(dirname "$0")/.."
exec cargo run --locked --quiet --release -p omni-ml --example forecast_accuracy -- "$folder"
