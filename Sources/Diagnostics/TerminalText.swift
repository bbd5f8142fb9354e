/// Text that a person reads on a terminal, in a log or in a comment: words of this program and, between them, text from
/// elsewhere. A literal stands as it is written; whatever is interpolated is shown on one line and escaped, so that no
/// label, name, value, answer or path acts on a terminal, breaks a line or hides (docs/architecture.md, "Text from
/// elsewhere"). There is no way to make one of a `String` that does not escape it.
package struct TerminalText: Sendable, Hashable {
    /// The text as it may be written to a terminal or a file.
    package private(set) var escaped: String

    private init(escaped: String) {
        self.escaped = escaped
    }

    /// The first of the text's characters, as many as fit into so many columns of a terminal.
    func prefix(columns: Int) -> TerminalText {
        var (shown, isColor, left) = (String.UnicodeScalarView(), false, columns)
        for scalar in escaped.unicodeScalars {
            isColor = isColor || scalar == "\u{1B}"
            left -= isColor ? 0 : scalar.columns
            guard left >= 0 else { break }
            shown.append(scalar)
            isColor = isColor && scalar != "m" && scalar != "K"
        }
        return Self(escaped: String(shown))
    }

    /// Text from elsewhere: on one line, with what would act, break the line or hide shown by its code.
    package init(_ foreign: String) {
        escaped = foreign.printable
    }

    /// A whole document of a form that quotes foreign text by its own rules, such as YAML or Mermaid: its line breaks stay,
    /// and everything else that acts or hides is shown by its code.
    package init(document: String) {
        escaped = document.safeLines
    }

    /// A document in JSON, where the escapes give a reader the true characters back.
    package init(json: String) {
        escaped = json.safeJSON
    }

    package init() {
        escaped = ""
    }

    /// A part of a source line.
    init(cells: some Sequence<Cell>) {
        escaped = cells.reduce(into: "") { $0 += $1.text }
    }

    /// A text so many times in a row, with nothing between.
    package init(repeating text: TerminalText, count: Int) {
        escaped = String(repeating: text.escaped, count: count)
    }

    package var isEmpty: Bool { escaped.isEmpty }

    /// The text's lines without their breaks; behind a break at the end there is an empty one.
    package var lines: [TerminalText] {
        escaped.split(separator: "\n", omittingEmptySubsequences: false).map { Self(escaped: String($0)) }
    }

    /// The words of a line, each with how many spaces stand before it.
    var words: [(gap: Int, text: TerminalText)] {
        var gap = 0
        return escaped.split(separator: " ", omittingEmptySubsequences: false).enumerated().compactMap {
            index,
            part in
            gap += index > 0 ? 1 : 0
            guard !part.isEmpty else { return nil }
            defer { gap = 0 }
            return (gap, Self(escaped: String(part)))
        }
    }

    package static func + (left: Self, right: Self) -> Self { Self(escaped: left.escaped + right.escaped) }

    package static func += (left: inout Self, right: Self) { left.escaped += right.escaped }
}

extension TerminalText: ExpressibleByStringInterpolation {
    /// Only a literal of the source becomes text as it is.
    package typealias StringLiteralType = StaticString

    package init(stringLiteral: StaticString) {
        escaped = stringLiteral.description
    }

    package init(stringInterpolation: StringInterpolation) {
        escaped = stringInterpolation.escaped
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var escaped = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            escaped.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        package mutating func appendLiteral(_ literal: StaticString) { escaped += literal.description }

        package mutating func appendInterpolation(_ text: TerminalText) { escaped += text.escaped }

        package mutating func appendInterpolation(_ foreign: String) { escaped += foreign.printable }

        package mutating func appendInterpolation(_ foreign: some CustomStringConvertible) {
            escaped += foreign.description.printable
        }

        /// In a row with others: in double quotes where something in it could be taken for what stands between them.
        package mutating func appendInterpolation(inRow foreign: String) { escaped += foreign.inRow }

        /// In double quotes, and cut when very long.
        package mutating func appendInterpolation(quoted foreign: String) { escaped += foreign.quoted }

        package mutating func appendInterpolation(quoted foreign: some CustomStringConvertible) {
            escaped += foreign.description.quoted
        }
    }
}

extension Sequence<TerminalText> {
    /// The texts in their order, with the separator between each two.
    package func joined(separator: TerminalText = "") -> TerminalText {
        reduce(into: (text: TerminalText(), isFirst: true)) { result, part in
            if !result.isFirst { result.text += separator }
            result.text += part
            result.isFirst = false
        }.text
    }
}

extension TerminalText: CustomStringConvertible {
    /// So that it stays escaped within a `String` too.
    package var description: String { escaped }
}
