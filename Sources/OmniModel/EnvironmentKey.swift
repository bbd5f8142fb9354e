/// What an environment is, whatever it is called: a connection attached to a base (docs/manifest.md). Manifest, state and
/// Omni's answers are matched by it alone. Keys are ordered by the base's id, then by the connection's.
package struct EnvironmentKey: Sendable, Hashable, Comparable {
    package let base: ConnectionID
    package let connection: ConnectionID

    package init(base: ConnectionID, connection: ConnectionID) {
        self.base = base
        self.connection = connection
    }

    package static func < (first: Self, second: Self) -> Bool {
        first.base == second.base ? first.connection < second.connection : first.base < second.base
    }
}

/// The labels that a person knows an environment by, written `warehouse/dev`. It is for reading and writing only: what an
/// environment is, its `EnvironmentKey` says.
package struct Address: Sendable, Hashable, CustomStringConvertible {
    package let base: String
    package let environment: String

    package init(base: String, environment: String) {
        self.base = base
        self.environment = environment
    }

    /// Reads `base/environment`; `nil` when there is not exactly one slash between two labels.
    package init?(_ text: String) {
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let (base, environment) = (text[..<slash], text[text.utf8.index(after: slash)...])
        guard !base.isEmpty, !environment.isEmpty, !environment.utf8.contains(UInt8(ascii: "/")) else {
            return nil
        }
        self.init(base: String(base), environment: String(environment))
    }

    package var description: String { base + "/" + environment }
}
