"""octoDNS from YAML to YAML: a zone for each base, a record for each environment, nothing to change."""

import shutil

import organization as made
from lab import Lab
from measure import Command, Contender

NAME = "octoDNS"

CONFIGURATION = """\
providers:
  wanted:
    class: octodns.provider.yaml.YamlProvider
    directory: ./zones
  held:
    class: octodns.provider.yaml.YamlProvider
    directory: ./held
zones:
  '*':
    sources: [wanted]
    targets: [held]
"""


def is_there() -> bool:
    return shutil.which("octodns-sync") is not None


def plan(lab: Lab, size: str, runs: int | None = None) -> Contender | None:
    if not is_there():
        return None
    folder = lab.folder / f"octodns-{size}"
    if not folder.exists():
        folder.mkdir()
        (folder / "config.yaml").write_text(CONFIGURATION)
        for name in ("zones", "held"):
            (folder / name).mkdir()
            for base in made.sized(size):
                (folder / name / f"{base.label}.example.yaml").write_text(_zone(base))
    command = Command(["octodns-sync", "--config-file=config.yaml"], lab.environment, folder)
    return Contender.plain(NAME, command, runs)


def _zone(base: made.Base) -> str:
    return "---\n" + "".join(
        f"{environment.label}:\n  type: TXT\n  values: [{', '.join(sorted(environment.values))}]\n"
        for environment in base.environments
    )
