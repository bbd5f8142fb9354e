import OmniSandbox
import Testing

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
        Refused("POST", collection, "{", status: 400, "Bad Request: Invalid JSON"),
        Refused("POST", collection, status: 400, "Bad Request: Invalid JSON"),
        Refused("POST", collection, "[]", status: 400, "Bad Request: Expected object, received array"),
        Refused("POST", collection, "{}", status: 400, "Bad Request: baseConnectionId: Required"),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"x","environmentConnectionIds":"\#(eu)"}"#,
            status: 400,
            "Bad Request: baseConnectionId: Base connection ID must be a valid UUID"
        ),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"\#(base)","environmentConnectionIds":"\#(eu),x"}"#,
            status: 400,
            badIDs
        ),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"\#(base)","environmentConnectionIds":""}"#,
            status: 400,
            badIDs
        ),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"\#(base)","environmentConnectionIds":["x"]}"#,
            wire: .array,
            status: 400,
            badIDs
        ),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"\#(base)","environmentConnectionIds":["\#(eu)"]}"#,
            status: 400,
            "Bad Request: environmentConnectionIds: Expected string, received array"
        ),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"\#(base)","environmentConnectionIds":"\#(eu)"}"#,
            wire: .array,
            status: 400,
            "Bad Request: environmentConnectionIds: Expected array, received string"
        ),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"\#(base)","environmentConnectionIds":"\#(eu),\#(base),\#(Fixture.dev)"}"#,
            status: 400,
            notValid + "\(base), \(Fixture.dev)"
        ),
        Refused(
            "POST",
            collection,
            #"{"baseConnectionId":"\#(Fixture.unknown)","environmentConnectionIds":"\#(eu)"}"#,
            status: 404,
            "Connection with id \(Fixture.unknown) does not exist"
        ),
    ])
    func `of attaching`(_ refused: Refused) async throws {
        try await refused.check()
    }

    @Test(arguments: [
        Refused("PUT", item, "nonsense", status: 400, "Bad Request: Invalid JSON"),
        Refused(
            "PUT",
            collection + "/x",
            #"{"userAttributeValues":""}"#,
            status: 400,
            "Bad Request: id: Invalid uuid"
        ),
        Refused("PUT", item, "{}", status: 400, "Bad Request: userAttributeValues: Required"),
        Refused(
            "PUT",
            item,
            #"{"userAttributeValues":["a"]}"#,
            status: 400,
            "Bad Request: userAttributeValues: Expected string, received array"
        ),
        Refused(
            "PUT",
            item,
            #"{"userAttributeValues":null}"#,
            status: 400,
            "Bad Request: userAttributeValues: Expected string, received null"
        ),
        Refused(
            "PUT",
            item,
            #"{"userAttributeValues":"a"}"#,
            wire: .array,
            status: 400,
            "Bad Request: userAttributeValues: Expected array, received string"
        ),
        Refused(
            "PUT",
            item,
            #"{"userAttributeValues":[1]}"#,
            wire: .array,
            status: 400,
            "Bad Request: userAttributeValues: Expected string, received number"
        ),
        Refused(
            "PUT",
            item,
            #"{"userAttributeValues":"a,dev"}"#,
            status: 400,
            #"User attribute value "dev" is already in use"#
        ),
        Refused(
            "PUT",
            item,
            #"{"userAttributeValues":["a","dev"]}"#,
            wire: .array,
            status: 400,
            #"User attribute value "dev" is already in use"#
        ),
        Refused(
            "PUT",
            collection + "/\(Fixture.unknown)",
            #"{"userAttributeValues":"a"}"#,
            status: 404,
            "Connection environment with id \(Fixture.unknown) does not exist"
        ),
        Refused("DELETE", collection + "/x", status: 400, "Bad Request: id: Invalid uuid"),
        Refused(
            "DELETE",
            collection + "/\(Fixture.unknown)",
            status: 404,
            "Connection environment with id \(Fixture.unknown) does not exist"
        ),
    ])
    func `of changing and detaching an environment`(_ refused: Refused) async throws {
        try await refused.check()
    }

    @Test(arguments: [
        Refused("PATCH", connection, status: 400, "Bad Request: Invalid JSON"),
        Refused("PATCH", connection, "{}", status: 400, "Bad Request: At least one field must be provided"),
        Refused(
            "PATCH",
            connection,
            #"{"environmentUserAttribute":null,"password":"x"}"#,
            status: 400,
            "Bad Request: Unrecognized key(s) in object: 'password'"
        ),
        Refused(
            "PATCH",
            connection,
            #"{"environmentUserAttribute":"x"}"#,
            status: 400,
            "Bad Request: environmentUserAttribute: Expected object, received string"
        ),
        Refused(
            "PATCH",
            connection,
            #"{"environmentUserAttribute":{"defaultValues":[]}}"#,
            status: 400,
            "Bad Request: attributeName: Required"
        ),
        Refused("PATCH", "/v1/connections/x", "{}", status: 400, "Bad Request: id: Invalid uuid"),
        Refused(
            "PATCH",
            "/v1/connections/\(Fixture.unknown)",
            #"{"environmentUserAttribute":null}"#,
            status: 404,
            "Connection with id \(Fixture.unknown) does not exist"
        ),
        Refused(
            "GET",
            "/v1/connections/\(Fixture.deleted)",
            status: 404,
            "Connection with id \(Fixture.deleted) does not exist"
        ),
        Refused(
            "GET",
            "/v1/connections?sortField=age",
            status: 400,
            "Bad Request: sortField: Expected 'name' | 'dialect' | 'database'"
        ),
        Refused(
            "GET",
            "/v1/connections?sortDirection=up",
            status: 400,
            "Bad Request: sortDirection: Expected 'asc' | 'desc'"
        ),
    ])
    func `of reading and changing a connection`(_ refused: Refused) async throws {
        try await refused.check()
    }

    @Test(arguments: [
        Refused("PATCH", collection, status: 400, "Invalid method"),
        Refused("DELETE", collection, status: 400, "Invalid method"),
        Refused("GET", item, status: 400, "Invalid method"),
        Refused("GET", collection, listing: false, status: 400, "Invalid method"),
        Refused("DELETE", item, detaching: false, status: 400, "Invalid method"),
        Refused("GET", connection, listing: false, status: 405, "Method Not Allowed"),
        Refused("POST", "/v1/connections", status: 405, "Method Not Allowed"),
        Refused("DELETE", "/v1/user-attributes", status: 405, "Method Not Allowed"),
        Refused("GET", "/v1/user-attributes/x", status: 404, "Not Found"),
        Refused("GET", "/v1/models", status: 404, "Not Found"),
        Refused("GET", "/v2/connections", status: 404, "Not Found"),
        Refused("GET", "/v1", status: 404, "Not Found"),
    ])
    func `of methods and paths that are not there`(_ refused: Refused) async throws {
        try await refused.check()
    }
}
