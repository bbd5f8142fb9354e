import Planning
import TestSupport
import Testing

@Suite struct OrderTests {
    private func sequence(_ count: Int, _ moves: [(Int, Int)]) throws -> [OrderedWrite] {
        let moves = moves.map { MoveGraph.Move(from: $0, to: $1) }
        return try WriteOrder.groups(MoveGraph(count: count, moves: moves)).flatMap(\.self)
    }

    private func releases(_ count: Int, _ moves: [(Int, Int)]) throws -> Int {
        try sequence(count, moves).count { if case .release = $0 { true } else { false } }
    }

    @Test func `a swap takes one release`() throws {
        let order = try sequence(2, [(0, 1), (1, 0)])
        #expect(order == [.release(0), .write(1), .write(0)])
    }

    @Test func `a ring of five takes one release and every window is one request`() throws {
        let order = try sequence(5, (0..<5).map { ($0, ($0 + 1) % 5) })
        #expect(order == [.release(0), .write(1), .write(2), .write(3), .write(4), .write(0)])
    }

    @Test func `two rings that share an environment take one release, of the shared one`() throws {
        let order = try sequence(5, [(0, 1), (1, 2), (2, 0), (0, 3), (3, 4), (4, 0)])
        #expect(order.first == .release(0))
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
        for (giver, taker) in moves {
            let letsGo = position[.release(giver)] ?? position[.write(giver)]
            #expect(try #require(letsGo) < #require(position[.write(taker)]))
        }
    }

    @Test func `a circle of which none may be emptied cannot be broken`() {
        let moves = (0..<3).map { MoveGraph.Move(from: $0, to: ($0 + 1) % 3) }
        let graph = MoveGraph(count: 3, moves: moves)
        let error = #expect(throws: WriteOrder.UnbreakableCycle.self) {
            try WriteOrder.groups(graph) { _ in false }
        }
        #expect(error?.nodes == [0, 1, 2])
    }
}
