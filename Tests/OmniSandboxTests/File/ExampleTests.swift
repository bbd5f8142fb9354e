import LocatedYAML
import OmniSandbox
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("examples/sandbox.yaml")
struct ExampleTests {
    private func example() throws -> SandboxFile {
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
        let data = try Data(contentsOf: root.appending(path: "examples/sandbox.yaml"))
        return try SandboxFile(parsing: SourceFile(name: "sandbox.yaml", bytes: Array(data)))
    }

    @Test func `takes the connections of the first manifest`() throws {
        var store = try example().store
        let base = try #require(ResourceID("c0f12353-4817-4398-bcc0-d501e6dd2f64"))
        let dev = try #require(ResourceID("b31f9c9f-208d-48a2-9ae3-ff80f2c79fed"))
        #expect(try store.connection(base).name == "Warehouse")
        let named = store.connections.filter { $0.name == "Snowflake (EU)" }.map(\.id)
        #expect(named.count == 1)
        #expect(try store.attach([dev] + named, to: base).count == 2)
    }

    @Test func `has a second base of another dialect with environments`() throws {
        let store = try example().store
        let bases = Set(store.environments.map(\.base))
        let dialects = try bases.map { try store.connection($0).dialect }
        #expect(dialects == ["postgres"])
        #expect(store.environments.count == 2)
    }
}
