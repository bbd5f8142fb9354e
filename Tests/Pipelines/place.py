"""Where things are, and a sandbox with a folder to work in."""
import contextlib
import json
import os
import pathlib
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.request

top = pathlib.Path(__file__).resolve().parent.parent.parent
omnienv = pathlib.Path(sys.argv[1]).resolve()
checkers = pathlib.Path(sys.executable).parent


def expect(holds, what):
    """Ends the run when something does not hold."""
    if not holds:
        print(f"FAILED: {what}", file=sys.stderr)
        sys.exit(1)
    print(f"  {what}")


class Sandbox:
    """A running sandbox of examples/sandbox.yaml."""

    def __init__(self, *flags, connections=top / "examples/sandbox.yaml"):
        command = [omnienv, "sandbox", connections, "--verbose", *flags]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.log = queue.SimpleQueue()
        threading.Thread(target=self.read_log, daemon=True).start()
        self.address = self.process.stdout.readline().split()[-1].removesuffix("/api")

    def read_log(self):
        for line in self.process.stderr:
            self.log.put(line)

    def arrival(self, method):
        """Waits until the sandbox says that a request of that method has come."""
        while method not in self.log.get(timeout=60).split():
            pass

    def environments(self):
        return self.call("GET", "/v1/connection-environments")["connectionEnvironments"]

    def call(self, method, path, body=None):
        return self.ask(method, f"/api{path}", body)

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.address}{path}", method=method, data=body and json.dumps(body).encode(),
            headers={"Authorization": "Bearer any", "Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def writes(self):
        return [one for one in self.ask("GET", "/sandbox/requests") if one["method"] != "GET"]

    def end(self):
        self.process.terminate()
        self.process.wait()


@contextlib.contextmanager
def sandbox(*flags, **options):
    running = Sandbox(*flags, **options)
    try:
        yield running
    finally:
        running.end()


@contextlib.contextmanager
def store():
    """A store of states with GitLab's rules; gives its address."""
    command = [sys.executable, "-B", top / "Tests/Stores/http_state.py", "gitlab"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield f"http://127.0.0.1:{json.loads(process.stdout.readline())['port']}"
    finally:
        process.terminate()
        process.wait()


def manifest_text():
    """The manifest of the examples, with the one environment that it leaves out: nothing drifts once it is applied."""
    text = (top / "examples/omnienv.yaml").read_text()
    globex = "      globex: {connection: 1c7a2a8d-ae3f-4b46-9d25-7f8091a2b3c4, userAttributeValues: [globex, initech]}"
    assert "        userAttributeValues: [acme]\n" in text
    return text.replace("        userAttributeValues: [acme]\n", f"        userAttributeValues: [acme]\n{globex}\n")


@contextlib.contextmanager
def folder(manifest=True):
    path = pathlib.Path(tempfile.mkdtemp(prefix="omnienv-pipelines-"))
    try:
        if manifest:
            (path / "omnienv.yaml").write_text(manifest_text())
        yield path
    finally:
        shutil.rmtree(path)


def surroundings(**variables):
    """What a process gets: nothing of the caller's but what it takes to start."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, **{name: str(value) for name, value in variables.items()}}


def run(command, where, **variables):
    return subprocess.run([str(word) for word in command], cwd=where, env=surroundings(**variables),
                          capture_output=True, text=True, timeout=120)


def edit(manifest, *changes):
    text = manifest.read_text()
    for pattern, replacement in changes:
        text, count = re.subn(pattern, replacement, text)
        assert count, pattern
    manifest.write_text(text)
