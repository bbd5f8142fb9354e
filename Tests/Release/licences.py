#!/usr/bin/env python3
"""The licences of what is linked into the binary, on standard output: each text once, with what it is for."""
import collections
import json
import pathlib
import shutil
import sys

top = pathlib.Path(__file__).resolve().parent.parent.parent
toolchain = pathlib.Path(shutil.which("swift")).resolve().parent.parent


def texts():
    yield "Swift's standard library", toolchain / "share/swift/LICENSE.txt"
    yield "libyaml", pathlib.Path("/usr/share/doc/libyaml-dev/copyright")
    for pin in json.loads((top / "Package.resolved").read_text())["pins"]:
        folder = top / ".build/checkouts" / pin["identity"]
        for file in sorted([*folder.glob("LICENSE*"), *folder.glob("NOTICE*"), *folder.glob("Sources/*/LICENSE*")]):
            yield f"{pin['identity']} {pin['state']['version']} ({pin['location']}), {file.name}", file


def main():
    names = collections.defaultdict(list)
    for name, file in texts():
        if file.is_file():
            names[file.read_text().strip()].append(name)
        else:
            print(f"no licence of {name}: {file}", file=sys.stderr)
            return 1
    for text, owners in names.items():
        print("\n".join(f"{'=' * 4} {owner}" for owner in owners), text, sep="\n\n", end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
