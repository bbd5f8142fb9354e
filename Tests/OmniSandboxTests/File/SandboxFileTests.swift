import LocatedYAML
import OmniSandbox
import TestSupport
import Testing

@Suite("A sandbox file")
struct SandboxFileTests {
    private func parse(_ text: String) throws -> SandboxFile {
        try SandboxFile(parsing: SourceFile(name: "sandbox.yaml", bytes: Array(text.utf8)))
    }

    @Test func `fills a store, in whichever order it names things`() throws {
        let file = try parse(
            """
            connections:
              - id: \(Fixture.base)
                name: Warehouse
                dialect: snowflake
                database: A
                baseRole: QUERIER
                environmentUserAttribute: {name: environment, defaultValues: [prod]}
                environmentConnectionSwitchesSchemaModel: true
                environments:
                  - {connection: \(Fixture.dev), userAttributeValues: [dev, no, 007], id: \(Fixture.unknown)}
              - {id: \(Fixture.dev), name: Dev, dialect: snowflake, database: B}
            userAttributes:
              - {name: environment}
              - {name: level, type: Number, multipleValues: false, defaultValue: 1.10, system: true}
            tokens: {boss: admin, guest: none}
            """
        )
        let base = try file.store.connection(Fixture.base)
        #expect(base.routing == Store.RoutingAttribute(name: "environment", defaultValues: ["prod"]))
        #expect(base.baseRole == "QUERIER")
        #expect(base.environmentSwitchesSchemaModel && !base.branchEnvironmentOverridesUserAttribute)
        #expect(file.store.environments.map(\.id) == [Fixture.unknown])
        #expect(file.store.environments.map(\.values) == [["dev", "no", "007"]])
        #expect(file.store.userAttributes.map(\.type) == [.string, .number])
        #expect(file.store.userAttributes.last?.defaultValue == "1.10")
        #expect(file.tokens == ["boss": .admin, "guest": .none])
    }

    @Test(arguments: [
        ("connections: «»[dev\n", "the bracket [ opened here"),
        ("«»- x\n", "wrong kind of value; expected a mapping"),
        ("«»", "0 documents; a sandbox file holds exactly one"),
        ("«»tokens: {}\n", "missing key \"connections\"; add it"),
        ("connections: «»{}\n", "wrong kind of value; expected a list"),
        (
            "connections: []\n«»extra: 1\n",
            "unknown key \"extra\"; known here: connections, userAttributes, tokens"
        ),
        ("connections: []\ntokens: {a: «»root}\n", "unknown value \"root\"; use admin or none"),
        ("connections: []\nuserAttributes: [{name: «»~}]\n", "wrong kind of value; expected a text"),
        (
            "connections: []\nuserAttributes: [{name: a, system: «»yes}]\n",
            "unknown value \"yes\"; use true or false"
        ),
        ("connections:\n  - {id: «»abc, name: a, dialect: b, database: c}\n", "\"abc\" is not a UUID; write"),
    ])
    func `is refused with the place of what is wrong`(_ marked: String, _ message: String) throws {
        try check(marked, [message])
    }

    @Test func `is refused with everything that is wrong`() throws {
        let dev = "{id: \(Fixture.dev), name: Dev, dialect: snowflake, database: B}"
        try check(
            """
            connections:
              - id: \(Fixture.base)
                name: Warehouse
                dialect: snowflake
                database: A
                environments:
                  - {connection: \(Fixture.dev), userAttributeValues: [dev]}
                  - «»{connection: \(Fixture.dev)}
                  - «»{connection: \(Fixture.postgres)}
                  - «»{connection: \(Fixture.eu), userAttributeValues: [dev]}
              - \(dev)
              - «»\(dev)
              - {id: \(Fixture.postgres), name: App, dialect: postgres, database: C}
              - {id: \(Fixture.eu), name: EU, dialect: snowflake, database: D}
              - id: «»x
                «»nam: y
            """,
            [
                "connection \"\(Fixture.dev)\" cannot be attached;",
                "connection \"\(Fixture.postgres)\" cannot be",
                "value \"dev\" is in use by another environment of the base, or as its default value;",
                "the id \"\(Fixture.dev)\" is used already;", "\"x\" is not a UUID;", "unknown key \"nam\";",
            ],
            beside: 3
        )
    }

    @Test func `is refused when two environments have one id`() throws {
        try check(
            """
            connections:
              - id: \(Fixture.base)
                name: Warehouse
                dialect: snowflake
                database: A
                environments:
                  - {connection: \(Fixture.dev), id: \(Fixture.unknown)}
                  - «»{connection: \(Fixture.eu), id: \(Fixture.unknown)}
              - {id: \(Fixture.dev), name: Dev, dialect: snowflake, database: B}
              - {id: \(Fixture.eu), name: EU, dialect: snowflake, database: C}
            """,
            ["the id \"\(Fixture.unknown)\" is used already; give each its own"]
        )
    }

    /// - Parameter beside: how many further problems there are that the marks leave out.
    private func check(
        _ marked: String,
        _ messages: [String],
        beside others: Int = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let marked = MarkedText(marked)
        let error = #expect(throws: SandboxFileError.self, sourceLocation: sourceLocation) {
            try parse(marked.text)
        }
        let lines = try #require(error).description.split(separator: "\n")
        for (mark, message) in zip(marked.marks, messages) {
            let start = "sandbox.yaml:\(mark.place.line):\(mark.place.column): error: \(message)"
            #expect(
                lines.contains { $0.hasPrefix(start) },
                "\(start)\n\(lines)",
                sourceLocation: sourceLocation
            )
        }
        #expect(lines.count == messages.count + others, "\(lines)", sourceLocation: sourceLocation)
    }
}
