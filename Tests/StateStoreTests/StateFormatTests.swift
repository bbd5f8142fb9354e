import FoundationEssentials
import OmniModel
import Planning
import PlanningTestSupport
import StateStore
import TestSupport
import Testing

@Suite struct StateFormatTests {
    private let full: State = {
        let key = EnvironmentKey(
            base: ConnectionID(uuid("warehouse")),
            connection: ConnectionID(uuid("lost"))
        )
        let attribute = EnvironmentUserAttribute(name: "environment", defaultValues: ["prod"])
        return state(
            stored("dev", ["a", "ü\"/\u{1}"], protect: true),
            .attribute(
                ConnectionID(uuid("warehouse")),
                RecordedAttribute(base: "warehouse", attribute: attribute)
            ),
            .connectionName(ConnectionID(uuid("dev")), "Snowflake (EU)"),
            .intent(key, Address(base: "warehouse", environment: "lost"))
        )
    }()

    @Test func `a state reads back as it was written`() throws {
        let replayed = try StateFormat.replay(StateFormat.text(of: full))
        #expect(replayed.state == full)
        #expect(!replayed.isTorn)
    }

    @Test func `what is forgotten is gone from the state, and the record is read back`() throws {
        var state = full
        let records = state.entries.map(\.forgetting)
        var text = StateFormat.text(of: state)
        for record in records {
            text += StateFormat.line(record)
            state.replay(record)
        }
        #expect(state.entries == [])
        let replayed = try StateFormat.replay(text)
        #expect(replayed.state == state)
        #expect(String(decoding: text, as: UTF8.self).contains(#""record":"forgotten""#))
    }

    @Test func `the last record of a key stands`() throws {
        var text = StateFormat.text(of: full)
        text += StateFormat.line(stored("dev", ["b"]))
        text += StateFormat.line(
            .intentDropped(
                EnvironmentKey(base: ConnectionID(uuid("warehouse")), connection: ConnectionID(uuid("lost")))
            )
        )
        let state = try #require(try StateFormat.replay(text).state)
        #expect(state.environments.values.map(\.values) == [["b"]])
        #expect(state.intents.isEmpty)
    }

    @Test func `wherever a write was cut off, what was whole is kept`() throws {
        let whole = StateFormat.text(of: full)
        let last = StateFormat.line(stored("eu", ["c"]))
        for length in 0..<last.count - 1 {
            let replayed = try StateFormat.replay(whole + last.prefix(length))
            #expect(replayed.state == full)
            #expect(replayed.wholeBytes == whole.count)
            #expect(replayed.isTorn == (length > 0))
        }
    }

    @Test func `a bad line elsewhere is named`() throws {
        var lines = StateFormat.text(of: full).split(separator: UInt8(ascii: "\n"))
        lines.insert(Array("{\"record\":\"environment\"}".utf8)[...], at: 2)
        let text = Array(lines.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")]
        #expect(throws: StateProblem.badLine(3, .lacks("base"))) { try StateFormat.replay(text) }
        lines[2] = Array("not JSON".utf8)[...]
        let garbled = Array(lines.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")]
        #expect(throws: StateProblem.badLine(3, .notRecord)) { try StateFormat.replay(garbled) }
    }

    @Test func `another format and another kind of file are refused`() {
        let newer = Array("{\"record\":\"state\",\"format\":3,\"novelty\":[]}\n".utf8)
        #expect(throws: StateProblem.otherFormat(3)) { try StateFormat.replay(newer) }
        #expect(throws: StateProblem.noHeader) { try StateFormat.replay(Array("version: 1\n".utf8)) }
    }

    @Test func `records are sorted, one environment a line`() throws {
        let state = state(stored("z", []), stored("a", []), stored("m", []))
        let text = String(decoding: StateFormat.text(of: state), as: UTF8.self)
        let connections = text.split(separator: "\n").dropFirst().compactMap { line in
            line.firstRange(of: "\"connection\":\"").map { line[$0.upperBound...].prefix(36) }
        }
        #expect(connections.map { String($0) } == ["a", "m", "z"].map(uuid))
    }
}
