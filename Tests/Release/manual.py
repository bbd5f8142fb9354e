#!/usr/bin/env python3
"""Writes the manual pages: Tests/Release/manual.py GENERATOR OMNIENV DATE FOLDER

The pages come from swift-argument-parser's generator, which knows every command's flags and help texts. It names them
`omnienv.plan`, writes a paragraph in one line, and knows no exit codes; here they are called `omnienv-plan`, as `man omnienv
plan` looks for them, laid out as mdoc(7) wants it, the sentence on exit codes gets its section, and the first page has the
variables of docs/environment.md.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

top = pathlib.Path(__file__).resolve().parent.parent.parent

# Where a sentence ends within a line, and another one begins.
SENTENCE = re.compile(r"(?<=[.?!]) +(?=[A-Z*\"'-])")


def paragraphs(lines):
    """The lines without those that mdoc has no use for: an empty line is a paragraph, but none before a list's item."""
    for line, following in zip(lines, lines[1:] + [""]):
        if not line:
            line = ".Pp"
        if line == ".Pp" and following.startswith((".It", ".El", ".Bl", ".Sh", ".Pp")):
            continue
        # An indented line is a line of a table.
        yield from [line] if line.startswith((".", " ")) else SENTENCE.split(line)


def environment():
    """The section on variables, from the document's table."""
    yield from [".Sh ENVIRONMENT", ".Bl -tag -width 6n"]
    for names, meaning, _ in re.findall(r"^\| (`.*?) \| (.*?) \|(.*)\|$", (top / "docs/environment.md").read_text(), re.MULTILINE):
        yield ".It " + " , ".join(f"Ev {name}" for name in re.findall(r"[A-Z][A-Z_]+", names))
        yield re.sub(r"\[(.*?)\]\(.*?\)|`", r"\1", meaning)
    yield ".El"


def page(text):
    text = re.sub(r"^(\.(?:Dt|Xr) )(\S+)", lambda found: found[1] + found[2].replace(".", "-"), text, flags=re.MULTILINE)
    # The page's name is one word, while a command line shows the command's words.
    command = re.search(r"^\.Nm \"?(.*?)\"?$", text, re.MULTILINE)
    text = text.replace(command[0], f".Nm {command[1].replace(' ', '-')}", 1)
    text = text.replace(".Sh SYNOPSIS\n.Nm\n", f".Sh SYNOPSIS\n.Nm \"{command[1]}\"\n")
    text = re.sub(r'^(\.Nd )"?(.*?)\.?"?$', r"\1\2", text, flags=re.MULTILINE)
    # `help` is a word, and no command with a page.
    text = re.sub(r"^\.Xr omnienv-help 1 ,\n", "", text, flags=re.MULTILINE)
    codes = re.search(r"^Exit codes: (.*\.)$", text, flags=re.MULTILINE)
    if codes:
        text = text.replace(codes[0] + "\n", "").replace(".Ex -std", codes[1][0].upper() + codes[1][1:])
    if ".Nm omnienv\n" in text:
        text = text.replace(".Sh \"EXIT STATUS\"", "\n".join(environment()) + "\n.Sh \"EXIT STATUS\"")
    return "\n".join(paragraphs(text.splitlines())) + "\n"


def main():
    generator, omnienv, date, folder = sys.argv[1:]
    with tempfile.TemporaryDirectory() as raw:
        subprocess.run([generator, omnienv, "--multi-page", "--date", date, "--output-directory", raw], check=True)
        for file in sorted(pathlib.Path(raw).glob("*.1")):
            if file.name == "omnienv.help.1":
                continue
            name = file.name.removesuffix(".1").replace(".", "-") + ".1"
            (pathlib.Path(folder) / name).write_text(page(file.read_text()))


if __name__ == "__main__":
    main()
