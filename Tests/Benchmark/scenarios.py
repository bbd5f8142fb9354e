"""Named runs whose requests are counted: what Omni has, what the manifest says, and the command that is given."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import organization as made
from lab import Lab, UNLIMITED
from organization import Base, Organization


@dataclass(frozen=True)
class Scenario:
    name: str
    # What Omni has and the state knows.
    held: Organization
    # What the manifest says.
    wanted: Organization
    command: tuple[str, ...] = ("apply", "--auto-approve", *UNLIMITED)

    def requests(self, lab: Lab) -> str:
        """How many of each method the command sends, as in "3 GET, 2 PUT"."""
        state = lab.folder / "scenario.jsonl"
        state.unlink(missing_ok=True)
        with lab.sandbox(self.held, self.wanted) as sandbox:
            if self.held:
                before = lab.written("held.yaml", made.manifest(self.held))
                lab.run("import", "--all", "-f", before, "--state", state, sandbox=sandbox)
            earlier = len(sandbox.requests())
            manifest = lab.written("wanted.yaml", made.manifest(self.wanted))
            lab.run(*self.command, "-f", manifest, "--state", state, sandbox=sandbox)
            methods = Counter(request["method"] for request in sandbox.requests()[earlier:])
        return ", ".join(f"{count} {method}" for method, count in sorted(methods.items())) or "none"


def scenarios() -> Iterable[Scenario]:
    large = made.sized("1k")
    yield Scenario("first-apply-1k", [], large)
    yield Scenario("no-change-1k", large, large)
    yield Scenario("plan-1k", [], large, command=("plan",))
    five = replace(made.base("base-001", 5), default_values=("nobody",))
    yield Scenario("drift", [five], [five], command=("drift",))
    yield Scenario("doctor", [five], [five], command=("doctor",))
    for name, wanted, *flags in _edits(five):
        scenario = Scenario(name, [five], [wanted])
        yield replace(scenario, command=(*scenario.command, *flags))


def _edits(five: Base) -> Iterable[tuple]:
    values = [environment.values for environment in five.environments]
    yield "new-value", five.with_values([("new", *values[0]), *values[1:]])
    yield "swap", five.with_values([*_swapped(*values[:2]), *values[2:]])
    yield "ring-of-five", made.in_rings(five, 5)
    yield "chain-of-five", five.with_values([values[0][1:], *_passed_on(values)])
    yield "attach-one", replace(five, environments=(*five.environments, made.base("base-009", 9).environments[8]))
    yield "prune-two", replace(five, environments=five.environments[2:]), "--prune"
    yield "attribute", replace(five, default_values=("nobody", "nothing"))
    yield "relabel", replace(five, label="other")


def _swapped(one: tuple[str, ...], other: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [(other[0], *one[1:]), (one[0], *other[1:])]


def _passed_on(values: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Each but the first takes the first value of the one before it, and leaves its own."""
    return [(before[0], *own[1:]) for before, own in zip(values, values[1:])]
