import Foundation
import Synchronization
import Testing

/// `OMNIENV_SIMULATIONS` sets the number of seeds, `OMNIENV_SIMULATION_SEED` the first of them.
@Suite("Simulation") struct SimulationTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seeds = environment["OMNIENV_SIMULATIONS"].flatMap { Int($0) } ?? 100_000
    private static let first = environment["OMNIENV_SIMULATION_SEED"].flatMap { UInt64($0) } ?? 1
    /// One for each core of a small machine.
    private static let parts = 2

    @Test(arguments: 0..<parts)
    func `whatever happens, the next run in peace ends at the manifest`(part: Int) async {
        let start = ContinuousClock.now
        var faults = FaultCounts()
        var (failures, applies) = (0, 0)
        for index in stride(from: part, to: Self.seeds, by: Self.parts) {
            let seed = Self.first + UInt64(index)
            let outcome = Simulation.run(seed: seed)
            // A run takes its thread for itself; whoever waits for one comes in between.
            await Task.yield()
            faults += outcome.faults
            applies += outcome.applies
            guard !outcome.violations.isEmpty else { continue }
            failures += 1
            Self.report(seed)
            if failures == 3 { break }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        print(
            "simulation, part \(part + 1): \(Self.seeds / Self.parts) seeds, \(applies) applies, "
                + "\(faults.sum) faults in \(Int(seconds)) s: \(faults)"
        )
        if Self.seeds >= 10_000 { #expect(faults.missing.isEmpty, "faults that never struck") }
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
