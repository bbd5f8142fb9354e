import JSONText
package import Planning

/// The text of a state file: JSON objects, one a line. Reading and writing without files.
package enum StateFormat {
    /// The format that is written. One of a higher number is refused, an older one is read and brought forward by the next
    /// apply.
    package static let version = 2
    /// Of the oldest format that is read.
    static let oldestVersion = 1

    /// What a text replays to, and how it was laid out.
    package struct Replayed: Sendable {
        /// `nil` when the text holds no line yet.
        package fileprivate(set) var state: State?
        /// Of the first header.
        fileprivate(set) var format = StateFormat.version
        /// Lines behind the first header, superseded ones among them, blank ones not.
        package fileprivate(set) var records = 0
        /// Bytes of whole lines: what stands behind them was cut off in writing.
        package fileprivate(set) var wholeBytes = 0
        /// Whether the last whole line has no line break yet, as when a shell took it away.
        package fileprivate(set) var lacksBreak = false
        /// What was read.
        let text: [UInt8]

        /// Whether the text goes on behind its whole lines, with the beginning of one that was cut off.
        package var isTorn: Bool { wholeBytes < text.count }

        /// The whole lines as they were read, each with its break, and nothing between them.
        package var wholeText: [UInt8] {
            var (lines, whole) = (StateLines(text), [UInt8]())
            while let line = lines.next(), line.end <= wholeBytes {
                if !line.isBlank { whole += text[line.content] + [StateFormat.newline] }
            }
            return whole
        }
    }

    /// One record as a line with its break.
    package static func line(_ record: StateRecord) -> [UInt8] { StateLine.record(record).text }

    static func lines(_ records: [StateRecord]) -> [UInt8] {
        records.reduce(into: []) { $0 += line($1) }
    }

    /// The whole state as compaction writes it: a header and the fewest records that replay to it, in a fixed order, so that
    /// equal states are equal bytes.
    package static func text(of state: State) -> [UInt8] {
        StateLine.header(state.header, serial: state.serial).text + lines(state.records)
    }

    /// Replays the lines. A last line that is no whole object was torn off by a crash and is left out. A header may come
    /// again, as where a merge put the lines of two branches together, as long as it is the same state's.
    package static func replay(_ text: [UInt8]) throws(StateProblem) -> Replayed {
        var lines = StateLines(text)
        var replayed = Replayed(text: text)
        while let line = lines.next() {
            if let run = line.wholeRun(in: text), replayed.state != nil {
                try replayed.add(run, number: line.number)
            } else if !line.isBlank {
                guard let parsed = try read(line, of: text, isFirst: replayed.state == nil) else { break }
                try replayed.add(parsed, text[line.content], number: line.number)
            }
            replayed.wholeBytes = line.end
            replayed.lacksBreak = !line.hasBreak
        }
        return replayed
    }

    /// `nil` for a last line that was cut off.
    private static func read(_ line: StateLines.Line, of text: [UInt8], isFirst: Bool) throws(StateProblem)
        -> StateMembers?
    {
        if line.isMergeMarker(in: text) { throw .badLine(line.number, .mergeMarker) }
        var reader = JSONReader(text, in: line.content)
        let parsed = try? StateMembers(reading: &reader)
        if let parsed, line.control == nil { return parsed }
        // The first line is there before the file has its name, so that no crash leaves a part of it.
        if isFirst { throw .noHeader }
        guard line.hasBreak else { return nil }
        throw .badLine(line.number, line.control.map(BadLine.controlCharacter) ?? .notRecord)
    }

    static let newline = UInt8(ascii: "\n")
}

extension StateFormat.Replayed {
    fileprivate mutating func add(_ members: StateMembers, _ text: ArraySlice<UInt8>, number: Int)
        throws(StateProblem)
    {
        if state == nil { format = try StateFormat.firstFormat(members) }
        let line: StateLine
        do throws(BadLine) {
            line = try StateLine(members, text: text)
        } catch {
            throw .badLine(number, error)
        }
        try add(line, number: number)
    }

    fileprivate mutating func add(_ line: StateLine, number: Int) throws(StateProblem) {
        switch (line, state?.header) {
        case (.header(let header, let serial), nil): state = State(header: header, serial: serial)
        case (.record, nil): throw .noHeader
        case (.header(let other, let serial), let header?):
            guard other == header else { throw .badLine(number, .otherState) }
            records += 1
            state?.replay(.serial(serial))
        case (.record(let record), _):
            records += 1
            state?.replay(record)
        }
    }
}

extension StateFormat {
    /// The format is asked for before anything else: the header of another one may have other members.
    fileprivate static func firstFormat(_ members: StateMembers) throws(StateProblem) -> Int {
        guard let format = members.headerFormat else { throw .noHeader }
        guard (oldestVersion...version).contains(format) else { throw .otherFormat(format) }
        return format
    }
}

/// Finds the lines of a state's text, one after another.
struct StateLines {
    struct Line {
        /// Counted from 1.
        let number: Int
        /// Without the line break, and in the first line without the byte order mark.
        let content: Range<Int>
        /// Behind the line break, if there is one.
        let end: Int
        let hasBreak: Bool
        let isBlank: Bool
        /// The first byte that is a control character and no white space.
        let control: UInt8?

        /// A run's line with its break, which needs no further reading.
        func wholeRun(in text: [UInt8]) -> StateLine? {
            hasBreak && control == nil ? StateLine(runIn: text[content]) : nil
        }

        /// Whether a merge left it between two versions.
        func isMergeMarker(in text: [UInt8]) -> Bool {
            guard let first = content.first, "<=>|".utf8.contains(text[first]) else { return false }
            return content.count >= 7 && text[content].prefix(7).allSatisfy { $0 == text[first] }
        }
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let text: [UInt8]
    private var position: Int
    private var number = 0

    init(_ text: [UInt8]) {
        self.text = text
        position = text.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
    }

    /// `nil` at the end.
    mutating func next() -> Line? {
        guard position < text.count else { return nil }
        let start = position
        var (isBlank, control): (Bool, UInt8?) = (true, nil)
        while position < text.count, text[position] != StateFormat.newline {
            let byte = text[position]
            if byte > 0x20 {
                isBlank = false
            } else if byte < 0x20, byte != UInt8(ascii: "\t"), byte != UInt8(ascii: "\r") {
                (isBlank, control) = (false, control ?? byte)
            }
            position += 1
        }
        let content = start..<position
        let hasBreak = position < text.count
        position += hasBreak ? 1 : 0
        number += 1
        return Line(
            number: number,
            content: content,
            end: position,
            hasBreak: hasBreak,
            isBlank: isBlank,
            control: control
        )
    }
}
