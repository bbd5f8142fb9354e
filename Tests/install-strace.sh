# Sourced by the scripts that test: makes sure that strace is there, with which processes are killed at a chosen system
# call. Without it, as on macOS, those tests are left out.
if ! command -v strace >/dev/null && command -v apt-get >/dev/null; then
    echo "Installing strace" >&2
    as_root=""
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq strace >&2
fi
