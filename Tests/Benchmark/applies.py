"""The rows that apply: requests, time and memory against a sandbox on loopback."""

import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import organization as made
import table
import terraform
from lab import ROOT
from measure import Command, Contender
from rows import Bench, Rival
from table import Line


def apply(bench: Bench) -> list[Line]:
    bare = Rival("the same calls and flushed appends, bare", bare_calls(bench, "1k"), 1.3)
    peer = Rival(terraform.NAME, terraform.apply(bench.lab, "1k", runs=1), 1 / 15)
    return bench.against("apply-1k", first_apply(bench, "1k"), bare, peer)[0]


def first_apply(bench: Bench, size: str, runs: int | None = None) -> Contender:
    lab = bench.lab

    @contextmanager
    def start() -> Iterator[Command]:
        state = lab.folder / "first.jsonl"
        state.unlink(missing_ok=True)
        with lab.sandbox(spare=made.sized(size)) as sandbox:
            yield lab.command(*lab.apply(lab.manifest(size), state), sandbox=sandbox)

    return Contender("omnienv", start, runs)


def bare_calls(bench: Bench, size: str) -> Contender:
    """Sends what an apply has sent, in the order in which the sandbox got it: so its ids come out the same."""
    lab, program = bench.lab, bench.lab.c_program("bare_calls")
    state = lab.folder / "recorded.jsonl"
    state.unlink(missing_ok=True)
    with lab.sandbox(spare=made.sized(size)) as sandbox:
        lab.run(*lab.apply(lab.manifest(size), state), sandbox=sandbox)
        requests = lab.written("requests.tsv", "".join(map(as_line, sandbox.requests())))

    @contextmanager
    def start() -> Iterator[Command]:
        with lab.sandbox(spare=made.sized(size)) as sandbox:
            arguments = [program, str(sandbox.port), requests, lab.folder / "bare.journal"]
            yield Command(list(map(str, arguments)), lab.environment, lab.folder)

    return Contender("bare", start)


def as_line(request: dict) -> str:
    return f"{request['method']}\t{request['path']}\t{request.get('body') or ''}\n"


def memory(bench: Bench) -> list[Line]:
    lab = bench.lab

    @contextmanager
    def plan() -> Iterator[Command]:
        with lab.sandbox(spare=made.sized("10k")) as sandbox:
            arguments = ["plan", "-f", lab.manifest("10k"), "--state", lab.folder / "none.jsonl"]
            yield lab.command(*arguments, sandbox=sandbox)

    runs = min(3, bench.rounds)
    ours, planning = bench.race(first_apply(bench, "10k", runs), Contender("plan", plan, runs))
    return [table.memory_compared("memory-apply-10k", "memory of its plan", ours, planning, 1)]


def requests(bench: Bench) -> list[Line]:
    """One POST a base and one PUT an environment cannot be undercut; three reads before and a list after are allowed."""
    organization = made.sized("1k")
    least = len(organization) + sum(len(base.environments) for base in organization)
    state = bench.lab.folder / "counted.jsonl"
    state.unlink(missing_ok=True)
    with bench.lab.sandbox(spare=organization) as sandbox:
        bench.lab.run(*bench.lab.apply(bench.lab.manifest("1k"), state), sandbox=sandbox)
        methods = Counter(request["method"] for request in sandbox.requests())
    sent = methods.total()
    shown = f"{sent} ({', '.join(f'{count} {method}' for method, count in sorted(methods.items()))})"
    ratio, budget = f"{sent - least:+}", "+4"
    return [Line("requests-1k", shown, "the least that can do it", str(least), ratio, "–", "–", budget,
                 table.met(sent <= least + 4), "–")]


def pace(bench: Bench) -> list[Line]:
    """200 requests at the default rate, as a user without flags has them: this takes its three minutes."""
    base = made.base("base-001", 199)
    lab, state = bench.lab, bench.lab.folder / "pace.jsonl"
    state.unlink(missing_ok=True)
    with lab.sandbox(spare=[base]) as sandbox:
        arguments = ["apply", "--auto-approve", "-f", lab.manifest("pace", [base]), "--state", state]
        start = time.monotonic()
        lab.run(*arguments, sandbox=sandbox)
        taken = time.monotonic() - start
        sent = len(sandbox.requests())
    against = f"{sent} requests sent evenly, 55 a minute"
    even = sent * 60 / 55
    return [Line("pace-200", table.duration(taken), against, table.duration(even), table.factor(taken / even),
                 "–", "–", "180 s", table.met(taken <= 180), "–")]


def first_build(bench: Bench) -> list[Line]:
    """The quickstart in a fresh clone. Packages come from SwiftPM's cache where the machine has one."""
    clone = Path(tempfile.mkdtemp(prefix="omnienv-first-build-"))
    try:
        bench.lab.check_output("git", "clone", "-q", ROOT, clone)
        start = time.monotonic()
        build = ["swift", "build", "--product", "omnienv"]
        # With the caller's home, where SwiftPM keeps what it has downloaded before.
        bench.lab.check_output(*build, folder=clone, environment=dict(os.environ))
        taken = time.monotonic() - start
    finally:
        shutil.rmtree(clone, ignore_errors=True)
    return [Line("first-build", table.duration(taken), "the quickstart's build", "–", "–", "–", "–", "300 s",
                 table.met(taken <= 300), "–")]
