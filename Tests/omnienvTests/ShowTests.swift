import Foundation
import OmniSandbox
import Testing

/// `show FILE` against what `plan` said when it saved that file.
@Suite("Show", .timeLimit(.minutes(5)))
struct ShowTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// Applied first, in an organization with nothing attached.
        let before: Manifest
        let after: Manifest
        var options: [String] = []
        /// What somebody else does in between.
        var edit: @Sendable (inout Store) throws -> Void = { _ in }

        var testDescription: String { name }
    }

    private static func attribute(_ name: String, _ defaults: String...) -> String {
        "userAttribute: {name: \(name), defaultValues: [\(defaults.joined(separator: ", "))]}"
    }

    /// Plans that show, together, every kind of change, request, move, guard and note.
    static let cases = [
        Case(name: "nothing", before: Manifest(.env(1, "a")), after: Manifest(.env(1, "a"))),
        Case(
            name: "a swap, an attach, and one that loses its value",
            before: Manifest(.env(1, "a"), .env(2, "b"), .env(3, "c")),
            after: Manifest(.env(1, "b"), .env(2, "a"), .env(3), .env(4, "d", protect: true))
        ),
        Case(
            name: "a detach past a brake, and what somebody else did",
            before: Manifest((1...10).map { .env($0, "v\($0)") } + [.env(11, "a", protect: true)]),
            after: Manifest((5...10).map { .env($0, "v\($0)") } + [.env(11, "a", "b")]),
            options: ["--prune", "--max-detach", "4"],
            edit: { store in
                try store.change(6, ["v6", "hand"])
                try store.attach([13: ["stray"]])
            }
        ),
        Case(
            name: "orphans, an adoption, and protection that is lifted",
            before: Manifest(.env(1, "a", protect: true), .env(2, "b")),
            after: Manifest(.env(1, "a"), .env(3, "c")),
            edit: { try $0.attach([3: ["c"]]) }
        ),
        Case(
            name: "isolation that is lifted, for values that fall back and pass",
            before: Manifest(
                bases: .init(1, [.env(1, "a", "x"), .env(2, "b")], lines: "isolation: strict")
            ),
            after: Manifest(
                bases: .init(
                    1,
                    [.env(1, "b"), .env(2, "a")],
                    lines: "isolation: strict",
                    "allowFallback: [x]"
                )
            ),
            options: ["--allow-fallback", "a", "--allow-fallback", "b"]
        ),
        Case(
            name: "another attribute",
            before: Manifest(
                bases: .init(1, [.env(1, "a"), .env(2, "c")], lines: attribute("env", "p", "q"))
            ),
            after: Manifest(
                bases: .init(1, [.env(1, "a"), .env(2, "c", "q")], lines: attribute("stage", "p"))
            )
        ),
        Case(
            name: "an attribute that goes, on one base of two",
            before: Manifest(
                bases: .init(1, [.env(1, "a")], lines: attribute("env", "p")),
                .init(2, [.env(2, "b")])
            ),
            after: Manifest(bases: .init(1, [.env(1, "a")]), .init(2, [.env(2), .env(3, "b")])),
            options: ["--prune"]
        ),
        Case(
            name: "a base that has left, and one group alone",
            before: Manifest(bases: .init(1, [.env(1, "a"), .env(2, "b")]), .init(2, [.env(3, "c")])),
            after: Manifest(bases: .init(1, [.env(1, "b"), .env(2, "a"), .env(4, "d")])),
            options: ["--target", "base1/env1"]
        ),
    ]

    static let forms: [[String]] = [
        ["--output", "text"], ["--output", "text", "--verbose", "--color", "always", "--rate", "4"],
        ["--output", "json", "--rate", "4"], ["--output", "markdown"], ["--output", "github"],
    ]

    private static func withPlan(
        _ plan: Case,
        _ change: (inout SandboxConfiguration) -> Void = { _ in },
        test: (World) async throws -> Void
    ) async throws {
        try await withWorld(Organization.store(bases: 2, connections: 15), change) { world in
            try world.write(plan.before)
            try await world.apply().expect(exitCode: 0)
            try await world.sandbox.edit { try plan.edit(&$0) }
            try world.write(plan.after)
            try await test(world)
        }
    }

    /// Where there is neither a manifest nor a state, and no address and no token.
    private static func stranger(in world: World) throws -> World {
        for file in ["omnienv.yaml", World.stateFile] { try world.remove(file) }
        return world.with("OMNI_BASE_URL", nil).with("OMNI_API_TOKEN", nil)
    }

    @Test(arguments: cases) func `a saved plan is shown as plan showed it, in every form`(_ plan: Case)
        async throws
    {
        try await Self.withPlan(plan) { world in
            try await world.run(["plan", "--out", "plan.json"] + plan.options).expect(exitCode: 0)
            var planned: [Outcome] = []
            for form in Self.forms { planned.append(try await world.run(["plan"] + plan.options + form)) }
            _ = await world.requests()
            let world = try Self.stranger(in: world)
            for (form, planned) in zip(Self.forms, planned) {
                let shown = try await world.run(["show", "plan.json"] + form)
                #expect(shown == Outcome(exitCode: 0, stdout: planned.stdout), "\(form)")
            }
            #expect(await world.requests().isEmpty)
        }
    }

    @Test(arguments: ["text", "json", "gitlab", "sarif"])
    func `so is one of an instance without a list, whose requests are shown with ids`(_ form: String)
        async throws
    {
        try await Self.withPlan(Self.cases[1], { $0.api.hasList = false }) { world in
            let planned = try await world.run("plan", "--out", "plan.json", "--output", form)
            let shown = try await Self.stranger(in: world).run("show", "plan.json", "--output", form)
            #expect(shown == Outcome(exitCode: 0, stdout: planned.stdout))
        }
    }

    @Test func `a comment without room for all of it ends with 4 where that is asked for`() async throws {
        let values = (1...300).map { "a-tenant-with-a-long-name-\($0)" }
        let plan = Case(
            name: "long",
            before: Manifest(.init(connection: 1, values: values), .env(2)),
            after: Manifest(.env(1), .init(connection: 2, values: values))
        )
        try await Self.withPlan(plan) { world in
            try await world.run("plan", "--out", "plan.json").expect(exitCode: 0)
            let show = ["show", "plan.json", "--output", "markdown", "--max-bytes", "4000"]
            try await world.run(show).expect(exitCode: 0)
            try await world.run(show + ["--fail-if-shortened"]).expect(exitCode: 4)
        }
    }

    @Test func `what is no saved plan, or another version's, is refused with 65`() async throws {
        try await Self.withPlan(Self.cases[1]) { world in
            try await world.run("plan", "--out", "plan.json").expect(exitCode: 0)
            let text = try #require(world.text(of: "plan.json"))
            let newer = text.replacing(#""format_version" : "2.0""#, with: #""format_version" : "3.0""#)
            let refusals = [
                (newer, "the saved plan has the format 3.0, and this omnienv reads 2.0"),
                ("version: 1\n", "this is no saved plan"), ("", "this is no saved plan"),
                (#"{"kind": "terraform plan", "format_version": "2.0"}"#, "this is no saved plan"),
            ]
            #expect(newer != text)
            for (text, words) in refusals {
                try world.write(text, to: "other.json")
                let outcome = try await world.run("show", "other.json")
                #expect(outcome.exitCode == 65)
                #expect(outcome.stdout == "")
                #expect(outcome.stderr.hasPrefix("error: refused: \(words)"), "\(outcome.stderr)")
            }
            try await world.run("show", "nowhere.json").expect(exitCode: 1)
            try await world.run("show").expect(exitCode: 64)
        }
    }

    /// One edit each, which leaves the file a plan as far as its form goes.
    @Test(arguments: [
        ("\"method\" : \"POST\"", "\"method\" : \"PUT\""), ("\"env3\"", "\"env5\""),
        ("\"falls_back\" : true", "\"falls_back\" : false"), ("\"add\" : 1", "\"add\" : 2"),
        ("base1/env4", "base1/env5"), (Organization.connection(4), Organization.connection(5)),
        ("\"opens\" : 1", "\"opens\" : -9223372036854775808"),

        ("\"protected\" : true", "\"protected\" : false"),
        ("\"isolation\" : \"report\"", "\"isolation\" : \"strict\""),
        ("\"refusals\" : [\n\n    ]", "\"refusals\" : [ {\"rule\": \"mass-detach\", \"message\": \"x\"} ]"),
        ("\"action\" : \"attach\"", "\"action\" : \"unmanaged\""), ("http://127", "http://128"),
        ("\n}\n", "\n}"),
        ("\"plan\" : {", "\"plans\" : {"), ("\"value\" : \"a\"", "\"value\" : \"e\""),
    ])
    func `an edited file is refused with 65`(_ text: String, _ edit: String) async throws {
        try await Self.withPlan(Self.cases[1]) { world in
            try await world.run("plan", "--out", "plan.json").expect(exitCode: 0)
            let plan = try #require(world.text(of: "plan.json"))
            #expect(plan.contains(text), "\(plan)")
            try world.write(plan.replacing(text, with: edit), to: "plan.json")
            for form in ["text", "json", "markdown"] {
                let outcome = try await world.run("show", "plan.json", "--output", form)
                #expect(outcome.exitCode == 65)
                #expect(outcome.stdout == "")
                #expect(
                    outcome.stderr
                        == "error: refused: the saved plan does not agree with itself: it was edited, or saved by another version: plan again\n"
                )
            }
        }
    }

    @Test
    func `JSON names the manifest's line of each move, and an apply does not mind another name of the file`()
        async throws
    {
        try await Self.withPlan(Self.cases[1]) { world in
            try await world.run("plan", "--out", "plan.json").expect(exitCode: 0)
            let document = try await world.run("show", "plan.json", "--output", "json").decoded(Placed.self)
            let text = try #require(world.text(of: "omnienv.yaml")).split(
                separator: "\n",
                omittingEmptySubsequences: false
            )
            let moves = try #require(document.bases.first?.routing.moves)
            #expect(moves.map(\.value) == ["c", "a", "b", "d"])
            for move in moves {
                #expect(move.file == "omnienv.yaml")
                let label = move.to == "base" ? move.from : move.to
                #expect(text[move.line - 1].contains("\(label):"))
            }
            try world.write(Self.cases[1].after.text, to: "moved.yaml")
            try world.remove("omnienv.yaml")
            try await world.run("apply", "plan.json", "-f", "moved.yaml").expect(exitCode: 0)
            #expect(await world.routing() == Self.cases[1].after.routing)
        }
    }

    private struct Placed: Decodable {
        struct Move: Decodable {
            let value: String
            let from: String
            let to: String
            let file: String
            let line: Int
        }

        struct Routing: Decodable { let moves: [Move] }
        struct Base: Decodable { let routing: Routing }

        let bases: [Base]
    }
}
