"""A sandbox on loopback for as long as a `with` lasts."""

import json
import subprocess
import urllib.request
from pathlib import Path


class Sandbox:
    """`omnienv sandbox` without a rate limit, on a free port."""

    token = "any-token"

    def __init__(self, omnienv: Path, file: Path, environment: dict[str, str]):
        self._command = [omnienv, "sandbox", str(file)]
        self._environment = environment

    def __enter__(self) -> "Sandbox":
        self._process = subprocess.Popen(
            self._command, env=self._environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        first = self._process.stdout.readline()
        if not first.strip():
            self._process.wait()
            raise RuntimeError(f"the sandbox did not start: {self._process.returncode}")
        self.url = first.split()[-1].removesuffix("/api")
        return self

    def __exit__(self, *_) -> None:
        self._process.terminate()
        self._process.stdout.close()
        self._process.wait()

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    @property
    def variables(self) -> dict[str, str]:
        """What omnienv needs to reach it."""
        return {"OMNI_BASE_URL": self.url, "OMNI_API_TOKEN": self.token}

    def requests(self) -> list[dict]:
        """Every request of the API so far, with method, path and body."""
        request = urllib.request.Request(
            self.url + "/sandbox/requests", headers={"Authorization": f"Bearer {self.token}"}
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
