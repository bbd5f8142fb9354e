/// The smallest set of releases that breaks every cycle of a small group, found by trying all sets, smallest first. Of
/// equally small ones it takes one with the base, then one that leaves no environment without any value, then the one
/// with the fewest contested values. An environment that would be left with none gets a stopgap where that keeps the
/// order possible, and has to have one where protection forbids it.
struct CutSearch {
    /// Whether the search for stopgaps was cut short, so that a better choice may exist.
    private(set) var isExhausted = false
    private let group: CyclicGroup
    /// By member of the group, as bit sets of members.
    private let successors: [UInt32]
    private let predecessors: [UInt32]
    /// How many combinations of stopgaps may still be tried: a bound for groups in which many are protected.
    private var budget = 20_000

    private struct Grade: Comparable {
        let lacksBase: Bool
        let empties: Bool
        let contested: Int

        static func < (first: Self, second: Self) -> Bool {
            if first.lacksBase != second.lacksBase { return second.lacksBase }
            if first.empties != second.empties { return second.empties }
            return first.contested < second.contested
        }
    }

    private typealias Cut = (grade: Grade, releases: [Release])

    init(_ group: CyclicGroup) {
        self.group = group
        successors = group.graph.successors.map { $0.reduce(0) { $0 | 1 << $1 } }
        predecessors = (0..<group.count).map { member in
            group.graph.successors.indices.reduce(0) { mask, other in
                group.graph.successors[other].contains(member) ? mask | 1 << other : mask
            }
        }
    }

    /// `nil` when protection leaves no choice, or none was found within the budget for stopgaps.
    mutating func smallest() -> [Release]? {
        for size in 0...group.count {
            var best: Cut?
            for cut in Subsets(of: group.count, size: size)
            where LocalGraph.isAcyclic(successors, among: ~cut) {
                best = better(than: best, releasing: cut)
            }
            if let best { return best.releases }
        }
        return nil
    }

    /// The better one of two cuts, without each of which no cycle is left.
    private mutating func better(than best: Cut?, releasing cut: UInt32) -> Cut? {
        let members = (0..<group.count).filter { cut & 1 << $0 != 0 }
        var grade = Grade(
            lacksBase: !members.contains { group.remainders[$0] == .base },
            empties: false,
            contested: members.reduce(0) { $0 + group.contested[$1] }
        )
        if let best, !(grade < best.grade) { return best }
        let none = [Release.Stopgap?](repeating: nil, count: group.count)
        let emptied = members.filter(group.isEmptied)
        if let found = stopgaps(for: emptied[...], beside: none, cut) {
            return (grade, releases(members, found))
        }
        grade = Grade(lacksBase: grade.lacksBase, empties: true, contested: grade.contested)
        if let best, !(grade < best.grade) { return best }
        let forbidden = emptied.filter { group.remainders[$0] == .forbidden }
        guard forbidden.count < emptied.count, let found = stopgaps(for: forbidden[...], beside: none, cut)
        else { return best }
        return (grade, releases(members, found))
    }

    private func releases(_ members: [Int], _ stopgaps: [Release.Stopgap?]) -> [Release] {
        members.map { member in
            switch stopgaps[member] {
            case nil: group.release(member)
            case .keeps(let other): Release(group.holders[member], .keeps(for: group.holders[other]))
            case .acquires(let other): Release(group.holders[member], .acquires(from: group.holders[other]))
            }
        }
    }
}

// MARK: - Stopgaps within the group
extension CutSearch {
    /// A stopgap for each of `members` beside those that others of the cut have, so that no cycle is left; `nil` when there
    /// are none. By member, and with members in them in place of holders.
    private mutating func stopgaps(
        for members: ArraySlice<Int>,
        beside found: [Release.Stopgap?],
        _ cut: UInt32
    ) -> [Release.Stopgap?]? {
        guard let member = members.first else { return found }
        for other in 0..<group.count {
            var options: [Release.Stopgap] = []
            if successors[member] & 1 << other != 0 { options.append(.keeps(for: other)) }
            if predecessors[member] & 1 << other != 0 { options.append(.acquires(from: other)) }
            for option in options {
                guard budget > 0 else {
                    isExhausted = true
                    return nil
                }
                budget -= 1
                var found = found
                found[member] = option
                guard isAcyclic(cut, found) else { continue }
                if let all = stopgaps(for: members.dropFirst(), beside: found, cut) { return all }
            }
        }
        return nil
    }

    /// Whether no cycle is left among who waits for whom. A release waits for nobody and frees all that the group waits for;
    /// with a stopgap one member still waits for the holder's own write, or the release itself waits for one.
    private func isAcyclic(_ cut: UInt32, _ stopgaps: [Release.Stopgap?]) -> Bool {
        var ways = successors
        for member in ways.indices where cut & 1 << member != 0 {
            let sources: UInt32
            switch stopgaps[member] {
            case nil: (ways[member], sources) = (0, 0)
            case .keeps(let other):
                let isShared =
                    stopgaps[other] == .acquires(from: member) && group.severalWanted[member].contains(other)
                (ways[member], sources) = (isShared ? 0 : ways[member] & 1 << other, .max)
            case .acquires(let other): sources = 1 << other
            }
            for other in ways.indices where sources & 1 << other == 0 { ways[other] &= ~(1 << member) }
        }
        return LocalGraph.isAcyclic(ways)
    }
}

/// The bit sets with `size` of the lowest `count` bits set, ascending (Gosper's step from one to the next).
struct Subsets: Sequence, IteratorProtocol {
    private var upcoming: UInt32?
    private let end: UInt32

    init(of count: Int, size: Int) {
        end = 1 << count
        upcoming = size == 0 ? 0 : (1 << size) - 1
    }

    mutating func next() -> UInt32? {
        guard let subset = upcoming, subset < end else { return nil }
        let lowest = subset & (0 &- subset)
        let ripple = subset &+ lowest
        upcoming = subset == 0 ? nil : ripple | ((subset ^ ripple) >> 2) / lowest
        return subset
    }
}
