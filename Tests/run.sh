#!/usr/bin/env bash
# Installs what the tests need and runs the whole suite. Arguments go to `swift test`, such as --filter Planner.
set -euo pipefail
unset CDPATH
cd "$(dirname "$0")/.."
source examples/unset-tokens.sh
source examples/install-libyaml.sh
# Processes are killed at a chosen system call with strace; without it, as on macOS, those tests are left out.
[ "$(uname)" != Linux ] || source Tests/install.sh strace
# Shared stores are tried against real engines; without Python those tests are left out.
! command -v python3 >/dev/null || source Tests/install-stores.sh
# A target that imports what it does not declare does not build.
flags=(--explicit-target-dependency-import-check error)
if [ $# -gt 0 ]; then exec swift test "${flags[@]}" "$@"; fi

# Those that keep a machine busy come by themselves, each in full, so that they hold no other test up; so do those that
# measure how long something takes while a job is cancelled, or start a real store.
timed='CancelledJobTests|S3StateTests|SharedStateTests|StoreFaultTests|BrokenLockTests|StoreRoundsTests|InterruptTests|DiskFaultTests'
swift test "${flags[@]}" --skip "SimulationTests|KillMatrixTests|StoreKillTests|$timed"
swift test "${flags[@]}" --skip-build --filter "$timed"
OMNIENV_KILL_MATRIX=all swift test "${flags[@]}" --skip-build --filter "KillMatrixTests|StoreKillTests"
OMNIENV_MACHINE_TABLES=400 swift test "${flags[@]}" --skip-build --filter MachineTests
OMNIENV_SIMULATIONS="${OMNIENV_SIMULATIONS:-100000}" swift test "${flags[@]}" --skip-build --filter SimulationTests
