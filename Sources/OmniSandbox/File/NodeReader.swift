import LocatedYAML

/// Reads values out of nodes and collects what is wrong with them. Whatever is wrong gives nil.
struct NodeReader {
    private(set) var problems: [SandboxFileProblem] = []

    mutating func report(_ kind: SandboxFileProblem.Kind, at range: SourceRange) {
        problems.append(SandboxFileProblem(kind, at: range))
    }

    /// The values of a mapping by key; unknown keys and missing ones are reported.
    mutating func fields(
        _ node: Node,
        required: [String],
        optional: [String] = []
    ) -> [String: Node] {
        guard let entries = entries(node) else { return [:] }
        let known = required + optional
        for entry in entries where !known.contains(entry.key.text) {
            report(.unknownKey(entry.key.text, known: known), at: entry.key.range)
        }
        let fields = Dictionary(
            entries.map { ($0.key.text, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        for key in required where fields[key] == nil {
            report(.missingKey(key), at: node.range)
        }
        return fields
    }

    mutating func entries(_ node: Node) -> [Entry]? {
        guard case .mapping(let entries) = node.content else {
            report(.wrongKind(expected: "a mapping"), at: node.range)
            return nil
        }
        return entries
    }

    /// No node is an empty list.
    mutating func items(_ node: Node?) -> [Node] {
        guard let node else { return [] }
        guard case .sequence(let items) = node.content else {
            report(.wrongKind(expected: "a list"), at: node.range)
            return []
        }
        return items
    }

    mutating func text(_ node: Node?) -> String? {
        guard let node else { return nil }
        guard case .scalar(let scalar) = node.content, !scalar.isNull else {
            report(.wrongKind(expected: "a text"), at: node.range)
            return nil
        }
        return scalar.text
    }

    mutating func texts(_ node: Node?) -> [String] {
        items(node).compactMap { text($0) }
    }

    mutating func id(_ node: Node?) -> ResourceID? {
        guard let node, let text = text(node) else { return nil }
        guard let id = ResourceID(text) else {
            report(.notUUID(text), at: node.range)
            return nil
        }
        return id
    }

    mutating func flag(_ node: Node?) -> Bool? {
        choice(node, among: ["true", "false"]).map { $0 == "true" }
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ node: Node?) -> Choice? {
        choice(node, among: Choice.allCases.map(\.rawValue)).flatMap(Choice.init)
    }

    private mutating func choice(_ node: Node?, among allowed: [String]) -> String? {
        guard let node, let text = text(node) else { return nil }
        guard allowed.contains(text) else {
            report(.unknownChoice(text, allowed: allowed), at: node.range)
            return nil
        }
        return text
    }
}
