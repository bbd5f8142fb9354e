/// Mistakes that a single sign gives away.
extension SyntaxReading {
    func mergeConflict() -> Mistake? {
        let marks = (1...place.line).filter { lines.begins(ofLine: $0, with: "<<<<<<<") }
        guard let first = marks.first else { return nil }
        let last = Int32(clamping: lines.count)
        var mistake = Mistake(
            .mergeConflict,
            SourcePosition(line: first, column: 1),
            end(ofLine: first, from: 1)
        )
        mistake.related = (first...last).first { lines.begins(ofLine: $0, with: ">>>>>>>") }
            .map { SourcePosition(line: $0, column: 1) }
        return mistake
    }

    /// Within brackets a tab is white space like any other.
    func tab() -> Mistake? {
        if text(ofLine: place.line, from: place.column).first == "\t" { return Mistake(.tab, place) }
        let indent = text(ofLine: place.line).prefix { $0 == " " || $0 == "\t" }
        guard trail.openBrackets.isEmpty, indent.count < text(ofLine: place.line).count,
            let tab = indent.firstIndex(of: "\t")
        else { return nil }
        let column = indent.distance(from: indent.startIndex, to: tab) + 1
        return Mistake(.tab, SourcePosition(line: place.line, column: Int32(clamping: column)))
    }

    /// What an editor shows as the indentation of a line, and YAML takes for its text.
    func strangeIndentation() -> Mistake? {
        let first = min(trail.last?.start.line ?? place.line, place.line)
        for line in first...place.line {
            let indent = text(ofLine: line).prefix(while: \.properties.isWhitespace)
            guard let index = indent.firstIndex(where: { !$0.isASCII }) else { continue }
            let column = Int32(clamping: indent.distance(from: indent.startIndex, to: index) + 1)
            return Mistake(
                .strangeIndentation(indent[index].value),
                SourcePosition(line: line, column: column)
            )
        }
        return nil
    }

    /// A quote that was never closed, or by the next one, lines below; or one that holds another.
    func quote() -> Mistake? {
        if context == "while scanning a quoted scalar", let origin {
            return unclosed(from: origin, to: place)
        }
        guard let last = trail.last, last.kind == .scalar(.quoted), last.end.line == place.line else {
            return nil
        }
        return last.spansLines ? unclosed(from: last.start, to: last.end) : quoteInside(last)
    }

    /// Of a text such as `'it's'`: what ends with the quote that it began with.
    private func quoteInside(_ last: TokenTrail.Token) -> Mistake? {
        let rest = text(ofLine: place.line, from: last.start.column)
        guard last.end == place, let sign = rest.first else { return nil }
        let ends = trail.openBrackets.isEmpty ? [] : ",]}".unicodeScalars.map { $0 }
        let behind = rest.dropFirst(Int(last.end.column - last.start.column)).prefix { !ends.contains($0) }
        let whole = String(rest.prefix(Int(last.end.column - last.start.column)) + behind).trimmed
        guard behind.first?.properties.isWhitespace == false, whole.unicodeScalars.last == sign else {
            return nil
        }
        // A comma between two texts, of which the first lacks its second quote.
        let isSeveral = !ends.isEmpty && rest.prefix(Int(last.end.column - last.start.column)).contains(",")
        if isSeveral { return Mistake(.unclosedQuote(String(sign), lines: 1), last.start) }
        return Mistake(.quoteInside(whole), place)
    }

    private func unclosed(from start: SourcePosition, to end: SourcePosition) -> Mistake? {
        guard let sign = text(ofLine: start.line, from: start.column).first else { return nil }
        return Mistake(.unclosedQuote(String(sign), lines: count(from: start, to: end)), start)
    }

    /// How many lines lie from one place to another; one that is empty up to there is none.
    func count(from start: SourcePosition, to end: SourcePosition) -> Int {
        Int(end.line - start.line) + (end.column > 1 || end.line == start.line ? 1 : 0)
    }

    func template() -> Mistake? {
        let line = text(ofLine: place.line)
        let opens = ["{{", "{%", "${"].map(\.unicodeScalars)
        let first = line.indices.first { index in opens.contains { line[index...].starts(with: $0) } }
        guard let first, trail.last?.kind != .scalar(.quoted) else { return nil }
        let column = Int32(clamping: line.distance(from: line.startIndex, to: first) + 1)
        guard column <= place.column else { return nil }
        let close = line[first...].firstIndex(of: "}") ?? line.index(before: line.endIndex)
        let isDouble = line[first...].starts(with: "{{".unicodeScalars)
        let text =
            String(line[first...close])
            + (isDouble && line[close...].starts(with: "}}".unicodeScalars) ? "}" : "")
        let start = SourcePosition(line: place.line, column: column)
        let width = Int32(clamping: text.unicodeScalars.count)
        return Mistake(.template(text), start, SourcePosition(line: place.line, column: column + width))
    }

    /// A sign that YAML reads as its own, where a text was meant.
    func reservedSign(at start: SourcePosition) -> Mistake? {
        let rest = text(ofLine: start.line, from: start.column)
        guard let sign = rest.first else { return nil }
        let ends = trail.openBrackets.isEmpty ? [] : ",]}".unicodeScalars.map { $0 }
        let word = String(rest.prefix { !ends.contains($0) }).trimmed
        guard !word.isEmpty else { return nil }
        let end = SourcePosition(
            line: start.line,
            column: start.column + Int32(clamping: word.unicodeScalars.count)
        )
        return Mistake(.reservedSign(String(sign), in: word), start, end)
    }
}

extension String {
    fileprivate var trimmed: String {
        let view = unicodeScalars
        let end =
            view.lastIndex { !$0.properties.isWhitespace }.map { view.index(after: $0) } ?? view.startIndex
        return String(view[..<end])
    }
}
