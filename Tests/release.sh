#!/usr/bin/env bash
# Makes what a release consists of, in .build/packages: the stripped binary with manual pages and completions as an archive
# and, where there is dpkg, as a package; and checksums.txt.
set -euo pipefail
unset CDPATH
cd "$(dirname "$0")/.."
source examples/unset-tokens.sh
source examples/install-libyaml.sh
source Tests/install.sh python3 strip=binutils mandoc
source Tests/build-release.sh
"${build_release[@]}" --product generate-manual >&2

version="$("$release" --version)"
triple="$(uname -m)-$(uname | sed 's/Linux/linux-gnu/; s/Darwin/macos/')"
name="omnienv-$version-$triple"
packages=.build/packages
rm -rf "$packages"
mkdir -p "$packages/$name"/{man,completions}
# The same binary makes the same archive, byte for byte.
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"
day="$(date -u -d "@$SOURCE_DATE_EPOCH" +%F 2>/dev/null || date -u -r "$SOURCE_DATE_EPOCH" +%F)"

strip -o "$packages/$name/omnienv" "$release"
cp LICENSE CHANGELOG.md "$packages/$name/"
python3 -B Tests/Release/licences.py >"$packages/$name/third-parties.txt"
python3 -B Tests/Release/manual.py "$(dirname "$release")/generate-manual" "$release" "$day" "$packages/$name/man"
if mandoc -Tlint -W warning "$packages/$name"/man/*.1 | grep .; then
    echo "the manual pages are not in order" >&2
    exit 1
fi
for shell in bash zsh fish; do
    "$release" --generate-completion-script "$shell" >"$packages/$name/completions/omnienv.$shell"
done

archive=(tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner)
tar --version | grep -q GNU || archive=(tar)
"${archive[@]}" -C "$packages" -cf - "$name" | gzip -9n >"$packages/$name.tar.gz"
if command -v dpkg-deb >/dev/null; then
    source Tests/install.sh readelf=binutils lintian
    source Tests/Release/check-binary.sh
    source Tests/Release/deb.sh
fi
(cd "$packages" && sha256sum ./*.tar.gz ./*.deb 2>/dev/null | sed 's|\./||' >checksums.txt)
cat "$packages/checksums.txt"
