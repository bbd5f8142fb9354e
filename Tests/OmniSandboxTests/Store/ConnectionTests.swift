import Testing

@testable import OmniSandbox

@Suite("The organization's connections")
struct ConnectionTests {
    @Test func `are listed in the order of the file, without the deleted ones`() {
        let names = Fixture.store().connections(matching: .init()).map(\.name)
        #expect(names == ["Warehouse", "Other", "Dev", "Staging", "EU & more", "App"])
    }

    @Test(arguments: [
        ("name", "ware", ["Warehouse"]), ("database", "analyt", ["Warehouse"]),
        ("dialect", "postgres,duckdb", ["App"]), ("includeDeleted", "true", ["Old"]),
    ])
    func `are filtered`(_ parameter: String, _ value: String, _ names: [String]) throws {
        var query = try Store.ConnectionQuery([.init("\(parameter)=\(value)")])
        if parameter == "includeDeleted" { query.name = "old" }
        #expect(Fixture.store().connections(matching: query).map(\.name) == names)
    }

    @Test(arguments: [
        ("asc", ["App", "Dev", "EU & more", "Other", "Staging", "Warehouse"]),
        ("desc", ["Warehouse", "Staging", "Other", "EU & more", "Dev", "App"]),
    ])
    func `are sorted`(_ direction: String, _ names: [String]) throws {
        let query = try Store.ConnectionQuery([.init("sortField=name"), .init("sortDirection=\(direction)")])
        #expect(Fixture.store().connections(matching: query).map(\.name) == names)
    }

    @Test func `keep their other settings when the attribute changes`() throws {
        var store = Fixture.store()
        let before = try store.connection(Fixture.base)
        try store.setRouting(nil, of: Fixture.base)
        var expected = before
        expected.routing = nil
        #expect(try store.connection(Fixture.base) == expected)
        try store.setRouting(before.routing, of: Fixture.base)
        #expect(try store.connection(Fixture.base) == before)
    }

    @Test(arguments: [(Fixture.dev, [Fixture.staging]), (Fixture.base, [])])
    func `lose what is attached to them when they are deleted`(_ id: ResourceID, _ left: [ResourceID]) throws
    {
        var store = try Fixture.attached()
        try store.deleteConnection(id, at: "2026-01-01T00:00:00Z")
        #expect(store.environments.map(\.connection) == left)
        #expect(throws: Store.Refusal.unknownConnection(id)) { try store.connection(id) }
        var query = Store.ConnectionQuery()
        query.includesDeleted = true
        let deleted = store.connections(matching: query).first { $0.id == id }
        #expect(deleted?.deletedAt == "2026-01-01T00:00:00Z")
    }
}
