#!/usr/bin/env bash
# Installs what the tests need and runs the whole suite. Arguments go to `swift test`, such as --filter Planner.
set -euo pipefail
cd "$(dirname "$0")/.."
source examples/install-libyaml.sh
source Tests/install-strace.sh

if [ $# -gt 0 ]; then
    exec swift test "$@"
fi
# The simulation and the kill matrix keep every core busy for minutes, so they do not run beside tests that wait for a
# process or for a server.
long='SimulationTests|KillMatrixTests'
swift test --skip "$long"
exec swift test --skip-build --filter "$long"
