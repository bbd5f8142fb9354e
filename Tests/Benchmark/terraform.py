"""Terraform on as many resources that do nothing (`terraform_data`, which needs no provider and no network)."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import organization as made
from lab import Lab
from measure import Command, Contender

NAME = "Terraform"


def is_there() -> bool:
    return shutil.which("terraform") is not None


def version(lab: Lab) -> Contender | None:
    if not is_there():
        return None
    return Contender.plain(NAME, _command(lab, lab.folder, "version"))


def plan(lab: Lab, size: str, *, with_state: bool, runs: int | None = None) -> Contender | None:
    if not is_there():
        return None
    folder = _folder(lab, size, with_state)
    return Contender.plain(NAME, _command(lab, folder, "plan", "-input=false", "-no-color"), runs)


def apply(lab: Lab, size: str, runs: int) -> Contender | None:
    if not is_there():
        return None
    folder = _folder(lab, size, with_state=False)

    @contextmanager
    def start() -> Iterator[Command]:
        (folder / "terraform.tfstate").unlink(missing_ok=True)
        yield _command(lab, folder, "apply", "-auto-approve", "-input=false", "-no-color")
        (folder / "terraform.tfstate").unlink()

    return Contender(NAME, start, runs)


def _command(lab: Lab, folder: Path, *arguments: str) -> Command:
    environment = lab.environment | {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
    return Command(["terraform", *arguments], environment, folder)


def _folder(lab: Lab, size: str, with_state: bool) -> Path:
    folder = lab.folder / f"terraform-{size}-{'applied' if with_state else 'new'}"
    if folder.exists():
        return folder
    folder.mkdir()
    resources = {
        f"{base.label}-{environment.label}": list(environment.values)
        for base in made.sized(size)
        for environment in base.environments
    }
    (folder / "main.tf").write_text("".join(_block(name, values) for name, values in resources.items()))
    if with_state:
        (folder / "terraform.tfstate").write_text(_state(resources))
    init = _command(lab, folder, "init", "-input=false")
    lab.check_output(*init.arguments, folder=folder, environment=init.environment)
    return folder


def _block(name: str, values: list[str]) -> str:
    return f'resource "terraform_data" "{name}" {{\n  input = {json.dumps(values)}\n}}\n\n'


def _state(resources: dict[str, list[str]]) -> str:
    return json.dumps(
        {
            "version": 4,
            "terraform_version": "1.0.0",
            "serial": 1,
            "lineage": made.identifier("lineage"),
            "outputs": {},
            "resources": [_resource(name, values) for name, values in resources.items()],
        },
        indent=2,
    )


def _resource(name: str, values: list[str]) -> dict:
    # A tuple's type names that of each element.
    value = {"value": values, "type": ["tuple", ["string"] * len(values)]}
    return {
        "mode": "managed",
        "type": "terraform_data",
        "name": name,
        "provider": 'provider["terraform.io/builtin/terraform"]',
        "instances": [
            {
                "schema_version": 0,
                "attributes": {
                    "id": made.identifier(name), "input": value, "output": value, "triggers_replace": None
                },
                "sensitive_attributes": [],
            }
        ],
    }
