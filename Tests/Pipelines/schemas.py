"""The JSON of the commands, as docs/schemas has it: with every member documented."""
import json
import shlex
import tempfile
import pathlib

from place import checkers, edit, expect, folder, omnienv, run, sandbox, top


def strict(schema):
    """The schema, with no member but those that it names."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    copy = {name: strict(one) for name, one in schema.items()}
    if "properties" in copy and copy.get("type") == "object":
        copy["additionalProperties"] = False
    return copy


class Outputs:
    """Texts to check, by command."""

    def __init__(self, where):
        self.where = pathlib.Path(where)
        self.counts = {}

    def add(self, command, text):
        json.loads(text)
        number = self.counts[command] = self.counts.get(command, 0) + 1
        (self.where / f"{command}-{number}.json").write_text(text)

    def check(self):
        for command, count in self.counts.items():
            schema = json.loads((top / f"docs/schemas/{command}.schema.json").read_text())
            path = self.where / f"{command}.schema.json"
            path.write_text(json.dumps(strict(schema)))
            files = [self.where / f"{command}-{number + 1}.json" for number in range(count)]
            checked = run([checkers / "check-jsonschema", "--schemafile", path, *files], self.where)
            expect(checked.returncode == 0, f"{command}: {count} outputs fit its schema{checked.stdout if checked.returncode else ''}")
            text = files[0].read_text().replace('"format_version"', '"formatversion"')
            files[0].write_text(text)
            checked = run([checkers / "check-jsonschema", "--schemafile", path, files[0]], self.where)
            expect(checked.returncode == 1, f"{command}: a member with another name does not")


def collect(outputs):
    """Every command in situations that show most of its members."""
    with sandbox("--fault", "PUT * 3 400-before") as omni, folder() as place:
        def omni_run(words, expected):
            done = run([omnienv, *shlex.split(words)], place, OMNI_BASE_URL=omni.address, OMNI_API_TOKEN="any")
            assert done.returncode == expected, (words, done.returncode, done.stderr)
            outputs.add({"show": "plan"}.get(words.split()[0], words.split()[0]), done.stdout)

        manifest = place / "omnienv.yaml"
        omni_run("plan --output json", 0)
        omni_run("plan --output json --out plan.json", 0)
        omni_run("show plan.json --output json", 0)
        outputs.add("saved-plan", (place / "plan.json").read_text())
        omni_run("validate --output json", 0)
        omni_run("route staging nobody prod --output json", 2)
        omni_run("drift --output json", 2)
        omni_run("apply --output json --auto-approve", 0)
        omni_run("drift --output json", 0)
        for line in events(place):
            outputs.add("apply-events", line)
        omni_run("plan --output json --offline", 0)
        omni_run("route staging nobody --live --output json", 2)
        omni_run("plan --output json", 0)
        edit(manifest, (r"\[dev, staging\]", "[dev]"), (r"\[eu\]", "[eu, staging, more]"), ("staging: dev", "staging: eu"))
        omni_run("apply --output json --auto-approve", 3)
        omni_run("apply --output json --auto-approve", 0)
        first = next(one for one in omni.environments() if one["connectionId"].startswith("b31f9c9f"))
        omni.call("PUT", f"/v1/connection-environments/{first['id']}", {"userAttributeValues": "dev,hand"})
        edit(manifest, ("name: environment", "name: tenant"))
        omni_run("drift --output json", 2)
        omni_run("plan --output json", 0)
        edit(manifest, (r"(?s)      eu:.*?true\n", ""), ("eu: eu", "eu: base"), ("staging: eu", "staging: base"),
             ("connection: c0f", "isolation: strict\n    connection: c0f"))
        omni_run("plan --output json --prune --max-detach 5 --accept-empty --allow-fallback x", 4)
        edit(manifest, ("userAttributeValues", "userAttributeValue"))
        omni_run("validate --output json", 65)


def events(place):
    """The lines of an apply that does something, waits and fails, against a sandbox of its own."""
    with sandbox("--fault", "PUT * 1 429:1", "--fault", "PUT * 3 400-before") as omni:
        words = [omnienv, "apply", "--auto-approve", "--output", "jsonl", "--state", "events.state.jsonl"]
        done = run(words, place, OMNI_BASE_URL=omni.address, OMNI_API_TOKEN="any")
    assert done.returncode == 3, (done.returncode, done.stderr)
    lines = done.stdout.splitlines()
    expect({"begun", "started", "finished", "waiting", "failed", "ended"} == {json.loads(line)["event"] for line in lines},
           "apply --output jsonl: every line is JSON, one for each event")
    return lines


def check():
    print("Schemas")
    with tempfile.TemporaryDirectory() as where:
        outputs = Outputs(where)
        collect(outputs)
        outputs.check()
