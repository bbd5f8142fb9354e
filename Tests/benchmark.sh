#!/usr/bin/env bash
# Builds the release, measures it against the budgets of docs/performance.md, and prints a table. --help lists the rows.
set -euo pipefail
unset CDPATH
cd "$(dirname "$0")/.."
source examples/unset-tokens.sh
for argument in "$@"; do
    case $argument in -h | --help) exec python3 -B Tests/Benchmark --help ;; esac
done
source examples/install-libyaml.sh
measuring=(python3 cc=gcc strip=binutils readelf=binutils)
[ "$(uname)" != Linux ] || measuring+=(valgrind)
source Tests/install.sh "${measuring[@]}"
source Tests/build-release.sh
exec python3 -B Tests/Benchmark --binary "$release" "$@"
