import OmniModel

/// The writes of a base as a graph of who gets values from whom.
struct ValueMoves {
    let writes: [HolderWrite]
    let graph: MoveGraph
    /// Per write, the values that others wait for.
    private let contested: [[AttributeValue]]
    /// Per write, the wanted values that nobody holds.
    private let free: [[AttributeValue]]
    /// Whether a write of an environment acquires what the last apply had routed and what is at the base now.
    private let isUrgent: [Bool]

    init(_ comparison: BaseComparison) {
        var writes = comparison.writes
        var base: Int?
        if case .set(let attribute, let old)? = comparison.attributeWrite {
            base = writes.count
            writes.append(HolderWrite(attribute, old: old))
        }
        var holders: [AttributeValue: [Int]] = [:]
        for (index, write) in writes.enumerated() {
            for value in write.from { holders[value, default: []].append(index) }
        }
        var moves: [MoveGraph.Move] = []
        var contested = Array(repeating: [AttributeValue](), count: writes.count)
        var free = contested
        var isUrgent = Array(repeating: false, count: writes.count)
        let unrouted = comparison.unroutedValues
        for (index, write) in writes.enumerated() {
            for value in write.to {
                let sources = holders[value] ?? []
                if sources.isEmpty { free[index].append(value) }
                if !write.isBase, unrouted.contains(value) { isUrgent[index] = true }
                // What stands at the end waits for everything, but a detach behind it still has to release.
                for source in sources
                where source != index && (!write.standsAtTheEnd || writes[source].standsAtTheEnd) {
                    if !write.standsAtTheEnd { moves.append(MoveGraph.Move(from: source, to: index)) }
                    contested[source].append(value)
                }
            }
        }
        self.writes = writes
        self.contested = contested
        self.free = free
        self.isUrgent = isUrgent
        graph = MoveGraph(count: writes.count, moves: moves, base: base)
    }

    /// What the holder keeps after a release that holds on to no value that others want (`Release.Stopgap`).
    private func remainder(of index: Int) -> Remainder {
        guard !writes[index].isBase else { return .base }
        guard released(Release(index)).isEmpty else { return .some }
        return writes[index].isProtected ? .forbidden : .none
    }

    /// The values that a release leaves: those that nobody else wants; where that is none, wanted ones that nobody
    /// holds, or those of the stopgap.
    /// - Parameter stopgaps: those of the group's releases, by holder.
    private func released(_ release: Release, beside stopgaps: [Int: Release.Stopgap] = [:])
        -> [AttributeValue]
    {
        let write = writes[release.holder]
        let rest = write.from.without(contested[release.holder])
        switch release.stopgap {
        case nil where write.standsAtTheEnd || write.isBase: return rest
        case nil: return rest.isEmpty ? free[release.holder] : rest
        case .keeps(let destination):
            let values = shared(write.from, writes[destination].to)
            let isSplit = values.count > 1 && stopgaps[destination] == .acquires(from: release.holder)
            return rest + (isSplit ? values.prefix(1) : values[...])
        case .acquires(let source):
            let values = shared(write.to, writes[source].from)
            let isSplit = values.count > 1 && stopgaps[source] == .keeps(for: release.holder)
            return rest + (isSplit ? values.dropFirst() : values[...])
        }
    }

    /// Sorted, so that both ends see the same order.
    private func shared(_ values: [AttributeValue], _ others: [AttributeValue]) -> [AttributeValue] {
        let others = Set(others)
        return (values.filter { others.contains($0) }.sorted { $0 < $1 }).distinct
    }
}

// MARK: - Order and steps
extension ValueMoves {
    /// - Returns: the cycle that protection keeps from being broken, beside an order as if there were none.
    func order() -> (order: WriteOrder?, protectedCycle: [Address]) {
        do {
            return (try WriteOrder(graph, remainder: remainder), [])
        } catch {
            return (try? WriteOrder(graph), error.holders.compactMap { writes[$0].target?.address })
        }
    }

    /// The turn of a group of writes that exchange values; `nil` when none of it is written before the end.
    func turn(of group: [OrderedWrite]) -> Turn? {
        let holders = group.map(\.holder)
        let isRelease = holders.allSatisfy { writes[$0].standsAtTheEnd }
        if isRelease, holders.allSatisfy({ contested[$0].isEmpty }) { return nil }
        let isNew = holders.contains { writes[$0].isNew }
        if holders.contains(where: { isUrgent[$0] }) { return isNew ? .unroutedForNew : .unrouted }
        if group.count > 1 || isRelease { return isNew ? .movesWithNew : .moves }
        return holders.allSatisfy { writes[$0].isBase || free[$0].isEmpty } ? .rest : .newValues
    }

    /// The requests of groups, without those that stand at the end.
    func steps(_ groups: [[OrderedWrite]]) -> [Step] { groups.flatMap(steps) }

    private func steps(_ group: [OrderedWrite]) -> [Step] {
        var left: [Int: [AttributeValue]] = [:]
        var stopgaps: [Int: Release.Stopgap] = [:]
        for case .release(let release) in group { stopgaps[release.holder] = release.stopgap }
        return group.compactMap { ordered in
            switch ordered {
            case .release(let release):
                let values = released(release, beside: stopgaps)
                left[release.holder] = values
                return writes[release.holder].release(keeping: values)
            case .write(let index) where writes[index].standsAtTheEnd:
                return contested[index].isEmpty
                    ? nil : writes[index].release(keeping: released(Release(index)))
            case .write(let index):
                return writes[index].final(released: left[index])
            }
        }
    }

    /// The requests that stand behind all values: the attribute, then what is detached.
    var closingSteps: [Step] {
        let closing = writes.indices.filter { writes[$0].standsAtTheEnd }
        let sorted = closing.filter { writes[$0].isBase } + closing.filter { !writes[$0].isBase }
        return sorted.map { index in
            writes[index].final(released: contested[index].isEmpty ? nil : released(Release(index)))
        }
    }

    /// When a group of writes has its turn among the requests of its base.
    enum Turn {
        /// It acquires values that the last apply had routed and that are at the base now, such as those of a move that
        /// was cut off.
        case unrouted
        /// The same, and it needs the attach.
        case unroutedForNew
        /// Values go from one holder to another.
        case moves
        /// The same, and an environment that is still to be attached takes part.
        case movesWithNew
        /// It acquires values that the base's routing did not know.
        case newValues
        case rest
    }
}
