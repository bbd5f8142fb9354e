"""Measures omnienv against its budgets; Tests/benchmark.sh builds the release and calls this."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import applies
import machine
import rows
import table
from lab import Lab
from measure import Failed
from rows import Bench, Row

ROWS = [
    Row("version", "omnienv --version", rows.version),
    Row("validate-10k", "validate, 10,000 environments", rows.validate),
    Row("plan-tiny", "plan --offline, 3 environments, no change", rows.plan_tiny),
    Row("plan-10k", "plan --offline, 10,000 environments, no change", rows.plan_unchanged),
    Row("plan-10k-after-apply", "the same with the state as an apply leaves it", rows.plan_after_apply),
    Row("plan-10k-new", "plan --offline, 10,000 environments, all to attach", rows.plan_new),
    Row("plan-100k", "plan --offline, 100,000 environments, with a state and without", rows.plan_large, is_slow=True),
    Row("plan-refresh-10k", "plan, 10,000 environments, from a sandbox", rows.plan_refresh),
    Row("rings-1k", "plan --offline, 1,000 moves in rings of five", rows.rings),
    Row("shuffle-5k", "plan --offline, 15,000 values shuffled among 5,000 environments", rows.shuffle),
    Row("state-load", "a state of 10,000 environments, read for a plan of another base", rows.state_load),
    Row("requests-1k", "requests of a first apply of 1,000 environments", applies.requests),
    Row("apply-1k", "apply, 1,000 environments, without a rate limit", applies.apply),
    Row("memory-apply-10k", "memory of applying 10,000 environments", applies.memory),
    Row("size", "the stripped binary", rows.size),
    Row("pace-200", "200 requests at the default rate", applies.pace, is_slow=True),
    Row("first-build", "a first build of the quickstart", applies.first_build, is_slow=True),
]


def arguments() -> argparse.Namespace:
    listed = "\n".join(f"  {row.name:22}{row.work}{' (slow)' if row.is_slow else ''}" for row in ROWS)
    parser = argparse.ArgumentParser(
        prog="Tests/benchmark.sh",
        description="Builds the release, measures it against its budgets, and prints a table.",
        epilog=f"rows:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--binary", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--full", action="store_true", help="the slow rows too, and more rounds")
    parser.add_argument("--rounds", type=int, help="runs of each in turn (5; with --full 11)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep inputs in FOLDER and use them again")
    parser.add_argument("rows", nargs="*", metavar="ROW", help="only these; otherwise all but the slow ones")
    return parser.parse_args()


def chosen(options: argparse.Namespace) -> list[Row]:
    named = {row.name: row for row in ROWS}
    unknown = [name for name in options.rows if name not in named]
    if unknown:
        sys.exit(f"no row is called {', '.join(unknown)}; there are {', '.join(named)}")
    return [named[name] for name in options.rows] or [row for row in ROWS if options.full or not row.is_slow]


def main() -> None:
    options = arguments()
    selection = chosen(options)
    folder = options.keep or Path(tempfile.mkdtemp(prefix="omnienv-benchmark-"))
    folder.mkdir(parents=True, exist_ok=True)
    bench = Bench(Lab(folder.resolve(), options.binary.resolve()), options.rounds or (11 if options.full else 5))
    lines, failures = [], []
    try:
        for row in selection:
            print(f"{row.name}: {row.work}", file=sys.stderr, flush=True)
            try:
                lines += row.lines(bench)
            except Failed as failure:
                failures.append(f"{row.name}: {failure}")
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    print(f"{machine.description()}; {bench.rounds} rounds in turn.\n")
    print(table.printed(lines), end="")
    if failures:
        sys.exit("\n".join(failures))


main()
