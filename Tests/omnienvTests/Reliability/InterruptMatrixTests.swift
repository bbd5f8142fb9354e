import Foundation
import OmniSandbox
import Subprocess
import Testing

/// A signal while each request of a plan is under way: each value that was routed and is wanted ends where it was or
/// where it goes, or the report names it (docs/reliability.md).
@Suite("Interrupted at each request", .timeLimit(.minutes(10)))
struct InterruptMatrixTests {
    @Test(arguments: GoldenPlanTests.cases)
    func `with an answer on its way, every value ends where it was or where it goes`(
        plan: GoldenPlanTests.Case
    ) async throws {
        let writes = try await Self.writes(of: plan)
        var longest = Duration.zero
        for number in writes.indices {
            let run = try await Self.interrupted(plan, at: writes[number], answers: true)
            #expect(run.astray == [], "request \(number + 1)")
            #expect(try run.outcome.document().routedToBase == [], "request \(number + 1)")
            longest = max(longest, run.time)
        }
        print("interrupted \(plan.name): \(writes.count) requests, at most \(longest) to the exit")
        #expect(longest < .seconds(7))
    }

    /// Of the chain, whose requests are all alike, the first, one in the middle and the last.
    @Test(arguments: GoldenPlanTests.cases)
    func `while Omni hangs, it ends within seven seconds, and what may be at the base is named`(
        plan: GoldenPlanTests.Case
    ) async throws {
        let all = try await Self.writes(of: plan)
        let writes = all.count > 10 ? [all[0], all[all.count / 2], all[all.count - 1]] : all
        let longest = try await withThrowingTaskGroup(of: Duration.self) { group in
            for write in writes {
                group.addTask {
                    let run = try await Self.interrupted(plan, at: write, answers: false)
                    let named = try run.outcome.document().routedToBase?.flatMap(\.values) ?? []
                    #expect(run.astray.filter { !named.contains($0) } == [], "\(write)")
                    return run.time
                }
            }
            return try await group.reduce(.zero) { max($0, $1) }
        }
        print("interrupted \(plan.name) while Omni hangs: at most \(longest) to the exit")
        // A second for a busy machine.
        #expect(longest < .seconds(8))
    }

    /// One write of a plan: the first `POST`, the third `PUT`, those of the manifest before among them.
    private struct Write: Sendable {
        let method: String
        let number: Int
    }

    private struct Interrupted {
        let outcome: Outcome
        let time: Duration
        /// Values with an environment before and after which have neither now.
        let astray: [String]
    }

    private static func writes(of plan: GoldenPlanTests.Case) async throws -> [Write] {
        try await withBefore(plan) { world in
            var counts = await world.requests().counts
            try world.write(plan.after)
            let document = try await world.run(["plan", "--output", "json"] + plan.arguments).document()
            return try #require(document.bases).flatMap(\.requests).map { request in
                counts[request.method, default: 0] += 1
                return Write(method: request.method, number: counts[request.method] ?? 0)
            }
        }
    }

    private static func interrupted(_ plan: GoldenPlanTests.Case, at write: Write, answers: Bool) async throws
        -> Interrupted
    {
        let fault = "\(write.method) * \(write.number) slow:1"
        return try await withBefore(plan, faults: [fault]) { world in
            try world.write(plan.after)
            let clock = ContinuousClock()
            var signalled = clock.now
            let arguments = ["apply", "--auto-approve", "--rate", "100000", "--output", "json"]
            let outcome = try await world.run(arguments + plan.arguments) { running in
                await world.arrival(of: write.method, write.number)
                signalled = clock.now
                try running.send(.interrupt)
                if answers { world.gate.open() }
            }
            let time = clock.now - signalled
            let astray = await Self.astray(plan, in: world)
            #expect(outcome.exitCode == 130, "\(write): \(outcome.everything)")
            world.gate.open()
            let next = try await world.run(["apply", "--auto-approve", "--rate", "100000"] + plan.arguments)
            #expect(next.exitCode == 0, "\(write): \(next.everything)")
            #expect(await world.routing() == plan.after.routing, "\(write)")
            return Interrupted(outcome: outcome, time: time, astray: astray)
        }
    }

    /// A world in which the plan's first manifest is applied.
    private static func withBefore<Result: Sendable>(
        _ plan: GoldenPlanTests.Case,
        faults: [String] = [],
        _ body: (World) async throws -> Result
    ) async throws -> Result {
        var result: Result?
        try await withWorld(Organization.store(connections: 41), faults: faults) { world in
            try world.write(plan.before)
            try #require(try await world.apply().exitCode == 0)
            result = try await body(world)
        }
        return try #require(result)
    }

    private static func astray(_ plan: GoldenPlanTests.Case, in world: World) async -> [String] {
        let (before, after) = (holders(plan.before.routing), holders(plan.after.routing))
        let now = holders(await world.routing())
        return before.keys.filter { value in
            guard let to = after[value] else { return false }
            return now[value] != before[value] && now[value] != to
        }.sorted()
    }

    private static func holders(_ routing: [Int: [Int: [String]]]) -> [String: Int] {
        routing.values.joined().reduce(into: [:]) { holders, environment in
            for value in environment.value { holders[value] = environment.key }
        }
    }
}
