import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// `OMNIENV_SIMULATIONS` sets the number of seeds, `OMNIENV_SIMULATION_SEED` the first of them. `Tests/run.sh` takes
/// 100,000.
@Suite("Simulation") struct SimulationTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seeds = environment["OMNIENV_SIMULATIONS"].flatMap { Int($0) } ?? 2000
    private static let first = environment["OMNIENV_SIMULATION_SEED"].flatMap { UInt64($0) } ?? 1
    /// One for each core of a small machine.
    private static let parts = 2

    private struct Summary {
        var faults = FaultCounts()
        var applies = 0
        var failing: [UInt64] = []
        var seconds = 0
    }

    @Test(arguments: 0..<parts)
    func `whatever happens, the next run in peace ends at the manifest`(part: Int) async {
        let summary = await Self.onItsOwnThread { Self.run(part) }
        for seed in summary.failing { Self.report(seed) }
        print(
            "simulation, part \(part + 1): \(Self.seeds / Self.parts) seeds, \(summary.applies) applies, "
                + "\(summary.faults.sum) faults in \(summary.seconds) s: \(summary.faults)"
        )
        if Self.seeds >= 10_000 { #expect(summary.faults.missing.isEmpty, "faults that never struck") }
    }

    private static func run(_ part: Int) -> Summary {
        let start = ContinuousClock.now
        var summary = Summary()
        for index in stride(from: part, to: seeds, by: parts) where summary.failing.count < 3 {
            let seed = first + UInt64(index)
            let outcome = Simulation.run(seed: seed)
            summary.faults += outcome.faults
            summary.applies += outcome.applies
            if !outcome.violations.isEmpty { summary.failing.append(seed) }
        }
        summary.seconds = Int((ContinuousClock.now - start) / .seconds(1))
        return summary
    }

    /// Minutes of work would hold up every other test on the threads that these share. It also goes behind them.
    private static func onItsOwnThread(_ body: @escaping @Sendable () -> Summary) async -> Summary {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                #if canImport(Glibc)
                    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
                #endif
                continuation.resume(returning: body())
            }
        }
    }

    @Test func `a seed gives the same run every time`() {
        for seed in UInt64(1)...100 {
            let first = Simulation.run(seed: seed, isTraced: true)
            #expect(!first.trace.isEmpty)
            #expect(first.trace == Simulation.run(seed: seed, isTraced: true).trace, "seed \(seed)")
        }
    }

    /// A ready test, and what happened.
    private static func report(_ seed: UInt64) {
        let outcome = Simulation.run(seed: seed, isTraced: true)
        Issue.record(
            """
            @Test func `seed \(seed)`() { #expect(Simulation.run(seed: \(seed)).violations == []) }
            \(outcome.violations.joined(separator: "\n"))
            \(outcome.trace.joined(separator: "\n"))
            """
        )
    }
}
