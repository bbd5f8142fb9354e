import Testing

@testable import OmniSandbox

@Suite("Which requests a fault strikes")
struct FaultMatchingTests {
    @Test(arguments: [
        ("/v1/connection-environments", "/api/v1/connection-environments", true),
        ("/v1/connection-environments", "/api/v1/connection-environments/1", false),
        ("/v1/connection-environments/*", "/api/v1/connection-environments/1", true),
        ("/v1/connection-environments/*", "/api/v1/connection-environments", false),
        ("/v1/*", "/api/v1/connections", true), ("*", "/api/v1/connections/1", true),
        ("/v1/connections", "/api/v1/user-attributes", false),
    ])
    func `are those of its path`(_ pattern: String, _ path: String, _ matches: Bool) {
        #expect(PathPattern(pattern).matches(path) == matches)
    }

    @Test func `are those of its method and its count`() throws {
        var script = FaultScript([try Fault(parsing: "PUT /v1/connections/* 2-3 garbage")])
        let methods = ["PUT", "GET", "PUT", "PUT", "PUT"]
        let struck = methods.map {
            script.strike(SandboxRequest(method: $0, target: "/api/v1/connections/1?x=y")).effect
        }
        #expect(struck == [nil, nil, .garbage, .garbage, nil])
    }

    @Test func `are struck by all edits and by the first other fault`() throws {
        var script = FaultScript([
            try Fault(parsing: "* * 1 edit:detach:\(Fixture.dev)"), try Fault(parsing: "* * 1 partial"),
            try Fault(parsing: "* * * garbage"), try Fault(parsing: "* * 1 edit:detach:\(Fixture.eu)"),
        ])
        let request = SandboxRequest(method: "GET", target: "/api/v1/connections")
        let first = script.strike(request)
        #expect(first.edits == [.detach(connection: Fixture.dev), .detach(connection: Fixture.eu)])
        #expect(first.effect == .partial)
        let second = script.strike(request)
        #expect(second.edits.isEmpty)
        #expect(second.effect == .garbage)
    }
}
