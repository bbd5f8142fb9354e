"""Made-up organizations of any size, and the two files that say them: a manifest, and what a sandbox starts with."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Environment:
    label: str
    connection: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Base:
    label: str
    connection: str
    environments: tuple[Environment, ...]
    default_values: tuple[str, ...] = field(default=())

    def with_values(self, values: list[tuple[str, ...]]) -> "Base":
        """The same environments with other values, one tuple each."""
        pairs = zip(self.environments, values, strict=True)
        return replace(self, environments=tuple(replace(e, values=v) for e, v in pairs))


Organization = list[Base]

# Bases, and environments in each of them.
SIZES = {"tiny": (1, 3), "1k": (10, 100), "10k": (20, 500), "100k": (100, 1000)}


def identifier(text: str) -> str:
    """A UUID that is the same for the same text on every machine."""
    digits = hashlib.sha256(text.encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:32]}"


def sized(size: str) -> Organization:
    bases, environments = SIZES[size]
    return [base(f"base-{number:03}", environments) for number in range(1, bases + 1)]


def base(label: str, environments: int, values: int = 2) -> Base:
    return Base(
        label,
        identifier(label),
        tuple(
            Environment(
                f"env-{number:04}",
                identifier(f"{label}/{number}"),
                tuple(f"{label[-3:]}-{number:05}-{value}" for value in range(values)),
            )
            for number in range(1, environments + 1)
        ),
    )


def in_rings(base: Base, length: int) -> Base:
    """The first value of each environment moves on to the next one in its ring of `length` environments."""
    held = [environment.values for environment in base.environments]
    rings = [held[start : start + length] for start in range(0, len(held), length)]
    moved = [(ring[place - 1][0], *values[1:]) for ring in rings for place, values in enumerate(ring)]
    return base.with_values(moved)


def renewed(base: Base) -> Base:
    """The first value of each environment gives way to one that nobody has had: as many changes, and no move."""
    return base.with_values([("new-" + e.values[0], *e.values[1:]) for e in base.environments])


def shuffled(base: Base, seed: int = 1) -> Base:
    """All values of the base, dealt out anew at random."""
    counts = [len(environment.values) for environment in base.environments]
    values = [value for environment in base.environments for value in environment.values]
    random.Random(seed).shuffle(values)
    dealt = iter(values)
    return base.with_values([tuple(next(dealt) for _ in range(count)) for count in counts])


def manifest(organization: Organization) -> str:
    return "".join(_manifest_lines(organization))


def _manifest_lines(organization: Organization) -> Iterator[str]:
    yield "version: 1\nbaseConnections:\n"
    for base in organization:
        yield f"  {base.label}:\n    connection: {base.connection}\n"
        if base.default_values:
            yield f"    userAttribute: {{name: tenant, defaultValues: {_flow(base.default_values)}}}\n"
        yield "    environments:\n" if base.environments else "    environments: {}\n"
        for environment in base.environments:
            yield (
                f"      {environment.label}:\n        connection: {environment.connection}\n"
                f"        userAttributeValues: {_flow(environment.values)}\n"
            )


def sandbox(held: Organization, spare: Organization = ()) -> str:
    """What a sandbox starts with: `held` with its environments attached, and the connections of `spare` unattached."""
    return "".join(_sandbox_lines(held, spare))


def _sandbox_lines(held: Organization, spare: Organization) -> Iterator[str]:
    yield "userAttributes:\n  - name: tenant\nconnections:\n"
    # A base that is in both is written as it is held.
    for base in {base.connection: base for base in [*spare, *held]}.values():
        yield _connection(base.connection, base.label)
        yield "    environmentUserAttribute: {name: tenant, defaultValues: [nobody]}\n"
        if base in held and base.environments:
            yield "    environments:\n"
            for environment in base.environments:
                yield (
                    f"      - connection: {environment.connection}\n"
                    f"        userAttributeValues: {_flow(environment.values)}\n"
                )
    names = {e.connection: f"{base.label} {e.label}" for base in [*spare, *held] for e in base.environments}
    for identifier, name in names.items():
        yield _connection(identifier, name)


def _connection(identifier: str, name: str) -> str:
    return f"  - id: {identifier}\n    name: {name}\n    dialect: snowflake\n    database: data\n"


def _flow(values: tuple[str, ...]) -> str:
    return f"[{', '.join(values)}]"
