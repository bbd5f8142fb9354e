#!/usr/bin/env bash
# Installs what the tests need and runs the whole suite. Arguments go to `swift test`, such as --filter Planner.
set -euo pipefail
cd "$(dirname "$0")/.."
source examples/install-libyaml.sh
source Tests/install-strace.sh
exec swift test "$@"
