#!/usr/bin/env python3
"""Finds folders within a target whose types refer to each other in a cycle, and compares the targets with their drawing.

A folder refers to another one when its code names a type that is defined there, at the top level and for others to see. This
reads Swift roughly: comments and the text of strings are left out, and a name that stands behind a dot or that the same file
defines is not counted. Members that extensions add in another folder are not seen.
"""
import collections
import pathlib
import re
import sys

top = pathlib.Path(__file__).resolve().parent.parent
definition = re.compile(
    r"^((?:@\w+(?:\([^)]*\))?\s+|(?:private|fileprivate|package|internal|final|indirect)\s+)*)"
    r"(?:struct|class|enum|protocol|actor|typealias)\s+([A-Z]\w*)"
)


def code(text):
    """The text with spaces in place of comments and of what strings say; interpolated code stays."""
    out, at, stack = [], 0, []  # The stack holds a string's closing mark, or the depth of brackets in an interpolation.

    def skip(count):
        nonlocal at
        out.append(re.sub(r"[^\n]", " ", text[at:at + count]))
        at += count

    while at < len(text):
        if stack and isinstance(stack[-1], str):
            close = stack[-1]
            escape = "\\" + close.lstrip('"')
            if text.startswith(close, at):
                stack.pop()
                skip(len(close))
            elif text.startswith(escape + "(", at):
                stack.append(0)
                skip(len(escape) + 1)
            else:
                skip(2 if text.startswith("\\\\", at) or text.startswith('\\"', at) else 1)
        elif text.startswith("//", at):
            end = text.find("\n", at)
            skip((end if end >= 0 else len(text)) - at)
        elif text.startswith("/*", at):
            skip(text.index("*/", at) + 2 - at)
        elif match := re.compile(r'(#*)("""|")').match(text, at):
            stack.append(match[2] + match[1])
            skip(len(match[0]))
        else:
            if stack and text[at] == "(":
                stack[-1] += 1
            if stack and text[at] == ")":
                if stack[-1] == 0:
                    stack.pop()
                    skip(1)
                    continue
                stack[-1] -= 1
            out.append(text[at])
            at += 1
    return "".join(out)


def definitions(text):
    """The types of a file: those at its top level that other files see, and all the others."""
    seen, hidden, depth = set(), set(), 0
    for line in text.splitlines():
        match = definition.match(line.strip())
        if match:
            # Between `#if` and `#endif` the top level is indented, but its depth is the same.
            isHidden = depth > 0 or re.search(r"\b(?:file)?private\b", match[1] or "")
            (hidden if isHidden else seen).add(match[2])
        depth += line.count("{") - line.count("}")
    for parameters in re.findall(r"\b(?:struct|class|enum|actor|func \w+|init)\b[^\n{(]*?<([^>\n]*)>", text):
        hidden.update(re.findall(r"(?:^|,)\s*(?:each )?(\w+)", parameters))
    return seen, hidden


def references(target):
    """By folder and folder: where the one names a type of the other."""
    files = {path: code(path.read_text()) for path in sorted(target.rglob("*.swift"))}
    folder = {path: str(path.parent.relative_to(target)) for path in files}
    defined = {path: definitions(text) for path, text in files.items()}
    homes = {name: folder[path] for path, (seen, _) in defined.items() for name in seen}
    found = collections.defaultdict(list)
    for path, text in files.items():
        own = defined[path][0] | defined[path][1]
        for number, line in enumerate(text.splitlines(), 1):
            if re.match(r"(?:package |@\w+ )*import ", line):
                continue
            for match in re.finditer(r"(?<![.\w])[A-Z]\w*", line):
                name = match[0]
                if name in homes and name not in own and homes[name] != folder[path]:
                    found[folder[path], homes[name]].append(f"{path.relative_to(top)}:{number}: {name}")
    return found


def reachable(start, edges):
    """All that can be reached from a node, which is among it only if a cycle leads back."""
    reached, waiting = set(), [start]
    while waiting:
        node = waiting.pop()
        for source, destination in edges:
            if source == node and destination not in reached:
                reached.add(destination)
                waiting.append(destination)
    return reached


def cycles(target):
    """The folders that refer to each other in a cycle, with the references that make it one, as lines to show."""
    found = references(target)
    reach = {folder: reachable(folder, found) for edge in found for folder in edge}
    for group in sorted({tuple(sorted(reach[folder] & {other for other in reach if folder in reach[other]}))
                         for folder in reach if folder in reach[folder]}):
        yield f"{target.name}: these folders refer to each other in a cycle: {', '.join(group)}"
        for (source, destination), places in sorted(found.items()):
            if source in group and destination in group:
                yield f"    {source} to {destination}, {len(places)} times:"
                yield from (f"        {place}" for place in places[:3])


def declarations():
    """The targets that Package.swift declares for Sources, each with the targets that it imports."""
    package = re.sub(r"//.*", "", (top / "Package.swift").read_text())
    declared = {}
    for kind, name, rest in re.findall(
        r'\.(target|executableTarget|systemLibrary)\(\s*name: "(\w+)"(.*?)(?=\n        \.|\n    \])', package, re.DOTALL
    ):
        if "path:" in rest and kind == "target":
            continue
        imports = re.search(r"dependencies: \[(.*?)\]\s*,", re.sub(r"\.product\([^)]*\)", "", rest), re.DOTALL)
        declared[name] = set(re.findall(r'"(\w+)"', imports[1])) if imports else set()
    return declared


def drawing():
    """Differences between Package.swift and the table and the graph of targets in docs/architecture.md."""
    declared = declarations()
    document = (top / "docs/architecture.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \|.*\| (.*?) ?\|$", document, re.MULTILINE)
    table = {name: set(re.findall(r"`(\w+)`", list_)) for name, list_ in rows}
    for name in sorted(declared.keys() | table.keys()):
        if declared.get(name) != table.get(name):
            yield f"{name}: Package.swift has {sorted(declared.get(name, ['no such target']))}, " \
                  f"the table of docs/architecture.md {sorted(table.get(name, ['no such row']))}"
    graph = re.search(r"^flowchart TD$(.*?)^```$", document, re.MULTILINE | re.DOTALL)
    arrows = set(re.findall(r"^ +(\w+) --> (\w+)$", graph[1] if graph else "", re.MULTILINE))
    edges = {(name, other) for name, imports in declared.items() for other in imports}
    direct = {edge for edge in edges if edge[1] not in reachable(edge[0], edges - {edge})}
    for source, destination in sorted(arrows ^ direct):
        state = "draws" if (source, destination) in arrows else "lacks"
        yield f"the graph of docs/architecture.md {state} an arrow from {source} to {destination}"


def main():
    wrong = [line for target in sorted((top / "Sources").iterdir()) for line in cycles(target)]
    wrong += drawing()
    print("\n".join(wrong), end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
