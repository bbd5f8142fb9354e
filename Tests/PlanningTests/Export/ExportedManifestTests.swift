import Diagnostics
import LocatedYAML
import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

@Suite struct ExportedManifestTests {
    private static let warehouse = "c0f12353-4817-4398-bcc0-d501e6dd2f64"

    private func connection(
        _ id: String,
        _ name: String,
        attribute: Connection.Attribute = .none
    ) -> Connection {
        Connection(id: ConnectionID(id), name: name, environmentUserAttribute: attribute)
    }

    private func attached(_ connection: String, _ values: [AttributeValue]) -> ConnectionEnvironment {
        listed(connection, values, base: Self.warehouse)
    }

    private func export(
        _ connections: [Connection],
        _ environments: [ConnectionEnvironment],
        wanted: [String] = []
    ) throws -> ExportedManifest {
        try ExportedManifest(
            instance: "https://acme.omniapp.co",
            connections: connections,
            environments: environments,
            wanted: wanted
        )
    }

    /// What a manifest of the text says.
    private func read(_ text: String) throws -> Manifest {
        let source = SourceFile(name: "export", bytes: Array(text.utf8))
        let loaded = ManifestLoader.load(SourceList([source]))
        return try #require(loaded.manifest, "\(loaded.diagnostics)\n\(text)")
    }

    @Test func `a base is written with its attribute, its values sorted, and names beside ids`() throws {
        let prod = EnvironmentUserAttribute(name: "environment", defaultValues: ["prod", "live"])
        let exported = try export(
            [
                connection(Self.warehouse, "Warehouse", attribute: .set(prod)), connection("e1", "EU"),
                connection("d1", "Dev"), connection("unused", "Unused"),
            ],
            [attached("e1", ["eu"]), attached("d1", ["staging", "dev", "no"]), attached("z1", [])]
        )
        #expect(
            exported.text == """
                # What https://acme.omniapp.co has, by omnienv export. Labels are yours to change: an id says which connection it is.
                version: 1
                instance: https://acme.omniapp.co

                baseConnections:
                  Warehouse:
                    connection: \(Self.warehouse)  # Warehouse
                    userAttribute:
                      name: environment
                      defaultValues: [live, prod]
                    environments:
                      Dev:
                        connection: d1  # Dev
                        userAttributeValues: [dev, "no", staging]
                      EU:
                        connection: e1  # EU
                        userAttributeValues: [eu]
                      z1:
                        connection: z1  # not in Omni's list of connections
                        userAttributeValues: []

                """
        )
    }

    /// Read back by omnienv; `Tests/omnienvTests/ExportTests.swift` does the same through Omni.
    @Test func `whatever a value or a name is, it is read back as it was`() throws {
        let texts = Self.awkward
        let exported = try export(
            [connection(Self.warehouse, "W")] + texts.enumerated().map { connection("c\($0)", $1) },
            texts.enumerated().map { attached("c\($0)", [AttributeValue($1)]) }
        )
        let environments = try #require(try read(exported.text).bases.first?.environments)
        #expect(environments.count == texts.count)
        for environment in environments {
            let value = try #require(environment.values.first?.value)
            #expect(texts.contains { AttributeValue($0) == value })
            #expect(
                environment.label.value == value.text || environment.label.value.contains("("),
                "\(value)"
            )
        }
    }

    private static let awkward = [
        "no", "y", "Null", "~", "007", "1.10", "1e3", "0x1F", "0o7", "1:30", "2024-01-01", ".inf", "<<", "=",
        "a:b", "a: b", "a:", "#a", "a #b", "a#b", "- a", "-a", "? a", "?a", "[a]", "{a}", "a]", "&a", "*a",
        "!a",
        "|", ">", "%a", "@a", "`a`", "'a'", "\"a\"", "it's", "a\\nb", "say \"hi\"", "💾", "👩‍💻", "caf\u{E9}",
        "naïve: yes", "日本語", "a\u{A0}b", "a\u{200B}b", "a\u{2028}b", "---", "...", "Snowflake (EU)",
    ]

    @Test func `labels lose slashes and control characters, and are never base nor twice the same`() throws {
        let names = ["a/b", "a-b", "base", "two\nlines", " edge ", "", "Twin", "Twin", "/"]
        let exported = try export(
            [connection(Self.warehouse, "W")] + names.enumerated().map { connection("id00000\($0)", $1) },
            names.indices.map { attached("id00000\($0)", []) }
        )
        let labels = try read(exported.text).bases.flatMap(\.environments).map(\.label.value)
        #expect(
            labels == [
                "-", "Twin (id000006)", "Twin (id000007)", "a-b (id000000)", "a-b (id000001)",
                "base (id000002)",
                "edge", "id000005", "two lines",
            ]
        )
    }

    @Test(arguments: [
        ([" a"], "begins or ends with white space"), (["a\tb"], "holds the control character U+0009"),
        ([""], "a value must not be empty"),
    ])
    func `an environment that a manifest cannot say is left out and remarked`(
        values: [AttributeValue],
        reason: String
    ) throws {
        let exported = try export(
            [connection(Self.warehouse, "W"), connection("d1", "Dev"), connection("e1", "EU")],
            [attached("d1", values), attached("e1", ["eu"])]
        )
        let manifest = try read(exported.text)
        #expect(manifest.bases.flatMap(\.environments).map(\.label.value) == ["EU"])
        #expect(exported.text.contains("  # The environment of the connection d1 (Dev) on \"W\" is left out"))
        #expect(exported.remarks.contains { $0.contains(reason) })
    }

    @Test func `a text with commas is written as its parts, with a remark`() throws {
        let listed = ConnectionEnvironment(
            id: EnvironmentID("id-d1"),
            base: ConnectionID(Self.warehouse),
            connection: ConnectionID("d1"),
            values: ["us-east", "production"],
            joinedTexts: ["us-east, production"]
        )
        let exported = try export([connection(Self.warehouse, "W"), connection("d1", "Dev")], [listed])
        let values = try read(exported.text).bases.flatMap(\.environments).flatMap(\.values)
        #expect(values.map(\.value) == ["production", "us-east"])
        let remark = """
            Omni lists "us-east, production" as one value of the environment of the connection d1 (Dev) on "W": it is \
            written as the values between its commas.
            """
        #expect(exported.remarks.first == remark)
        #expect(exported.text.contains("  # \(remark)\n"))
    }

    @Test func `of environments that share a value the first one is written, and the manifest is valid`()
        throws
    {
        let exported = try export(
            [connection(Self.warehouse, "W"), connection("d1", "Dev"), connection("e1", "EU")],
            [attached("d1", ["dev", "eu"]), attached("e1", ["eu"])]
        )
        #expect(try read(exported.text).bases.flatMap(\.environments).map(\.label.value) == ["Dev"])
        let reason = #"its value "eu" is also listed in the environment of the connection d1"#
        #expect(exported.remarks.first?.contains(reason) == true)
    }

    @Test func `an attribute whose default value an environment holds is left alone`() throws {
        let attribute = EnvironmentUserAttribute(name: "environment", defaultValues: ["prod"])
        let exported = try export(
            [connection(Self.warehouse, "W", attribute: .set(attribute)), connection("d1", "Dev")],
            [attached("d1", ["prod"])]
        )
        let base = try #require(try read(exported.text).bases.first)
        #expect(base.userAttribute == nil)
        #expect(base.environments.count == 1)
        #expect(exported.remarks.joined().contains(#"default value "prod" is also held"#))
    }

    @Test func `long lists take a line for each value`() throws {
        let values = (1...40).map { AttributeValue("tenant-\($0): x") }
        let exported = try export([connection(Self.warehouse, "W")], [attached("d1", values)])
        let read = try #require(try read(exported.text).bases.first?.environments.first)
        #expect(read.values.map(\.value) == values.sorted())
        #expect(exported.text.split(separator: "\n").allSatisfy { $0.count < 120 })
    }
}

