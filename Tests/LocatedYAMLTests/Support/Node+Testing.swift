import LocatedYAML

extension Node {
    /// The node in one line: `{key: value}`, `[item]`, plain scalars bare and all others in quotes.
    var outline: String {
        switch content {
        case .scalar(let scalar): scalar.isPlain ? scalar.text : "\"\(scalar.text)\""
        case .sequence(let items): "[" + items.map(\.outline).joined(separator: ", ") + "]"
        case .mapping(let entries):
            "{" + entries.map { "\($0.key.text): \($0.value.outline)" }.joined(separator: ", ") + "}"
        }
    }

    var entries: [Entry] {
        if case .mapping(let entries) = content { entries } else { [] }
    }

    var items: [Node] {
        if case .sequence(let items) = content { items } else { [] }
    }

    func entry(_ key: String) -> Entry? { entries.first { $0.key.text == key } }

    subscript(key: String) -> Node? { entry(key)?.value }
}
