import Diagnostics
import LocatedYAML

/// Turns one document's nodes into a draft and collects all that is wrong with them. Each part is decoded
/// for itself: what is wrong with one hides nothing of the next.
struct ManifestDecoder {
    private(set) var diagnostics: [Diagnostic] = []
    /// Places that the parser complained about: what stands there is not what was written.
    private let damaged: DamagedPlaces

    init(damaged: [SourceRange]) {
        self.damaged = DamagedPlaces(damaged)
    }

    mutating func report(_ finding: some Finding, at range: SourceRange, notes: [Diagnostic.Note] = []) {
        diagnostics.append(Diagnostic(finding, at: range, notes: notes))
    }

    /// For findings about the absence or the kind of something, which may follow from damage inside `node`.
    private mutating func report(_ finding: ShapeFinding, at range: SourceRange, about node: Node) {
        guard !damaged.areIn(node.range) else { return }
        report(finding, at: range)
    }
}

extension ManifestDecoder {
    /// The entries of a mapping. `key` stands in for a place where nothing is written.
    mutating func mapping(_ node: Node, _ part: ManifestPart, key: SourceRange? = nil) -> [Entry]? {
        if case .mapping(let entries) = node.content { return entries }
        reportKind(of: node, part, wanted: .mapping, key: key)
        return nil
    }

    mutating func list(_ node: Node, _ part: ManifestPart, key: SourceRange? = nil) -> [Node]? {
        if case .sequence(let nodes) = node.content { return nodes }
        reportKind(of: node, part, wanted: .list, key: key)
        return nil
    }

    mutating func text(_ node: Node, _ part: ManifestPart, key: SourceRange? = nil) -> Located<String>? {
        if case .scalar(let scalar) = node.content, !scalar.isNull {
            return Located(scalar.text, at: node.range)
        }
        reportKind(of: node, part, wanted: .text, key: key)
        return nil
    }

    /// The text of a field; its name is the key.
    mutating func text(of entry: Entry) -> Located<String>? {
        text(entry.value, .field(entry.key.text), key: entry.key.range)
    }

    /// Hands each known field to `read`, and reports unknown and missing ones. Gives whether it was a mapping.
    mutating func fields<Field: ManifestField>(
        _: Field.Type,
        of node: Node,
        _ part: ManifestPart,
        key: SourceRange? = nil,
        read: (inout Self, Field, Entry) -> Void
    ) -> Bool {
        guard let entries = mapping(node, part, key: key) else { return false }
        for entry in entries {
            if let field = Field(rawValue: entry.key.text) {
                read(&self, field, entry)
            } else {
                let finding = ShapeFinding.unknownKey(entry.key.text, in: part, known: Field.names)
                report(finding, at: entry.key.range)
            }
        }
        for field in Field.required where !Self.names(field, in: entries) {
            let place = key ?? entries.first?.key.range ?? node.range
            report(.missingKey(field.rawValue, in: part), at: place, about: node)
        }
        return true
    }

    /// Whether a mapping has the field, be it misspelled: that is an error already.
    static func names<Field: ManifestField>(_ field: Field, in entries: [Entry]) -> Bool {
        entries.contains { $0.key.text == field.rawValue }
            || entries.contains { Suggestion.closest(to: $0.key.text, among: Field.names) == field.rawValue }
    }

    private mutating func reportKind(
        of node: Node,
        _ part: ManifestPart,
        wanted: ShapeFinding.Wanted,
        key: SourceRange?
    ) {
        let place = node.range.isEmpty ? key ?? node.range : node.range
        report(.wrongKind(of: part, wanted: wanted, found: .init(node)), at: place, about: node)
    }
}
