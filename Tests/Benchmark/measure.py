"""Whole processes, timed in turn: A B A B. The speed of a shared machine changes from second to second, so only runs
that follow each other are compared, pair by pair, and of the pairs' ratios the median counts."""

import subprocess
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Command:
    arguments: list[str]
    environment: dict[str, str]
    folder: Path


@dataclass(frozen=True)
class Contender:
    """Something that is timed. `start` sets up what one run needs, gives the command, and clears up behind it."""

    name: str
    start: Callable[[], AbstractContextManager[Command]]
    # At most so many runs, for one that takes minutes; the others pair with the rounds that it took part in.
    runs: int | None = None

    @staticmethod
    def plain(name: str, command: Command, runs: int | None = None) -> "Contender":
        @contextmanager
        def start():
            yield command

        return Contender(name, start, runs)


@dataclass(frozen=True)
class Run:
    seconds: float
    cpu_seconds: float
    peak_mib: float


class Failed(Exception):
    """A command did not end with 0."""

    def __init__(self, arguments: Sequence, status: int, said: str):
        super().__init__(f"{' '.join(map(str, arguments))} ended with {status}: {said[-1000:]}")


def in_turn(contenders: Sequence[Contender], rounds: int, timed: Path) -> list[list[Run]]:
    """The runs of each contender. Each runs once beforehand, which is not counted, unless its runs are limited."""
    runs: list[list[Run]] = [[] for _ in contenders]
    for contender in contenders:
        if contender.runs is None:
            run_once(contender, timed)
    for number in range(rounds):
        for contender, own in zip(contenders, runs):
            if contender.runs is None or number < contender.runs:
                own.append(run_once(contender, timed))
    return runs


def run_once(contender: Contender, timed: Path) -> Run:
    with contender.start() as command:
        result = timed.with_name("timed.result")
        result.unlink(missing_ok=True)
        process = subprocess.run(
            [timed, result, *command.arguments],
            env=command.environment,
            cwd=command.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        wall, cpu, peak, status = map(int, result.read_text().split()) if result.exists() else (0, 0, 0, 127)
        if process.returncode or status:
            raise Failed(command.arguments, status, process.stderr)
        return Run(wall / 1e9, cpu / 1e6, peak / 1024)


def seconds(runs: list[Run]) -> float:
    return median(run.seconds for run in runs)


def peak(runs: list[Run]) -> float:
    return median(run.peak_mib for run in runs)


def ratio(ours: list[Run], theirs: list[Run], of: Callable[[Run], float] = lambda run: run.seconds) -> float:
    """The median of the ratios of runs that followed each other."""
    return median(of(a) / of(b) for a, b in zip(ours, theirs))
