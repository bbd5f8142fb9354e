import FoundationEssentials
import OmniAPI
import Reconciler
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct StateJournalTests {
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
            try await open(path).append([recorded("dev", ["a"])])
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
            try await open(path).append([recorded("dev", ["a"])])
            let whole = try Data(contentsOf: URL(filePath: path))
            try (whole + Data("{\"record\":\"envi".utf8)).write(to: URL(filePath: path))
            try await open(path).append([recorded("eu", ["b"])])
            let replayed = try StateFile.load(path)
            #expect(replayed.state?.environments.count == 2)
            #expect(!replayed.isTorn)
        }
    }

    @Test func `a line that is torn within a character spoils nothing before it`() async throws {
        try await withFolder { folder in
            let path = folder + "/state.jsonl"
            try await open(path).append([recorded("dev", ["a"])])
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
            for number in 0..<100 { try await journal.append([recorded("dev", ["v\(number)"])]) }
            #expect(try StateFile.load(path).records == 100)
            try await open(path).append([recorded("eu", [])])
            let replayed = try StateFile.load(path)
            #expect(replayed.records == 2)
            #expect(replayed.state?.environments.values.contains { $0.values == ["v99"] } == true)
        }
    }

    @Test func `a state behind a symbolic link is written where the link leads`() async throws {
        try await withFolder { folder in
            let target = folder + "/real.jsonl"
            try await open(target).append([recorded("dev", ["a"])])
            let link = folder + "/state.jsonl"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
            let journal = try open(link)
            for number in 0..<100 { try await journal.append([recorded("dev", ["v\(number)"])]) }
            try await open(link).append([recorded("eu", [])])
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
            #expect(try StateFile.load(target).records == 2)
        }
    }

    @Test func `one at a time holds the lock, and the next one learns who`() async throws {
        try await withFolder { folder in
            let path = folder + "/state.jsonl"
            let holder = LockHolder(
                pid: 7,
                host: "h",
                user: "u",
                start: "2026-01-01T00:00:00Z",
                command: "omnienv apply"
            )
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
