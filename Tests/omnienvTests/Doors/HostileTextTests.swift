import Foundation
import OmniSandbox
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Labels, names, values, answers and lock holders by whoever wants to be obeyed, in each form that omnienv writes.
@Suite("Doors: hostile texts", .timeLimit(.minutes(5)))
struct HostileTextTests {
    /// What a manifest may hold: everything but control characters.
    private static let texts = [
        "globex##[debug]", "##vso[task.setvariable variable=x]y", "##teamcity[x]", "::error file=a::b",
        "a\u{202E}b", "a\u{200B}b", "a\u{E000}b", "a\u{FEFF}b", "a\u{E0041}b",
        "`|` <img src=x> [a](http://x) ![b](y)",
        "```", "</details>", "%%{init: {}}%%", "x\"]; y --> z[\"", "x\" ]; digraph { \"", "eu → base",
        "dev (b), c",
        "a -> b", "&lt;b&gt;", "\\u{41}", "- [x] done", "# heading",
    ]
    /// What only Omni can hold: lines and signs for a terminal.
    private static let name = "E\u{1B}]0;x\u{7}\r\n::error::y\u{9B}2J\n##[group]z"

    private static let values =
        texts.map { $0.replacing(",", with: ";") }.enumerated().map { "\($0)\($1)" } + ["::x"]

    /// A label may hold everything but a slash.
    private static let labels = texts.map { $0.replacing("/", with: "_") }

    private static let environments = labels.enumerated().map { number, label in
        Environment(label: label, connection: number + 1, value: values[number])
    }

    private struct Environment {
        let label: String
        let connection: Int
        let value: String

        var text: String {
            """
                  \(HostileTextTests.quoted(label)):
                    connection: \(Organization.connection(connection))
                    userAttributeValues: [\(HostileTextTests.quoted(value))]

            """
        }
    }

    private static func manifest(_ environments: some Sequence<Environment>) -> String {
        """
        version: 1
        baseConnections:
          \(quoted(labels[0])):
            connection: \(Organization.base(1))
            userAttribute: {name: environment, defaultValues: ["::x"]}
            environments:
        \(environments.map(\.text).joined())
        """
    }

    /// Of YAML, every character by its code.
    private static func quoted(_ text: String) -> String {
        let codes = text.unicodeScalars.map { scalar in
            let digits = String(scalar.value, radix: 16)
            return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
        }
        return "\"\(codes.joined())\""
    }

    private static func store() -> Store {
        Organization.store(connections: environments.count) {
            $0 % 2 == 0 ? name + String($0) : "Connection \($0)"
        }
    }

    @Test(arguments: ["text", "json", "markdown"])
    func `no text commands anything in plan, apply, drift, validate and route`(form: String) async throws {
        try await withWorld(Self.store()) { world in
            try world.write(Self.manifest(Self.environments.dropLast(2)))
            for command in ["validate", "plan", "plan --verbose", "apply --auto-approve --rate 100000"] {
                try await world.runs(command, form)
            }
            try world.write(Self.manifest(Self.environments.dropFirst(2)))
            for command in [
                "plan", "plan --prune", "drift", "route a ::x", "apply --auto-approve --rate 100000 --prune",
            ] {
                try await world.runs(command, form)
            }
            #expect(await world.routing()[1]?.count == Self.environments.count - 2)
        }
    }

    @Test func `nor in drawings, exports, the state's commands and doctor`() async throws {
        try await withWorld(Self.store()) { world in
            try world.write(Self.manifest(Self.environments))
            try await world.apply().expect(exitCode: 0)
            for command in [
                ["graph"], ["graph", "--format", "dot"], ["export"], ["doctor"], ["state", "list"],
                ["state", "list", "--output", "json"], ["import", "--all"],
            ] { try await world.run(command).expectHarmless() }
            for label in Self.labels {
                let address = "\(Self.labels[0])/\(label)"
                try await world.run("state", "show", address).expectHarmless()
                try await world.run("plan", "--target", address + "x").expectHarmless()
                try await world.run("state", "forget", address + "x", "--auto-approve").expectHarmless()
            }
        }
    }

    @Test func `a label or a value that looks like a line of the plan stands in quotes`() async throws {
        try await withWorld { world in
            try world.write(
                Self.manifest([Environment(label: "eu → base", connection: 1, value: "us: dev → eu")])
            )
            let plan = try await world.run("plan").stdout
            #expect(plan.contains("\"us: dev → eu\": base → \"eu → base\"\n"))
            try await world.apply().expect(exitCode: 0)
            let routes = try await world.run("route", "us: dev → eu").stdout
            #expect(routes.contains("\"us: dev → eu\" → \"eu → base\""))
            let list = try await world.run("state", "list").stdout
            #expect(list.contains("/eu → base\"  "))
        }
    }

