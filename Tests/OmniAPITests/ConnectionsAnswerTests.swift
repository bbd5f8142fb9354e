import JSONText
import OmniAPI
import OmniModel
import TestSupport
import Testing

@Suite struct ConnectionsAnswerTests {
    private func connection(_ fields: String) async throws -> Connection {
        let body = #"{"connection": {"id": "A", "name": "Snowflake (EU)"\#(fields)}}"#
        return try await OmniClient.scripted(ScriptedTransport([.status(200, body)])).reader.connection(dev)
    }

    private func problem(_ body: String) async throws -> OmniError.Kind? {
        let client = try OmniClient.scripted(ScriptedTransport([.status(200, body)]))
        return await failure { () throws(OmniError) in
            _ = try await client.reader.connections(includeDeleted: true)
        }?.kind
    }

    @Test func `all that is known is read`() async throws {
        let read = try await connection(
            #", "dialect": "snowflake", "database": null, "deletedAt": "2026-01-01", "x": [{}]"#
        )
        let expected = Connection(
            id: ConnectionID("a"),
            name: "Snowflake (EU)",
            dialect: "snowflake",
            isDeleted: true
        )
        #expect(read == expected)
    }

    @Test(arguments: [
        "userAttributeNameForConnectionEnvironments", "userAttributeNameForConnectionsEnvironments",
    ])
    func `the attribute is read in both spellings of its key`(key: String) async throws {
        let read = try await connection(
            #", "\#(key)": "environment", "userAttributeValuesForDefaultEnvironment": ["prod"], "deletedAt": null"#
        )
        #expect(
            read.environmentUserAttribute
                == .set(EnvironmentUserAttribute(name: "environment", defaultValues: ["prod"]))
        )
        #expect(!read.isDeleted)
    }

    @Test(arguments: [
        (#", "allowBranchConnectionEnvironments": true"#, true),
        (#", "branchConnectionEnvironmentOverridesUserAttr": "false""#, false),
        (
            #", "branchConnectionEnvironmentOverridesUserAttr": true, "allowBranchConnectionEnvironments": "false""#,
            false
        ),
        (#", "branchConnectionEnvironmentOverridesUserAttr": null"#, nil), ("", nil),
    ])
    func `whether branches may have their own environment is read by both names, the newer one first`(
        fields: String,
        allowed: Bool?
    ) async throws {
        #expect(try await connection(fields).allowsBranchEnvironments == allowed)
    }

    @Test(
        arguments: [
            (#", "default_value": null"#, []), (#", "default_value": "a, b""#, ["a, b"]),
            (#", "default_value": ["a", "b"]"#, ["a", "b"]), (#", "default_value": 7"#, ["7"]), ("", nil),
        ] as [(String, [AttributeValue]?)]
    )
    func `what users without a value count as having is read in every form`(
        fields: String,
        values: [AttributeValue]?
    ) async throws {
        let body = #"{"records": [{"name": "env"\#(fields)}]}"#
        let client = try OmniClient.scripted(ScriptedTransport([.status(200, body)]))
        #expect(try await client.reader.userAttributes().map(\.defaultValues) == [values])
    }

    @Test(arguments: [(#""prod""#, ["prod"]), (#"["prod", "live"]"#, ["prod", "live"]), ("null", [])])
    func `default values are read in all their forms`(json: String, values: [AttributeValue]) async throws {
        let read = try await connection(
            #", "userAttributeValuesForDefaultEnvironment": \#(json), "userAttributeNameForConnectionEnvironments": "env""#
        )
        #expect(
            read.environmentUserAttribute
                == .set(EnvironmentUserAttribute(name: "env", defaultValues: values))
        )
    }

    @Test(arguments: [
        ("", Connection.Attribute.unreported),
        (#", "userAttributeNameForConnectionEnvironments": null"#, .none),
        (#", "userAttributeNameForConnectionEnvironments": """#, .none),
        (#", "userAttributeNameForConnectionEnvironments": "env""#, .unreported),
        (#", "userAttributeValuesForDefaultEnvironment": ["a"]"#, .unreported),
    ])
    func `a missing field is never taken for none`(fields: String, attribute: Connection.Attribute)
        async throws
    {
        #expect(try await connection(fields).environmentUserAttribute == attribute)
    }

    @Test func `a connection without id or name stops nothing`() async throws {
        let body = #"{"connections": [{"id": "a", "name": "x"}, {"name": "y"}, {"id": "b"}, null]}"#
        let client = try OmniClient.scripted(ScriptedTransport([.status(200, body)]))
        let read = try await client.reader.connections(includeDeleted: true)
        #expect(read == [Connection(id: ConnectionID("a"), name: "x")])
        #expect(
            try await problem(#"{"connections": {}}"#)
                == .unreadableAnswer(status: 200, .json(.lacks(field: "connections")))
        )
    }

    @Test func `user attributes are read`() async throws {
        let body =
            #"{"records": [{"id": "1", "name": "env", "label": "Env", "multiple_values": true}, {"name": "x"}]}"#
        let read = try await OmniClient.scripted(ScriptedTransport([.status(200, body)])).reader
            .userAttributes()
        #expect(
            read == [
                UserAttribute(name: "env", label: "Env", allowsMultipleValues: true),
                UserAttribute(name: "x"),
            ]
        )
    }
}
