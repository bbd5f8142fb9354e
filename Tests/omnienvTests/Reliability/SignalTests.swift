import Foundation
import OmniSandbox
import Subprocess
import Testing

@Suite("Signals in every phase", .serialized, .timeLimit(.minutes(5)))
struct SignalTests {
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"), .env(3, "c"))
    private static let signals: [(Signal, Int32)] = [
        (.interrupt, 130), (.terminate, 143), (.terminalClosed, 129),
    ]

    @Test(arguments: signals)
    func `reading: it ends at once and nothing has begun`(_ signal: Signal, _ code: Int32) async throws {
        try await withWorld(faults: ["GET * 1 slow:1"]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.run("apply", "--auto-approve") { running in
                await world.arrival(of: "GET", 1)
                try running.send(signal)
            }
            #expect(outcome == Outcome(exitCode: code))
            #expect(await world.requests().writes == [])
            #expect(world.state == nil)
        }
    }

    @Test(arguments: signals)
    func `waiting for the lock: it ends at once and the holder goes on`(_ signal: Signal, _ code: Int32)
        async throws
    {
        try await withWorld(faults: ["PUT * 1 slow:1"]) { world in
            try world.write(Self.manifest)
            let holder = try await world.run("apply", "--auto-approve") { _ in
                await world.arrival(of: "PUT", 1)
                let waiting = try await world.run("apply", "--auto-approve", "--lock-timeout", "10m") {
                    running in
                    try await running.hears("waiting up to 10 minutes for the lock")
                    try await running.hears("held by process ")
                    try await running.hears("omnienv apply --auto-approve, since ")
                    try running.send(signal)
                }
                #expect(waiting.exitCode == code)
                world.gate.open()
            }
            #expect(holder.exitCode == 0)
            #expect(await world.routing() == Self.manifest.routing)
        }
    }

    @Test(arguments: signals)
    func `a wait for the rate limit is cut at once`(_ signal: Signal, _ code: Int32) async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await world.run("apply", "--auto-approve", "--rate", "4") { running in
                try await running.hears("for the rate limit")
                try running.send(signal)
            }
            #expect(outcome.exitCode == code)
            #expect(
                outcome.stdout.contains("Done:\n  base1: attach env1, env2, env3\n  base1: env1: values a\n")
            )
            #expect(outcome.stdout.contains("Not tried:\n  base1: env2: values b\n  base1: env3: values c\n"))
            #expect(await world.routing() == [1: [1: ["a"], 2: [], 3: []]])
            try await world.expectSettledAfterApply()
        }
    }

    @Test(arguments: signals)
    func `a back-off is cut at once`(_ signal: Signal, _ code: Int32) async throws {
        try await withWorld(faults: ["PUT * 2-6 503"]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.run("apply", "--auto-approve") { running in
                try await running.hears("try 4")
                try running.send(signal)
            }
            #expect(outcome.exitCode == code)
            #expect(await world.requests().counts["PUT", default: 0] <= 6)
            #expect(await world.routing() == [1: [1: ["a"], 2: [], 3: []]])
            try await world.expectSettledAfterApply()
        }
    }

    @Test(arguments: signals)
    func `a write in doubt is reported as such, with the values that may be at the base`(
        _ signal: Signal,
        _ code: Int32
    ) async throws {
        var store = Organization.store()
        try store.attach([1: ["a", "b"], 2: ["c"]])
        try await withWorld(store, faults: ["PUT * 1-6 503-after"]) { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b", "c")))
            let outcome = try await world.run("apply", "--auto-approve", "--output", "json") { running in
                try await running.hears("try 4")
                try running.send(signal)
            }
            #expect(outcome.exitCode == code)
            let report = try outcome.document()
            #expect(report.outcomes?.first?.result == "in_doubt")
            #expect(report.outcomes?.first?.error?.contains("it may have been carried out") == true)
            #expect(report.routedToBase == [.init(base: "base1", values: ["b"], certain: false)])
            let routing = await world.routing()
            #expect([[1: [1: ["a", "b"], 2: ["c"]]], [1: [1: ["a"], 2: ["b", "c"]]]].contains(routing))
            try await world.expectSettledAfterApply()
        }
    }

    @Test(arguments: signals)
    func `verification is cut at once, with everything done and reported`(_ signal: Signal, _ code: Int32)
        async throws
    {
        try await withWorld(faults: ["GET /v1/connection-environments 2 slow:1"]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.run("apply", "--auto-approve") { running in
                await world.arrival(of: "GET", 3)
                try running.send(signal)
            }
            #expect(outcome.exitCode == code)
            #expect(outcome.stdout.hasSuffix("Resources: 3 added, 0 changed, 0 destroyed.\n"))
            #expect(await world.routing() == Self.manifest.routing)
            world.gate.open()
            try await world.expectSettled()
        }
    }

    /// The second half of the move hangs until the test is over.
    @Test(arguments: signals)
    func `it ends within seven seconds also when Omni hangs, and names what it could not find out`(
        _ signal: Signal,
        _ code: Int32
    ) async throws {
        var store = Organization.store()
        try store.attach([1: ["a", "b"], 2: ["c"]])
        try await withWorld(store, faults: ["PUT * 2 slow:1"]) { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b", "c")))
            let clock = ContinuousClock()
            var signalled = clock.now
            let outcome = try await world.run("apply", "--auto-approve", "--output", "json") { running in
                await world.arrival(of: "PUT", 2)
                signalled = clock.now
                try running.send(signal)
            }
            #expect(clock.now - signalled < .seconds(8))
            #expect(outcome.exitCode == code)
            let report = try outcome.document()
            #expect(report.outcomes?.map(\.result) == ["done", "in_doubt"])
            #expect(report.routedToBase == [.init(base: "base1", values: ["b"], certain: false)])
            world.gate.open()
            #expect(try await world.apply().exitCode == 0)
        }
    }

    @Test(arguments: signals)
    func `a value at the base on its way is put somewhere before the end`(_ signal: Signal, _ code: Int32)
        async throws
    {
        var store = Organization.store()
        try store.attach([1: ["a", "b"], 2: ["c"]])
        try await withWorld(store, faults: ["PUT * 2 429:500"]) { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b", "c")))
            let outcome = try await world.run("apply", "--auto-approve", "--output", "json") { running in
                try await running.hears("waiting 500 s")
                try running.send(signal)
            }
            #expect(outcome.exitCode == code)
            #expect(try outcome.document().routedToBase == [])
            let routing = await world.routing()
            #expect([[1: [1: ["a", "b"], 2: ["c"]]], [1: [1: ["a"], 2: ["b", "c"]]]].contains(routing))
        }
    }

    @Test func `under nohup a SIGHUP is ignored`() async throws {
        try await withWorld(faults: ["PUT * 2 slow:1"]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.run(["apply", "--auto-approve"], through: ["/usr/bin/nohup"]) {
                running in
                await world.arrival(of: "PUT", 2)
                try running.send(.terminalClosed)
                world.gate.open()
            }
            #expect(outcome.exitCode == 0, "\(outcome.everything)")
            #expect(await world.routing() == Self.manifest.routing)
        }
    }
}
