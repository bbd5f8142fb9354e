import DurableFiles
import FoundationEssentials
import Planning
import PlanningTestSupport
import StateStore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct StateJournalTests {
    private let holder = LockHolder(
        pid: 7,
        host: "h",
        user: "u",
        start: "2026-01-01T00:00:00Z",
        command: "omnienv apply"
    )
    private let header = StateHeader(lineage: "l", instance: "https://acme.omniapp.co")

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/omnienv-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    private func open(_ path: String) throws -> StateJournal {
        try StateJournal.open(path, replayed: try StateFile.load(path), header: header)
    }

    @Test func `a new file is begun with a header, for its owner alone`() async throws {
        try await withFolder { folder in
            let path = folder + "/state.jsonl"
            try await open(path).append([stored("dev", ["a"])])
            let state = try #require(try StateFile.load(path).state)
            #expect(state.header == header)
            #expect(state.environments.count == 1)
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }

    @Test func `what follows a torn line starts on a line of its own`() async throws {
        try await withFolder { folder in
            let path = folder + "/state.jsonl"
            try await open(path).append([stored("dev", ["a"])])
            let whole = try Data(contentsOf: URL(filePath: path))
            try (whole + Data("{\"record\":\"envi".utf8)).write(to: URL(filePath: path))
            try await open(path).append([stored("eu", ["b"])])
            let replayed = try StateFile.load(path)
            #expect(replayed.state?.environments.count == 2)
            #expect(!replayed.isTorn)
        }
    }

    @Test func `a line that is torn within a character spoils nothing before it`() async throws {
        try await withFolder { folder in
            let path = folder + "/state.jsonl"
            try await open(path).append([stored("dev", ["a"])])
            let whole = try Data(contentsOf: URL(filePath: path))
            try (whole + Data("{\"values\":[\"東".utf8).dropLast()).write(to: URL(filePath: path))
            let replayed = try StateFile.load(path)
            #expect(replayed.state?.environments.count == 1)
            #expect(replayed.isTorn)
            #expect(replayed.wholeBytes == whole.count)
        }
    }

    @Test func `superseded lines are compacted away when they are many`() async throws {
        try await withFolder { folder in
            let path = folder + "/state.jsonl"
            let journal = try open(path)
            for number in 0..<100 { try await journal.append([stored("dev", ["v\(number)"])]) }
            #expect(try StateFile.load(path).records == 101)
            try await open(path).append([stored("eu", [])])
            let replayed = try StateFile.load(path)
            #expect(replayed.records == 3)
            #expect(replayed.state?.environments.values.contains { $0.values == ["v99"] } == true)
        }
    }

    @Test func `a compaction keeps the permissions, and leaves nothing beside the file`() async throws {
        try await withFolder { folder in
            let path = folder + "/state.jsonl"
            let journal = try open(path)
            for number in 0..<100 { try await journal.append([stored("dev", ["v\(number)"])]) }
            #expect(chmod(path, 0o640) == 0)
            try await open(path).append([stored("eu", [])])
            #expect(try StateFile.load(path).records == 3)
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o640)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["state.jsonl"])
        }
    }

    @Test(arguments: Failing.Call.allCases)
    func `a state that cannot be begun leaves no part of it`(_ call: Failing.Call) async throws {
        try await withFolder { folder in
            let path = folder + "/state.jsonl"
            let replayed = try StateFile.load(path)
            #expect(throws: StateError.self) {
                try StateJournal.open(path, replayed: replayed, header: header, in: Failing(call: call))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        }
    }

    @Test func `a link in the place of state or lock is neither read nor written through`() async throws {
        try await withFolder { folder in
            let (path, other) = (folder + "/state.jsonl", folder + "/other")
            try "mine".write(toFile: other, atomically: false, encoding: .utf8)
            for name in [path, path + ".lock"] {
                try FileManager.default.createSymbolicLink(atPath: name, withDestinationPath: other)
            }
            let replayed = try StateFormat.replay([])
            #expect(throws: StateError.self) { try StateFile.load(path) }
            #expect(throws: StateError.self) { _ = try StateLock.take(statePath: path, as: holder) }
            #expect(StateLock.holder(statePath: path) == nil)
            _ = try? StateJournal.open(path, replayed: replayed, header: header)
            #expect(try String(contentsOfFile: other, encoding: .utf8) == "mine")
        }
    }

    @Test func `one at a time holds the lock, and the next one learns who`() async throws {
        try await withFolder { folder in
            let path = folder + "/state.jsonl"
            let first = try StateLock.take(statePath: path, as: holder)
            let (isFirst, isSecond) = (isHeld(first), isHeld(try StateLock.take(statePath: path, as: holder)))
            #expect(isFirst && !isSecond)
            #expect(StateLock.holder(statePath: path) == holder)
            _ = consume first
            let isThird = isHeld(try StateLock.take(statePath: path, as: holder))
            #expect(isThird)
        }
    }
}

private func isHeld(_ lock: borrowing StateLock?) -> Bool {
    switch lock {
    case .some: true
    case .none: false
    }
}

/// The system's files, but for one call on a temporary file that fails.
struct Failing: FileSystem {
    enum Call: CaseIterable { case open, write, flush, rename }

    let call: Call
    private let files = SystemFiles()

    init(call: Call) { self.call = call }

    func open(_ path: String, _ mode: File.Mode) throws(FileError) -> any OpenFile {
        guard mode == .new else { return try files.open(path, mode) }
        if call == .open { throw FileError(.open, path, number: EROFS) }
        return FailingFile(file: try files.open(path, mode), call: call)
    }

    func rename(_ path: String, to target: String) throws(FileError) {
        if call == .rename { throw FileError(.rename, path, number: EIO) }
        try files.rename(path, to: target)
    }

    func remove(_ path: String) throws(FileError) { try files.remove(path) }
    func flushFolder(of path: String) throws(FileError) { try files.flushFolder(of: path) }
}

private final class FailingFile: OpenFile {
    let file: any OpenFile
    let call: Failing.Call

    init(file: any OpenFile, call: Failing.Call) { (self.file, self.call) = (file, call) }

    func readAll() throws(FileError) -> [UInt8] { try file.readAll() }

    func write(_ bytes: [UInt8]) throws(FileError) {
        try file.write(Array(bytes.prefix(call == .write ? bytes.count / 2 : bytes.count)))
        if call == .write { throw FileError(.write, "", number: ENOSPC) }
    }

    func flush() throws(FileError) {
        if call == .flush { throw FileError(.flush, "", number: EIO) }
        try file.flush()
    }

    func cut(toBytes length: Int) throws(FileError) { try file.cut(toBytes: length) }
    func takeAccess(of path: String) throws(FileError) { try file.takeAccess(of: path) }
    func tryLock() throws(FileError) -> Bool { try file.tryLock() }
    func isFile(at path: String) throws(FileError) -> Bool { try file.isFile(at: path) }
}