@Suite struct ExportChoiceTests {
    private let connections = [
        Connection(id: ConnectionID("b1"), name: "One", environmentUserAttribute: .none),
        Connection(id: ConnectionID("b2"), name: "Two", environmentUserAttribute: .none),
        Connection(id: ConnectionID("b3"), name: "Two", environmentUserAttribute: .none),
        Connection(id: ConnectionID("gone"), name: "Gone", isDeleted: true),
    ]
    private let environments = ["b1", "b2", "b3", "gone"].map { listed("d-\($0)", [], base: $0) }

    private func bases(_ wanted: String...) throws -> [String] {
        try export(wanted).bases.map(\.connection.text)
    }

    private func export(_ wanted: [String]) throws -> ExportedManifest {
        try ExportedManifest(
            instance: "https://acme.omniapp.co",
            connections: connections + [Connection(id: ConnectionID("spare"), name: "Spare")],
            environments: environments,
            wanted: wanted
        )
    }

    @Test func `a base is named by its id, its name or its label`() throws {
        #expect(try bases() == ["b1", "b2", "b3"])
        #expect(try export([]).unknownBases == [ConnectionID("gone")])
        #expect(try bases("B2", "One", "One") == ["b1", "b2"])
        #expect(try bases("Two (b3)") == ["b3"])
        #expect(try bases("Spare") == ["spare"])
        #expect(
            throws: ExportedManifest.Problem.ambiguousBase("Two", [ConnectionID("b2"), ConnectionID("b3")])
        ) {
            try bases("Two")
        }
        #expect(throws: ExportedManifest.Problem.unknownBase("Onne", known: ["One", "Two (b2)", "Two (b3)"]))
        {
            try bases("Onne")
        }
    }
}
