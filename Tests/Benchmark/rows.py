"""The rows of the budget table that are timed in turn. Each takes the lab and gives its lines."""

from collections.abc import Callable
from dataclasses import dataclass

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
class Bench:
    lab: Lab
    rounds: int

    def race(self, *contenders: Contender | None) -> list[list[Run]]:
        """The runs of each; none for a peer that is not installed."""
        timed = self.lab.c_program("timed")
        there = [contender for contender in contenders if contender]
        runs = iter(in_turn(there, self.rounds, timed))
        return [next(runs) if contender else [] for contender in contenders]

    def omnienv(self, *arguments) -> Contender:
        return Contender.plain("omnienv", self.lab.command(*arguments))

    def plan(self, size: str, *arguments) -> Contender:
        return self.omnienv("plan", "--offline", "-f", self.lab.manifest(size), *arguments)

    def events(self, size: str) -> Contender:
        return self.program(EVENTS, self.lab.c_program("yaml_events", "-lyaml"), self.lab.manifest(size))

    def floor(self) -> Contender:
        return self.program(FLOOR, self.lab.floor())

    def program(self, name: str, *arguments) -> Contender:
        return Contender.plain(name, Command(list(map(str, arguments)), self.lab.environment, self.lab.folder))


EVENTS = "libyaml's event loop in C"
FLOOR = "swift-argument-parser's floor"


def line(row: str, name: str, ours: list[Run], theirs: list[Run], budget: float) -> Line:
    return table.compared(row, name, ours, theirs, budget) if theirs else table.not_there(row, name)


def version(bench: Bench) -> list[Line]:
    peer = terraform.version(bench.lab) if terraform.is_there() else None
    ours, floor, theirs = bench.race(bench.omnienv("--version"), bench.floor(), peer)
    return [
        line("version", FLOOR, ours, floor, 1.5),
        line("version", terraform.NAME, ours, theirs, 1 / 8),
    ]


def validate(bench: Bench) -> list[Line]:
    ours, events = bench.race(
        bench.omnienv("validate", "-f", bench.lab.manifest("10k")), bench.events("10k")
    )
    return [line("validate-10k", EVENTS, ours, events, 2.2)]


def plan_tiny(bench: Bench) -> list[Line]:
    peer = terraform.plan(bench.lab, "tiny", with_state=True) if terraform.is_there() else None
    ours, floor, theirs = bench.race(
        bench.plan("tiny", "--state", bench.lab.state("tiny")), bench.floor(), peer
    )
    return [
        line("plan-tiny", FLOOR, ours, floor, 3),
        line("plan-tiny", terraform.NAME, ours, theirs, 1 / 5),
    ]


def plan_unchanged(bench: Bench) -> list[Line]:
    name = "plan-10k"
    peers = [
        terraform.plan(bench.lab, "10k", with_state=True, runs=1) if terraform.is_there() else None,
        octodns.plan(bench.lab, "10k", runs=2) if octodns.is_there() else None,
    ]
    ours, events, terraforms, octodnss = bench.race(
        bench.plan("10k", "--state", bench.lab.state("10k")), bench.events("10k"), *peers
    )
    return [
        line(name, EVENTS, ours, events, 4),
        table.memory_limit(name, ours, 50),
        line(name, terraform.NAME, ours, terraforms, 1 / 150),
        line(name, octodns.NAME, ours, octodnss, 1 / 60),
    ]


def plan_after_apply(bench: Bench) -> list[Line]:
    ours, events = bench.race(
        bench.plan("10k", "--state", bench.lab.applied_state("10k")), bench.events("10k")
    )
    name = "plan-10k-after-apply"
    return [line(name, EVENTS, ours, events, 4), table.memory_limit(name, ours, 50)]


def plan_new(bench: Bench) -> list[Line]:
    peer = terraform.plan(bench.lab, "10k", with_state=False, runs=1) if terraform.is_there() else None
    ours, events, theirs = bench.race(
        bench.plan("10k", "--state", bench.lab.folder / "none.jsonl"), bench.events("10k"), peer
    )
    return [
        line("plan-10k-new", EVENTS, ours, events, 6),
        line("plan-10k-new", terraform.NAME, ours, theirs, 1 / 100),
    ]


def plan_large(bench: Bench) -> list[Line]:
    lab, lines = bench.lab, []
    none = lab.folder / "none.jsonl"
    for name, small, large in (
        ("plan-100k", lab.state("10k"), lab.state("100k")),
        ("plan-100k-new", none, none),
    ):
        ours, tenth = bench.race(bench.plan("100k", "--state", large), bench.plan("10k", "--state", small))
        lines += [line(name, "the same, 10k", ours, tenth, 10.5), table.memory_limit(name, ours, 500)]
    return lines


def plan_refresh(bench: Bench) -> list[Line]:
    lab = bench.lab
    with lab.sandbox(made.sized("10k")) as sandbox:
        state = lab.folder / "refresh.jsonl"
        state.unlink(missing_ok=True)
        lab.run("import", "--all", "-f", lab.manifest("10k"), "--state", state, sandbox=sandbox)
        arguments = ["-f", lab.manifest("10k"), "--state", state]
        refreshed = Contender.plain("omnienv", lab.command("plan", *arguments, sandbox=sandbox))
        ours, offline = bench.race(refreshed, bench.omnienv("plan", "--offline", *arguments))
    return [line("plan-refresh-10k", "plan --offline", ours, offline, 2)]


def rings(bench: Bench) -> list[Line]:
    base = made.base("base-001", 1000)
    state = bench.lab.state("rings-before", [base])
    moved = bench.lab.manifest("rings", [made.in_rings(base, 5)])
    renewed = bench.lab.manifest("renewed", [made.renewed(base)])
    ours, without = bench.race(
        bench.omnienv("plan", "--offline", "-f", moved, "--state", state),
        bench.omnienv("plan", "--offline", "-f", renewed, "--state", state),
    )
    return [line("rings-1k", "as many new values, no moves", ours, without, 2)]


def shuffle(bench: Bench) -> list[Line]:
    base = made.base("base-001", 5000, values=3)
    arguments = ["plan", "--offline", "-f", bench.lab.manifest("shuffled", [made.shuffled(base)])]
    arguments += ["--state", bench.lab.state("shuffle-before", [base])]
    (ours,) = bench.race(bench.omnienv(*arguments))
    said = "approximat" in bench.lab.run(*arguments)
    note = f"its number of requests is {'called' if said else '**not** called'} approximate"
    return [table.time_limit("shuffle-5k", ours, 1, note)]


def state_load(bench: Bench) -> list[Line]:
    lab, lines = bench.lab, []
    state = lab.state("10k")
    first = made.sized("10k")[0]
    address = f"{first.label}/{first.environments[0].label}"
    decoder = lab.swift_program("decode_state")
    ours, by_line, array = bench.race(
        bench.omnienv("state", "show", address, "--state", state),
        bench.program("lines", decoder, "lines", state),
        bench.program("array", decoder, "array", state),
    )
    lines.append(line("state-load", "Foundation's JSONDecoder, line by line", ours, by_line, 1.5))
    lines.append(line("state-load", "Foundation's JSONDecoder, all at once", ours, array, 1.5))
    return lines


def size(bench: Bench) -> list[Line]:
    bytes = bench.lab.stripped().stat().st_size
    figure = f"{bytes / 1e6:.1f} MB"
    return [Line("size", figure, "stripped release binary", "–", "–", "–", "30 MB", table.met(bytes <= 30e6), "–")]
