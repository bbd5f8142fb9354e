# Sourced by the scripts that measure and package: builds the release, so that what is measured is what people run, and sets
# `release` to the binary. libyaml and zlib become a part of it: pkg-config leads the linker first into a folder that holds
# nothing but their archives. Without a local rpath no library beside the binary is loaded in the place of the system's.
archives="$PWD/.build/archives"
libraries="$(pkg-config --variable=libdir yaml-0.1)"
mkdir -p "$archives"
for archive in "$libraries/libyaml.a" "$libraries/libz.a"; do
    [ ! -e "$archive" ] || cp "$archive" "$archives/"
done
sed "s|^libdir=.*|libdir=$archives|" "$(pkg-config --variable=pcfiledir yaml-0.1)/yaml-0.1.pc" >"$archives/yaml-0.1.pc"
build_release=(env "PKG_CONFIG_PATH=$archives" swift build -c release --static-swift-stdlib --disable-local-rpath)
"${build_release[@]}" --product omnienv >&2
release="$("${build_release[@]}" --show-bin-path)/omnienv"
