# Sourced by the scripts that measure: builds the release with the command that the README gives for it, so that what is
# measured is what people run, and sets `release` to the binary.
release_command="$(sed -n 's/.*build a release: `\(swift build [^`]*\)`.*/\1/p' README.md)"
if [ -z "$release_command" ]; then
    echo "README.md does not say \"build a release: \`swift build …\`\" any more" >&2
    exit 1
fi
echo "$release_command" >&2
$release_command --product omnienv >&2
release="$($release_command --show-bin-path)/omnienv"
