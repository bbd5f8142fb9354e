#!/usr/bin/env bash
# Runs the commands with a token and a store's credentials that are known here, and looks for them in every stream, in every
# file that is written, in what other users see of the process, and in cores. Tests/secrets.sh --plant shows that it finds one.
set -euo pipefail
unset CDPATH
cd "$(dirname "$0")/.."
source examples/unset-tokens.sh
source examples/install-libyaml.sh
source Tests/install.sh python3
swift build --product omnienv
exec python3 -B Tests/Secrets "$(swift build --show-bin-path)/omnienv" "$@"
