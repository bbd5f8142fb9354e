"""See Tests/secrets.sh."""
import base64
import contextlib
import http.server
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.parse
import urllib.request

top = pathlib.Path(__file__).resolve().parent.parent.parent
omnienv = pathlib.Path(sys.argv[1]).resolve()
plants = "--plant" in sys.argv

# The first is what tokens are shaped like, the second is written differently in JSON, URLs and shells.
TOKENS = ["omni_osk_f00dTheTokenOfAnAdministrator0123456789", "omni\"osk\\f00d/The+TokenOf=Somebody?else&9876"]
STORE_USER, STORE_PASSWORD = "gitlab-ci-token", "a-job-token-that-nobody-may-see"
S3_KEY, S3_SECRET, S3_SESSION = "AKIAF00DOFTHESTORE", "f00d/TheSecretKeyOfTheStore+0123456789", "f00dTheSessionOfTheStore=="
SECRETS = [*TOKENS, STORE_PASSWORD, S3_SECRET, S3_SESSION]


def spellings(secret):
    """The forms in which a secret would be recognised, each as bytes: as it is, and as other formats write it."""
    raw = secret.encode()
    forms = {raw, json.dumps(secret)[1:-1].encode(), urllib.parse.quote(secret, safe="").encode(),
             urllib.parse.quote(secret).encode(), raw.hex().encode(), raw[::-1], secret.encode("utf-16-le")}
    for shift in range(3):
        # In base 64 a text looks in three ways, by where it begins; its first and last digits depend on its neighbours.
        encoded = base64.b64encode(b"\0" * shift + raw)
        forms.add(encoded[4 if shift else 0:-4])
    pair = f"{STORE_USER}:{secret}".encode()
    forms.add(base64.b64encode(pair))
    # Half of one is a leak too.
    forms.add(raw[: len(raw) // 2 + 4])
    forms.add(raw[len(raw) // 2 - 4:])
    return forms


FORMS = {form: secret for secret in SECRETS for form in spellings(secret)}


class Leaks:
    """What has been searched, and what was found."""

    def __init__(self):
        self.streams, self.files, self.bytes, self.found = 0, 0, 0, []

    def search(self, content, where):
        self.bytes += len(content)
        for form, secret in FORMS.items():
            if form in content:
                self.found.append(f"{where}: {secret[:9]}… as {form[:12]!r}…")

    def stream(self, content, where):
        self.streams += 1
        self.search(content, where)

    def tree(self, folder):
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or path.is_file():
                self.files += 1
                self.search(str(path).encode(), f"the name {path}")
                if path.is_file():
                    self.search(path.read_bytes(), path)


leaks = Leaks()


class Place:
    """A folder for everything that a run may write, with the inputs, which hold secrets, in another one."""

    def __init__(self, folder):
        self.inputs, self.work = folder / "inputs", folder / "work"
        for path in (self.inputs, self.work / "home", self.work / "tmp"):
            path.mkdir(parents=True)
        manifest = (top / "examples/omnienv.yaml").read_text()
        (self.work / "omnienv.yaml").write_text(manifest)
        for number, token in enumerate(TOKENS):
            (self.inputs / f"token-{number}").write_text(token + "\n")
        (self.inputs / "config.json").write_text(json.dumps({"version": 1, "defaultProfile": "p", "profiles": {"p": {
            "apiEndpoint": "https://127.0.0.1:9", "authMethod": "api-key", "apiKey": TOKENS[0]}}}))

    def surroundings(self, **variables):
        return {"PATH": os.environ["PATH"], "HOME": str(self.work / "home"), "TMPDIR": str(self.work / "tmp"),
                "OMNI_CONFIG_PATH": str(self.inputs / "config.json"),
                **{name: str(value) for name, value in variables.items()}}

    def run(self, words, expected=None, wrapper=(), **variables):
        command = [*wrapper, omnienv, *words]
        done = subprocess.run([str(word) for word in command], cwd=self.work, env=self.surroundings(**variables),
                              capture_output=True, timeout=120, stdin=subprocess.DEVNULL)
        for name, content in (("output", done.stdout), ("errors", done.stderr)):
            leaks.stream(content, f"{name} of {' '.join(map(str, words))}")
        assert expected is None or done.returncode == expected, (words, done.returncode, done.stderr)
        return done


@contextlib.contextmanager
def server(*command, where):
    """A server and the last word of its first line."""
    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, cwd=where)
    try:
        yield process, process.stdout.readline()
    finally:
        process.terminate()
        rest, errors = process.communicate()
        leaks.stream((rest + errors).encode(), f"the streams of {command[0]}")


def commands(place, omni, token):
    """Every command that knows the token, in every form, where it works and where it does not."""
    known = {"OMNI_BASE_URL": omni, "OMNI_API_TOKEN": token}
    for form in ("text", "json", "markdown", "github", "gitlab", "sarif"):
        place.run(["plan", "--output", form, "--verbose"], 0, **known)
    place.run(["plan", "--out", "plan.json"], 0, **known)
    place.run(["show", "plan.json", "--output", "json"], 0)
    place.run(["apply", "--auto-approve", "--output", "jsonl", "--verbose"], 0, **known)
    for form in ("text", "json", "markdown"):
        place.run(["apply", "plan.json", "--output", form], 4, **known)
        place.run(["drift", "--output", form, "--metrics", "omnienv.prom", "--verbose"], **known)
        place.run(["route", "staging", token, "--live", "--output", form], 2, **known)
    place.run(["export", "--out", "exported.yaml"], 0, **known)
    place.run(["import", "--all"], **known)
    for words in (["config"], ["config", "--output", "json"], ["doctor", "--verbose"], ["graph", "--changes"],
                  ["state", "list"], ["state", "show", "warehouse/dev"], ["init", "-f", "first.yaml"], ["schema"],
                  ["validate", "--output", "json"], ["plan", "--help"]):
        place.run(words, **known)
    # As an argument, as a label, as a value, as a path, and as an address: whatever is repeated.
    place.run([token], 64, **known)
    place.run(["plan", f"--{token}"], 64, **known)
    place.run(["plan", "-f", token + ".yaml"], 65, **known)
    place.run(["plan", "--state", token], 64, **known)
    place.run(["plan", "--target", token], 64, **known)
    place.run(["apply", "--auto-approve", "--expect", token], 64, **known)
    place.run(["plan", "--base-url", f"https://user:{token}@127.0.0.1:9"], 64, OMNI_API_TOKEN=token)
    (place.work / "hostile.yaml").write_text("version: 1\nbaseConnections:\n  w:\n    connection: " + json.dumps(token[:9] + "x") + "\n")
    place.run(["plan", "-f", "hostile.yaml"], **known)


def failures(place, omni, token):
    """Omni refuses, is not there, or is somebody else."""
    for words in (["plan", "--verbose"], ["apply", "--auto-approve"], ["drift"], ["doctor"], ["export"]):
        place.run(words, OMNI_BASE_URL="http://127.0.0.1:9", OMNI_API_TOKEN=token)
        place.run(words, OMNI_BASE_URL="https://" + omni.removeprefix("http://"), OMNI_API_TOKEN=token)
        place.run([*words, "--token-file", place.inputs / "token-0"], OMNI_BASE_URL=omni)
        place.run([*words, "--profile", "p"])
        place.run(words, OMNI_BASE_URL=omni, OMNI_API_TOKEN=token, HTTPS_PROXY=f"http://user:{token}@127.0.0.1:9")


def stores(place, omni):
    """The same with a state in a store, whose credentials have to be kept as well."""
    with server(sys.executable, top / "Tests/Stores/http_state.py", "gitlab", where=place.inputs) as (_, line):
        address = f"http://127.0.0.1:{json.loads(line)['port']}"
        known = {"OMNI_BASE_URL": omni, "OMNI_API_TOKEN": TOKENS[0], "CI_API_V4_URL": f"{address}/api/v4",
                 "CI_JOB_TOKEN": STORE_PASSWORD, "CI_PROJECT_ID": 1, "CI_JOB_ID": 7, "OMNIENV_STATE": "gitlab:omnienv"}
        place.run(["apply", "--auto-approve", "--verbose"], 0, **known)
        for words in (["plan", "--verbose"], ["state", "pull"], ["state", "list"], ["state", "lock"], ["config"],
                      ["doctor"], ["state", "unlock", "--mine"], ["drift"]):
            place.run(words, **known)
        place.run(["state", "pull"], 5, **{**known, "CI_JOB_TOKEN": STORE_PASSWORD + "x"})
        http = {"TF_HTTP_ADDRESS": f"{address}/state", "TF_HTTP_USERNAME": STORE_USER, "TF_HTTP_PASSWORD": STORE_PASSWORD}
        place.run(["state", "list", "--state", "http", "--verbose"], **http)
        s3 = {"AWS_ENDPOINT_URL_S3": address, "AWS_ACCESS_KEY_ID": S3_KEY, "AWS_SECRET_ACCESS_KEY": S3_SECRET,
              "AWS_SESSION_TOKEN": S3_SESSION, "AWS_REGION": "eu-west-1"}
        for words in (["state", "list"], ["config"], ["plan"], ["state", "lock"]):
            place.run([*words, "--state", "s3://bucket/omnienv.state.jsonl", "--verbose"],
                      **s3, OMNI_BASE_URL=omni, OMNI_API_TOKEN=TOKENS[0])


def processes(place, omni):
    """While an apply waits for an answer: what the system shows of it, to others and to its own user, and what it leaves
    when it is made to leave a core."""
    def unlimited():
        signal.signal(signal.SIGQUIT, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    nobody = 65534
    root = os.getuid() == 0
    for number in (signal.SIGQUIT, signal.SIGABRT, signal.SIGSEGV):
        omni.hold()
        process = subprocess.Popen([omnienv, "plan", "--verbose"], cwd=place.work, preexec_fn=unlimited, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=place.surroundings(OMNI_BASE_URL=omni.address, OMNI_API_TOKEN=TOKENS[0]))
        omni.arrival()
        shown = pathlib.Path(f"/proc/{process.pid}")
        for name in ("cmdline", "status", "maps", "comm", "limits", "mountinfo"):
            leaks.stream((shown / name).read_bytes(), f"/proc/…/{name}")
        if root:
            # Its memory and its variables belong to root, whoever runs it: no other process of the same user reads them.
            assert all((shown / name).stat().st_uid == 0 for name in ("environ", "mem", "maps"))
        process.send_signal(number)
        output, errors = process.communicate(timeout=60)
        leaks.stream(output + errors, f"the streams of a plan that got {number.name}")
        assert process.returncode == -number, (number, process.returncode)
        omni.release()
    if root:
        as_nobody(place, omni, nobody)


def as_nobody(place, omni, nobody):
    """Another process of the same, unprivileged user may read neither memory nor variables."""
    program = place.work.parent / "omnienv"
    shutil.copy(omnienv, program)
    for path in (place.work.parent.parent, place.work.parent, *place.work.parent.rglob("*")):
        os.chown(path, nobody, nobody)
    omni.hold()
    process = subprocess.Popen([program, "plan"], cwd=place.work, user=nobody, group=nobody, extra_groups=[], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env=place.surroundings(OMNI_BASE_URL=omni.address, OMNI_API_TOKEN=TOKENS[0]))
    omni.arrival()
    for name in ("environ", "mem", "maps"):
        other = subprocess.run(["cat", f"/proc/{process.pid}/{name}"], user=nobody, group=nobody, extra_groups=[], capture_output=True)
        assert other.returncode != 0 and b"Permission denied" in other.stderr, (name, other)
        leaks.stream(other.stdout, f"/proc/…/{name}, read by the same user")
    omni.release()
    output, errors = process.communicate(timeout=60)
    leaks.stream(output + errors, "the streams of a plan of nobody's")
    # Nothing of the manifest is there, which is all that this Omni says.
    assert process.returncode == 65, errors


class HeldOmni:
    """An Omni that answers nobody before it is told to."""

    def __init__(self):
        held = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                go = held.go
                held.arrived.set()
                go.wait()
                body = b'{"connections": [], "connectionEnvironments": [], "records": []}'
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.hold()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def hold(self):
        self.arrived, self.go = threading.Event(), threading.Event()

    def arrival(self):
        assert self.arrived.wait(60), "nobody has asked"

    def release(self):
        self.go.set()


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="omnienv-secrets-"))
    try:
        for number, token in enumerate(TOKENS):
            place = Place(folder / f"place-{number}")
            with server(omnienv, "sandbox", top / "examples/sandbox.yaml", where=place.inputs) as (_, line):
                omni = line.split()[-1].removesuffix("/api")
                commands(place, omni, token)
                failures(place, omni, token)
                if number == 0:
                    (place.work / "omnienv.state.jsonl").unlink()
                    stores(place, omni)
            leaks.tree(place.work)
        place = Place(folder / "place-process")
        processes(place, HeldOmni())
        if plants:
            (place.work / "omnienv.state.jsonl").write_text(json.dumps({"note": base64.b64encode(b"x" + TOKENS[0].encode()).decode()}))
        leaks.tree(place.work)
        cores = [path for path in folder.rglob("core*")]
        assert not cores, cores
    finally:
        shutil.rmtree(folder)
    print(f"searched {leaks.streams} streams and {leaks.files} files, {leaks.bytes} bytes, for {len(FORMS)} spellings of {len(SECRETS)} secrets")
    for leak in leaks.found:
        print(f"FOUND in {leak}", file=sys.stderr)
    sys.exit(1 if leaks.found else 0)


main()
