import OmniModel
import Planning
import PlanningTestSupport

/// The fewest requests that lead from one table to another, found by trying every choice of holders that are written
/// twice and everything that a protected one may keep or acquire meanwhile. Values are bits.
struct FewestRequests {
    /// What is written twice within one cyclic group, as the preferences among equally small choices compare it.
    struct Grade: Comparable, Hashable {
        let lacksBase: Bool
        let empties: Bool
        let contested: Int

        static func < (first: Self, second: Self) -> Bool {
            (first.lacksBase ? 1 : 0, first.empties ? 1 : 0, first.contested)
                < (second.lacksBase ? 1 : 0, second.empties ? 1 : 0, second.contested)
        }
    }

    struct Holder {
        let label: String
        let from: UInt32
        let to: UInt32
        let isProtected: Bool
        /// Its own request stands at the end: it is detached, or an attribute that is renamed or set for the first time.
        let closes: Bool
        /// Its own request stands at the beginning: an attribute that is removed.
        let opens: Bool

        var isBase: Bool { label == RandomTable.defaults }
    }

    let holders: [Holder]
    private let contested: [UInt32]
    /// Holders that wait for one another.
    let groups: [Set<Int>]
    /// How many requests besides the attach; `nil` where protection leaves no choice.
    private(set) var count: Int?
    /// By group, the best grade that the fewest requests can have.
    private(set) var grades: [Set<Int>: Grade] = [:]

    init(_ table: RandomTable) {
        holders = Self.holders(table)
        let holders = holders
        contested = holders.indices.map { index in
            holders.indices.reduce(0) { bits, other in
                other == index || (holders[other].closes && !holders[index].closes) || holders[index].opens
                    ? bits : bits | holders[index].from & holders[other].to
            }
        }
        groups = Self.groups(holders)
        let sources = holders.indices.filter { holders[$0].closes && contested[$0] != 0 }.count
        let candidates = groups.reduce([], +)
        for size in 0...candidates.count where count == nil {
            for bits in 0..<1 << candidates.count where bits.nonzeroBitCount == size {
                tryAll(candidates.indices.filter { bits & 1 << $0 != 0 }.map { candidates[$0] })
            }
            if !grades.isEmpty || (candidates.isEmpty && size == 0) { count = holders.count + sources + size }
        }
    }

    /// What a plan writes twice in a group: how many contested values the releases concern, and whether one empties.
    func grade(_ group: Set<Int>, releasing released: [String: Bool]) -> Grade {
        let twice = group.filter { released[holders[$0].label] != nil }
        return Grade(
            lacksBase: !twice.contains { holders[$0].isBase },
            empties: twice.contains { !holders[$0].isBase && released[holders[$0].label] == true },
            contested: twice.reduce(0) { $0 + contested[$1].nonzeroBitCount }
        )
    }

    private static func holders(_ table: RandomTable) -> [Holder] {
        let bits = { (values: [AttributeValue]?) in
            (values ?? []).reduce(UInt32(0)) { $0 | 1 << (UInt32($1.text.dropFirst()) ?? 0) }
        }
        return Set(table.before.keys).union(table.after.keys).sorted().compactMap { label in
            let isBase = label == RandomTable.defaults
            let (from, to) = (bits(table.before[label]), bits(table.after[label]))
            let isRenamed = isBase && [.renamed, .first].contains(table.attribute)
            let isGone = table.after[label] == nil
            guard from != to || isGone || isRenamed else { return nil }
            return Holder(
                label: label,
                from: from,
                to: to,
                isProtected: table.protected.contains(label),
                closes: isBase ? isRenamed : isGone,
                opens: isBase && isGone
            )
        }
    }

    /// Who waits for whom, along any number of others, and back again.
    private static func groups(_ holders: [Holder]) -> [Set<Int>] {
        var reaches = holders.map { source in
            holders.map { source.from & $0.to & ~$0.from != 0 && !$0.closes && !source.opens }
        }
        for middle in holders.indices {
            for first in holders.indices where reaches[first][middle] {
                for last in holders.indices where reaches[middle][last] { reaches[first][last] = true }
            }
        }
        let cyclic = holders.indices.filter { reaches[$0][$0] }
        return Array(
            Set(cyclic.map { node in Set(cyclic.filter { reaches[node][$0] && reaches[$0][node] }) })
        )
    }
}

// MARK: - Trying
extension FewestRequests {
    private mutating func tryAll(_ twice: [Int]) {
        guard works(twice, keeping: [:]) else { return }
        assign(twice[...], twice, [:])
    }

    /// Every way to leave something with those that would be left without any value.
    private mutating func assign(_ rest: ArraySlice<Int>, _ twice: [Int], _ kept: [Int: UInt32]) {
        guard let node = rest.first else {
            if works(twice, keeping: kept) { note(twice, kept) }
            return
        }
        let holder = holders[node]
        guard !holder.isBase, holder.from & ~contested[node] == 0 else {
            return assign(rest.dropFirst(), twice, kept)
        }
        if !holder.isProtected { assign(rest.dropFirst(), twice, kept) }
        for value in (0..<32).map({ UInt32(1) << $0 }) where (holder.from | holder.to) & value != 0 {
            var kept = kept
            kept[node] = value
            assign(rest.dropFirst(), twice, kept)
        }
    }

    private mutating func note(_ twice: [Int], _ kept: [Int: UInt32]) {
        let released = twice.map { node in
            (holders[node].label, holders[node].from & ~contested[node] == 0 && kept[node] == nil)
        }
        for group in groups {
            let grade = grade(group, releasing: Dictionary(uniqueKeysWithValues: released))
            grades[group] = min(grades[group] ?? grade, grade)
        }
    }

    /// Whether all can be written when those in `twice` are written once more beforehand: each as soon as nobody else
    /// holds what it then has. Every write frees values or takes what only its holder wants, so the order is no choice.
    private func works(_ twice: [Int], keeping kept: [Int: UInt32]) -> Bool {
        var held = holders.map(\.from)
        for (index, holder) in holders.enumerated() where holder.closes || holder.opens {
            held[index] &= ~contested[index]
            if holder.opens { held[index] = 0 }
        }
        var waiting = Set(twice)
        var unwritten = Set(holders.indices.filter { !holders[$0].closes && !holders[$0].opens })
        let isFree = { (values: UInt32, index: Int) in
            !held.indices.contains { $0 != index && held[$0] & values != 0 }
        }
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for index in unwritten.sorted() {
                let holder = holders[index]
                let values =
                    waiting.contains(index)
                    ? holder.from & ~contested[index] | (kept[index] ?? 0) : holder.to
                guard isFree(values, index) else { continue }
                held[index] = values
                if waiting.remove(index) == nil { unwritten.remove(index) }
                hasChanged = true
            }
        }
        return unwritten.isEmpty
    }
}
