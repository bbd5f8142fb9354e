import DurableFiles
import FoundationEssentials
import OmniModel
import Planning
import PlanningTestSupport
import StateStore
import TestSupport
import Testing

/// What a state remembers besides what is managed: its serial, its runs, and writes that were about to be sent.
@Suite struct StateHistoryTests {
    private let header = StateHeader(lineage: "lineage", instance: "https://acme.omniapp.co")
    private let key = EnvironmentKey(
        base: ConnectionID(uuid("warehouse")),
        connection: ConnectionID(uuid("dev"))
    )

    private static func run(_ number: Int, moves: Int? = nil) -> RecordedRun {
        var run = RecordedRun(
            id: uuid("run\(number)"),
            start: "2026-11-26T08:00:00Z",
            who: "ci@runner-7",
            place: "https://ci.example/jobs/\(number)",
            commit: "0adaf66",
            digest: nil,
            bases: [ConnectionID(uuid("warehouse"))]
        )
        run.end = moves.map { count in
            let moves = (0..<count).map {
                RecordedRun.Move(base: "warehouse", value: AttributeValue("v\($0)"), from: nil, to: "dev")
            }
            return RecordedRun.End(time: "2026-11-26T08:01:00Z", outcome: .done, moves: moves)
        }
        return run
    }

    private func replay(_ text: [UInt8]) throws(StateProblem) -> State? { try StateFormat.replay(text).state }

    private func line(_ text: String) -> [UInt8] { Array(text.utf8) + [UInt8(ascii: "\n")] }

