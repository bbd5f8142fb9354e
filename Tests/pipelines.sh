#!/usr/bin/env bash
# Checks what this repository gives to pipelines: the JSON of the commands against docs/schemas, the examples with their
# linters, and each of their steps by running it against the sandbox.
set -euo pipefail
unset CDPATH
cd "$(dirname "$0")/.."
source examples/unset-tokens.sh
source examples/install-libyaml.sh
source Tests/install-checkers.sh
swift build --product omnienv
exec "$checkers/bin/python" -B Tests/Pipelines "$(swift build --show-bin-path)/omnienv"