    @Test func `a drawing holds no directive and leaves no quote`() async throws {
        try await withWorld(Self.store()) { world in
            try world.write(Self.manifest(Self.environments))
            try await world.apply().expect(exitCode: 0)
            let outcome = try await world.run("graph", "--offline")
            outcome.expect(exitCode: 0)
            let drawing = outcome.stdout
            #expect(!drawing.contains("%%{"))
            #expect(!drawing.contains("x\"];"))
            #expect(!drawing.contains("<img"))
        }
    }

    /// Outside of quotes DOT has words of ours alone, and within them no entity of HTML but the sign that begins one.
    @Test func `a drawing in DOT stays what it is whatever the texts are`() async throws {
        try await withWorld(Self.store()) { world in
            try world.write(Self.manifest(Self.environments))
            try await world.apply().expect(exitCode: 0)
            let outcome = try await world.run("graph", "--offline", "--format", "dot")
            outcome.expect(exitCode: 0)
            let drawing = outcome.stdout
            let outside = drawing.replacing(/"(\\.|[^"\\])*"/, with: "Q")
            #expect(!outside.contains("\""))
            let statement = /[a-z0-9]+( -> [a-z0-9]+)?( \[[a-z]+=[A-Za-z0-9]+(, [a-z]+=[A-Za-z0-9]+)*\])?;/
            let frame = /digraph omnienv \{|subgraph cluster_b0 \{|\}|rankdir=LR;|label=Q;/
            for line in outside.split(separator: "\n") {
                let text = line.drop { $0 == " " }
                #expect(text.wholeMatch(of: frame) != nil || text.wholeMatch(of: statement) != nil, "\(line)")
            }
            let arrows = outside.split(separator: "\n").count { $0.contains(" -> ") }
            #expect(arrows == Self.environments.count + 1)
            #expect(drawing.matches(of: /&(?!amp;)/).isEmpty)
            #expect(drawing.contains("&amp;lt;b&amp;gt;"))
        }
    }

    @Test(arguments: ["text", "json", "markdown"])
    func `an answer of Omni's that repeats a text commands nothing`(form: String) async throws {
        let value = "##[debug]::x\u{202E}`|`"
        var store = Organization.store()
        try store.attach([2: ["x"]])
        let edit = "PUT * 1 edit:values:\(Organization.connection(2))=\(value)"
        try await withWorld(store, faults: [edit]) { world in
            try world.write(
                Self.manifest([Environment(label: Self.labels[1], connection: 1, value: value)])
            )
            let outcome = try await world.run("apply", "--auto-approve", "--no-verify", "--output", form)
            #expect(outcome.exitCode == 3)
            #expect(outcome.everything.contains("already in use"))
            outcome.expectHarmless()
        }
    }

    @Test func `nor does whoever holds the lock`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest(Self.environments.prefix(1)))
            let texts = [Self.name, "::error::a\u{202E}", "##[debug]"].map(Self.json)
            let holder =
                #"{"pid":1,"host":\#(texts[0]),"user":\#(texts[1]),"start":\#(texts[2]),"command":\#(texts[0])}"#
            try world.write(holder + "\n", to: World.stateFile + ".lock")
            let lock = open(world.folder.appending(path: World.stateFile + ".lock").path, O_RDWR)
            try #require(lock >= 0 && flock(lock, LOCK_EX) == 0)
            defer { close(lock) }
            let outcome = try await world.apply("--lock-timeout", "0s")
            #expect(outcome.exitCode == 6)
            #expect(outcome.stderr.contains("\\u{1B}"))
            outcome.expectHarmless()
            try await world.run("doctor").expectHarmless()
        }
    }

    private static func json(_ text: String) -> String {
        "\"" + text.unicodeScalars.map { $0.isASCII && $0.value >= 0x20 ? String($0) : hex($0) }.joined()
            + "\""
    }

    private static func hex(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

extension World {
    fileprivate func runs(_ command: String, _ form: String) async throws {
        let outcome = try await run(command.split(separator: " ").map(String.init) + ["--output", form])
        #expect([0, 2].contains(outcome.exitCode), "\(command): \(outcome.everything)")
        outcome.expectHarmless()
    }
}
