import Testing

@testable import OmniSandbox

/// A small organization: two bases of one dialect, three connections to attach, and some that cannot be.
enum Fixture {
    static let base = id("b0000000-0000-4000-8000-000000000001")
    static let otherBase = id("b0000000-0000-4000-8000-000000000002")
    static let dev = id("c0000000-0000-4000-8000-000000000001")
    static let staging = id("c0000000-0000-4000-8000-000000000002")
    static let eu = id("c0000000-0000-4000-8000-000000000003")
    static let postgres = id("d0000000-0000-4000-8000-000000000001")
    static let deleted = id("d0000000-0000-4000-8000-000000000002")
    static let unknown = id("e0000000-0000-4000-8000-00000000000e")

    /// The environments that `attached()` has on `base`: dev with the value `dev`, staging without.
    static let devEnvironment = id("b0000000-c000-4000-8000-000000000001")
    static let stagingEnvironment = id("b0000000-c000-4000-8000-000000000002")

    static func store() -> Store {
        var warehouse = Store.Connection(
            id: base,
            name: "Warehouse",
            dialect: "snowflake",
            database: "ANALYTICS"
        )
        warehouse.defaultSchema = "PUBLIC"
        warehouse.routing = Store.RoutingAttribute(name: "environment", defaultValues: ["prod", "live"])
        var old = connection(deleted, "Old")
        old.deletedAt = "2025-11-03T09:00:00Z"
        return Store(
            connections: [
                warehouse, connection(otherBase, "Other"), connection(dev, "Dev"),
                connection(staging, "Staging"),
                connection(eu, "EU & more"), connection(postgres, "App", dialect: "postgres"), old,
            ],
            userAttributes: [
                Store.UserAttribute(id: unknown, name: "environment", label: "Environment")
            ]
        )
    }

    static func attached() throws -> Store {
        var store = store()
        _ = try store.attach([dev, staging], to: base)
        try store.setValues(["dev"], of: devEnvironment)
        return store
    }

    private static func connection(
        _ id: ResourceID,
        _ name: String,
        dialect: String = "snowflake"
    ) -> Store.Connection {
        Store.Connection(id: id, name: name, dialect: dialect, database: name.uppercased())
    }

    private static func id(_ text: String) -> ResourceID {
        guard let id = ResourceID(text) else {
            Issue.record("\(text) is not a UUID")
            return ResourceID(serial: 0)
        }
        return id
    }
}
