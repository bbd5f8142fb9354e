import FoundationEssentials
import OmniModel
import Planning
import PlanningTestSupport
import StateStore
import TestSupport
import Testing

/// Texts that people, shells, editors and merges make of a state.
@Suite struct StateReadingTests {
    private let full = state(
        stored("dev", ["a"]),
        .connectionName(ConnectionID(uuid("dev")), "Snowflake (EU)"),
        .planApplied("0f26bc20")
    )

    private func text(_ state: State) -> String {
        String(decoding: StateFormat.text(of: state), as: UTF8.self)
    }

    private func replay(_ text: String) throws(StateProblem) -> StateFormat.Replayed {
        try StateFormat.replay(Array(text.utf8))
    }

    @Test func `a last line that lacks only its line break counts, whatever its kind`() throws {
        let lines = text(full).split(separator: "\n")
        for count in 1...lines.count {
            let whole = lines.prefix(count).joined(separator: "\n")
            let replayed = try replay(whole)
            #expect(replayed.state == (try replay(whole + "\n").state))
            #expect(!replayed.isTorn)
            #expect(replayed.lacksBreak)
            #expect(try !replay(whole + "\n").lacksBreak)
        }
    }

    @Test(
        arguments: [
            { "\u{FEFF}" + $0 }, { $0.replacing("\n", with: "\r\n") }, { "\n\n" + $0 }, { $0 + "\n \t\n" },
            { $0.replacing("\n", with: "\n\n") }, { "\u{FEFF}\r\n" + $0 + "   " },
        ] as [@Sendable (String) -> String]
    )
    func `a byte order mark, blank lines and other line ends are skipped`(
        _ change: @Sendable (String) -> String
    ) throws {
        let replayed = try replay(change(text(full)))
        #expect(replayed.state == full)
        #expect(replayed.records == 3)
        #expect(!replayed.isTorn)
    }

    @Test func `the line numbers of errors count blank lines`() {
        let broken = "\n" + text(full) + "\n{}\n"
        #expect(throws: StateProblem.badLine(7, .lacks("record"))) { try replay(broken) }
    }

    private static let base = uuid("warehouse")
    private static let other = uuid("x")

