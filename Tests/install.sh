# Sourced by the scripts that test, measure and package: `source Tests/install.sh COMMAND=PACKAGE…` makes sure that the
# commands are there, and installs Debian's packages of those that are not.
missing=()
for need in "$@"; do
    command -v "${need%%=*}" >/dev/null || missing+=("${need#*=}")
done
if [ ${#missing[@]} -gt 0 ]; then
    if ! command -v apt-get >/dev/null; then
        echo "install these first: ${missing[*]}" >&2
        exit 1
    fi
    echo "Installing ${missing[*]}" >&2
    as_root=""
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq "${missing[@]}" >&2
fi
