import Foundation
import OmniSandbox
import Subprocess
import Testing

@Suite("Kill matrix", .enabled(if: Strace.isThere), .serialized, .timeLimit(.minutes(10)))
struct KillMatrixTests {
    /// Which share of the cells is tried: all of them with `OMNIENV_KILL_MATRIX=all`, as `Tests/run.sh` does.
    private static let step = ProcessInfo.processInfo.environment["OMNIENV_KILL_MATRIX"] == "all" ? 1 : 5

    @Test(arguments: KillMatrix.Start.allCases)
    func `killed at every system call on the state's files`(_ start: KillMatrix.Start) async throws {
        let matrix = try await KillMatrix(start)
        let begin = ContinuousClock.now
        let calls = try await Self.calls(of: matrix)
        #expect(
            Set(calls.map(\.name)).isSuperset(of: ["openat", "flock", "ftruncate", "write", "fsync"])
        )
        try await Self.forEach(calls) { call, processor in
            let wasReached = try await Self.kill(matrix, at: call, on: processor, paths: Self.paths)
            #expect(wasReached, "\(start), \(call) was never reached")
        }
        print(
            "kill matrix, \(start.rawValue) state: \(calls.count / Self.step) system calls in \(begin.duration(to: .now))"
        )
    }

    /// A compaction writes to a file of a random name, which strace cannot be told: there the calls are known by their
    /// names, which nothing else in the program makes.
    @Test func `killed at every system call that replaces the state`() async throws {
        let matrix = try await KillMatrix(.compacting)
        let calls = try await Self.calls(of: matrix, named: ["rename", "fchmod", "fchown"])
        #expect(calls.contains { $0.name == "rename" })
        try await Self.forEach(calls) { call, processor in
            let wasReached = try await Self.kill(matrix, at: call, on: processor) { _ in [] }
            #expect(wasReached, "\(call) was never reached")
        }
    }

    /// On a busy machine a process may make its calls from two threads after all, which strace counts apart: then the
    /// cell is tried again.
    private static func kill(
        _ matrix: KillMatrix,
        at call: Strace.Call,
        on processor: Int,
        paths: @Sendable (World) -> [String]
    ) async throws -> Bool {
        for _ in 1...5 {
            var wasReached = false
            try await matrix.run { world in
                let strace = Strace.kill(paths(world), at: call)
                let outcome = try await world.apply(under: strace, processor: processor, ["--prune"])
                wasReached = outcome.exitCode == 137
                try await KillMatrix.expectRecovery(world, "\(call)")
            }
            if wasReached { return true }
        }
        return false
    }

    /// The work is done and the answer is lost with the process, or neither is the work done.
    @Test func `killed at every request, before and after its work`() async throws {
        let matrix = try await KillMatrix(.compacting)
        let begin = ContinuousClock.now
        let cells = try await Self.requests(of: matrix).flatMap { ["\($0) slow:1", "\($0) lost-before"] }
        try await Self.forEach(cells) { cell, _ in
            try await matrix.run(faults: [cell]) { world in
                let words = cell.split(separator: " ").map(String.init)
                let outcome = try await world.run("apply", "--auto-approve", "--prune") { running in
                    await world.arrival(of: words[0], Int(words[2]) ?? 0)
                    try running.send(.kill)
                }
                #expect(outcome.exitCode == 137)
                try await KillMatrix.expectRecovery(world, cell)
            }
        }
        print("kill matrix, requests: \(cells.count / Self.step) cells in \(begin.duration(to: .now))")
    }

    private static func paths(_ world: World) -> [String] {
        let state = world.statePath
        return [state, state + ".lock", URL(filePath: state).deletingLastPathComponent().path]
    }

    /// The calls of a run that nobody disturbs: of these names, or else those on the state's files.
    private static func calls(of matrix: KillMatrix, named names: [String] = []) async throws -> [Strace.Call]
    {
        var calls: [Strace.Call] = []
        try await matrix.run { world in
            var strace = Strace(paths: names.isEmpty ? paths(world) : [], names: names)
            strace.output = world.folder.appending(path: "trace").path
            #expect(try await world.apply(under: strace, ["--prune"]).exitCode == 0)
            #expect(await world.routing() == KillMatrix.after.routing)
            calls = Strace.Call.all(in: try #require(world.text(of: "trace")))
        }
        return calls
    }

    /// The requests of such a run as the fault grammar names them: `METHOD * NUMBER`.
    private static func requests(of matrix: KillMatrix) async throws -> [String] {
        var requests: [String] = []
        try await matrix.run { world in
            let outcome = try await world.apply("--prune")
            #expect(outcome.exitCode == 0)
            var counts: [String: Int] = [:]
            requests = await world.requests().map { request in
                counts[request.method, default: 0] += 1
                return "\(request.method) * \(counts[request.method, default: 0])"
            }
        }
        #expect(Set(requests.map { $0.prefix { $0 != " " } }) == ["GET", "POST", "PUT", "PATCH", "DELETE"])
        return requests
    }

    /// As many at once as there are processors, each on one of its own.
    private static func forEach<Cell: Sendable>(
        _ all: [Cell],
        _ body: @Sendable @escaping (Cell, Int) async throws -> Void
    ) async throws {
        let cells = stride(from: 0, to: all.count, by: step).map { all[$0] }
        let processors = max(1, ProcessInfo.processInfo.activeProcessorCount)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for processor in 0..<processors {
                group.addTask {
                    for index in stride(from: processor, to: cells.count, by: processors) {
                        try await body(cells[index], processor)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
