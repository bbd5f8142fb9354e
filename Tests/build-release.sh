# Sourced by the scripts that measure and package: builds the release, so that what is measured is what people run, and sets
# `release` to the binary. libyaml becomes a part of it, since the linker looks first into a folder that holds nothing but the
# archive. Without a local rpath no library beside the binary is loaded in the place of the system's.
archives="$PWD/.build/libyaml"
mkdir -p "$archives"
cp "$(pkg-config --variable=libdir yaml-0.1)/libyaml.a" "$archives/"
build_release=(swift build -c release --static-swift-stdlib --disable-local-rpath -Xlinker "-L$archives")
"${build_release[@]}" --product omnienv >&2
release="$("${build_release[@]}" --show-bin-path)/omnienv"
