import OmniSandbox
import Testing

@Suite("The two wire forms")
struct WireTests {
    private static let attachments: [(APIVariant.Wire, String, String)] = [
        (
            .documented,
            #"{"baseConnectionId": "\#(Fixture.base)", "environmentConnectionIds": "\#(Fixture.dev),\#(Fixture.staging)"}"#,
            #"{"success":true,"data":[{"id":"\#(Fixture.devEnvironment)","environmentConnectionId":"\#(Fixture.dev)"},"#
                + #"{"id":"\#(Fixture.stagingEnvironment)","environmentConnectionId":"\#(Fixture.staging)"}]}"#
        ),
        (
            .array,
            #"{"baseConnectionId":"\#(Fixture.base)","environmentConnectionIds":["\#(Fixture.dev)"]}"#,
            #"{"connectionEnvironments":[{"id":"\#(Fixture.devEnvironment)","baseConnectionId":"\#(Fixture.base)","#
                + #""connectionId":"\#(Fixture.dev)","userAttributeValues":[]}]}"#
        ),
    ]

    @Test(arguments: attachments)
    func `answer an attachment in their own shape`(
        _ wire: APIVariant.Wire,
        _ body: String,
        _ answer: String
    ) async throws {
        try await withSandbox(Fixture.store(), .with { $0.api.wire = wire }) { sandbox in
            let reply = try await sandbox.send("POST", "/v1/connection-environments", body)
            #expect(reply == Reply(201, answer))
        }
    }

    @Test(arguments: [
        (APIVariant.Wire.documented, #""b,a,b""#, ["a", "b"]), (.documented, #""""#, []),
        (.array, #"["b","a","b"]"#, ["a", "b"]), (.array, "[]", []), (.array, #"["one, two"]"#, ["one, two"]),
    ])
    func `replace an environment's values`(
        _ wire: APIVariant.Wire,
        _ values: String,
        _ held: [String]
    ) async throws {
        try await withSandbox(try Fixture.attached(), .with { $0.api.wire = wire }) { sandbox in
            let reply = try await sandbox.send(
                "PUT",
                "/v1/connection-environments/\(Fixture.devEnvironment)",
                #"{"userAttributeValues":\#(values)}"#
            )
            #expect(reply == Reply(200, #"{"success":true}"#))
            #expect(await sandbox.snapshot().environments[Fixture.base.text]?.first?.values == held)
        }
    }

    @Test(arguments: [
        (
            APIVariant.Wire.documented,
            #""userAttributeNameForConnectionEnvironments":"environment","userAttributeValuesForDefaultEnvironment":"prod,live""#,
            #""userAttributeNameForConnectionEnvironments":null,"userAttributeValuesForDefaultEnvironment":null"#
        ),
        (
            .array,
            #""userAttributeNameForConnectionsEnvironments":"environment","userAttributeValuesForDefaultEnvironment":["prod","live"]"#,
            #""userAttributeNameForConnectionsEnvironments":null,"userAttributeValuesForDefaultEnvironment":null"#
        ),
    ])
    func `spell a connection's attribute in their own way`(
        _ wire: APIVariant.Wire,
        _ set: String,
        _ unset: String
    ) async throws {
        try await withSandbox(Fixture.store(), .with { $0.api.wire = wire }) { sandbox in
            let listed = try await sandbox.send("GET", "/v1/connections?name=ware")
            #expect(listed == Reply(200, #"{"connections":[\#(Self.warehouse(set))]}"#))
            let patch = try await sandbox.send(
                "PATCH",
                "/v1/connections/\(Fixture.base)",
                #"{"environmentUserAttribute":null}"#
            )
            #expect(patch == Reply(200, #"{"success":true,"message":"Connection updated successfully"}"#))
            let read = try await sandbox.send("GET", "/v1/connections/\(Fixture.base)")
            #expect(read == Reply(200, #"{"connection":\#(Self.warehouse(unset))}"#))
        }
    }

    private static func warehouse(_ attribute: String) -> String {
        #"{"id":"\#(Fixture.base)","name":"Warehouse","dialect":"snowflake","database":"ANALYTICS","#
            + #""defaultSchema":"PUBLIC","baseRole":null,"deletedAt":null,\#(attribute),"#
            + #""branchConnectionEnvironmentOverridesUserAttr":false,"environmentConnectionSwitchesSchemaModel":false}"#
    }
}
