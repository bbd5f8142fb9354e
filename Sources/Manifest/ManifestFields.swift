/// The keys that one kind of mapping may have.
protocol ManifestField: RawRepresentable<String>, CaseIterable, Sendable {
    static var required: [Self] { get }
    /// Whether a key that is none of these is the author's own affair.
    static func leavesToAuthor(_ key: String) -> Bool
}

extension ManifestField {
    static var names: [String] { allCases.map(\.rawValue) }

    static func leavesToAuthor(_ key: String) -> Bool { false }
}

enum RootField: String, ManifestField {
    case version, instance, baseConnections, expectations

    static var required: [Self] { [.version] }

    /// For anchors.
    static func leavesToAuthor(_ key: String) -> Bool { key.hasPrefix("x-") }
}

enum BaseField: String, ManifestField {
    case connection, userAttribute, isolation, allowFallback, environments

    static var required: [Self] { [.connection, .environments] }
}

enum UserAttributeField: String, ManifestField {
    case name, defaultValues

    static var required: [Self] { [.name] }
}

enum EnvironmentField: String, ManifestField {
    case connection, userAttributeValues, protect

    static var required: [Self] { [.connection, .userAttributeValues] }
}