    @Test(arguments: [
        ("{\"record\":\"novelty\"}", BadLine.newerRecord("novelty")),
        ("{\"record\":\"run\",\"who\":\"me\"}", .lacks("id")),
        ("{\"record\":\"run\",\"id\":\"me\"}", .notUUID(field: "id", "me")),
        ("{\"record\":\"serial\",\"serial\":-1}", .unusable("serial")),
        ("{\"record\":\"write\",\"base\":\"\(base)\",\"name\":\"a\"}", .lacks("defaultValues")),
        (
            "{\"record\":\"unmanaged\",\"base\":\"\(base)\",\"connection\":\"\(other)\",\"id\":\"e\",\"values\":[]}",
            .notUUID(field: "id", "e")
        ),
        (
            "{\"format\":3,\"instance\":\"https://acme.omniapp.co\",\"lineage\":\"lineage\",\"record\":\"state\"}",
            .newerRecord("state")
        ),
        ("{}", .lacks("record")),
        ("[]", .notRecord),
        ("{\"record\":\"detached\",\"base\":\"\(base)\"}", .lacks("connection")),
        (
            "{\"record\":\"detached\",\"base\":\"warehouse\",\"connection\":\"\(other)\"}",
            .notUUID(field: "base", "warehouse")
        ),
        (
            "{\"record\":\"intentDropped\",\"base\":\"\(base)\",\"connection\":\"\"}",
            .notUUID(field: "connection", "")
        ),
        (
            "{\"record\":\"connection\",\"id\":\"\\u001b[2J\",\"name\":\"n\"}",
            .notUUID(field: "id", "\u{1B}[2J")
        ),
        (
            "{\"record\":\"connection\",\"id\":\"../../v1/users\",\"name\":\"n\"}",
            .notUUID(field: "id", "../../v1/users")
        ),
        ("{\"record\":\"attributeRemoved\",\"base\":\"\(base)0\"}", .notUUID(field: "base", base + "0")),
        (
            "{\"record\":\"intent\",\"base\":\"\(base)\",\"connection\":\"\(other)\",\"address\":\"a/b\\u0007\"}",
            .controlCharacter(7)
        ),
        (
            "{\"record\":\"intent\",\"base\":\"\(base)\",\"connection\":\"\(other)\",\"address\":\"a\"}",
            .unusable("address")
        ),
        ("{\"record\":{\"state\":1}}", .unusable("record")),
        ("{\"record\":\"plan\",\"id\":null}", .lacks("id")),
        ("{\"record\":\"isolation\",\"base\":\"\(base)\",\"isolation\":\"none\"}", .unusable("isolation")),
        (
            "{\"record\":\"attribute\",\"base\":\"\(base)\",\"name\":\"a\",\"defaultValues\":[1]}",
            .unusable("defaultValues")
        ),
        (
            """
            {"record":"environment","base":"\(base)","connection":"\(other)","id":"\(other)","address":"a/b",\
            "values":[],"protect":"true"}
            """,
            .unusable("protect")
        ),
        ("{\"format\":1,\"instance\":\"https://acme.omniapp.co\",\"record\":\"state\"}", .lacks("lineage")),
        ("{\"record\":\u{0}\"plan\",\"id\":\"a\"}", .controlCharacter(0)),
        ("{\"record\":\"plan\",\"id\":\"\u{1B}\"}", .controlCharacter(0x1B)),
        ("<<<<<<< HEAD", .mergeMarker),
        ("=======", .mergeMarker),
        ("||||||| 0adaf66", .mergeMarker),
        (">>>>>>> other-branch", .mergeMarker),
        (
            "{\"format\":1,\"instance\":\"https://acme.omniapp.co\",\"lineage\":\"other\",\"record\":\"state\"}",
            .otherState
        ),
        (
            "{\"format\":1,\"instance\":\"https://other.omniapp.co\",\"lineage\":\"lineage\",\"record\":\"state\"}",
            .otherState
        ),
    ])
    func `a line that is no record is named, with the reason`(line: String, problem: BadLine) {
        #expect(throws: StateProblem.badLine(3, problem)) {
            var lines = text(full).split(separator: "\n").map(String.init)
            lines.insert(line, at: 2)
            _ = try replay(lines.joined(separator: "\n") + "\n")
        }
        #expect(!problem.description.unicodeScalars.contains { $0.value < 0x20 })
    }

    @Test func `a merge marker is called so in the first line and in a last one without its break too`() {
        #expect(throws: StateProblem.badLine(1, .mergeMarker)) { try replay("<<<<<<< HEAD\n" + text(full)) }
        #expect(throws: StateProblem.badLine(5, .mergeMarker)) { try replay(text(full) + ">>>>>>> other") }
    }

    @Test(arguments: [
        "hello", "version: 1", "{\"a\":1}", "{\"record\":\"plan\",\"id\":\"x\"}\n", "\u{0}\u{0}\u{0}",
    ])
    func `another file is never taken for a state that was cut off`(_ text: String) {
        #expect(throws: StateProblem.noHeader) { try replay(text) }
    }

    @Test func `a header that lacks a member is named with it`() {
        let header = "{\"record\":\"state\",\"format\":1,\"lineage\":\"l\"}"
        #expect(throws: StateProblem.badLine(1, .lacks("instance"))) { try replay(header) }
    }

    @Test func `a state of a newer format is called so`() {
        let newer = "{\"record\":\"state\",\"format\":3}"
        #expect(throws: StateProblem.otherFormat(3)) { try replay(newer) }
        #expect(StateProblem.otherFormat(3).description.contains("a newer omnienv wrote this state"))
        #expect(!StateProblem.otherFormat(0).description.contains("newer"))
    }

    @Test func `the lines of two branches, one after the other, are one state`() throws {
        let header = text(state([]))
        let mine = header + line(stored("dev", ["a"])) + line(stored("eu", ["b"]))
        let theirs = header + line(stored("dev", ["a", "c"])) + line(stored("us", ["d"]))
        let both = try #require(try replay(mine + theirs).state)
        #expect(both == state(stored("dev", ["a", "c"]), stored("eu", ["b"]), stored("us", ["d"])))
    }

    private func line(_ record: StateRecord) -> String {
        String(decoding: StateFormat.line(record), as: UTF8.self)
    }
}
