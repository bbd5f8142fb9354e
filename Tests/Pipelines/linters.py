"""The linters on everything that pipelines take from here, and on copies of it with a planted fault."""
import re
import shutil
import tempfile
import pathlib

from place import checkers, expect, run, top

workflows = sorted((top / "examples/github").glob("*.yml")) + sorted((top / ".github/workflows").glob("*.yml"))
actions = sorted((top / ".github/actions").glob("*/action.yml"))
gitlab = top / "examples/gitlab/.gitlab-ci.yml"


def by_schema(name):
    return lambda file: [checkers / "check-jsonschema", "--builtin-schema", f"vendor.{name}", file]


def actionlint(file):
    return [checkers / "actionlint", "-no-color", file]


def zizmor(file):
    return [checkers / "zizmor", "--offline", "--no-progress", "--quiet", "--config", top / "Tests/Pipelines/zizmor.yml", file]


# A linter, the files that it is for, and a fault that it has to find: a pattern and what takes its place.
checks = [
    ("github-workflows", by_schema("github-workflows"), workflows, (r"runs-on: ", "run-on: ")),
    ("github-actions", by_schema("github-actions"), actions, (r"using: composite", "using: compose")),
    ("gitlab-ci", by_schema("gitlab-ci"), [gitlab], (r"interruptible: false", "interruptible: never")),
    ("actionlint", actionlint, workflows, (r"runs-on: ", "runs_on: ")),
    ("zizmor", zizmor, workflows + actions, (r"(run: \|\n +)(set|if|unset|apt|curl|\S)", r"\1echo ${{ github.head_ref }}\n\1\2")),
]


def planted(file, fault, where):
    """A copy of the file with the fault in it; None where it has no place for it."""
    text = file.read_text()
    faulty = re.sub(fault[0], fault[1], text, count=1)
    if faulty == text:
        return None
    copy = pathlib.Path(where) / ".github/workflows" / file.name
    if file in actions:
        copy = pathlib.Path(where) / "action" / file.name
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(faulty)
    return copy


def check():
    print("Linters")
    for name, command, files, fault in checks:
        for file in files:
            done = run(command(file), top)
            expect(done.returncode == 0, f"{name}: {file.relative_to(top)}{done.stdout if done.returncode else ''}")
        with tempfile.TemporaryDirectory() as where:
            copies = [copy for copy in (planted(file, fault, where) for file in files) if copy]
            expect(copies, f"{name}: there is a place for a fault")
            for copy in copies:
                expect(run(command(copy), top).returncode != 0, f"{name}: a fault in {copy.name} is found")
