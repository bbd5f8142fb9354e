import JSONText
package import Planning

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

    package static func line(_ header: StateHeader) -> [UInt8] { StateLine(header).text }
    package static func line(_ record: StateRecord) -> [UInt8] { StateLine(record).text }

    static func lines(_ records: [StateRecord]) -> [UInt8] {
        records.reduce(into: []) { $0 += line($1) }
    }

    /// A header and the fewest records, as compaction writes them.
    package static func text(of state: State) -> [UInt8] {
        line(state.header) + lines(state.records)
    }

    /// Replays the lines. A last line without its newline was torn off by a crash and is left out.
    package static func replay(_ text: [UInt8]) throws(StateProblem) -> Replayed {
        var lines = StateLines(text)
        let (wholeBytes, isTorn) = (lines.wholeBytes, lines.wholeBytes < text.count)
        guard let first = lines.next() else {
            return Replayed(state: nil, records: 0, wholeBytes: wholeBytes, isTorn: isTorn)
        }
        var state = State(header: try header(first))
        while let line = lines.next() {
            guard let record = line?.stateRecord else { throw .badLine(lines.number) }
            state.replay(record)
        }
        return Replayed(state: state, records: lines.number - 1, wholeBytes: wholeBytes, isTorn: isTorn)
    }

    private static func header(_ line: StateLine?) throws(StateProblem) -> StateHeader {
        guard let line, line.record == .state, let format = line.format else { throw .noHeader }
        guard format == version else { throw .otherFormat(format) }
        guard let header = line.header else { throw .noHeader }
        return header
    }

    static let newline = UInt8(ascii: "\n")
}

/// Reads the whole lines of a text, one after another.
private struct StateLines {
    let wholeBytes: Int
    /// Of the line that was read last, counted from 1.
    private(set) var number = 0
    private let text: [UInt8]
    private var position = 0

    init(_ text: [UInt8]) {
        self.text = text
        wholeBytes = text.lastIndex(of: StateFormat.newline).map { $0 + 1 } ?? 0
    }

    /// `nil` at the end; a line that is no record is `.some(nil)`.
    mutating func next() -> StateLine?? {
        guard position < wholeBytes, let end = text[position...].firstIndex(of: StateFormat.newline) else {
            return nil
        }
        var reader = JSONReader(text, in: position..<end)
        position = end + 1
        number += 1
        return .some(try? StateLine(reading: &reader))
    }
}
