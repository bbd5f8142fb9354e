# Sourced by Tests/release.sh: what the package says about the binary has to be true. Sets `glibc` to the version that it needs.
dynamic="$(readelf -d "$packages/$name/omnienv")"
if grep -E 'RPATH|RUNPATH' <<<"$dynamic"; then
    echo "a library in that folder would run with the token" >&2
    exit 1
fi
needed="$(sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' <<<"$dynamic" | grep -v '^ld-linux' | sort | xargs)"
if [ "$needed" != "libc.so.6 libgcc_s.so.1 libm.so.6 libstdc++.so.6" ]; then
    echo "the package does not depend on everything that the binary loads: $needed" >&2
    exit 1
fi
glibc="$(readelf --version-info "$packages/$name/omnienv" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -1 | sed 's/GLIBC_//')"
