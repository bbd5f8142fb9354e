"""Runs the jobs of the examples as their systems would: step by step, against the sandbox."""
import json
import os
import pathlib
import re
import signal
import subprocess
import tarfile
import time
import hashlib
import urllib.request

from ruamel.yaml import YAML

from place import edit, expect, folder, manifest_text, omnienv, run, sandbox, store, surroundings, top

yaml = YAML(typ="safe")


class GitHub:
    """A repository at GitHub, a runner, and the jobs of examples/github."""

    def __init__(self, place, omni):
        self.place, self.omni = place, omni
        self.work, self.remote, self.bin = place / "work", place / "owner/omni", place / "bin"
        self.store = place / "github.json"
        self.store.write_text(json.dumps({"comments": [], "statuses": [], "issues": [], "pulls": []}))
        self.bin.mkdir()
        program = self.bin / "gh"
        program.write_text(f"#!/bin/sh\nexec python3 {top / 'Tests/Pipelines/gh.py'} \"$@\"\n")
        program.chmod(0o755)
        self.git("init", "--quiet", "--bare", "--initial-branch=main", self.remote, where=place)
        self.git("clone", "--quiet", self.remote, self.work, where=place)
        for name in ("omnienv.yaml", ".gitignore", ".gitattributes"):
            text = manifest_text() if name == "omnienv.yaml" else (top / "examples/github" / name).read_text()
            (self.work / name).write_text(text)
        self.commit()
        self.make_release()

    def git(self, *words, where=None):
        done = run(["git", "-c", "user.name=t", "-c", "user.email=t@example.com", *words], where or self.work)
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout.strip()

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "--quiet", "-m", "x")
        self.git("push", "--quiet", "origin", "HEAD:main")

    def make_release(self):
        """What a release has, so that the action can fetch it."""
        release = self.place / "acme/omnienv/releases/download/v0.1.0"
        release.mkdir(parents=True)
        archive = release / "omnienv-0.1.0-x86_64-linux-gnu.tar.gz"
        with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
            tar.add(omnienv, "omnienv-0.1.0-x86_64-linux-gnu/omnienv")
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        (release / "checksums.txt").write_text(f"{digest}  {archive.name}\n")

    @property
    def data(self):
        return json.loads(self.store.read_text())

    def set(self, **members):
        self.store.write_text(json.dumps({**self.data, **members}))

    def job(self, name):
        document = yaml.load((top / f"examples/github/{name}.yml").read_text())
        (job,) = document["jobs"].values()
        return Job(self, job)


