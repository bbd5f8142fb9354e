import OmniSandbox
import Testing

@Suite("Graph", .timeLimit(.minutes(5)))
struct GraphTests {
    @Test func `a small routing is drawn whole, in Mermaid`() async throws {
        try await withWorld { world in
            var manifest = Manifest(.env(1, "eu", "de"), .env(2))
            manifest.bases[0].lines = ["userAttribute: {name: region, defaultValues: [home]}"]
            try world.write(manifest)
            let outcome = try await world.run("graph")
            #expect(
                outcome
                    == Outcome(
                        exitCode: 0,
                        stdout: """
                            flowchart LR
                              subgraph b0s["base1"]
                                direction LR
                                b0{"region"}
                                b0 -->|"eu, de"| b0e0["env1<br>\(Organization.connection(1))"]
                                b0e1["env2<br>\(Organization.connection(2))"]
                                b0 -.->|"home, anything else"| b0base[("base<br>\(Organization.base(1))")]
                              end

                            """
                    )
            )
        }
    }

    @Test func `signs of the notation in labels and values are written as codes`() async throws {
        try await withWorld { world in
            try world.write(
                """
                version: 1
                baseConnections:
                  'a "b" #c':
                    connection: 'x\\y'
                    environments:
                      '<e>|': {connection: c, userAttributeValues: ['"v"']}
                """
            )
            let mermaid = try await world.run("graph").stdout
            #expect(mermaid.contains("b0s[\"a #34;b#34; #35;c\"]"))
            #expect(mermaid.contains("-->|\"#34;v#34;\"| b0e0[\"#60;e#62;#124;<br>c\"]"))
            let dot = try await world.run("graph", "--format", "dot").stdout
            #expect(dot.contains(#"label="a \"b\" #c";"#))
            #expect(dot.contains(#"label="base\nx\\y"];"#))
        }
    }

    @Test func `what Mermaid takes for Markdown or a directive is written as codes`() async throws {
        try await withWorld { world in
            try world.write(
                """
                version: 1
                baseConnections:
                  '1. base':
                    connection: x
                    environments:
                      '+ e': {connection: c, userAttributeValues: ['- v']}
                      '* f': {connection: d, userAttributeValues: ['12) v', a_b, _c_]}
                      '%%{init: {}}%%': {connection: e, userAttributeValues: ['a & b']}
                """
            )
            let mermaid = try await world.run("graph").stdout
            #expect(mermaid.contains(#"["1#46; base"]"#))
            #expect(mermaid.contains(##"-->|"#45; v"| b0e0["#43; e<br>c"]"##))
            #expect(mermaid.contains(##"-->|"12#41; v, a_b, #95;c#95;"| b0e1["#42; f<br>d"]"##))
            #expect(!mermaid.contains("%"))
            let dot = try await world.run("graph", "--format", "dot").stdout
            #expect(dot.contains(#"[label="a &amp; b"]"#))
        }
    }

    @Test func `--changes marks what a plan would do, and asks with GET alone`() async throws {
        var store = Organization.store()
        try store.attach([1: ["a", "b"], 2: ["c"]])
        try await withWorld(store) { world in
            try world.write(Manifest(.env(1, "a", "b"), .env(2, "c")))
            _ = try await world.apply()
            _ = await world.requests()
            try world.write(Manifest(.env(1, "a", "d"), .env(3, "e")))
            let outcome = try await world.run("graph", "--changes", "--prune")
            #expect(outcome.exitCode == 0)
            let lines = outcome.stdout.split(separator: "\n").map { $0.drop(while: { $0 == " " }) }
            #expect(lines.contains { $0.hasPrefix("b0 -->|\"#45; b, + d, a\"| b0e0[\"~ env1<br>") })
            #expect(lines.contains { $0.hasPrefix("b0 -->|\"#45; c\"| b0e1[\"#45; env2<br>") })
            #expect(lines.contains { $0.hasPrefix("b0 -->|\"#43; e\"| b0e2[\"#43; env3<br>Connection 3\"]") })
            #expect(lines.contains("class b0e1 removed"))
            #expect(lines.contains { $0.contains("base<br>Base 1") })
            #expect(await world.requests().counts == ["GET": 2])
            #expect(await world.routing() == [1: [1: ["a", "b"], 2: ["c"]]])
        }
    }

    @Test func `three hundred environments are summarised, and what changes is not folded away`() async throws
    {
        try await withWorld(Organization.store(connections: 301)) { world in
            let environments = (1...300).map { Manifest.Environment(connection: $0, values: ["v\($0)"]) }
            try world.write(Manifest(environments))
            _ = try await world.apply()
            let graph = try await world.run("graph").stdout
            #expect(graph.split(separator: "\n").count < 40)
            #expect(graph.contains("b0 -->|\"277 values\"| b0more[\"277 more environments\"]"))
            var changed = environments
            changed[299].values = ["other"]
            try world.write(Manifest(changed))
            let marked = try await world.run("graph", "--changes", "--format", "dot", "--offline").stdout
            #expect(marked.contains("b0e0 [label=\"~ env300\\n"))
            #expect(marked.contains("b0more [label=\"277 more environments\"]"))
        }
    }
}
