/// A value of a user attribute, as an environment or the base lists it. Values are compared byte for byte, since
/// nobody says that Omni takes two Unicode forms of one text for one value (docs/omni-api.md).
package struct AttributeValue: Sendable, Hashable, Comparable, CustomStringConvertible {
    private let exact: ExactText

    package init(_ text: String) {
        exact = ExactText(text)
    }

    /// The characters as they were written.
    package var text: String { exact.text }

    package var description: String { text }

    package static func < (first: Self, second: Self) -> Bool { first.exact < second.exact }
}

extension [AttributeValue] {
    package var texts: [String] { map(\.text) }

    /// Each value once, in the order of its first occurrence.
    package var distinct: [AttributeValue] {
        var seen: Set<AttributeValue> = []
        return filter { seen.insert($0).inserted }
    }

    /// Whether both have the same values. Omni takes a list for a set: order and repetition mean nothing.
    package func isSameSet(as others: [AttributeValue]) -> Bool {
        self == others || Set(self) == Set(others)
    }

    /// The values that `others` do not have, in this list's order and with its repetitions.
    package func without(_ others: [AttributeValue]) -> [AttributeValue] {
        let others = Set(others)
        return filter { !others.contains($0) }
    }
}
