"""The rows of the budget table that are timed in turn. Each takes the lab and gives its lines."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import octodns
import organization as made
import table
import terraform
from lab import Lab
from measure import Command, Contender, Run, in_turn
from table import Line


@dataclass(frozen=True)
class Row:
    name: str
    work: str
    lines: Callable[["Bench"], list[Line]]
    # Takes minutes: only with --full, or by name.
    is_slow: bool = False


@dataclass(frozen=True)
class Rival:
    """What ours is compared with. `budget` is what our time may be at most, divided by theirs."""

    name: str
    # None where it is not installed.
    contender: Contender | None
    budget: float
    # Whether instructions are compared too: for programs that valgrind can run in seconds.
    is_counted: bool = False


@dataclass(frozen=True)
class Bench:
    lab: Lab
    rounds: int

    def race(self, *contenders: Contender) -> list[list[Run]]:
        return in_turn(contenders, self.rounds, self.lab.c_program("timed"))

    def against(self, row: str, ours: Contender, *rivals: Rival) -> tuple[list[Line], list[Run]]:
        """A line for each rival, all of them run in turn with ours, and our runs."""
        there = [rival for rival in rivals if rival.contender]
        own, *others = self.race(ours, *(rival.contender for rival in there))
        lines = {
            rival.name: table.compared(row, rival.name, own, runs, rival.budget, self.counted(ours, rival))
            for rival, runs in zip(there, others)
        }
        return [lines.get(rival.name) or table.not_there(row, rival.name) for rival in rivals], own

    def counted(self, ours: Contender, rival: Rival) -> float | None:
        """Our instructions divided by theirs."""
        if not rival.is_counted or not shutil.which("valgrind"):
            return None
        with ours.start() as own, rival.contender.start() as other:
            return self.lab.instructions(own) / self.lab.instructions(other)

    def omnienv(self, *arguments) -> Contender:
        return Contender.plain("omnienv", self.lab.command(*arguments))

    def plan(self, size: str, state: Path | None = None) -> Contender:
        state = state or self.lab.folder / "none.jsonl"
        return self.omnienv("plan", "--offline", "-f", self.lab.manifest(size), "--state", state)

    def program(self, *arguments) -> Contender:
        command = Command(list(map(str, arguments)), self.lab.environment, self.lab.folder)
        return Contender.plain(command.arguments[0], command)

    def events(self, size: str, budget: float) -> Rival:
        program = self.program(self.lab.c_program("yaml_events", "-lyaml"), self.lab.manifest(size))
        return Rival("libyaml's event loop in C", program, budget, is_counted=True)

    def floor(self, budget: float) -> Rival:
        program = self.program(self.lab.floor())
        return Rival("swift-argument-parser's floor", program, budget, is_counted=True)


def version(bench: Bench) -> list[Line]:
    peer = terraform.version(bench.lab)
    ours = bench.omnienv("--version")
    return bench.against("version", ours, bench.floor(1.5), Rival(terraform.NAME, peer, 1 / 8))[0]


def validate(bench: Bench) -> list[Line]:
    ours = bench.omnienv("validate", "-f", bench.lab.manifest("10k"))
    return bench.against("validate-10k", ours, bench.events("10k", 2.2))[0]


def plan_tiny(bench: Bench) -> list[Line]:
    peer = terraform.plan(bench.lab, "tiny", with_state=True)
    ours = bench.plan("tiny", bench.lab.state("tiny"))
    return bench.against("plan-tiny", ours, bench.floor(3), Rival(terraform.NAME, peer, 1 / 5))[0]


def plan_unchanged(bench: Bench) -> list[Line]:
    lines, runs = bench.against(
        "plan-10k",
        bench.plan("10k", bench.lab.state("10k")),
        bench.events("10k", 4),
        Rival(terraform.NAME, terraform.plan(bench.lab, "10k", with_state=True, runs=1), 1 / 150),
        Rival(octodns.NAME, octodns.plan(bench.lab, "10k", runs=2), 1 / 60),
    )
    return [*lines, table.memory_limit("plan-10k", runs, 50)]


def plan_after_apply(bench: Bench) -> list[Line]:
    name = "plan-10k-after-apply"
    lines, runs = bench.against(name, bench.plan("10k", bench.lab.applied_state("10k")), bench.events("10k", 4))
    return [*lines, table.memory_limit(name, runs, 50)]


def plan_new(bench: Bench) -> list[Line]:
    peer = terraform.plan(bench.lab, "10k", with_state=False, runs=1)
    rivals = [bench.events("10k", 6), Rival(terraform.NAME, peer, 1 / 100)]
    return bench.against("plan-10k-new", bench.plan("10k"), *rivals)[0]


def plan_large(bench: Bench) -> list[Line]:
    lines = []
    for name, small, large in (
        ("plan-100k", bench.lab.state("10k"), bench.lab.state("100k")),
        ("plan-100k-new", None, None),
    ):
        tenth = Rival("the same, 10k", bench.plan("10k", small), 10.5)
        compared, runs = bench.against(name, bench.plan("100k", large), tenth)
        lines += [*compared, table.memory_limit(name, runs, 500)]
    return lines


def plan_refresh(bench: Bench) -> list[Line]:
    lab = bench.lab
    with lab.sandbox(made.sized("10k")) as sandbox:
        state = lab.folder / "refresh.jsonl"
        state.unlink(missing_ok=True)
        lab.run("import", "--all", "-f", lab.manifest("10k"), "--state", state, sandbox=sandbox)
        arguments = ["-f", lab.manifest("10k"), "--state", state]
        refreshed = Contender.plain("omnienv", lab.command("plan", *arguments, sandbox=sandbox))
        offline = Rival("plan --offline", bench.omnienv("plan", "--offline", *arguments), 2)
        return bench.against("plan-refresh-10k", refreshed, offline)[0]


def rings(bench: Bench) -> list[Line]:
    base = made.base("base-001", 1000)
    before = ["--state", bench.lab.state("rings-before", [base])]
    moved = bench.lab.manifest("rings", [made.in_rings(base, 5)])
    renewed = bench.lab.manifest("renewed", [made.renewed(base)])
    without = bench.omnienv("plan", "--offline", "-f", renewed, *before)
    ours = bench.omnienv("plan", "--offline", "-f", moved, *before)
    return bench.against("rings-1k", ours, Rival("as many new values, no moves", without, 2, is_counted=True))[0]


def shuffle(bench: Bench) -> list[Line]:
    base = made.base("base-001", 5000, values=3)
    arguments = ["plan", "--offline", "-f", bench.lab.manifest("shuffled", [made.shuffled(base)])]
    arguments += ["--state", bench.lab.state("shuffle-before", [base])]
    (ours,) = bench.race(Contender.plain("omnienv", bench.lab.command(*arguments), runs=3))
    said = "approximat" in bench.lab.run(*arguments)
    note = f"its number of requests is {'called' if said else '**not** called'} approximate"
    return [table.time_limit("shuffle-5k", ours, 1, note)]


def state_load(bench: Bench) -> list[Line]:
    """A plan of one base that the state does not have: little but the state is read. Its start counts as ours."""
    state, other = bench.lab.state("10k"), bench.lab.manifest("other", [made.base("other", 0)])
    decoder = bench.lab.swift_program("decode_state")
    return bench.against(
        "state-load",
        bench.omnienv("plan", "--offline", "--target", "other", "-f", other, "--state", state),
        Rival("Foundation's JSONDecoder, line by line", bench.program(decoder, "lines", state), 1.5, True),
        Rival("Foundation's JSONDecoder, all at once", bench.program(decoder, "array", state), 1.5, True),
    )[0]


def size(bench: Bench) -> list[Line]:
    bytes = bench.lab.stripped().stat().st_size
    figure = f"{bytes / 1e6:.1f} MB"
    return [Line("size", figure, "stripped release binary", "–", "–", "–", "–", "30 MB", table.met(bytes <= 30e6), "–")]
