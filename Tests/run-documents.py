#!/usr/bin/env python3
"""Runs every command that README.md and docs/ show, and compares what it prints with what they show.

    Tests/run-documents.py OMNIENV [DOCUMENT…]

A document is a session: a folder of its own, a sandbox, and the blocks of commands one after another. A block of `console`
has commands behind `$ ` and what they print, where `…` stands for any text, and alone in a line for any lines; a command
without output is run, and may print anything. A block of `sh` is run as a script. Comments before a block, or anywhere in
between, say the rest:

    <!-- fresh -->           another folder and another sandbox from here on; flags of the sandbox may follow a colon
    <!-- file: NAME -->      the block is written to this file
    <!-- setup: COMMANDS --> is run before, and shown to nobody
    <!-- exit: N -->         the exit code of the block's last command; 0 without it
    <!-- types: TEXT -->     the block's last command is run at a terminal, where this is typed
    <!-- serves: TEXT -->    the block's last command is left running once it has said this
    <!-- shows: COMMANDS --> the block is a part of what these commands print
    <!-- not run: REASON --> nobody runs the block

A block with commands of which nothing is said is run: so none is there that is neither run nor marked.
"""
import os
import pathlib
import pty
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

top = pathlib.Path(__file__).resolve().parent.parent
COMMAND = re.compile(r"^\$ ", re.MULTILINE)
PROGRAM = re.compile(r"^(?:\$ |omnienv )", re.MULTILINE)
PART = re.compile(
    r"<!--\s*(?P<comment>.*?)\s*-->|^(?P<indent> *)```(?P<language>[\w-]*)\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
FENCE = re.compile(r"^[ >]*(?:```|~~~)", re.MULTILINE)
DIRECTIVES = ["fresh", "file", "setup", "exit", "types", "serves", "shows", "not run"]
SECONDS = 60
# What a document shows in the place of the sandbox's address; a port that it names is a free one when it is run.
SHOWN = "https://myorg.omniapp.co"
NAMED_PORT = "8090"


class Wrong(Exception):
    pass


class Session:
    """A folder, a sandbox, and the variables that the commands before have set."""

    def __init__(self, omnienv, flags=""):
        self.omnienv = omnienv
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="omnienv-documents-"))
        self.folder = self.home / "work"
        self.folder.mkdir()
        self.running = []
        shutil.copytree(top / "examples", self.folder / "examples")
        (self.home / "bin").mkdir()
        (self.home / "bin/omnienv").symlink_to(omnienv)
        self.port = free_port()
        path = f"{self.home / 'bin'}:{os.environ['PATH']}"
        self.variables = {"PATH": path, "HOME": str(self.home), "LC_ALL": "C.UTF-8", "PAGER": "cat",
                          "GIT_CONFIG_GLOBAL": "/dev/null", "OMNI_API_TOKEN": "any-token"}
        line = self.start(f"omnienv sandbox examples/sandbox.yaml {flags}", "Sandbox ready")
        self.address = line.split()[-1].removesuffix("/api")
        self.variables["OMNI_BASE_URL"] = self.address

    def shell(self, script):
        """A command that goes on with the variables of the one before, and hands on its own."""
        kept = self.home / "variables"
        return ["bash", "-c", f"[ ! -e {kept} ] || . {kept}\n{script}\nstatus=$?\nexport -p >{kept}\nexit $status"]

    def options(self):
        return {"cwd": self.folder, "env": self.variables}

    def run(self, script, types=None):
        script = script.replace(NAMED_PORT, str(self.port))
        if types is not None:
            return self.run_at_terminal(script, types)
        done = subprocess.run(self.shell(script), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=SECONDS, check=False, **self.options())
        return done.returncode, self.shown(done.stdout)

    def run_at_terminal(self, script, types):
        keyboard, screen = pty.openpty()
        os.write(keyboard, f"{types}\n".encode())
        try:
            done = subprocess.run(self.shell(script), stdin=screen, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  timeout=SECONDS, check=False, **self.options())
        finally:
            os.close(keyboard)
            os.close(screen)
        return done.returncode, self.shown(done.stdout)

    def start(self, command, text):
        """Leaves a command running, and gives the line with which it says that it is ready."""
        command = command.replace(NAMED_PORT, str(self.port))
        process = subprocess.Popen(["bash", "-c", f"exec {command}"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, **self.options())
        self.running.append(process)
        for line in process.stdout:
            if text in line.decode():
                threading.Thread(target=process.stdout.read, daemon=True).start()
                return line.decode()
        raise Wrong(f"{command} ended without \"{text}\"")

    def shown(self, output):
        text = output.decode(errors="replace")
        addresses = rf"{re.escape(self.address)}|http://127\.0\.0\.1:{self.port}"
        text = re.sub(addresses, SHOWN, text)
        return "\n".join(line.rstrip() for line in text.splitlines()) + ("\n" if text else "")

    def end(self):
        for process in self.running:
            process.kill()
            process.wait()
        shutil.rmtree(self.home)


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def pattern(expected):
    """What a document shows, as a pattern for what was printed."""
    expected = re.sub(rf"http://127\.0\.0\.1:{NAMED_PORT}", SHOWN, expected)
    lines = []
    for line in expected.splitlines():
        if line == "…":
            lines.append("(?:.*\n)*?")
        else:
            lines.append(".*".join(re.escape(part.rstrip()) if part is line else re.escape(part) for part in line.split("…")) + "\n")
    return "".join(lines)


def differs(expected, printed, whole=True):
    found = re.fullmatch(pattern(expected), printed) if whole else re.search(pattern(expected), printed)
    return found is None


def commands(text):
    """The commands of a `console` block, each with what it prints."""
    pieces = COMMAND.split(text)
    if pieces[0]:
        raise Wrong("a block of console begins with a command")
    for piece in pieces[1:]:
        command, _, output = piece.partition("\n")
        while command.endswith("\\"):
            more, _, output = output.partition("\n")
            command += "\n" + more
        yield command, output


class Document:
    def __init__(self, path, omnienv):
        self.path, self.omnienv = path, omnienv
        self.session = None
        self.said = {}
        self.run_blocks = self.marked_blocks = 0

    def problems(self):
        text = self.path.read_text()
        blocks = sum(part["comment"] is None for part in PART.finditer(text))
        if len(FENCE.findall(text)) != 2 * blocks:
            yield f"{self.path.relative_to(top)}: a fence that is not of three backticks, with a language in one word"
        try:
            for part in PART.finditer(text):
                line = text.count("\n", 0, part.start()) + 1
                try:
                    if part["comment"] is not None:
                        self.comment(part["comment"])
                    else:
                        self.block(part["language"], re.sub(rf"^{part['indent']}", "", part["text"], flags=re.MULTILINE))
                except (Wrong, subprocess.TimeoutExpired) as problem:
                    yield f"{self.path.relative_to(top)}:{line}: {problem}"
                if part["comment"] is None:
                    self.said = {}
        finally:
            self.begin(None)

    def begin(self, flags):
        ended, self.session = self.session, None
        if ended:
            ended.end()
        if flags is not None:
            self.session = Session(self.omnienv, flags)

    def comment(self, comment):
        name, _, text = comment.partition(":")
        if name not in DIRECTIVES:
            return
        if name == "fresh":
            self.begin(text.strip())
        elif name == "setup":
            self.expect_success(text.strip())
        else:
            self.said[name] = text.strip()

    def ready(self):
        if not self.session:
            self.begin("")
        return self.session

    def expect_success(self, script):
        code, printed = self.ready().run("set -e\n" + script)
        if code:
            raise Wrong(f"{script} ended with {code}:\n{printed}")

    def block(self, language, text):
        has_commands = language in ["sh", "bash", "console"] or PROGRAM.search(text)
        if "not run" in self.said:
            if not self.said["not run"]:
                raise Wrong("say why the block is not run")
            self.marked_blocks += 1
        elif "file" in self.said:
            (self.ready().folder / self.said["file"]).write_text(text)
        elif "shows" in self.said:
            self.run_blocks += 1
            _, printed = self.ready().run(self.said["shows"])
            if differs(text, printed, whole=False):
                raise Wrong(f"{self.said['shows']} prints\n{printed}")
        elif has_commands:
            self.run_blocks += 1
            self.run(language, text)

    def run(self, language, text):
        if language == "console":
            blocks = list(commands(text))
        elif language in ["sh", "bash"]:
            blocks = [("set -e\n" + text, "")]
        else:
            raise Wrong("commands stand in a block of console or sh")
        for number, (command, output) in enumerate(blocks, 1):
            is_last = number == len(blocks)
            if is_last and "serves" in self.said:
                self.ready().start(command, self.said["serves"])
                continue
            code, printed = self.ready().run(command, self.said.get("types") if is_last else None)
            expected = int(self.said.get("exit", 0)) if is_last else code
            if code != expected:
                raise Wrong(f"{command} ended with {code}, not {expected}, and prints\n{printed}")
            if output and differs(output, printed):
                raise Wrong(f"{command} prints\n{printed}")


def main():
    omnienv = pathlib.Path(sys.argv[1]).resolve()
    paths = [pathlib.Path(name).resolve() for name in sys.argv[2:]]
    failed = run = marked = 0
    for path in paths or [top / "README.md", *sorted((top / "docs").glob("**/*.md"))]:
        document = Document(path, omnienv)
        for problem in document.problems():
            print(problem, file=sys.stderr)
            failed += 1
        run += document.run_blocks
        marked += document.marked_blocks
    print(f"{run} blocks of commands were run, {marked} are marked as not run")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
