"""What a table has to say about where and when it was measured."""

import os
import platform
import subprocess
from datetime import datetime, timezone

from lab import ROOT


def description() -> str:
    now = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    load = f"load {os.getloadavg()[0]:.1f} at the end"
    return f"{now}, commit {_commit()}; {_processor()}, {os.cpu_count()} cores, {load}; {_swift()}"


def _commit() -> str:
    commit = _output("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD")
    is_changed = _output("git", "-C", str(ROOT), "status", "--porcelain", "--", "Sources", "Package.swift")
    return commit + (" with changes" if is_changed else "")


def _swift() -> str:
    return _output("swift", "--version").splitlines()[0]


def _processor() -> str:
    try:
        with open("/proc/cpuinfo") as file:
            names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return f"{names[0] if names else platform.processor()} ({platform.machine()})"


def _output(*arguments: str) -> str:
    return subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip()
