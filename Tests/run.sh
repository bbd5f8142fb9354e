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

# Those that keep a machine busy come by themselves, each in full, so that they hold no other test up. Those that measure how
# long something takes once a job is cancelled are alone, and so are those that start stores.
measured='CancelledJobTests|InterruptTests|DiskFaultTests'
stores='S3StateTests|SharedStateTests|StoreFaultTests|BrokenLockTests|StoreRoundsTests'
swift test "${flags[@]}" --skip "SimulationTests|KillMatrixTests|StoreKillTests|$measured|$stores"
swift test "${flags[@]}" --skip-build --filter "$measured"
swift test "${flags[@]}" --skip-build --filter "$stores"
OMNIENV_KILL_MATRIX=all swift test "${flags[@]}" --skip-build --filter "KillMatrixTests|StoreKillTests"
OMNIENV_MACHINE_TABLES=400 swift test "${flags[@]}" --skip-build --filter MachineTests
OMNIENV_SIMULATIONS="${OMNIENV_SIMULATIONS:-100000}" swift test "${flags[@]}" --skip-build --filter SimulationTests
