import DurableFiles
import FoundationEssentials
import Planning
import PlanningTestSupport
import StateStore
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What somebody else does to a state's files while a run holds them.
@Suite struct StatePathTests {
    private let header = StateHeader(lineage: "l", instance: "https://acme.omniapp.co")
    private let holder = LockHolder(
        pid: 7,
        host: "h",
        user: "u",
        start: "2026-01-01T00:00:00Z",
        command: "omnienv apply"
    )

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/omnienv-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    private func open(_ path: String, in files: some FileSystem = SystemFiles()) throws -> StateJournal {
        try StateJournal.open(path, replayed: try StateFile.load(path), header: header, in: files)
    }

    private func content(_ path: String) -> String? {
        (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `a file without its last line break is continued on a line of its own`() async throws {
        try await withFolder { folder in
            let path = folder + "/state.jsonl"
            try await open(path).append([stored("dev", ["a"])])
            let whole = try #require(content(path))
            try Data(whole.utf8.dropLast()).write(to: URL(filePath: path))
            try await open(path).append([stored("eu", ["b"])])
            #expect(
                content(path) == whole
                    + String(
                        decoding: StateFormat.line(.serial(2)) + StateFormat.line(stored("eu", ["b"])),
                        as: UTF8.self
                    )
            )
        }
    }

    enum Meddling: CaseIterable { case removed, replaced, copied, folderMoved }

    private func meddle(_ meddling: Meddling, _ path: String, _ folder: String) throws {
        let files = FileManager.default
        switch meddling {
        case .removed: try files.removeItem(atPath: path)
        case .replaced:
            try "mine".write(toFile: folder + "/other", atomically: false, encoding: .utf8)
            #expect(rename(folder + "/other", path) == 0)
        case .copied:
            // As `sed -i` and `git checkout` do: the same bytes in another file.
            try files.copyItem(atPath: path, toPath: folder + "/other")
            #expect(rename(folder + "/other", path) == 0)
        case .folderMoved: try files.moveItem(atPath: folder, toPath: folder + "-moved")
        }
    }

    @Test(arguments: Meddling.allCases)
    func `a file that is not there any more takes no further record`(_ meddling: Meddling) async throws {
        try await withFolder { folder in
            defer { try? FileManager.default.removeItem(atPath: folder + "-moved") }
            let path = folder + "/state.jsonl"
            let journal = try open(path)
            try await journal.append([stored("dev", ["a"])])
            #expect(await journal.failure == nil)
            try meddle(meddling, path, folder)
            let found = content(path)
            // Asked before the next request, where nothing is to be recorded.
            if meddling != .copied { #expect(await journal.failure?.losesFile == true) }
            for label in ["eu", "us"] {
                await #expect(throws: StateError.self) { try await journal.append([stored(label, ["b"])]) }
            }
            #expect(content(path) == found)
            guard case .replaced(path)? = await journal.failure else {
                Issue.record("\(String(describing: await journal.failure))")
                return
            }
            #expect(await journal.state.environments.count == 3)
            #expect(await journal.unwritten.count == 2)
        }
    }

    @Test func `a file that was changed after it was read is not opened for writing`() async throws {
        for superseded in [0, 100] {
            try await withFolder { folder in
                let path = folder + "/state.jsonl"
                let journal = try open(path)
                for number in 0...superseded { try await journal.append([stored("dev", ["v\(number)"])]) }
                let replayed = try StateFile.load(path)
                try await journal.append([stored("eu", ["b"])])
                let found = content(path)
                #expect(throws: StateError.self) {
                    try StateJournal.open(path, replayed: replayed, header: header)
                }
                #expect(content(path) == found)
            }
        }
    }

    @Test func `a file that appears where none was read is not written over`() async throws {
        try await withFolder { folder in
            let path = folder + "/state.jsonl"
            let replayed = try StateFile.load(path)
            try await open(path).append([stored("dev", ["a"])])
            let found = content(path)
            #expect(throws: StateError.self) {
                try StateJournal.open(path, replayed: replayed, header: header)
            }
            #expect(content(path) == found)
        }
    }

    @Test(arguments: [EINVAL, ENOSYS, EOPNOTSUPP])
    func `a folder that cannot be flushed is named, and the state is written`(number: Int32) async throws {
        try await withFolder { folder in
            let path = folder + "/state.jsonl"
            let files = Meddled(flushFailure: number)
            for label in ["dev", "eu"] {
                let journal = try open(path, in: files)
                #expect(journal.unflushedFolder == folder)
                try await journal.append([stored(label, ["a"])])
            }
            #expect(try StateFile.load(path).state?.environments.count == 2)
            #expect(try open(path).unflushedFolder == nil)
        }
    }

    @Test(arguments: [EIO, EROFS, ENOSPC])
    func `a folder whose flush fails is an error`(number: Int32) async throws {
        try await withFolder { folder in
            #expect(throws: StateError.self) {
                try open(folder + "/state.jsonl", in: Meddled(flushFailure: number))
            }
        }
    }

    @Test(arguments: [true, false])
    func `a lock whose file is removed or replaced before it is locked is taken on the one that is there`(
        replaces: Bool
    ) async throws {
        try await withFolder { folder in
            let path = folder + "/state.jsonl"
            let files = Meddled { opened in
                unlink(opened)
                if replaces { try? "".write(toFile: opened, atomically: false, encoding: .utf8) }
            }
            let lock = try StateLock.take(statePath: path, as: holder, in: files)
            #expect(try StateLock.isHeld(statePath: path))
            #expect(StateLock.holder(statePath: path) == holder)
            _ = consume lock
        }
    }
}

/// The system's files, with a folder that is not flushed, or with something that happens once right after a file is opened.
private final class Meddled: FileSystem {
    private let flushFailure: Int32?
    private let meddling: Mutex<(@Sendable (String) -> Void)?>
    private let files = SystemFiles()

    init(flushFailure: Int32? = nil, afterOpening: (@Sendable (String) -> Void)? = nil) {
        self.flushFailure = flushFailure
        meddling = Mutex(afterOpening)
    }

    func open(_ path: String, _ mode: File.Mode) throws(FileError) -> any OpenFile {
        let file = try files.open(path, mode)
        let meddling = meddling.withLock { meddling in
            defer { meddling = nil }
            return meddling
        }
        meddling?(path)
        return file
    }

    func rename(_ path: String, to target: String) throws(FileError) { try files.rename(path, to: target) }
    func remove(_ path: String) throws(FileError) { try files.remove(path) }

    func flushFolder(of path: String) throws(FileError) {
        if let flushFailure { throw FileError(.flush, File.folder(of: path), number: flushFailure) }
        try files.flushFolder(of: path)
    }
}
