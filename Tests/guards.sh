#!/usr/bin/env bash
# Builds the release and checks what must not get worse on any machine: instructions, requests, size, library paths.
# OMNIENV_RECORD=1 Tests/guards.sh writes the figures in Tests/guards.txt anew, and fails.
set -euo pipefail
unset CDPATH
cd "$(dirname "$0")/.."
source examples/unset-tokens.sh
source examples/install-libyaml.sh
measuring=(python3 cc=gcc strip=binutils readelf=binutils)
[ "$(uname)" != Linux ] || measuring+=(valgrind)
source Tests/install.sh "${measuring[@]}"
source Tests/build-release.sh
exec python3 -B Tests/Benchmark/guards.py "$release"
