# Sourced by the scripts that build: makes sure that libyaml's header and pkg-config are there.
if ! pkg-config --exists yaml-0.1 2>/dev/null; then
    if ! command -v apt-get >/dev/null; then
        echo "libyaml is missing: install it first (macOS: brew install libyaml pkg-config)" >&2
        exit 1
    fi
    echo "Installing libyaml-dev and pkg-config" >&2
    as_root=""
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq libyaml-dev pkg-config >&2
fi
