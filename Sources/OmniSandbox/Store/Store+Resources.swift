extension Store {
    /// A connection of the organization, with the settings that `GET /v1/connections` answers.
    package struct Connection: Sendable, Equatable {
        package let id: ResourceID
        package var name: String
        package var dialect: String
        package var database: String
        package var defaultSchema: String?
        package var baseRole: String?
        /// When it was deleted, in the form of RFC 3339. A deleted connection is still listed on request.
        package var deletedAt: String?
        /// Nil where the connection, as a base, has no attribute, so that nobody is routed to its environments.
        package var routing: RoutingAttribute?
        package var branchEnvironmentOverridesUserAttribute = false
        package var environmentSwitchesSchemaModel = false

        package init(id: ResourceID, name: String, dialect: String, database: String) {
            self.id = id
            self.name = name
            self.dialect = dialect
            self.database = database
        }
    }

    /// The user attribute by which a base connection chooses an environment.
    package struct RoutingAttribute: Sendable, Equatable {
        package let name: String
        /// The values that mean the base connection itself.
        package let defaultValues: [String]

        package init(name: String, defaultValues: [String]) {
            self.name = name
            self.defaultValues = defaultValues
        }
    }

    /// One connection attached to a base.
    package struct Environment: Sendable, Equatable {
        package let id: ResourceID
        package let base: ResourceID
        package let connection: ResourceID
        /// Its place in the order of creation, counted from 1.
        package let serial: Int
        package internal(set) var values: [String]
    }

    /// A definition that `GET /v1/user-attributes` answers.
    package struct UserAttribute: Sendable, Equatable {
        package let id: ResourceID
        package let name: String
        package var label: String
        package var type = Kind.string
        package var allowsMultipleValues = true
        package var defaultValue: String?
        package var description: String?
        package var isSystem = false

        /// The types that Omni's attributes have, by Omni's names.
        package enum Kind: String, Sendable, CaseIterable {
            case string = "String"
            case number = "Number"
        }

        package init(id: ResourceID, name: String, label: String) {
            self.id = id
            self.name = name
            self.label = label
        }
    }
}
