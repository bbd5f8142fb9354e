"""What a benchmark found out, and how it is printed: a Markdown table whose columns line up."""

from dataclasses import astuple, dataclass

from measure import Run, peak, ratio, seconds


@dataclass(frozen=True)
class Line:
    row: str
    ours: str
    against: str
    theirs: str
    ratio: str
    cpu: str
    instructions: str
    budget: str
    met: str
    memory: str


HEADINGS = ("row", "ours", "against", "theirs", "ratio", "of CPU time", "of instructions", "budget", "met", "memory, ours and theirs")


def compared(
    row: str, name: str, ours: list[Run], theirs: list[Run], budget: float, counted: float | None
) -> Line:
    """A line for two that ran in turn. What counts is the time; its ratio of CPU time and of instructions (`counted`,
    where there is one) are shown beside it, since a busy machine holds up the longer of two programs more."""
    measured = ratio(ours, theirs)
    memory = f"{mib(peak(ours))}, {mib(peak(theirs))}"
    times = (duration(seconds(ours)), name, duration(seconds(theirs)))
    cpu = factor(ratio(ours, theirs, lambda run: run.cpu_seconds))
    instructions = factor(counted) if counted else "–"
    return Line(row, *times, factor(measured), cpu, instructions, factor(budget), met(measured <= budget), memory)


def memory_limit(row: str, runs: list[Run], limit_mib: float) -> Line:
    top = max(run.peak_mib for run in runs)
    return Line(row, mib(top), "memory", "–", "–", "–", "–", mib(limit_mib), met(top <= limit_mib), "–")


def memory_compared(row: str, name: str, ours: list[Run], theirs: list[Run], budget: float) -> Line:
    measured = ratio(ours, theirs, lambda run: run.peak_mib)
    figures = (mib(peak(ours)), name, mib(peak(theirs)))
    return Line(row, *figures, factor(measured), "–", "–", factor(budget), met(measured <= budget), "–")


def time_limit(row: str, runs: list[Run], limit: float, note: str) -> Line:
    """A time for which there is nothing to compare it with but a number of seconds."""
    taken = seconds(runs)
    return Line(row, duration(taken), note, "–", "–", "–", "–", duration(limit), met(taken <= limit), mib(peak(runs)))


def not_there(row: str, name: str) -> Line:
    return Line(row, "–", name, "not installed", "–", "–", "–", "–", "–", "–")


def met(holds: bool) -> str:
    return "yes" if holds else "**no**"


def duration(seconds: float) -> str:
    if seconds >= 100:
        return f"{seconds:.0f} s"
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def factor(value: float) -> str:
    """Below a half it reads better as a division."""
    if value >= 0.5:
        return f"{value:.2f} ×"
    return f"÷ {1 / value:.0f}" if value < 0.1 else f"÷ {1 / value:.1f}"


def mib(value: float) -> str:
    return f"{value:.0f} MiB"


def printed(lines: list[Line]) -> str:
    rows = [HEADINGS, *map(astuple, lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    rows.insert(1, tuple("-" * width for width in widths))
    return "".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |\n" for row in rows
    )

