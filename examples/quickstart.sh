#!/usr/bin/env bash
# Sets omnienv up on Debian or Ubuntu with Swift on it, and goes the whole way once against the sandbox.
set -euo pipefail
unset CDPATH
cd "$(dirname "$0")/.."
source examples/unset-tokens.sh
source examples/install-libyaml.sh

echo "Building omnienv (about five minutes the first time)"
swift build --product omnienv
omnienv="$(swift build --show-bin-path)/omnienv"

work="$(mktemp -d)"
sandbox=""
cleanup() {
    [ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT

mkfifo "$work/ready"
"$omnienv" sandbox examples/sandbox.yaml >"$work/ready" &
sandbox=$!
read -r line <"$work/ready"
export OMNI_BASE_URL="${line##* }" OMNI_API_TOKEN=any-token
echo "$line"

cp examples/omnienv.yaml "$work/omnienv.yaml"
cd "$work"

show() {
    printf '\n$ omnienv %s\n' "$*"
    "$omnienv" "$@"
}

show validate
show plan
show apply --auto-approve
show plan | tee second-plan.txt
grep -qF 'No changes. Omni matches the manifest.' second-plan.txt

printf '\nThe value "staging" moves from dev to eu.\n'
sed -i.before 's/\[dev, staging\]/[dev]/; s/\[eu\]/[eu, staging]/; s/staging: dev/staging: eu/' omnienv.yaml
show plan
show apply --auto-approve
show plan | tee last-plan.txt
grep -qF 'No changes. Omni matches the manifest.' last-plan.txt
