import OmniSandbox
import Testing

/// An organization whose connections are known by numbers: bases from 1, connections to attach from 1, all of one
/// dialect.
enum Organization {
    static func base(_ number: Int) -> String { "ba5e\(hex(number, 4))-0000-4000-8000-000000000000" }

    static func connection(_ number: Int) -> String { "c0000000-0000-4000-8000-\(hex(number, 12))" }

    /// Bases and connections with nothing attached.
    /// - Parameters:
    ///   - attribute: the user attribute of the bases, without default values; nil for none.
    ///   - name: gives each connection that is no base its name.
    static func store(
        bases: Int = 1,
        connections: Int = 5,
        attribute: String? = "environment",
        name: (Int) -> String = { "Connection \($0)" }
    ) -> Store {
        let routing = attribute.map { Store.RoutingAttribute(name: $0, defaultValues: []) }
        let ids = (1...bases).compactMap { number in
            var base = connection(base(number), name: "Base \(number)")
            base?.routing = routing
            return base
        }
        let others = (1...connections).compactMap { connection(connection($0), name: name($0)) }
        return Store(
            connections: ids + others,
            userAttributes: attributes.enumerated().compactMap { number, name in
                ResourceID("a0000000-0000-4000-8000-\(hex(number, 12))")
                    .map { Store.UserAttribute(id: $0, name: name, label: name) }
            }
        )
    }

    /// The user attributes that it defines.
    private static let attributes = ["environment", "env", "stage", "tenant", "region"]

    static func connection(_ id: String, name: String) -> Store.Connection? {
        ResourceID(id).map { Store.Connection(id: $0, name: name, dialect: "snowflake", database: "DB") }
    }

    /// One of the ids above.
    static func id(_ text: String) throws -> ResourceID { try #require(ResourceID(text)) }

    private static func hex(_ number: Int, _ width: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: width - digits.count) + digits
    }
}

extension Store {
    /// Attaches connections to a base and gives them values, as somebody else than omnienv would.
    mutating func attach(_ environments: [Int: [String]], to base: Int = 1) throws {
        for (connection, values) in environments.sorted(by: { $0.key < $1.key }) {
            try attach(connection, values, to: base)
        }
    }

    private mutating func attach(_ connection: Int, _ values: [String], to base: Int) throws {
        let ids = [try Organization.id(Organization.connection(connection))]
        for environment in try attach(ids, to: Organization.id(Organization.base(base))) {
            try setValues(values, of: environment.id)
        }
    }

    /// Does something to the environment of a connection, of the first base.
    mutating func change(_ connection: Int, _ values: [String]) throws {
        for environment in environments(on: try Organization.id(Organization.connection(connection))) {
            try setValues(values, of: environment.id)
        }
    }

    mutating func detach(_ connection: Int) throws {
        for environment in environments(on: try Organization.id(Organization.connection(connection))) {
            try detach(environment.id)
        }
    }
}
