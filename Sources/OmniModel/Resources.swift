/// The id of a connection, in lower case so that two spellings of one UUID are equal. Any text makes one: whether a text of
/// a manifest or a state is a UUID is checked where it is read.
package struct ConnectionID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) {
        var text = text
        let isLower = text.withUTF8 { bytes in
            bytes.allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) }
        }
        self.text = isLower ? text : text.lowercased()
    }

    package var description: String { text }

    package static func < (first: Self, second: Self) -> Bool { first.text < second.text }
}

/// The id that Omni gives to the attachment of a connection to a base. It is opaque and kept as it was answered; requests
/// that change or detach an environment name it, and without a list only the state knows it (docs/state.md).
package struct EnvironmentID: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package var description: String { text }
}

/// One item of `GET /v1/connection-environments` (docs/omni-api.md).
package struct ConnectionEnvironment: Sendable, Hashable {
    package let id: EnvironmentID
    package let base: ConnectionID
    package let connection: ConnectionID
    /// In Omni's order, which means nothing; a text with commas counts as its parts.
    package let values: [AttributeValue]
    /// The texts in the list that have commas, each of which counts as its parts among `values`.
    package let joinedTexts: [String]

    package init(
        id: EnvironmentID,
        base: ConnectionID,
        connection: ConnectionID,
        values: [AttributeValue],
        joinedTexts: [String] = []
    ) {
        self.id = id
        self.base = base
        self.connection = connection
        self.values = values
        self.joinedTexts = joinedTexts
    }
}

/// What `GET /v1/connections` answers about one connection, as far as omnienv uses it.
package struct Connection: Sendable, Hashable {
    /// A connection's attribute as an answer gives it: a missing field is never taken for "none".
    package enum Attribute: Sendable, Hashable {
        case unreported
        case none
        case set(EnvironmentUserAttribute)
    }

    package let id: ConnectionID
    package let name: String
    /// The kind of database as Omni spells it, such as `snowflake`; nil where the answer does not say.
    package let dialect: String?
    package let database: String?
    package let isDeleted: Bool
    /// By which attribute the connection, as a base, chooses an environment.
    package let environmentUserAttribute: Attribute
    /// Whether a branch may have an environment of its own; nil where the answer does not say.
    package let allowsBranchEnvironments: Bool?

    package init(
        id: ConnectionID,
        name: String,
        dialect: String? = nil,
        database: String? = nil,
        isDeleted: Bool = false,
        environmentUserAttribute: Attribute = .unreported,
        allowsBranchEnvironments: Bool? = nil
    ) {
        self.id = id
        self.name = name
        self.dialect = dialect
        self.database = database
        self.isDeleted = isDeleted
        self.environmentUserAttribute = environmentUserAttribute
        self.allowsBranchEnvironments = allowsBranchEnvironments
    }
}

/// One record of `GET /v1/user-attributes`.
package struct UserAttribute: Sendable, Hashable {
    package let name: String
    package let label: String?
    /// Whether a user can have several values; nil where the answer does not say.
    package let allowsMultipleValues: Bool?
    /// What counts for users without a value of their own: none, one, or several; nil where the answer does not say.
    package let defaultValues: [AttributeValue]?

    package init(
        name: String,
        label: String? = nil,
        allowsMultipleValues: Bool? = nil,
        defaultValues: [AttributeValue]? = nil
    ) {
        self.name = name
        self.label = label
        self.allowsMultipleValues = allowsMultipleValues
        self.defaultValues = defaultValues
    }
}
