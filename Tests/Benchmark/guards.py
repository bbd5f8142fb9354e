"""What must not get worse, in figures that do not depend on how fast a machine is; Tests/guards.sh calls this.

Figures are committed in Tests/guards.txt. With OMNIENV_RECORD set they are written anew, and the run fails, so that
nobody records by accident."""

import os
import platform
import re
import shutil
import sys
import tempfile
from pathlib import Path

from lab import Lab, ROOT
from scenarios import scenarios

FIGURES = ROOT / "Tests" / "guards.txt"
TOLERANCE = 0.10
# From 1,000 environments to 10,000, beyond what three take, since a start would hide what grows too fast.
GROWTH = 10.5


class Guards:
    def __init__(self, lab: Lab, recorded: dict[str, str]):
        self.lab = lab
        self.recorded = recorded
        self.measured: dict[str, str] = {}
        self.failures: list[str] = []

    def check(self) -> None:
        self.runpath()
        self.size()
        for scenario in scenarios():
            self.expect(f"requests {scenario.name}", scenario.requests(self.lab))
        if shutil.which("valgrind"):
            self.instructions()
        else:
            print("instructions: valgrind is not installed, not counted")

    def expect(self, name: str, value: str) -> None:
        """Demands exactly the recorded text."""
        self.measured[name] = value
        self.judge(name, value, self.recorded.get(name, "nothing"), self.recorded.get(name) == value)

    def judge(self, name: str, value: str, limit: str, holds: bool) -> None:
        print(f"{'ok    ' if holds else 'FAILED'} {name}: {value} (expected: {limit})", flush=True)
        if not holds:
            self.failures.append(f"{name} is {value}, not {limit}")

    def runpath(self) -> None:
        """A library in a folder that the binary itself names would run with the token."""
        if shutil.which("readelf"):
            dynamic = self.lab.check_output("readelf", "-d", self.lab.omnienv)
            found = re.findall(r"\((RPATH|RUNPATH)\).*", dynamic)
            self.judge("library path", ", ".join(found) or "none", "none", not found)

    def size(self) -> None:
        """In whole megabytes, rounded up: a limit, not a target."""
        name = f"{_platform()} stripped megabytes at most"
        megabytes = -(-self.lab.stripped().stat().st_size // 1_000_000)
        self.measured[name] = str(megabytes)
        limit = self.recorded.get(name)
        self.judge(name, str(megabytes), limit or "nothing", limit is not None and megabytes <= int(limit))

    def instructions(self) -> None:
        for work, arguments in self.works():
            start, small, large = (self.count(*arguments(size)) for size in ("tiny", "1k", "10k"))
            name = f"{_platform()} instructions {work} 1k"
            self.measured[name] = str(small)
            limit = self.recorded.get(name)
            near = limit is not None and abs(small / int(limit) - 1) <= TOLERANCE
            self.judge(name, str(small), f"{limit or 'nothing'}, give or take {TOLERANCE:.0%}", near)
            growth = (large - start) / (small - start)
            self.judge(f"growth of {work}", f"{growth:.2f} times", f"{GROWTH} times", growth <= GROWTH)

    def works(self):
        manifest, state = self.lab.manifest, self.lab.state
        none = self.lab.folder / "none.jsonl"
        plan = ["plan", "--offline"]
        yield "validate", lambda size: ["validate", "-f", manifest(size)]
        yield "plan with a state", lambda size: [*plan, "-f", manifest(size), "--state", state(size)]
        yield "plan without a state", lambda size: [*plan, "-f", manifest(size), "--state", none]

    def count(self, *arguments) -> int:
        return self.lab.instructions(self.lab.command(*arguments))


def _platform() -> str:
    return f"{platform.system()} {platform.machine()}"


def read() -> dict[str, str]:
    lines = FIGURES.read_text().splitlines() if FIGURES.exists() else []
    return dict(line.split(" = ", 1) for line in lines if " = " in line)


def record(figures: dict[str, str]) -> None:
    head = "# Committed figures of Tests/guards.sh; OMNIENV_RECORD=1 Tests/guards.sh writes them anew.\n"
    FIGURES.write_text(head + "".join(f"{name} = {value}\n" for name, value in sorted(figures.items())))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="omnienv-guards-") as folder:
        guards = Guards(Lab(Path(folder), Path(sys.argv[1]).resolve()), read())
        guards.check()
    if os.environ.get("OMNIENV_RECORD"):
        # What was measured on another platform stays.
        record(guards.recorded | guards.measured)
        sys.exit(f"recorded in {FIGURES.relative_to(ROOT)}: read the difference, then run without OMNIENV_RECORD")
    if guards.failures:
        wrong = "\n".join(guards.failures)
        sys.exit(f"\n{wrong}\nif a committed figure is meant to change: OMNIENV_RECORD=1 Tests/guards.sh")


if __name__ == "__main__":
    main()
