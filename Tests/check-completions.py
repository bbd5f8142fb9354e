#!/usr/bin/env python3
"""Presses Tab in real shells, and looks at what becomes of the line.

    Tests/check-completions.py [--installed] OMNIENV [SHELL…]

Each shell is started with a terminal of its own, takes the completion script that OMNIENV generates, or with --installed finds
the one of the package by itself, and is typed to like by a person.
The manifest has labels that would run a command if a shell read them as a script.
"""
import json
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

MANIFEST = """\
version: 1
baseConnections:
  warehouse:
    connection: Warehouse
    environments:
      dev: {connection: A, userAttributeValues: []}
      $(touch pwned): {connection: B, userAttributeValues: []}
      "`touch pwned`": {connection: C, userAttributeValues: []}
      d;touch pwned: {connection: D, userAttributeValues: []}
      d$IFS: {connection: E, userAttributeValues: []}
  $(touch pwned):
    connection: Other
    environments: {}
"""

STATE = """\
{"format":1,"instance":"https://myorg.omniapp.co","lineage":"30250db4-5f5f-4a5b-9d77-9a4f3c0d2c11","record":"state"}
{"address":"gone/eu","base":"c0f12353-4817-4398-bcc0-d501e6dd2f64","connection":"5d0a7b52-2c1c-4d0c-9d5c-6a1b8f0f5b11",\
"id":"c0f12353-5d0a-4000-8000-000000000004","protect":false,"record":"environment","values":["eu"]}
{"address":"gone/$(touch pwned)","base":"c0f12353-4817-4398-bcc0-d501e6dd2f64","connection":"5d0a7b52-2c1c-4d0c-9d5c-6a1b8f0f5b12",\
"id":"c0f12353-5d0a-4000-8000-000000000005","protect":false,"record":"environment","values":[]}
"""

# What is typed before Tab, and the whole line after it. Each has one completion alone, which a hostile label would spoil.
LINES = [
    ("omnienv val", "omnienv validate"),
    ("omnienv plan --detai", "omnienv plan --detailed-exitcode"),
    ("omnienv plan --output ma", "omnienv plan --output markdown"),
    ("omnienv validate -f omnienv.y", "omnienv validate -f omnienv.yaml"),
    ("omnienv plan --file tea", "omnienv plan --file teams"),
    ("omnienv apply sav", "omnienv apply saved.json"),
    ("omnienv show sav", "omnienv show saved.json"),
    ("omnienv plan --token-file sec", "omnienv plan --token-file secret"),
    ("omnienv plan --target wareh", "omnienv plan --target warehouse"),
    ("omnienv plan --target warehouse/", "omnienv plan --target warehouse/dev"),
    ("omnienv plan -f other.yaml --target e", "omnienv plan -f other.yaml --target elsewhere"),
    ("omnienv import ware", "omnienv import warehouse/dev"),
    ("omnienv state show gon", "omnienv state show gone/eu"),
    ("omnienv plan --profile ac", "omnienv plan --profile acme"),
]

# How a shell is started, what makes its lines plain, and what a user's own settings or the system's do for completions.
START = {
    "bash": ("bash --norc --noprofile -i", "bind 'set enable-bracketed-paste off'", ". /usr/share/bash-completion/bash_completion"),
    "zsh": ("zsh -f -i", "autoload -Uz compinit; compinit -D -u; unsetopt prompt_sp auto_menu auto_list; unset zle_bracketed_paste", ":"),
    "fish": ("fish -i", "function fish_prompt; end; function fish_right_prompt; end; set -g fish_autosuggestion_enabled 0", "true"),
}
SECONDS = 20


class Shell:
    """An interactive shell on a terminal of its own."""

    def __init__(self, name, folder, script):
        command, setup, system = START[name]
        command = command.split()
        self.name = name
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.chdir(folder)
            keep = {"PATH": f"{folder}/bin:{os.environ['PATH']}", "HOME": str(folder), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
            os.execvpe(command[0], command, keep)
        self.said = ""
        self.count = 0
        self.run(setup)
        self.run(f"source {script}" if script else system)

    def run(self, line):
        """Types a line, and waits until it has been carried out."""
        self.count += 1
        # The mark is put together by the shell, so that the echo of what was typed is not taken for it.
        self.type(f"{line}; printf '%s%s\\n' ready- {self.count}\r")
        self.hear(f"ready-{self.count}")

    def completed(self, typed):
        """The line that Tab makes of what is typed; the shell itself says it, as an argument in quotes."""
        self.count += 1
        beginning, end = "\x01", "\x05"
        self.type(f"{typed}\t{beginning}printf '%s%s<%s>\\n' line- {self.count} '{end}'\r")
        self.hear(f"line-{self.count}<")
        self.hear("\n", self.said.index(f"line-{self.count}<"))
        return re.search(rf"line-{self.count}<(.*)>\r?\n", self.said)[1].rstrip(" /")

    def type(self, keys):
        os.write(self.terminal, keys.encode())

    def hear(self, text, start=0):
        end = time.monotonic() + SECONDS
        while text not in self.said[start:]:
            if time.monotonic() > end:
                raise SystemExit(f"{self.name} did not say {text!r}, but: {self.said[-2000:]!r}")
            if select.select([self.terminal], [], [], 0.1)[0]:
                self.said += os.read(self.terminal, 65536).decode(errors="replace")

    def end(self):
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.terminal)


def prepare(folder, omnienv):
    (folder / "bin").mkdir()
    (folder / "bin/omnienv").symlink_to(omnienv)
    (folder / "omnienv.yaml").write_text(MANIFEST)
    (folder / "other.yaml").write_text("version: 1\nbaseConnections: {elsewhere: {connection: A, environments: {}}}\n")
    (folder / "teams").mkdir()
    for name in ["saved.json", "saved.txt", "omnienv.yaml.orig", "secret", "teams/a.yaml"]:
        (folder / name).touch()
    (folder / "omnienv.state.jsonl").write_text(STATE)
    profiles = folder / ".config/omni-cli/config.json"
    profiles.parent.mkdir(parents=True)
    profiles.write_text(json.dumps({"version": 1, "profiles": {"acme": {}, "ac$(touch pwned)": {}}}))


def generated(name, omnienv, folder):
    script = folder / f"completions.{name}"
    with script.open("wb") as file:
        subprocess.run([omnienv, "--generate-completion-script", name], stdout=file, check=True)
    return script


def check(name, omnienv, installed):
    """What went wrong in one shell."""
    with tempfile.TemporaryDirectory(prefix="omnienv-completions-") as path:
        folder = pathlib.Path(path)
        prepare(folder, omnienv)
        script = None if installed else generated(name, omnienv, folder)
        shell = Shell(name, folder, script)
        try:
            for typed, expected in LINES:
                line = shell.completed(typed)
                if line != expected:
                    yield f"{name}: {typed!r} becomes {line!r}, not {expected!r}"
        finally:
            shell.end()
        if (folder / "pwned").exists():
            yield f"{name}: a label was run as a command"


def main():
    arguments = sys.argv[1:]
    installed = arguments[0] == "--installed"
    omnienv, *names = arguments[installed:]
    omnienv = pathlib.Path(omnienv).resolve()
    names = names or list(START)
    missing = [name for name in names if not shutil.which(name)]
    if missing:
        sys.exit(f"install these first: {', '.join(missing)}")
    wrong = [problem for name in names for problem in check(name, omnienv, installed)]
    print("\n".join(wrong) or f"{len(LINES)} lines completed in each of {', '.join(names)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
