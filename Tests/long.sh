#!/usr/bin/env bash
# What takes too long for every change, and has to hold before a release: Tests/long.sh [STEP…]
set -euo pipefail
unset CDPATH
cd "$(dirname "$0")/.."
source examples/unset-tokens.sh

# The release as it is shipped.
release() { Tests/release.sh; }

# The package in a fresh Debian: version, libraries, manual pages, completions, quickstart.
clean-root() { Tests/Release/clean-root.sh; }

# Data races, in everything that runs side by side. The sanitizer does not survive how the tests of the commands fork: what
# these would start, the built program, goes through every scenario of the benchmark by itself.
sanitizer() {
    local build=(--scratch-path .build/sanitizer --sanitize=thread)
    export TSAN_OPTIONS="suppressions=$PWD/Tests/sanitizer-suppressions.txt"
    swift test "${build[@]}" --skip 'omnienvTests|Simulation|KillMatrix|Scale|Fuzz'
    python3 -B Tests/Benchmark/sanitized.py "$(swift build "${build[@]}" --show-bin-path)/omnienv"
}

# Which lines of Sources the tests reach, target by target. A program that a test kills leaves counters that cannot be added up,
# of which the merging only warns here: SwiftPM's own ends with them.
coverage() {
    local build=(--scratch-path .build/coverage) tools data profiles
    swift build "${build[@]}" --build-tests --enable-code-coverage
    tools="$(dirname "$(readlink -f "$(command -v swift)")")"
    data="$(swift build "${build[@]}" --show-bin-path)"
    profiles="$data/profiles"
    rm -rf "$profiles"
    LLVM_PROFILE_FILE="$profiles/tests-%p.profraw" swift test "${build[@]}" --skip-build \
        --skip 'Simulation|KillMatrix|Scale|Fuzz'
    "$tools/llvm-profdata" merge -sparse -failure-mode=warn "$profiles"/*.profraw -o "$profiles/all" 2>"$profiles/warnings"
    "$tools/llvm-cov" export -summary-only -instr-profile "$profiles/all" "$data/omnienvPackageTests.xctest" \
        -object "$data/omnienv" | jq -r '
        [.data[0].files[] | select(.filename | test("/Sources/") and (test("/checkouts/") | not))
            | {target: (.filename | capture("/Sources/(?<name>[^/]+)/").name), lines: .summary.lines}]
        | (group_by(.target)[] | "\(.[0].target) \(100 * (map(.lines.covered) | add) / (map(.lines.count) | add) | floor) %"),
            "all \(100 * (map(.lines.covered) | add) / (map(.lines.count) | add) | floor) %"
    '
}

# Ten minutes of CPU time for each fuzzer.
fuzzing() { OMNIENV_FUZZ_SECONDS="${OMNIENV_FUZZ_SECONDS:-600}" Tests/run.sh --filter Fuzz; }

# A million simulated accidents.
simulation() { OMNIENV_SIMULATIONS="${OMNIENV_SIMULATIONS:-1000000}" Tests/run.sh --filter SimulationTests; }

all=(release clean-root sanitizer coverage fuzzing simulation)
steps=("$@")
[ $# -gt 0 ] || steps=("${all[@]}")
for step in "${steps[@]}"; do
    case " ${all[*]} " in
        *" $step "*) ;;
        *) echo "no step is called $step; there are: ${all[*]}" >&2 && exit 64 ;;
    esac
done
for step in "${steps[@]}"; do
    printf '\n== %s\n' "$step"
    started=$SECONDS
    "$step"
    printf -- '-- %s: %d s\n' "$step" $((SECONDS - started))
done
