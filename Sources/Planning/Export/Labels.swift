import LocatedYAML
import OmniModel

/// Labels made of connection names: without what a label must not hold, and each once. Names that come to the same
/// label get the beginning of their id behind it, all of them, so that a label does not depend on the order.
struct Labels {
    private static let longest = 200
    private var labels: [ConnectionID: String] = [:]

    init(_ names: [(id: ConnectionID, name: String)], reserved: Set<String> = []) {
        let plain = names.map { (id: $0.id, label: Self.label(of: $0.name) ?? $0.id.text) }
        let count = Dictionary(plain.map { ($0.label, 1) }, uniquingKeysWith: +)
        var taken = reserved
        for (id, label) in plain where count[label] == 1 && !reserved.contains(label) {
            labels[id] = label
            taken.insert(label)
        }
        for (id, label) in plain.sorted(by: { $0.id < $1.id }) where labels[id] == nil {
            let choices = ["\(label) (\(id.text.prefix(8)))", "\(label) (\(id))", id.text]
            let free = choices.first { !taken.contains($0) } ?? id.text
            labels[id] = free
            taken.insert(free)
        }
    }

    subscript(id: ConnectionID) -> String { labels[id] ?? id.text }

    /// `nil` when nothing is left of the name.
    private static func label(of name: String) -> String? {
        var label = String.UnicodeScalarView()
        for scalar in name.unicodeScalars.prefix(longest) { label.append(scalar.fitForLabel) }
        let words = String(label).split(separator: " ", omittingEmptySubsequences: true)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}

extension Unicode.Scalar {
    fileprivate var fitForLabel: Unicode.Scalar {
        if self == "/" { return "-" }
        return properties.generalCategory == .control || properties.isWhitespace ? " " : self
    }
}
