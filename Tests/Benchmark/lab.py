"""The folder that a benchmark works in: inputs, states, and the programs that omnienv is compared with."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import organization as made
from measure import Command, Failed
from sandboxes import Sandbox

ROOT = Path(__file__).resolve().parents[2]
PEERS = Path(__file__).resolve().parent / "Peers"
# More requests a minute than anybody sends, which switches the rate limit off.
UNLIMITED = ["--rate", "100000000"]


class Lab:
    """Makes each thing when it is first asked for."""

    def __init__(self, folder: Path, omnienv: Path):
        self.folder = folder
        self.omnienv = omnienv
        # Nothing of the caller's environment: no token, no profile, no state of anybody.
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}

    def command(self, *arguments: str | Path, sandbox: Sandbox | None = None) -> Command:
        environment = self.environment | (sandbox.variables if sandbox else {})
        return Command([str(self.omnienv), *map(str, arguments)], environment, self.folder)

    def run(self, *arguments: str | Path, sandbox: Sandbox | None = None) -> str:
        """Runs omnienv to its end and gives what it printed. Raises `Failed` unless it ends with 0."""
        command = self.command(*arguments, sandbox=sandbox)
        return self.check_output(*command.arguments, environment=command.environment)

    def check_output(self, *arguments: str | Path, folder: Path | None = None, environment=None) -> str:
        process = subprocess.run(
            arguments,
            env=environment or self.environment,
            cwd=folder or self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if process.returncode:
            # Compilers say on standard output what is wrong.
            raise Failed(arguments, process.returncode, process.stderr or process.stdout)
        return process.stdout

    def written(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text)
        return path

    def manifest(self, name: str, organization: made.Organization | None = None) -> Path:
        """The manifest of a size, or of an organization under a name of its own."""
        path = self.folder / f"{name}.yaml"
        if not path.exists():
            path.write_text(made.manifest(organization or made.sized(name)))
        return path

    @contextmanager
    def sandbox(self, held: made.Organization = (), spare: made.Organization = ()) -> Iterator[Sandbox]:
        """One that has `held` attached, and the connections of `spare` to attach."""
        file = self.written("sandbox.yaml", made.sandbox(held, spare))
        with Sandbox(self.omnienv, file, self.environment) as sandbox:
            yield sandbox

    def state(self, name: str, organization: made.Organization | None = None) -> Path:
        """A state with one line for each environment, as if all of them had long been applied."""
        path = self.folder / f"{name}.state.jsonl"
        if not path.exists():
            organization = organization or made.sized(name)
            with self.sandbox(organization) as sandbox:
                self.run(
                    "import", "--all", "-f", self.manifest(name, organization), "--state", path, sandbox=sandbox
                )
        return path

    def applied_state(self, name: str) -> Path:
        """The state that a first apply leaves, with what it wrote on the way."""
        path = self.folder / f"{name}.applied.jsonl"
        if not path.exists():
            with self.sandbox(spare=made.sized(name)) as sandbox:
                self.run(*self.apply(self.manifest(name), path), sandbox=sandbox)
        return path

    @staticmethod
    def apply(manifest: Path, state: Path) -> list[str | Path]:
        return ["apply", "--auto-approve", *UNLIMITED, "-f", manifest, "--state", state]

    def stripped(self) -> Path:
        """omnienv without its symbols."""
        stripped = self.folder / "omnienv-stripped"
        if not stripped.exists():
            self.check_output("strip", "-o", stripped, self.omnienv)
        return stripped

    def instructions(self, command: Command) -> int:
        """Instructions of one whole run, as valgrind counts them, which cannot read the debugging information of every
        compiler: omnienv runs without it."""
        arguments = [str(self.stripped()) if word == str(self.omnienv) else word for word in command.arguments]
        valgrind = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
        said = self.folder / "valgrind.log"
        self.check_output(
            *valgrind, f"--log-file={said}", *arguments, folder=command.folder, environment=command.environment
        )
        counted = re.search(r"I\s+refs:\s+([\d,]+)", said.read_text())
        return int(counted[1].replace(",", ""))

    def c_program(self, name: str, *flags: str) -> Path:
        program = self.folder / name
        if not program.exists():
            self.check_output("cc", "-O2", "-o", program, PEERS / f"{name}.c", *flags)
        return program

    def swift_program(self, name: str) -> Path:
        program = self.folder / name
        if not program.exists():
            self.check_output("swiftc", "-O", "-static-stdlib", "-Xlinker", "-s", "-o", program, PEERS / f"{name}.swift")
        return program

    def floor(self) -> Path:
        """The smallest program on swift-argument-parser, built like omnienv's release and kept beside it."""
        scratch = ROOT / ".build" / "floor"
        build = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--package-path", PEERS / "Floor"]
        build += ["--scratch-path", scratch, "-Xlinker", "-s"]
        self.check_output(*build)
        return scratch / "release" / "floor"
