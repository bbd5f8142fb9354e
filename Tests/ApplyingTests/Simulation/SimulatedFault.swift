/// Everything that goes wrong in the simulation.
enum SimulatedFault: Int, CaseIterable, Sendable {
    // The network and Omni.
    case lostBefore, lostAfter, notSent, failedBefore, failedAfter, tooMany, tooManyNamed, slow, garbage,
        partial
    case proxyPage, staleList, unknownOnce, maskedBefore, maskedAfter
    // Other people.
    case editBetween, editAtPrompt, environmentDetached, connectionDeleted
    // The process.
    case killed, powerCut, interrupted
    // The disk.
    case fullOnWrite, failedFlush, failedRename, failedOpen, lostUnflushed, tornLine, lostRename
}

/// How often each fault struck.
struct FaultCounts: Sendable {
    private(set) var counts = [Int](repeating: 0, count: SimulatedFault.allCases.count)

    mutating func add(_ fault: SimulatedFault) { counts[fault.rawValue] += 1 }

    static func += (counts: inout Self, more: Self) {
        for index in counts.counts.indices { counts.counts[index] += more.counts[index] }
    }

    var sum: Int { counts.reduce(0, +) }
    var missing: [SimulatedFault] { SimulatedFault.allCases.filter { counts[$0.rawValue] == 0 } }
}

extension FaultCounts: CustomStringConvertible {
    var description: String {
        SimulatedFault.allCases.map { "\($0) \(counts[$0.rawValue])" }.joined(separator: ", ")
    }
}