    private var older: [UInt8] {
        line(#"{"format":1,"instance":"https://acme.omniapp.co","lineage":"lineage","record":"state"}"#)
            + StateFormat.line(stored("dev", ["a"]))
    }

    private func withOlderFile(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/omnienv-\(UUID().uuidString).jsonl"
        try Data(older).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    private func open(_ path: String) throws -> StateJournal {
        try StateJournal.open(path, replayed: try StateFile.load(path), header: header)
    }

    @Test func `an older state is read, and brought forward by whoever writes next`() async throws {
        try await withOlderFile { path in
            #expect(try StateFile.load(path).state == state(stored("dev", ["a"])))
            try await open(path).append([stored("eu", ["b"])])
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.hasPrefix(#"{"format":2,"#))
            #expect(try replay(Array(text.utf8)) == state(stored("dev", ["a"]), stored("eu", ["b"])))
        }
    }

    @Test func `each writer gives the state its next serial, once`() async throws {
        try await withOlderFile { path in
            for number in 1...3 {
                let journal = try open(path)
                try await journal.append([stored("dev", [AttributeValue("a\(number)")])])
                try await journal.append([stored("eu", [AttributeValue("b\(number)")])])
                #expect(try StateFile.load(path).state?.serial == number)
            }
        }
    }

    @Test func `a serial outlives a compaction`() throws {
        let state = state(stored("dev", ["a"]), .serial(41))
        #expect(try replay(StateFormat.text(of: state))?.serial == 41)
    }

    @Test func `a write that was about to be sent is noted until its target is recorded anew`() throws {
        let attribute = EnvironmentUserAttribute(name: "environment", defaultValues: ["prod"])
        let writes = [
            NotedWrite(.environment(key), .values(["a", "b"])), NotedWrite(.environment(key), .nothing),
            NotedWrite(.attribute(key.base), .attribute(attribute)),
            NotedWrite(.attribute(key.base), .nothing),
        ]
        for write in writes {
            var noted = state(stored("eu", []), .write(write))
            #expect(try replay(StateFormat.text(of: noted))?.notedWrites == [write.target: write.content])
            noted.replay(.writeDropped(write.target))
            #expect(noted.notedWrites.isEmpty)
        }
        #expect(state(.write(writes[0]), stored("dev", ["a"])).notedWrites.isEmpty)
        #expect(state(.write(writes[1]), .detached(key)).notedWrites.isEmpty)
        #expect(state(.write(writes[2]), .attributeRemoved(key.base)).notedWrites.isEmpty)
    }

    @Test func `what was seen and left alone is remembered, and no longer once it is managed`() throws {
        let seen = SeenEnvironment(id: EnvironmentID(uuid("id")), values: ["x"])
        let left = state(.unmanaged(key, seen))
        #expect(try replay(StateFormat.text(of: left))?.unmanaged == [key: seen])
        #expect(state(.unmanaged(key, seen), stored("dev", [])).unmanaged.isEmpty)
        #expect(state(.unmanaged(key, seen), .unmanagedGone(key)).unmanaged.isEmpty)
    }

    @Test func `a run reads back as it was, and its end takes the place of its beginning`() throws {
        let begun = Self.run(1)
        let ended = Self.run(1, moves: 3)
        let state = state(
            .run(RunLog.Entry(begun)),
            .run(RunLog.Entry(Self.run(2))),
            .run(RunLog.Entry(ended))
        )
        let read = try #require(try replay(StateFormat.text(of: state)))
        #expect(try read.runs.entries.map { try RecordedRun(reading: $0) } == [Self.run(2), ended])
    }

    @Test func `a run names a thousand values, and says how many more there were`() throws {
        let run = Self.run(1, moves: 1_003)
        #expect(run.end?.moves.count == 1_000)
        #expect(run.end?.unnamed == 3)
        #expect(try RecordedRun(reading: RunLog.Entry(run)) == run)
    }

    @Test func `the oldest runs are dropped, by number and by size`() {
        let many = state((0..<1_005).map { .run(RunLog.Entry(Self.run($0))) })
        #expect(many.runs.entries.count == 1_000)
        #expect(many.runs.entries.first?.id == uuid("run5"))
        let large = (0..<6).map { number in
            RunLog.Entry(id: uuid("run\(number)"), text: Array(repeating: 0x20, count: 1 << 20))
        }
        #expect(state(large.map { .run($0) }).runs.entries.map(\.id) == large.suffix(4).map(\.id))
    }

    @Test func `the lines of runs are not read with the state`() throws {
        let odd = #"{"record":"run","id":"\#(uuid("run1"))","who":nobody}"#
        let text = StateFormat.text(of: state(stored("dev", ["a"]))) + line(odd)
        let read = try #require(try replay(text))
        #expect(read.runs.entries.count == 1)
        #expect(throws: BadLine.notRecord) { try RecordedRun(reading: read.runs.entries[0]) }
    }

    @Test func `a union merge of two branches keeps both sides, the higher serial, and every run`() throws {
        let common = state(stored("dev", ["a"]), .serial(4), .run(RunLog.Entry(Self.run(0, moves: 1))))
        var (mine, theirs) = (common, common)
        for record in [.serial(7), stored("eu", ["b"]), .run(RunLog.Entry(Self.run(1, moves: 1)))] {
            mine.replay(record)
        }
        for record in [.serial(5), stored("us", ["c"]), .run(RunLog.Entry(Self.run(2, moves: 1)))] {
            theirs.replay(record)
        }
        let merged = try #require(try replay(union(mine, theirs)))
        #expect(merged == state(stored("dev", ["a"]), stored("eu", ["b"]), stored("us", ["c"])))
        #expect(merged.serial == 7)
        #expect(Set(merged.runs.entries.map(\.id)) == Set((0...2).map { uuid("run\($0)") }))
    }

    @Test func `a branch of the older format and one of this one are one state`() throws {
        let newer = StateFormat.text(of: state(stored("eu", ["b"]), .serial(2)))
        for text in [older + newer, newer + older] {
            #expect(try replay(text) == state(stored("dev", ["a"]), stored("eu", ["b"])))
        }
    }

    /// As git's union driver joins two versions: common lines once, then each side's own.
    private func union(_ mine: State, _ theirs: State) -> [UInt8] {
        let newline = UInt8(ascii: "\n")
        let (first, second) = (
            StateFormat.text(of: mine).split(separator: newline),
            StateFormat.text(of: theirs).split(separator: newline)
        )
        return Array((first + second.filter { !first.contains($0) }).joined(separator: [newline])) + [newline]
    }
}
