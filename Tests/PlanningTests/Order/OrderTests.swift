import Planning
import TestSupport
import Testing

@Suite struct OrderTests {
    private func sequence(_ count: Int, _ moves: [(Int, Int)]) throws -> [OrderedWrite] {
        let moves = moves.map { MoveGraph.Move(from: $0, to: $1) }
        return try WriteOrder(MoveGraph(count: count, moves: moves)).groups.flatMap(\.self)
    }

    private func releases(_ count: Int, _ moves: [(Int, Int)]) throws -> Int {
        try sequence(count, moves).count { if case .release = $0 { true } else { false } }
    }

    @Test func `a swap takes one release`() throws {
        let order = try sequence(2, [(0, 1), (1, 0)])
        #expect(order == [.release(Release(0)), .write(1), .write(0)])
    }

    @Test func `a ring of five takes one release and every window is one request`() throws {
        let order = try sequence(5, (0..<5).map { ($0, ($0 + 1) % 5) })
        #expect(order == [.release(Release(0))] + (1...4).map(OrderedWrite.write) + [.write(0)])
    }

    @Test func `two rings that share an environment take one release, of the shared one`() throws {
        let order = try sequence(5, [(0, 1), (1, 2), (2, 0), (0, 3), (3, 4), (4, 0)])
        #expect(order.first == .release(Release(0)))
        #expect(order.count == 6)
    }

    @Test func `a complete graph of twelve takes eleven releases`() throws {
        let pairs = (0..<12).flatMap { from in (0..<12).filter { $0 != from }.map { (from, $0) } }
        #expect(try releases(12, pairs) == 11)
    }

    @Test func `a chain comes out in its order without a gap`() throws {
        let chain = (0..<10_000).reversed().map { $0 }
        let order = try sequence(10_000, zip(chain, chain.dropFirst()).map { ($0, $1) })
        #expect(order == chain.map(OrderedWrite.write))
    }

    @Test func `a ring of a thousand takes one release`() throws {
        #expect(try releases(1_000, (0..<1_000).map { ($0, ($0 + 1) % 1_000) }) == 1)
    }

    @Test func `a large group that contraction cannot solve is still broken`() throws {
        var generator = SeededRandom(seed: 7)
        let moves = (0..<400).map { _ in
            (Int.random(in: 0..<60, using: &generator), Int.random(in: 0..<60, using: &generator))
        }.filter { $0 != $1 }
        let order = try sequence(60, moves)
        var position: [OrderedWrite: Int] = [:]
        for (index, write) in order.enumerated() { position[write] = index }
        for (source, destination) in moves {
            let frees = position[.release(Release(source))] ?? position[.write(source)]
            #expect(try #require(frees) < #require(position[.write(destination)]))
        }
    }

    @Test func `a cycle of which none may be emptied cannot be broken`() {
        let moves = (0..<3).map { MoveGraph.Move(from: $0, to: ($0 + 1) % 3) }
        let graph = MoveGraph(count: 3, moves: moves)
        let error = #expect(throws: WriteOrder.UnbreakableCycle.self) {
            try WriteOrder(graph) { _ in .forbidden }
        }
        #expect(error?.holders == [0, 1, 2])
    }

    @Test func `of several protected holders one that can keep what leads out of the cycle is released`()
        throws
    {
        let moves = [(0, 1), (1, 0), (1, 2)].map { MoveGraph.Move(from: $0, to: $1) }
        let order = try WriteOrder(MoveGraph(count: 3, moves: moves)) { _ in .forbidden }
        #expect(order.groups == [[.release(Release(1, .keeps(for: 2))), .write(0), .write(1), .write(2)]])
    }

    @Test func `three that are all protected are released by keeping one value and acquiring another`() throws
    {
        let moves = [(0, 1), (0, 2), (1, 0), (2, 1)].map { MoveGraph.Move(from: $0, to: $1) }
        let order = try WriteOrder(MoveGraph(count: 3, moves: moves)) { _ in .forbidden }
        let releases = order.groups.joined().compactMap {
            if case .release(let release) = $0 { release } else { nil }
        }
        #expect(Set(releases) == [Release(0, .keeps(for: 1)), Release(1, .acquires(from: 2))])
    }

    @Test func `of equally small choices the base goes before one with fewer values`() throws {
        let moves = [(0, 1), (1, 0), (1, 0)].map { MoveGraph.Move(from: $0, to: $1) }
        let order = try WriteOrder(MoveGraph(count: 2, moves: moves, base: 1)) { $0 == 1 ? .base : .some }
        #expect(order.groups == [[.release(Release(1)), .write(0), .write(1)]])
    }

    @Test func `of equally small choices one that empties nothing goes before one with fewer values`() throws
    {
        let moves = [(0, 1), (1, 0), (1, 0)].map { MoveGraph.Move(from: $0, to: $1) }
        let order = try WriteOrder(MoveGraph(count: 2, moves: moves)) { $0 == 0 ? .none : .some }
        #expect(order.groups == [[.release(Release(1)), .write(0), .write(1)]])
    }

    @Test func `only a choice that was made by a rule of thumb is an approximation`() throws {
        let ring = (0..<1_000).map { MoveGraph.Move(from: $0, to: ($0 + 1) % 1_000) }
        #expect(try WriteOrder(MoveGraph(count: 1_000, moves: ring)).isExact)
        let pairs = (0..<14).flatMap { from in
            (0..<14).filter { $0 != from }.map { MoveGraph.Move(from: from, to: $0) }
        }
        #expect(try !WriteOrder(MoveGraph(count: 14, moves: pairs)).isExact)
    }

    @Test func `protected holders of a large cycle are not released`() throws {
        var generator = SeededRandom(seed: 3)
        let moves = (0..<120).map { _ in
            MoveGraph.Move(
                from: Int.random(in: 0..<40, using: &generator),
                to: Int.random(in: 0..<40, using: &generator)
            )
        }.filter { $0.source != $0.destination && ($0.source % 3 != 0 || $0.destination % 3 != 0) }
        let order = try WriteOrder(MoveGraph(count: 40, moves: moves)) { $0 % 3 == 0 ? .forbidden : .none }
        for case .release(let release) in order.groups.joined() {
            #expect(release.holder % 3 != 0 || release.stopgap != nil)
        }
    }
}