class Job:
    """One run of a job of a workflow."""

    def __init__(self, github, job):
        self.github, self.job = github, job
        self.temp = github.place / f"temp-{time.monotonic_ns()}"
        self.temp.mkdir()
        self.summary = self.temp / "summary.md"
        self.path = self.temp / "path"
        self.outputs, self.log, self.failed = {}, "", None
        self.seconds = {}

    def value(self, expression, inputs):
        expression = expression.strip()
        if match := re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+)", expression):
            return self.outputs.get(match[1], {}).get(match[2], "")
        if match := re.fullmatch(r"inputs\.(\w+)", expression):
            return inputs[match[1]]
        head = self.github.git("rev-parse", "HEAD")
        return {
            "github.action_repository": "acme/omnienv", "github.token": "job-token", "github.ref_name": "main", "github.event.pull_request.number": "7",
            "github.event.pull_request.head.sha": head, "secrets.OMNI_API_TOKEN": "a-token-of-an-administrator",
            "secrets.OMNI_READ_TOKEN": "a-token-that-may-only-read",
        }[expression]

    def filled(self, text, inputs):
        return re.sub(r"\$\{\{(.*?)\}\}", lambda match: self.value(match[1], inputs), str(text))

    def environment(self, step, inputs, number):
        given = {**self.job.get("env", {}), **step.get("env", {})}
        filled = {name: self.filled(text, inputs) for name, text in given.items()}
        paths = [str(self.github.bin)] + (self.path.read_text().split() if self.path.exists() else [])
        return surroundings(
            **{**filled, "OMNI_BASE_URL": self.github.omni.address}, CI="true", GITHUB_ACTIONS="true",
            GITHUB_OUTPUT=self.temp / f"output-{number}", GITHUB_STEP_SUMMARY=self.summary, GITHUB_PATH=self.path,
            GITHUB_REPOSITORY="owner/omni", GITHUB_SERVER_URL=f"file://{self.github.place}",
            GITHUB_SHA=self.github.git("rev-parse", "HEAD"), GITHUB_WORKSPACE=self.github.work,
            RUNNER_TEMP=self.temp, FAKE_GITHUB=self.github.store) | {"PATH": ":".join([*paths, os.environ["PATH"]])}

    def steps(self):
        """The steps with their inputs; those of the action in its place."""
        for step in self.job["steps"]:
            if "setup-omnienv" in step.get("uses", ""):
                action = yaml.load((top / ".github/actions/setup-omnienv/action.yml").read_text())
                inputs = {name: str(one.get("default", "")) for name, one in action["inputs"].items()}
                inputs |= step["with"]
                for inner in action["runs"]["steps"]:
                    yield inner, {name: str(text) for name, text in inputs.items()}
            elif "run" in step:
                yield step, {}

    def run(self, interrupting=None):
        for number, (step, inputs) in enumerate(self.steps()):
            if self.failed is not None and step.get("if") != "always()":
                continue
            script = self.temp / f"step-{number}.sh"
            script.write_text(self.filled(step["run"], inputs))
            environment = self.environment(step, inputs, number)
            process = subprocess.Popen(["bash", "-e", script], cwd=self.github.work, env=environment, text=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
            began = time.monotonic()
            if interrupting == step.get("name"):
                self.github.omni.arrival("PUT")
                began = time.monotonic()
                process.send_signal(signal.SIGINT)
            log, _ = process.communicate(timeout=120)
            self.seconds[step.get("name")] = time.monotonic() - began
            self.log += log
            output = self.temp / f"output-{number}"
            lines = output.read_text().splitlines() if output.exists() else []
            self.outputs[step.get("id", str(number))] = dict(line.split("=", 1) for line in lines)
            if process.returncode and self.failed is None:
                self.failed = (step.get("name"), process.returncode)
        return self


def swap(manifest):
    edit(manifest, (r"\[dev, staging\]", "[dev]"), (r"\[eu\]", "[eu, staging]"), ("staging: dev", "staging: eu"))


def check_github():
    print("examples/github")
    with sandbox() as omni, folder(manifest=False) as place:
        github = GitHub(place, omni)
        plan = github.job("plan").run()
        expect(plan.failed is None, f"plan ends well{plan.failed and plan.log or ''}")
        expect(len(github.data["comments"]) == 1, "plan writes a comment")
        expect("staging" in github.data["comments"][0]["body"], "the comment names who is routed elsewhere")
        expect("staging" in plan.summary.read_text(), "so does the summary")
        expect("::notice file=omnienv.yaml,line=" in plan.log, "the routing stands at the manifest's lines")
        expect(not omni.writes(), "nothing is written to Omni")
        stranger = {"id": 2, "user": {"login": "somebody"}, "body": "<!-- omnienv:plan -->\nAll is well."}
        github.set(comments=[stranger] + github.data["comments"])
        github.job("plan").run()
        bodies = [one["body"] for one in github.data["comments"]]
        expect(len(bodies) == 2 and bodies[0] == stranger["body"], "the same comment is written anew, and nobody else's")
        apply = github.job("apply").run()
        expect(apply.failed == ("Find the plan that was reviewed", 1), "a commit without a pull request is not applied")
        github.set(pulls=[{"head": {"sha": github.git("rev-parse", "HEAD")}}])
        apply = github.job("apply").run()
        expect(apply.failed is None, f"apply carries out what was reviewed{apply.failed and apply.log or ''}")
        expect(len(omni.writes()) > 0, "Omni has it")
        github.git("fetch", "--quiet", "origin")
        expect("omnienv.state.jsonl" in github.git("ls-tree", "--name-only", "origin/main"), "the state is kept")
        swap(github.work / "omnienv.yaml")
        github.commit()
        github.job("plan").run()
        edit(github.work / "omnienv.yaml", (r"\[eu, staging\]", "[eu, staging, more]"))
        count = len(omni.writes())
        apply = github.job("apply").run()
        expect(apply.failed == ("Apply", 4), "another plan than the reviewed one is refused with 4")
        expect(len(omni.writes()) == count, "and nothing of it is sent")
        edit(github.work / "omnienv.yaml", ("userAttributeValues", "userAttributeValue"))
        plan = github.job("plan").run()
        expect(plan.failed == ("Check the manifest", 65), "an invalid manifest ends with 65")
        expect("::error file=omnienv.yaml,line=" in plan.log, "its findings are annotations")


def check_github_drift():
    with sandbox() as omni, folder(manifest=False) as place:
        github = GitHub(place, omni)
        github.job("plan").run()
        github.set(pulls=[{"head": {"sha": github.git("rev-parse", "HEAD")}}])
        expect(github.job("apply").run().failed is None, "the first apply ends well")
        expect(github.job("drift").run().failed is None and not github.data["issues"], "without drift there is no issue")
        environment = next(one for one in omni.environments() if "b31f9c9f" in one["connectionId"])
        def values(text):
            omni.call("PUT", f"/v1/connection-environments/{environment['id']}", {"userAttributeValues": text})
        values("dev,hand")
        drift = github.job("drift").run()
        expect(drift.failed is None, f"drift ends well{drift.failed and drift.log or ''}")
        github.job("drift").run()
        issues = github.data["issues"]
        expect(len(issues) == 1 and "hand" in issues[0]["body"], "drift opens one issue, and keeps it")
        values("dev,staging")
        github.job("drift").run()
        expect(github.data["issues"][0]["state"] == "closed", "and closes it when it is gone")


def check_cancelled():
    """The apply is slow to be answered, and its step gets the signal that GitHub sends first."""
    with sandbox("--fault", "PUT * 1 slow:3") as omni, folder(manifest=False) as place:
        github = GitHub(place, omni)
        github.job("plan").run()
        github.set(pulls=[{"head": {"sha": github.git("rev-parse", "HEAD")}}])
        apply = github.job("apply").run(interrupting="Apply")
        expect(apply.failed == ("Apply", 130), f"a cancelled apply ends with 130{'' if apply.failed else apply.log}")
        expect(apply.seconds["Apply"] < 7, f"within 7 seconds ({apply.seconds['Apply']:.1f} s)")
        expect("Not tried:" in apply.log, "with its report")
        lock = run(["flock", "--nonblock", github.work / "omnienv.state.jsonl.lock", "true"], github.work)
        expect(lock.returncode == 0, "the lock is free afterwards")
        github.git("fetch", "--quiet", "origin")
        expect("omnienv.state.jsonl" in github.git("ls-tree", "--name-only", "origin/main"), "the state is kept all the same")


def script(words, where, omni, expected=0, **variables):
    """Runs a list of commands in one shell, as GitLab and Atlantis do."""
    text = "set -e\n" + "\n".join(words)
    path = f"{omnienv.parent}:{os.environ['PATH']}"
    done = run(["bash", "-c", text], where, **{
        "CI": "true", "OMNI_API_TOKEN": "any", **variables, "OMNI_BASE_URL": omni.address, "PATH": path})
    assert done.returncode == expected, (words, done.returncode, done.stdout, done.stderr)
    return done


def check_gitlab():
    print("examples/gitlab")
    document = yaml.load((top / "examples/gitlab/.gitlab-ci.yml").read_text())
    with sandbox() as omni, folder() as place:
        with store() as address:
            check_gitlab_jobs(document, omni, place, {**document["variables"], **job_variables(place, address)})


def job_variables(place, address):
    """What GitLab gives a job."""
    return {"CI_PROJECT_DIR": place, "CI_API_V4_URL": f"{address}/api/v4", "CI_PROJECT_ID": 1, "CI_JOB_ID": 7,
            "CI_JOB_TOKEN": "a-job-token-that-nobody-may-see"}


def check_gitlab_jobs(document, omni, place, shared):
    def job(name, expected=0, part="script"):
        return script(document[name][part], place, omni, expected, **shared)

    job("validate")
    expect(json.loads((place / "findings.json").read_text()) == [], "validate: a valid manifest has no findings")
    job("plan")
    entries = json.loads((place / "changes.json").read_text())
    expect({one["location"]["path"] for one in entries} == {"omnienv.yaml"}, "plan: changes at the manifest's lines")
    widget = json.loads((place / "widget.json").read_text())
    expect(widget == {"create": 2, "update": 0, "delete": 0}, "plan: the widget's counts")
    expect("staging" in (place / "plan.md").read_text(), "plan: Markdown to look at")
    job("saved-plan")
    job("apply")
    expect(len(omni.writes()) == 3, "apply: the saved plan is carried out")
    job("apply", 4)
    expect(len(omni.writes()) == 3, "apply: a saved plan is carried out once")
    expect(held(shared) is None, "apply: the store's lock is free")
    job("apply", part="after_script")
    job("drift")
    expect("omnienv_last_check_success 1" in (place / "omnienv.prom").read_text(), "drift: metrics")
    edit(place / "omnienv.yaml", ("userAttributeValues", "userAttributeValue"))
    job("validate", 65)
    expect(len(json.loads((place / "findings.json").read_text())) >= 3, "validate: findings of an invalid manifest")


def held(shared):
    """The lock in the store."""
    with urllib.request.urlopen(f"{shared['CI_API_V4_URL'].removesuffix('/api/v4')}/_state") as answer:
        return json.load(answer)["lock"]


def check_gitlab_killed():
    """A runner that kills a job sends omnienv no signal that it could hear; after_script comes all the same."""
    document = yaml.load((top / "examples/gitlab/.gitlab-ci.yml").read_text())
    with sandbox("--fault", "PUT * 1 slow:3") as omni, folder() as place, store() as address:
        shared = {**document["variables"], **job_variables(place, address)}
        script(document["saved-plan"]["script"], place, omni, **shared)
        environment = surroundings(CI="true", OMNI_API_TOKEN="any", **{**shared, "OMNI_BASE_URL": omni.address})
        environment["PATH"] = f"{omnienv.parent}:{environment['PATH']}"
        words = "\n".join(document["apply"]["script"])
        process = subprocess.Popen(["bash", "-e", "-c", words], cwd=place, env=environment, stdin=subprocess.DEVNULL)
        omni.arrival("PUT")
        process.kill()
        process.wait()
        expect(held(shared) is not None, "apply: a killed job leaves its lock")
        script(document["apply"]["after_script"], place, omni, **shared)
        expect(held(shared) is None, "apply: its after_script frees it")


def check_kubernetes():
    print("examples/kubernetes")
    (document,) = yaml.load_all((top / "examples/kubernetes/drift.yaml").read_text())
    (container,) = document["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    with sandbox() as omni, folder() as place:
        for mount in container["volumeMounts"]:
            (place / mount["mountPath"].strip("/")).mkdir()
        (place / "omnienv.yaml").rename(place / "manifest/omnienv.yaml")
        (place / "token/token").write_text("any\n")
        moved = lambda text: re.sub(r"^/(manifest|state|token|metrics)/", rf"{place}/\1/", text)
        variables = {one["name"]: moved(one["value"]) for one in container["env"]}
        script(["omnienv apply --auto-approve"], place, omni, **variables)
        words = [moved(word) for word in container["command"] + container["args"]]
        script([" ".join(words)], place, omni, **variables)
        metrics = place / "metrics/omnienv.prom"
        expect("omnienv_last_check_success 1" in metrics.read_text(), "the check writes its metrics")
        omni.end()
        script([" ".join(words)], place, omni, 1, **variables)
        expect("omnienv_last_check_success 0" in metrics.read_text(), "also that it failed")


def check_atlantis():
    print("examples/atlantis")
    flow = yaml.load((top / "examples/atlantis/repos.yaml").read_text())["workflows"]["omnienv"]
    plan, apply = ([step["run"] for step in flow[stage]["steps"]] for stage in ("plan", "apply"))
    with sandbox() as omni, folder() as place:
        variables = {"PLANFILE": place / "omnienv-default.tfplan", "ATLANTIS_TERRAFORM_VERSION": "1.11.4"}
        done = script(plan, place, omni, **variables)
        expect(re.search(r"^Plan: \d+ to add, \d+ to change, \d+ to destroy\.$", done.stdout, re.M), "plan: the sum that Atlantis looks for")
        script(apply, place, omni, **variables)
        expect(len(omni.writes()) == 3, "apply: the plan is carried out")
        done = script(plan, place, omni, **variables)
        expect("\nNo changes. Your infrastructure matches the configuration.\n" in "\n" + done.stdout, "plan: no changes, in Atlantis's words")


def check():
    check_github()
    check_github_drift()
    check_cancelled()
    check_gitlab()
    check_gitlab_killed()
    check_kubernetes()
    check_atlantis()
