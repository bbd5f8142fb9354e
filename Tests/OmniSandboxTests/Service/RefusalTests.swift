import OmniSandbox
import Testing

/// A request that the server refuses, and its words.
struct Refused: Sendable, CustomTestStringConvertible {
    let method: String
    let path: String
    var body: String?
    var wire = SandboxConfiguration.Wire.documented
    var listing = true
    let status: Int
    let detail: String

    var testDescription: String { "\(method) \(path) \(body ?? "") (\(wire))" }

    init(
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        wire: SandboxConfiguration.Wire = .documented,
        listing: Bool = true,
        _ status: Int,
        _ detail: String
    ) {
        self.method = method
        self.path = path
        self.body = body
        self.wire = wire
        self.listing = listing
        self.status = status
        self.detail = detail
    }

    /// Sends the request over HTTP to a server that holds `Fixture.attached()`.
    func check(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let configuration = SandboxConfiguration.with {
            $0.wire = wire
            $0.hasList = listing
        }
        let before = Snapshot(try Fixture.attached())
        try await withSandbox(try Fixture.attached(), configuration) { sandbox in
            let reply = try await sandbox.send(method, path, body)
            let escaped = detail.replacing("\"", with: "\\\"")
            let expected = Reply(status, #"{"detail":"\#(escaped)","status":\#(status)}"#)
            #expect(reply == expected, sourceLocation: sourceLocation)
            #expect(reply.contentType == "application/json", sourceLocation: sourceLocation)
            #expect(await sandbox.snapshot() == before, sourceLocation: sourceLocation)
            #expect(await sandbox.requests().map(\.refusal) == [detail], sourceLocation: sourceLocation)
        }
    }
}

private let base = Fixture.base.text
private let eu = Fixture.eu.text
private let collection = "/v1/connection-environments"
private let item = "/v1/connection-environments/\(Fixture.stagingEnvironment)"
private let connection = "/v1/connections/\(Fixture.base)"
private let notValid = "The following environment connection IDs are not valid for this connection: "
private let badIDs =
    "Bad Request: environmentConnectionIds: All environment connection IDs must be valid UUIDs"

@Suite("Refusals, as served")
struct RefusalTests {
    @Test(arguments: [
        Refused("POST", collection, "{", 400, "Bad Request: Invalid JSON"),
        Refused("POST", collection, 400, "Bad Request: Invalid JSON"),
        Refused("POST", collection, "[]", 400, "Bad Request: Expected object, received array"),
        Refused("POST", collection, "{}", 400, "Bad Request: baseConnectionId: Required"),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"x","environmentConnectionIds":"\#(eu)"}"#,
            400,
            "Bad Request: baseConnectionId: Base connection ID must be a valid UUID"
        ),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"\#(base)","environmentConnectionIds":"\#(eu),x"}"#,
            400,
            badIDs
        ),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"\#(base)","environmentConnectionIds":""}"#,
            400,
            badIDs
        ),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"\#(base)","environmentConnectionIds":["x"]}"#,
            wire: .array,
            400,
            badIDs
        ),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"\#(base)","environmentConnectionIds":["\#(eu)"]}"#,
            400,
            "Bad Request: environmentConnectionIds: Expected string, received array"
        ),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"\#(base)","environmentConnectionIds":"\#(eu)"}"#,
            wire: .array,
            400,
            "Bad Request: environmentConnectionIds: Expected array, received string"
        ),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"\#(base)","environmentConnectionIds":"\#(eu),\#(base),\#(Fixture.dev)"}"#,
            400,
            notValid + "\(base), \(Fixture.dev)"
        ),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"\#(Fixture.unknown)","environmentConnectionIds":"\#(eu)"}"#,
            404,
            "Connection with id \(Fixture.unknown) does not exist"
        ),
    ])
    func `of attaching`(_ refused: Refused) async throws {
        try await refused.check()
    }

    @Test(arguments: [
        Refused("PUT", item, "nonsense", 400, "Bad Request: Invalid JSON"),
        Refused(
            "PUT",
            collection + "/x",
            #"{"userAttributeValues":""}"#,
            400,
            "Bad Request: id: Invalid uuid"
        ),
        Refused("PUT", item, "{}", 400, "Bad Request: userAttributeValues: Required"),
        Refused(
            "PUT",
            item,
            #"{"userAttributeValues":["a"]}"#,
            400,
            "Bad Request: userAttributeValues: Expected string, received array"
        ),
        Refused(
            "PUT",
            item,
            #"{"userAttributeValues":null}"#,
            400,
            "Bad Request: userAttributeValues: Expected string, received null"
        ),
        Refused(
            "PUT",
            item,
            #"{"userAttributeValues":"a"}"#,
            wire: .array,
            400,
            "Bad Request: userAttributeValues: Expected array, received string"
        ),
        Refused(
            "PUT",
            item,
            #"{"userAttributeValues":[1]}"#,
            wire: .array,
            400,
            "Bad Request: userAttributeValues: Expected string, received number"
        ),
        Refused(
            "PUT",
            item,
            #"{"userAttributeValues":"a,dev"}"#,
            400,
            #"User attribute value "dev" is already in use"#
        ),
        Refused(
            "PUT",
            item,
            #"{"userAttributeValues":["a","dev"]}"#,
            wire: .array,
            400,
            #"User attribute value "dev" is already in use"#
        ),
        Refused(
            "PUT",
            collection + "/\(Fixture.unknown)",
            #"{"userAttributeValues":"a"}"#,
            404,
            "Connection environment with id \(Fixture.unknown) does not exist"
        ),
        Refused("DELETE", collection + "/x", 400, "Bad Request: id: Invalid uuid"),
        Refused(
            "DELETE",
            collection + "/\(Fixture.unknown)",
            404,
            "Connection environment with id \(Fixture.unknown) does not exist"
        ),
    ])
    func `of changing and detaching an environment`(_ refused: Refused) async throws {
        try await refused.check()
    }

    @Test(arguments: [
        Refused("PATCH", connection, 400, "Bad Request: Invalid JSON"),
        Refused("PATCH", connection, "{}", 400, "Bad Request: At least one field must be provided"),
        Refused(
            "PATCH",
            connection,
            #"{"environmentUserAttribute":null,"password":"x"}"#,
            400,
            "Bad Request: Unrecognized key(s) in object: 'password'"
        ),
        Refused(
            "PATCH",
            connection,
            #"{"environmentUserAttribute":"x"}"#,
            400,
            "Bad Request: environmentUserAttribute: Expected object, received string"
        ),
        Refused(
            "PATCH",
            connection,
            #"{"environmentUserAttribute":{"defaultValues":[]}}"#,
            400,
            "Bad Request: attributeName: Required"
        ),
        Refused("PATCH", "/v1/connections/x", "{}", 400, "Bad Request: id: Invalid uuid"),
        Refused(
            "PATCH",
            "/v1/connections/\(Fixture.unknown)",
            #"{"environmentUserAttribute":null}"#,
            404,
            "Connection with id \(Fixture.unknown) does not exist"
        ),
        Refused(
            "GET",
            "/v1/connections/\(Fixture.deleted)",
            404,
            "Connection with id \(Fixture.deleted) does not exist"
        ),
        Refused(
            "GET",
            "/v1/connections?sortField=age",
            400,
            "Bad Request: sortField: Expected 'name' | 'dialect' | 'database'"
        ),
        Refused(
            "GET",
            "/v1/connections?sortDirection=up",
            400,
            "Bad Request: sortDirection: Expected 'asc' | 'desc'"
        ),
    ])
    func `of reading and changing a connection`(_ refused: Refused) async throws {
        try await refused.check()
    }

    @Test(arguments: [
        Refused("PATCH", collection, 400, "Invalid method"),
        Refused("DELETE", collection, 400, "Invalid method"),
        Refused("GET", item, 400, "Invalid method"),
        Refused("GET", collection, listing: false, 400, "Invalid method"),
        Refused("DELETE", item, listing: false, 400, "Invalid method"),
        Refused("GET", connection, listing: false, 405, "Method Not Allowed"),
        Refused("POST", "/v1/connections", 405, "Method Not Allowed"),
        Refused("DELETE", "/v1/user-attributes", 405, "Method Not Allowed"),
        Refused("GET", "/v1/user-attributes/x", 404, "Not Found"),
        Refused("GET", "/v1/models", 404, "Not Found"),
        Refused("GET", "/v2/connections", 404, "Not Found"),
        Refused("GET", "/v1", 404, "Not Found"),
    ])
    func `of methods and paths that are not there`(_ refused: Refused) async throws {
        try await refused.check()
    }
}
