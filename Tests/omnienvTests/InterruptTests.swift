import OmniSandbox
import Subprocess
import Testing

@Suite("Ctrl-C and SIGTERM", .timeLimit(.minutes(5)))
struct InterruptTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"), .env(3, "c"))

    @Test(arguments: [(Signal.interrupt, Int32(130)), (.terminate, 143)])
    func `the call in flight is finished and recorded, the rest is not tried`(
        _ signal: Signal,
        _ exitCode: Int32
    ) async throws {
        try await withWorld(faults: ["PUT * 2 slow:1"]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.run("apply", "--auto-approve", "--output", "json") { running in
                await world.arrival(of: "PUT", 2)
                try running.send(signal)
                try await running.hears("stopping after the calls in flight")
                world.gate.open()
            }
            #expect(outcome.exitCode == exitCode)
            let report = try outcome.document()
            #expect(report.interrupted == true)
            #expect(report.outcomes?.map(\.result) == ["done", "done", "done", "not_tried"])
            #expect(await world.requests().counts == ["GET": 2, "POST": 1, "PUT": 2])
            #expect(await world.routing() == [1: [1: ["a"], 2: ["b"], 3: []]])

            #expect(try await world.apply().exitCode == 0)
            #expect(await world.requests().counts == ["GET": 3, "PUT": 1])
            try await world.expectSettled()
        }
    }

    @Test func `a second signal ends it at once, with a state that the next apply reads`() async throws {
        try await withWorld(faults: ["PUT * 2 slow:1"]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.run("apply", "--auto-approve") { running in
                await world.arrival(of: "PUT", 2)
                try running.send(.interrupt)
                try await running.hears("once more to stop at once")
                try running.send(.interrupt)
            }
            world.gate.open()
            #expect(outcome.exitCode == 130)
            #expect(try await world.apply().exitCode == 0)
            #expect(await world.routing() == Self.manifest.routing)
            try await world.expectSettled()
        }
    }

    @Test func `a wait for the server is cut short`() async throws {
        try await withWorld(faults: ["PUT * 2 429:500"]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.run("apply", "--auto-approve") { running in
                try await running.hears("waiting 500 s")
                try running.send(.interrupt)
            }
            #expect(outcome.exitCode == 130)
            #expect(await world.routing() == [1: [1: ["a"], 2: [], 3: []]])
            try await world.expectSettledAfterApply()
        }
    }

    @Test(arguments: ["plan", "apply"])
    func `before anything is under way a signal ends the command at once`(_ command: String) async throws {
        try await withWorld(faults: ["GET * 1 slow:1"]) { world in
            try world.write(Self.manifest)
            let options = command == "apply" ? ["--auto-approve"] : []
            let outcome = try await world.run([command] + options) { running in
                await world.arrival(of: "GET", 1)
                try running.send(.terminate)
            }
            #expect(outcome.exitCode == 143)
            #expect(await world.requests().writes == [])
            #expect(world.state == nil)
        }
    }
}
