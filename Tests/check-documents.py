#!/usr/bin/env python3
"""Checks that every document, heading and link that the repository names is there.

In Markdown: links to files and to headings, and files and folders of the code, written from the top of the repository or of
Sources. In comments of Swift and of scripts: names of documents, which are written from
the top of the repository (docs/manifest.md), and the heading that may follow (docs/manifest.md, "Limits"). And every
environment variable that the program reads stands in docs/environment.md.
"""
import pathlib
import re
import subprocess
import sys

top = pathlib.Path(__file__).resolve().parent.parent
fences = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def headings(path):
    """The texts of a document's headings, and the anchors that GitHub makes of them."""
    texts, anchors = [], []
    for line in fences.sub("", path.read_text()).splitlines():
        match = re.match(r"#+ +(.*?) *$", line)
        if not match:
            continue
        text = match[1].replace("`", "")
        anchor = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        count = sum(1 for other in texts if other == text)
        texts.append(text)
        anchors.append(f"{anchor}-{count}" if count else anchor)
    return texts, anchors


def links(path):
    """Links that lead nowhere, with what is wrong."""
    text = fences.sub(lambda match: "\n" * match[0].count("\n"), path.read_text())
    for match in re.finditer(r"`((?:Sources|Tests|examples)/[\w/+.-]+|[\w/+.-]+/[\w+.-]+\.swift)`", text):
        if not (top / match[1]).exists() and not (top / "Sources" / match[1]).exists():
            yield text.count("\n", 0, match.start()) + 1, f"{match[1]}: no such file"
    text = re.sub(r"`[^`\n]*`", "`", text)
    for match in re.finditer(r"\]\(([^)\s]+)\)", text):
        target, _, anchor = match[1].partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = path.parent / target if target else path
        line = text.count("\n", 0, match.start()) + 1
        if not file.exists():
            yield line, f"{match[1]}: no such file"
        elif anchor and anchor not in headings(file)[1]:
            yield line, f"{match[1]}: no such heading"


def references(path):
    """Documents that comments name and that are not there."""
    mark = r"///?" if path.suffix == ".swift" else r"#"
    comments = [re.sub(rf"^.*?(?:^|\s){mark} ?", "", line) if re.search(rf"(?:^|\s){mark}(?:\s|$)", line) else "\0"
                for line in path.read_text().splitlines()]
    text = "\n".join(comments)
    for match in re.finditer(r"([\w./-]+\.md)\b(?:`?,\s+\"([^\"]*)\")?", text):
        name, heading = match[1], match[2]
        line = text.count("\n", 0, match.start()) + 1
        if not (top / name).is_file():
            yield line, f"{name}: no such document"
        elif heading and " ".join(heading.split()) not in headings(top / name)[0]:
            yield line, f"{name}: no heading \"{' '.join(heading.split())}\""
    for match in re.finditer(r"\b[Dd]esign,?\s+sections?\b", text):
        yield text.count("\n", 0, match.start()) + 1, "a design that is not in the repository"


def variables(path):
    """Environment variables that the program reads and docs/environment.md does not name."""
    known = set(re.findall(r"\w+", (top / "docs/environment.md").read_text()))
    text = path.read_text()
    for match in re.finditer(r'"((?:OMNI|OMNIENV|SSL|HTTPS|NO|XDG|AWS|TF_HTTP|CI|GITHUB|RUNNER)_[A-Z0-9_]+)"', text):
        if match[1] not in known:
            yield text.count("\n", 0, match.start()) + 1, f"docs/environment.md does not name {match[1]}"


def main():
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=top, check=True,
                           capture_output=True, text=True).stdout.split("\n")
    wrong = []
    for name in names:
        path = top / name
        if not path.is_file():
            continue
        check = {".md": links, ".swift": references, ".sh": references}.get(path.suffix)
        if path.name == "run" and path.parent.name == ".ci":
            check = references
        problems = list(check(path)) if check else []
        if name.startswith("Sources/"):
            problems += variables(path)
        wrong += [f"{name}:{line}: {problem}" for line, problem in problems]
    print("\n".join(wrong), end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
