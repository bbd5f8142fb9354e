/// Mistakes in how lines, keys and brackets hang together.
extension SyntaxReading {
    /// A key from `start` on that no colon follows.
    func key(at start: SourcePosition) -> Mistake? {
        let text = words(ofLine: start.line, from: start.column)
        let end = end(ofLine: start.line, from: start.column)
        if let sign = signWithoutSpace(in: text) {
            return Mistake(.missingSpace(after: sign, in: text), start, end)
        }
        if isBelowItem(start) { return Mistake(.missingDash(text), start, end) }
        if text.utf8.count > SyntaxMistake.longestKey, text.contains(":") {
            return Mistake(.longKey, start, end)
        }
        return Mistake(.missingColon(text), start, end)
    }

    /// Whether the line above has a dash in the same column.
    private func isBelowItem(_ start: SourcePosition) -> Bool {
        guard indentation(ofLine: start.line) == start.column,
            indentation(ofLine: start.line - 1) == start.column
        else { return false }
        return text(ofLine: start.line - 1, from: start.column).starts(with: "- ".unicodeScalars)
    }

    /// The dash or the colon that begins something without a space behind it.
    private func signWithoutSpace(in text: String) -> String? {
        let scalars = text.unicodeScalars
        if scalars.first == "-", let next = scalars.dropFirst().first, next != " ", next != "-" { return "-" }
        guard let colon = scalars.firstIndex(of: ":") else { return nil }
        let rest = scalars[scalars.index(after: colon)...]
        guard let next = rest.first, next != " ", next != "\t", !rest.starts(with: "//".unicodeScalars) else {
            return nil
        }
        return ":"
    }

    /// A colon where none can be: the text before it is not the key that it was meant to be.
    func colon() -> Mistake? {
        if lines.begins(ofLine: place.line, with: "---") { return Mistake(.behindDocumentMark, place) }
        guard let last = trail.last, last.kind == .scalar(.plain) else { return secondColon() }
        guard last.spansLines else { return secondColon() }
        let text = words(ofLine: last.start.line, from: last.start.column)
        if let sign = signWithoutSpace(in: text) {
            return Mistake(
                .missingSpace(after: sign, in: text),
                last.start,
                end(ofLine: last.start.line, from: last.start.column)
            )
        }
        if beginsLine(last.start) { return key(at: last.start) }
        return indentation(of: place.line)
    }

    private func secondColon() -> Mistake? {
        guard let column = valueColumn(ofLine: place.line), column <= place.column else { return nil }
        let start = SourcePosition(line: place.line, column: column)
        let text = words(ofLine: place.line, from: column)
        return Mistake(.secondColon(text), start, end(ofLine: place.line, from: column))
    }

    /// Where the value behind the first colon of a line begins.
    private func valueColumn(ofLine line: Int32) -> Int32? {
        let text = text(ofLine: line)
        let colon = text.indices.first { text[$0...].starts(with: ": ".unicodeScalars) }
        return colon.map { Int32(clamping: text.distance(from: text.startIndex, to: $0) + 3) }
    }

    /// Whether nothing but dashes stands before a place in its line.
    private func beginsLine(_ place: SourcePosition) -> Bool {
        text(ofLine: place.line).prefix(Int(place.column) - 1).allSatisfy { $0 == " " || $0 == "-" }
    }

    /// Something where the next key or item of a block should begin.
    func block() -> Mistake? {
        let text = words(ofLine: place.line, from: place.column)
        let end = end(ofLine: place.line, from: place.column)
        if let last = trail.last, last.end.line == place.line, !beginsLine(place) { return textBehind(last) }
        if text.first == ":" { return reservedSign(at: place) }
        if text.first == "-", let sign = signWithoutSpace(in: text) {
            return Mistake(.missingSpace(after: sign, in: text), place, end)
        }
        if place.column == origin?.column {
            if words == "did not find expected '-' indicator" {
                return Mistake(.missingDash(text), place, end)
            }
            if text.hasPrefix("- ") || text == "-" { return Mistake(.dashAmongKeys, place, end) }
        }
        return indentation(of: place.line)
    }

    private func textBehind(_ last: TokenTrail.Token) -> Mistake? {
        guard last.kind != .other, last.start.line == place.line else { return nil }
        if let sign = text(ofLine: place.line, from: place.column).first, sign == "]" || sign == "}" {
            return Mistake(.extraBracket(String(sign)), place)
        }
        // Of brackets only the last one is known.
        let first =
            last.kind == .bracket ? indentation(ofLine: place.line).map { afterDashes(place.line, $0) } : nil
        let start = first.map { valueColumn(ofLine: place.line) ?? $0 } ?? last.start.column
        let text = words(ofLine: place.line, from: min(start, last.start.column))
        return Mistake(.textBehind(text), place, end(ofLine: place.line, from: place.column))
    }

