# Sourced by Tests/release.sh: lays the files of the archive out as Debian wants them, and looks at the result with lintian.
root="$packages/root"
share="$root/usr/share"
maintainer="${DEBFULLNAME:-$(git log -1 --format=%an)} <${DEBEMAIL:-$(git log -1 --format=%ae)}>"

install -D -m 755 "$packages/$name/omnienv" "$root/usr/bin/omnienv"
install -D -m 644 "$packages/$name/completions/omnienv.bash" "$share/bash-completion/completions/omnienv"
# It is sourced, and not run.
sed -i '1{/^#!/d}' "$share/bash-completion/completions/omnienv"
install -D -m 644 "$packages/$name/completions/omnienv.zsh" "$share/zsh/vendor-completions/_omnienv"
install -D -m 644 "$packages/$name/completions/omnienv.fish" "$share/fish/vendor_completions.d/omnienv.fish"
for page in "$packages/$name"/man/*.1; do
    install -D -m 644 "$page" "$share/man/man1/$(basename "$page")"
done
install -D -m 644 LICENSE "$share/doc/omnienv/copyright"
install -D -m 644 "$packages/$name/third-parties.txt" "$share/doc/omnienv/third-parties.txt"
install -D -m 644 CHANGELOG.md "$share/doc/omnienv/CHANGELOG.md"
cat >"$share/doc/omnienv/changelog" <<END
omnienv ($version) unstable; urgency=medium

  * The changes are in CHANGELOG.md beside this file.

 -- $maintainer  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
END
gzip -9n "$share"/man/man1/*.1 "$share/doc/omnienv"/{changelog,CHANGELOG.md,third-parties.txt}
install -D -m 644 Tests/Release/lintian-overrides "$share/lintian/overrides/omnienv"

mkdir -p "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<END
Package: omnienv
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: $maintainer
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Depends: libc6 (>= $glibc), libstdc++6, libgcc-s1, ca-certificates
Section: admin
Priority: optional
Description: keep Omni's connection environments as a manifest says
 A YAML manifest names base connections, the environments attached to each of
 them, and the user attribute values that each environment serves. omnienv
 compares it with what Omni lists, shows who would be routed where, and carries
 that out in as few requests as possible and in an order that Omni accepts.
END
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
chmod -R go-w "$root"
deb="$packages/omnienv_${version}_$(dpkg --print-architecture).deb"
dpkg-deb --root-owner-group --build "$root" "$deb" >&2
rm -r "$root"
lintian --fail-on error,warning "$deb"
