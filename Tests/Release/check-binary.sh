# Sourced by Tests/release.sh: what the package says about the binary has to be true.
dynamic="$(readelf -d "$packages/$name/omnienv")"
if grep -E 'RPATH|RUNPATH' <<<"$dynamic"; then
    echo "a library in that folder would run with the token" >&2
    exit 1
fi
needed="$(sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' <<<"$dynamic" | sort | xargs)"
if [ "$needed" != "ld-linux-x86-64.so.2 libc.so.6 libgcc_s.so.1 libm.so.6 libstdc++.so.6" ]; then
    echo "the package does not depend on everything that the binary loads: $needed" >&2
    exit 1
fi
newest="$(readelf --version-info "$packages/$name/omnienv" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -1)"
if [ "$(printf '%s\n' GLIBC_2.34 "$newest" | sort -V | tail -1)" != GLIBC_2.34 ]; then
    echo "the binary needs $newest, and the package depends on libc6 2.34" >&2
    exit 1
fi
