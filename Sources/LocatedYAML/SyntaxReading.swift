/// Finds out what is wrong with a text that libyaml cannot read, from where it gave up and from the lines around. Where
/// nothing fits, libyaml's words have to do.
struct SyntaxReading {
    struct Mistake {
        let kind: SyntaxMistake
        let start: SourcePosition
        let end: SourcePosition
        var related: SourcePosition?

        init(_ kind: SyntaxMistake, _ start: SourcePosition, _ end: SourcePosition? = nil) {
            self.kind = kind
            self.start = start
            self.end = end ?? start
        }

        /// Whether a place lies between the first and the last that the mistake shows.
        func covers(_ place: SourcePosition) -> Bool {
            let places = [start, end] + [related].compactMap(\.self)
            return places.contains { !(place < $0) } && places.contains { !($0 < place) }
        }
    }

    /// What libyaml says is wrong.
    let words: String
    /// What libyaml was reading, and where that began.
    let context: String?
    let origin: SourcePosition?
    /// Where libyaml gave up.
    let place: SourcePosition
    let lines: SourceLines
    let trail: TokenTrail

    func problem(file: Int32) -> YAMLProblem {
        guard let mistake = mistake() else { return lastResort(file: file) }
        return YAMLProblem(
            .mistake(mistake.kind),
            at: SourceRange(file: file, start: mistake.start, end: mistake.end),
            related: mistake.related.map { .point($0, file: file) },
            stop: mistake.covers(place) ? nil : .point(place, file: file)
        )
    }

    private func lastResort(file: Int32) -> YAMLProblem {
        let related = origin.flatMap { $0 == place ? nil : SourceRange.point($0, file: file) }
        let kind = YAMLProblem.Kind.syntax(problem: words, context: context)
        return YAMLProblem(kind, at: .point(place, file: file), related: related)
    }

    private func mistake() -> Mistake? {
        mergeConflict() ?? tab() ?? strangeIndentation() ?? quote() ?? template() ?? byContext() ?? byWords()
    }

    private func byContext() -> Mistake? {
        switch context {
        case "while scanning an alias", "while scanning an anchor", "while scanning a tag",
            "while parsing a tag",
            "while scanning a block scalar":
            reservedSign(at: origin ?? place)
        case "while scanning a directive", "while scanning a %YAML directive",
            "while scanning a %TAG directive",
            "while scanning a tag directive", "while parsing a %TAG directive",
            "while parsing a tag directive":
            directive()
        default: nil
        }
    }

    private func byWords() -> Mistake? {
        switch words {
        case "found unknown escape character", "did not find expected hexdecimal number": escape()
        case "found invalid Unicode character escape code": halfSurrogate()
        case "found character that cannot start any token", "found undefined tag handle",
            "mapping keys are not allowed in this context":
            reservedSign(at: place)
        case "did not find expected node content": content()
        case "found incompatible YAML document": version()
        case "found duplicate %YAML directive", "found duplicate %TAG directive": directive()
        case "did not find expected <document start>": document()
        case "did not find expected ',' or ']'", "did not find expected ',' or '}'": bracket()
        case "could not find expected ':'": origin.flatMap(key)
        case "mapping values are not allowed in this context": colon()
        case "block sequence entries are not allowed in this context": list()
        case "did not find expected key", "did not find expected '-' indicator": block()
        default: nil
        }
    }
}

extension SyntaxReading {
    /// The rest of a line from a column on, without a comment that is all of it.
    func text(ofLine line: Int32, from column: Int32 = 1) -> Substring.UnicodeScalarView {
        Substring(lines.text(ofLine: line)).unicodeScalars.dropFirst(max(Int(column) - 1, 0))
    }

    /// The rest of a line from a column on, up to its last visible character.
    func words(ofLine line: Int32, from column: Int32) -> String {
        let text = text(ofLine: line, from: column)
        let end =
            text.lastIndex { !$0.properties.isWhitespace }.map { text.index(after: $0) } ?? text.startIndex
        return String(text[..<end])
    }

    /// The first column of a line that holds neither a space nor a tab; `nil` for an empty line.
    func indentation(ofLine line: Int32) -> Int32? {
        let text = text(ofLine: line)
        let width = text.prefix { $0 == " " || $0 == "\t" }.count
        return width == text.count ? nil : Int32(clamping: width + 1)
    }

    func end(ofLine line: Int32, from column: Int32) -> SourcePosition {
        SourcePosition(
            line: line,
            column: column + Int32(clamping: words(ofLine: line, from: column).unicodeScalars.count)
        )
    }

    private func escape() -> Mistake? {
        escape(of: 2) { .unknownEscape($0) }
    }

    private func halfSurrogate() -> Mistake? {
        escape(of: 6) { .halfSurrogate($0) }
    }

    /// The escape at whose backslash or digits libyaml gave up.
    private func escape(of length: Int, _ kind: (String) -> SyntaxMistake) -> Mistake? {
        let line = text(ofLine: place.line)
        guard let start = line.prefix(Int(place.column)).lastIndex(of: "\\") else { return nil }
        let column = Int32(clamping: line.distance(from: line.startIndex, to: start) + 1)
        let text = String(line[start...].prefix(length))
        return Mistake(
            kind(text),
            SourcePosition(line: place.line, column: column),
            SourcePosition(line: place.line, column: column + Int32(clamping: text.unicodeScalars.count))
        )
    }

    private func version() -> Mistake? {
        guard let line = lineAbove(place.line + 1, where: { $0.hasPrefix("%YAML") }) else { return nil }
        let start = SourcePosition(line: line, column: 1)
        return Mistake(.yamlVersion(words(ofLine: line, from: 1)), start, end(ofLine: line, from: 1))
    }

    private func directive() -> Mistake? {
        guard let line = lineAbove(place.line + 1, where: { $0.hasPrefix("%") }) else { return nil }
        let start = SourcePosition(line: line, column: 1)
        return Mistake(.directive(words(ofLine: line, from: 1)), start, end(ofLine: line, from: 1))
    }

    private func lineAbove(_ line: Int32, where isMeant: (String) -> Bool) -> Int32? {
        stride(from: line - 1, through: 1, by: -1).first { isMeant(lines.text(ofLine: $0)) }
    }
}
