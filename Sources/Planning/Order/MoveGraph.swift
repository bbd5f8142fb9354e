/// Who has to write before whom, within one base: an arrow leads from the holder that releases values to the one that
/// acquires them. Holders are the environments and, with its default values, the base itself, numbered from 0.
package struct MoveGraph: Sendable {
    /// One value that a holder has and another one wants.
    package struct Move: Sendable, Hashable {
        package let source: Int
        package let destination: Int

        package init(from source: Int, to destination: Int) {
            self.source = source
            self.destination = destination
        }
    }

    /// All values that one holder has and another one wants, seen from one of the two.
    package struct Arrow: Sendable, Hashable {
        /// The holder at the other end.
        package let other: Int
        /// How many values go this way.
        package let values: Int
        /// How many of them reach the base connection on the way and neither before nor after: all of them, or none
        /// where the base is an end of the arrow.
        package let waiting: Int
    }

    /// By source, the holders that want values of it.
    package private(set) var destinations: [[Arrow]]
    /// By destination, the holders that have values which it wants.
    package private(set) var sources: [[Arrow]]

    /// Linear in the number of moves; the arrows of a holder stand in the order of its first moves.
    /// - Parameter base: the number of the base, if it takes part.
    package init(count: Int, moves: [Move], base: Int? = nil) {
        destinations = Array(repeating: [], count: count)
        sources = Array(repeating: [], count: count)
        let values = moves.reduce(into: [Move: Int]()) { $0[$1, default: 0] += 1 }
        var isDrawn: Set<Move> = []
        for move in moves where isDrawn.insert(move).inserted {
            let count = values[move] ?? 1
            let waiting = move.source == base || move.destination == base ? 0 : count
            destinations[move.source].append(Arrow(other: move.destination, values: count, waiting: waiting))
            sources[move.destination].append(Arrow(other: move.source, values: count, waiting: waiting))
        }
    }

    package var count: Int { destinations.count }

    /// How many values others want of this holder.
    func contestedValues(of holder: Int) -> Int {
        destinations[holder].reduce(0) { $0 + $1.values }
    }
}

/// What a holder is left with when it is written once more, without the values that others wait for.
package enum Remainder: Sendable, Hashable {
    /// It is the base: a default value reaches it whether it is listed or not.
    case base
    /// Values that nobody else wants, or some that it wants itself and nobody holds.
    case some
    /// None, which an instance may refuse.
    case none
    /// None, which its protection forbids.
    case forbidden
}

/// A write of a holder ahead of its own one, which frees values that others wait for.
package struct Release: Sendable, Hashable {
    /// What keeps the holder from being left without any value, where its other values do not.
    package enum Stopgap: Sendable, Hashable {
        /// It keeps what this holder wants until its own write; if that one acquires some of several
        /// values already, only the first.
        case keeps(for: Int)
        /// It already acquires what it wants of this holder, which has to be free by then; if that one keeps some of
        /// several values, all but the first.
        case acquires(from: Int)
    }

    package let holder: Int
    package let stopgap: Stopgap?

    package init(_ holder: Int, _ stopgap: Stopgap? = nil) {
        self.holder = holder
        self.stopgap = stopgap
    }
}
