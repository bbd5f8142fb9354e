"""Runs every scenario with an omnienv that the thread sanitizer watches; `Tests/long.sh sanitizer` calls this.

A race that the sanitizer reports in a command makes it end with a code of its own, and the run ends with its report."""

import os
import sys
import tempfile
from pathlib import Path

from lab import Lab
from scenarios import scenarios


def main() -> None:
    omnienv = Path(sys.argv[1]).resolve()
    if b"__tsan_init" not in omnienv.read_bytes():
        sys.exit(f"{omnienv} was not built with --sanitize=thread")
    with tempfile.TemporaryDirectory(prefix="omnienv-sanitized-") as folder:
        lab = Lab(Path(folder), omnienv)
        lab.environment["TSAN_OPTIONS"] = os.environ["TSAN_OPTIONS"]
        for scenario in scenarios():
            print(f"{scenario.name}: {scenario.requests(lab)}", flush=True)


if __name__ == "__main__":
    main()
