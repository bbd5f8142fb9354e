package import FoundationEssentials

/// The text of a state file: JSON objects, one a line. Reading and writing without files.
package enum StateFormat {
    package static let version = 1

    /// What a text replays to, and how it was laid out.
    package struct Replayed: Sendable {
        /// `nil` when the text holds no line yet.
        package var state: State?
        /// Lines behind the header, superseded ones among them.
        package var records: Int
        /// Bytes of whole lines: what stands behind them was cut off in writing.
        package var wholeBytes: Int
        package var isTorn: Bool
    }

    package static func line(_ header: StateHeader) throws -> Data { try line(StateLine(header)) }
    package static func line(_ record: StateRecord) throws -> Data { try line(StateLine(record)) }

    /// A header and the fewest records, as compaction writes them.
    package static func text(of state: State) throws -> Data {
        var text = try line(state.header)
        for record in state.records { text.append(try line(record)) }
        return text
    }

    private static func line(_ line: StateLine) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(line) + [newline]
    }

    /// Replays the lines. A last line without its newline was torn off by a crash and is left out.
    package static func replay(_ text: Data) throws(StateProblem) -> Replayed {
        let wholeBytes = text.lastIndex(of: newline).map { $0 - text.startIndex + 1 } ?? 0
        let lines = try StateLineDecoder.decode(text.prefix(wholeBytes))
        var replayed = Replayed(
            state: nil,
            records: max(0, lines.count - 1),
            wholeBytes: wholeBytes,
            isTorn: false
        )
        replayed.isTorn = wholeBytes < text.count
        guard let first = lines.first else { return replayed }
        replayed.state = try state(header: first, lines: lines.dropFirst())
        return replayed
    }

    private static func state(header: StateLine, lines: ArraySlice<StateLine>) throws(StateProblem) -> State {
        guard header.record == .state, let format = header.format else { throw .noHeader }
        guard format == version else { throw .otherFormat(format) }
        guard let header = header.header else { throw .noHeader }
        var state = State(header: header)
        state.environments.reserveCapacity(lines.count)
        for (index, line) in zip(lines.indices, lines) {
            guard let record = line.stateRecord else { throw .badLine(index + 1) }
            state.replay(record)
        }
        return state
    }

    static let newline = UInt8(ascii: "\n")
}