    /// Something between brackets that neither ends nor separates.
    func bracket() -> Mistake? {
        guard let origin else { return nil }
        let found = text(ofLine: place.line, from: place.column).first
        if found == "]" || found == "}" { return wrongBracket(openedAt: origin) }
        if let last = trail.last, last.kind == .scalar(.plain), last.spansLines,
            text(ofLine: last.start.line, from: last.start.column).starts(with: "//".unicodeScalars)
        {
            return Mistake(.commentSign, last.start, end(ofLine: last.start.line, from: last.start.column))
        }
        let isOutside = (indentation(ofLine: place.line) ?? 1) <= (indentation(ofLine: origin.line) ?? 1)
        if found == nil || (origin.line < place.line && isOutside) {
            return unclosedBracket(openedAt: origin)
        }
        return Mistake(.missingComma, place)
    }

    private func wrongBracket(openedAt origin: SourcePosition) -> Mistake? {
        guard let found = text(ofLine: place.line, from: place.column).first,
            let opened = text(ofLine: origin.line, from: origin.column).first
        else { return nil }
        var mistake = Mistake(.wrongBracket(String(found), opened: String(opened)), place)
        mistake.related = origin
        return mistake
    }

    private func unclosedBracket(openedAt origin: SourcePosition) -> Mistake? {
        let opened = text(ofLine: origin.line, from: origin.column).first
        return opened.map {
            Mistake(.unclosedBracket(String($0), lines: count(from: origin, to: place)), origin)
        }
    }

    /// Nothing where a key, an item or a value has to be.
    func content() -> Mistake? {
        let found = text(ofLine: place.line, from: place.column)
        guard let opened = trail.openBrackets.last else {
            return found.first.flatMap {
                $0 == "]" || $0 == "}" ? Mistake(.extraBracket(String($0)), place) : nil
            }
                ?? reservedSign(at: place)
        }
        if found.isEmpty || lines.begins(ofLine: place.line, with: "---")
            || lines.begins(ofLine: place.line, with: "...")
        {
            return unclosedBracket(openedAt: opened)
        }
        switch found.first {
        case ",": return Mistake(.emptyItem, place)
        case "]", "}": return wrongBracket(openedAt: opened)
        case "-": return Mistake(.dashInBrackets, place)
        default: return reservedSign(at: place)
        }
    }

    /// A dash behind something else in its line.
    func list() -> Mistake? {
        if lines.begins(ofLine: place.line, with: "---") { return Mistake(.behindDocumentMark, place) }
        let text = words(ofLine: place.line, from: place.column)
        return Mistake(.listBehindText(text), place, end(ofLine: place.line, from: place.column))
    }

    /// Something behind the end of a document.
    func document() -> Mistake? {
        let isDirective = text(ofLine: place.line).first == "%"
        let above = stride(from: isDirective ? place.line : place.line - 1, through: 1, by: -1).first {
            indentation(ofLine: $0) != nil && !isComment($0)
        }
        if let above, lines.begins(ofLine: above, with: "...") || text(ofLine: above).first == "%" {
            return Mistake(.bareDocument(after: words(ofLine: above, from: 1)), place)
        }
        if let last = trail.last, last.end.line == place.line { return textBehind(last) }
        return indentation(of: place.line)
    }

    private func isComment(_ line: Int32) -> Bool {
        text(ofLine: line).first { $0 != " " && $0 != "\t" } == "#"
    }

    /// The line above, or one that it is part of, whose indentation is nearest to that of a line that fits none.
    private func indentation(of line: Int32) -> Mistake? {
        guard let found = indentation(ofLine: line) else { return nil }
        var nearest: SourcePosition?
        var least = Int32.max
        for above in stride(from: line - 1, through: 1, by: -1) where !isComment(above) {
            guard let column = indentation(ofLine: above), column < least else { continue }
            least = column
            for column in [column, afterDashes(above, column)]
            where abs(column - found) < abs((nearest?.column ?? .max) - found) {
                nearest = SourcePosition(line: above, column: column)
            }
            if least <= found, nearest != nil { break }
        }
        guard let nearest, nearest.column != found else { return nil }
        let start = SourcePosition(line: line, column: found)
        var mistake = Mistake(
            .wrongIndentation(Int(found) - 1, expected: Int(nearest.column) - 1),
            start,
            end(ofLine: line, from: found)
        )
        mistake.related = nearest
        return mistake
    }

    /// Where the text of an item of a list begins.
    private func afterDashes(_ line: Int32, _ column: Int32) -> Int32 {
        column + Int32(clamping: text(ofLine: line, from: column).prefix { $0 == "-" || $0 == " " }.count)
    }
}
