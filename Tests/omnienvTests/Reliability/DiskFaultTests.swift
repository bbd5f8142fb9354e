import Foundation
import OmniSandbox
import Testing

/// The disk fails under a real process: strace makes the system call fail.
@Suite("Disk faults", .enabled(if: Strace.isThere), .serialized, .timeLimit(.minutes(2)))
struct DiskFaultTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))

    private static func withoutList(test: (World) async throws -> Void) async throws {
        try await withWorld(Organization.store(), { $0.api.hasList = false }) { world in
            try world.write(manifest)
            try await test(world)
        }
    }

    /// An apply whose state file takes the intents and nothing after them, on an instance where nothing else knows the
    /// new ids. On a busy machine a process may write from two threads, which strace counts apart: then it is tried again.
    private static func withUnwrittenRecords(
        _ fault: String,
        on paths: [String] = [""],
        temporaryFolder: String? = nil,
        test: (World, Outcome) async throws -> Void
    ) async throws {
        for attempt in 1...5 {
            var wasStruck = false
            try await withoutList { world in
                if let temporaryFolder, temporaryFolder.hasPrefix("/") == false {
                    let folder = world.folder.appending(path: temporaryFolder)
                    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
                }
                let folder = temporaryFolder.map { $0.hasPrefix("/") ? $0 : world.folder.path + "/" + $0 }
                let outcome = try await world.with("TMPDIR", folder).apply(
                    under: .fail(paths.map { world.statePath + $0 }, fault)
                )
                let counts = await world.requests().counts
                // strace counts the writes of each thread by itself: the rescue file's may be the first of another one.
                let isRescued = try world.files().contains(World.stateFile + ".rescue")
                wasStruck =
                    counts["POST"] == 1 && counts["PUT"] == nil && !(paths.contains(".rescue") && isRescued)
                guard wasStruck || attempt == 5 else { return }
                #expect(outcome.exitCode == 3)
                #expect(counts == ["GET": 2, "POST": 1])
                try await test(world, outcome)
            }
            if wasStruck { return }
        }
    }

    @Test(arguments: ["write:error=ENOSPC:when=2+", "fsync:error=EIO:when=2+"])
    func `an intent that cannot be written keeps its create from being sent`(_ fault: String) async throws {
        for attempt in 1...5 {
            var wasStruck = false
            try await Self.withoutList { world in
                let outcome = try await world.apply(under: .fail([world.statePath], fault))
                let writes = await world.requests().writes
                // strace counts the writes of each thread by itself: then the file took the intent.
                wasStruck = writes == []
                guard wasStruck || attempt == 5 else { return }
                #expect(writes == [])
                #expect(outcome.exitCode == 3)
                #expect(outcome.stdout.contains("The state file could not be written"))
                #expect(
                    try world.files() == ["omnienv.state.jsonl", "omnienv.state.jsonl.lock", "omnienv.yaml"]
                )
                #expect(try await world.apply().exitCode == 0)
                #expect(await world.routing() == Self.manifest.routing)
            }
            if wasStruck { return }
        }
    }

    @Test(arguments: ["write:error=ENOSPC:when=3+", "fsync:error=EIO:when=3+"])
    func `what Omni has and the file does not is saved beside it, and one command brings it back`(
        _ fault: String
    ) async throws {
        try await Self.withUnwrittenRecords(fault) { world, outcome in
            let id = try #require(await world.environment(1))
            #expect(outcome.stdout.contains("base1/env1 with the id \(id)"))
            let rescue = world.statePath + ".rescue"
            let command = "mv \(rescue) \(world.statePath)"
            #expect(outcome.stdout.contains("The whole state is saved in \"\(rescue)\""))
            #expect(outcome.stdout.contains("  " + command + "\n"))
            #expect(try world.mode(of: World.stateFile + ".rescue") == 0o600)
            try await Self.shell(command)
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().counts["POST"] == nil)
            #expect(await world.routing() == Self.manifest.routing)
        }
    }

    @Test func `a disk without any room gets the rescue file into the temporary folder`() async throws {
        try await Self.withUnwrittenRecords(
            "write:error=ENOSPC:when=3+",
            on: ["", ".rescue"],
            temporaryFolder: "tmp"
        ) { world, outcome in
            let elsewhere = world.folder.appending(path: "tmp")
            let rescue = elsewhere.appending(path: World.stateFile + ".rescue").path
            #expect(outcome.stdout.contains("  mv \(rescue) \(world.statePath)\n"), "\(outcome.everything)")
            #expect(!(try world.files()).contains(World.stateFile + ".rescue"))
            try await Self.shell("mv \(rescue) \(world.statePath)")
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.routing() == Self.manifest.routing)
        }
    }

    @Test func `where no file can be written the lines go to standard error`() async throws {
        try await Self.withUnwrittenRecords(
            "write:error=ENOSPC:when=3+",
            on: ["", ".rescue"],
            temporaryFolder: "/nowhere"
        ) { world, outcome in
            let lines = outcome.stderr.split(separator: "\n").filter { $0.hasPrefix("{\"address\"") }
            #expect(lines.count == 2)
            let state = try #require(world.state)
            try world.write(state + lines.joined(separator: "\n") + "\n", to: World.stateFile)
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().counts["POST"] == nil)
            #expect(await world.routing() == Self.manifest.routing)
        }
    }

    @Test func `a state that cannot be begun is an error before Omni is asked to change anything`()
        async throws
    {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await world.apply(under: .fail([], "rename:error=EIO"))
            #expect(outcome.exitCode == 1)
            #expect(outcome.stderr.contains("or name another state file with --state"), "\(outcome.stderr)")
            #expect(await world.requests().writes == [])
            #expect(try world.files() == ["omnienv.state.jsonl.lock", "omnienv.yaml"])
            try await world.expectSettledAfterApply()
        }
    }

    private static func shell(_ command: String) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
