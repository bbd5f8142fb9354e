#!/usr/bin/env bash
# Installs the package of .build/packages into a fresh Debian, and uses it there: Tests/Release/clean-root.sh [SUITE]
# It needs root, and the network for Debian's packages.
set -euo pipefail
unset CDPATH
cd "$(dirname "$0")/../.."
source examples/unset-tokens.sh
source Tests/install.sh debootstrap
suite="${1:-bookworm}"
debs=(.build/packages/*.deb)
root="$(mktemp -d /var/tmp/omnienv-root-XXXXXX)"
chmod 755 "$root"
cleanup() {
    for folder in dev/pts proc; do
        ! mountpoint -q "$root/$folder" || umount "$root/$folder"
    done
    rm -rf --one-file-system "$root"
}
trap cleanup EXIT
step() { printf '\n== %s: %s\n' "$suite" "$*"; }
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root TERM=dumb "$@"; }

step "A fresh system"
debootstrap --variant=minbase --include=man-db,bash-completion,zsh,fish,python3 "$suite" "$root" >"$root.log" 2>&1 || {
    tail -20 "$root.log" >&2
    exit 1
}
rm "$root.log"
mount -t proc proc "$root/proc"
mount -t devpts devpts "$root/dev/pts"
# Manual pages are left out of small images, such as Debian's for containers.
rm -f "$root/etc/dpkg/dpkg.cfg.d"/docker*

step "Installing"
cp "${debs[0]}" "$root/omnienv.deb"
inside DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /omnienv.deb >/dev/null
inside omnienv --version

step "What it loads"
inside ldd /usr/bin/omnienv
if inside ldd /usr/bin/omnienv | grep -E 'not found|yaml|swift'; then exit 1; fi
ls -l "$root/usr/bin/omnienv" | awk '{print $5 " bytes"}'

step "Manual pages"
inside man omnienv | head -5
inside man omnienv apply | grep -q 'EXIT STATUS'
inside whatis omnienv-state-forget

step "Completions"
cp Tests/check-completions.py "$root/root/"
inside python3 /root/check-completions.py --installed /usr/bin/omnienv

step "Quickstart"
# The quickstart of the repository, with the installed program in the place of a build.
mkdir -p "$root/root/omnienv" "$root/root/bin"
cp -r examples "$root/root/omnienv/"
printf '#!/bin/sh\ncase $* in *--show-bin-path) echo /usr/bin ;; esac\n' >"$root/root/bin/swift"
printf '#!/bin/sh\n' >"$root/root/bin/pkg-config"
chmod +x "$root"/root/bin/*
inside PATH=/root/bin:/usr/sbin:/usr/bin:/sbin:/bin /root/omnienv/examples/quickstart.sh

step "Removing"
inside DEBIAN_FRONTEND=noninteractive apt-get purge -y -qq omnienv >/dev/null
if find "$root/usr" "$root/etc" -iname '*omnienv*' | grep .; then exit 1; fi
