/// A version of omnienv: numbers with dots between, of which those that are not written are 0.
package struct OmnienvVersion: Sendable, Comparable {
    private let parts: [Int]

    /// This omnienv's.
    package static let current = "0.1.0"

    /// `nil` for a text that is no version. What follows a dash, as in `1.0.0-rc.1`, does not count.
    package init?(_ text: some StringProtocol) {
        let parts = text.prefix { $0 != "-" }.split(separator: ".", omittingEmptySubsequences: false).map {
            $0.allSatisfy(\.isASCII) && $0.allSatisfy(\.isNumber) ? Int($0) : nil
        }
        guard 1...3 ~= parts.count, !parts.contains(nil) else { return nil }
        self.parts = parts.compactMap(\.self) + Array(repeating: 0, count: 3 - parts.count)
    }

    package static func < (first: Self, second: Self) -> Bool {
        first.parts.lexicographicallyPrecedes(second.parts)
    }
}

/// What a manifest asks of the omnienv that reads it: comparisons with commas between, such as `>= 0.9, < 2`, which all
/// have to hold.
struct VersionRequirement {
    private enum Comparison: String, CaseIterable {
        // The longer ones first, since the shorter ones begin them.
        case atLeast = ">="
        case atMost = "<="
        case above = ">"
        case below = "<"
        case exactly = "="

        func holds(_ one: OmnienvVersion, _ other: OmnienvVersion) -> Bool {
            switch self {
            case .atLeast: one >= other
            case .atMost: one <= other
            case .above: one > other
            case .below: one < other
            case .exactly: one == other
            }
        }
    }

    private let comparisons: [(Comparison, OmnienvVersion)]

    /// `nil` for a text that is none.
    init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(Self.comparison)
        comparisons = parts.compactMap(\.self)
        guard comparisons.count == parts.count else { return nil }
    }

    func allows(_ version: OmnienvVersion) -> Bool {
        comparisons.allSatisfy { $0.holds(version, $1) }
    }

    private static func comparison(_ text: Substring) -> (Comparison, OmnienvVersion)? {
        let text = text.drop { $0 == " " }
        guard let comparison = Comparison.allCases.first(where: { text.hasPrefix($0.rawValue) }) else {
            return nil
        }
        let words = text.dropFirst(comparison.rawValue.count).split(separator: " ")
        guard words.count == 1, let version = words.first.flatMap({ OmnienvVersion($0) }) else { return nil }
        return (comparison, version)
    }
}
