/// What libyaml cannot read, as the person who wrote it would put it.
package enum SyntaxMistake: Sendable, Hashable {
    case tab
    case mergeConflict
    /// With what is written up to the end of its line.
    case missingColon(String)
    /// What is written, and the sign that needs a space behind it.
    case missingSpace(after: String, in: String)
    case missingDash(String)
    case dashAmongKeys
    /// In spaces.
    case wrongIndentation(Int, expected: Int)
    case unclosedQuote(String, lines: Int)
    case unclosedBracket(String, lines: Int)
    case wrongBracket(String, opened: String)
    /// A closing bracket, of which nothing is open.
    case extraBracket(String)
    case missingComma
    /// Between brackets.
    case emptyItem
    case dashInBrackets
    /// With what is written from the first dash on.
    case listBehindText(String)
    case textBehind(String)
    /// A text in quotes that holds the same quote.
    case quoteInside(String)
    case commentSign
    case template(String)
    case reservedSign(String, in: String)
    case secondColon(String)
    case yamlVersion(String)
    /// Any other line that begins with a percent sign.
    case directive(String)
    /// What stands before it: three dots, or a line that begins with a percent sign.
    case bareDocument(after: String)
    case behindDocumentMark
    /// The code of what looks like a space.
    case strangeIndentation(UInt32)
    case longKey
    case unknownEscape(String)
    case halfSurrogate(String)

    static let longestKey = 1_024
}

extension SyntaxMistake {
    var message: String {
        switch self {
        case .tab:
            """
            a tab stands where YAML wants spaces; indent this line with spaces alone, two more than the line that it \
            belongs to has
            """
        case .mergeConflict:
            "git left a merge conflict here; keep the lines of one side, and remove those that begin with <<<<<<<, ======= and >>>>>>>"
        case .missingColon(let text): "there is no colon after this key; write \(text.withColon.shown)"
        case .missingSpace(let sign, let text):
            "a space is missing after the \(sign.name); write \(text.spaced(after: sign).shown)"
        case .missingDash(let text):
            "this stands in a list, and has no dash; write \("- \(text.short)".shown)"
        case .dashAmongKeys: "an item of a list stands among keys; indent it below the key that it belongs to"
        case .wrongIndentation(let found, let expected):
            "this line is indented by \(found.spaces), and fits none of those above; \(expected.advice)"
        case .unclosedQuote(let sign, let lines): "the quote \(sign) opened here \(sign.unclosed(lines))"
        case .unclosedBracket(let sign, let lines): "the bracket \(sign) opened here \(sign.unclosed(lines))"
        case .wrongBracket(let found, let opened):
            "\(found) cannot close what \(opened) has opened; write \(opened.closing)"
        case .extraBracket(let sign): "\(sign) closes nothing that is open here; remove it"
        case .missingComma: "a comma is missing before this, or a bracket; add it"
        case .emptyItem: "nothing stands before this comma; write what is missing, or remove the comma"
        case .dashInBrackets:
            "between brackets no item begins with a dash; remove it, and put commas between the items"
        case .listBehindText(let text):
            "a list cannot begin behind other text; write \(text.shown) in the next line"
        case .textBehind(let text):
            "text stands behind what is complete; put all of it into quotes: \(text.quotedOnce)"
        case .quoteInside(let text):
            "the quote before this ends the text; one that holds a quote is written as \(text.requoted)"
        case .commentSign: "// is text for YAML; begin a comment with #"
        case .template(let text):
            "\(text.short) is a placeholder, and omnienv fills none in; write what is meant, or let your template tool write this file first"
        case .reservedSign(let sign, let text):
            "\(sign) has a meaning of its own in YAML; put quotes around the text: \(text.quotedOnce)"
        case .secondColon(let text):
            "a colon in a value, or two keys in one line; put quotes around the value: \(text.quotedOnce)"
        case .yamlVersion(let text): "\(text.short) asks for a YAML that is not known here; remove the line"
        case .directive(let text):
            "a line that begins with % is an instruction to YAML, and \(text.shown) is none here; remove it, or put quotes around it"
        case .bareDocument(let before):
            "after \(before.shown) a document begins with \"---\"; write that before it"
        case .behindDocumentMark: "behind --- neither a key nor a dash can stand; write it in the next line"
        case .strangeIndentation(let code):
            "this line is indented with U+\(code.hexadecimal(4)), which is no space for YAML; use spaces"
        case .longKey: "a key of more than \(Self.longestKey) characters; shorten it"
        case .unknownEscape(let text):
            "\(text.short) is no escape that YAML knows in double quotes; write \\\\ for a backslash, or use single quotes"
        case .halfSurrogate(let text):
            "\(text.short) is half of a character; write the whole one as it is, or as \\U0001F600"
        }
    }

    /// What stands at the second place.
    var relatedNote: String? {
        switch self {
        case .wrongIndentation: "the line that it should match"
        case .wrongBracket: "opened here"
        case .mergeConflict: "the conflict ends here"
        default: nil
        }
    }
}

extension Int {
    fileprivate var spaces: String { self == 1 ? "1 space" : "\(self) spaces" }

    fileprivate var advice: String { self == 0 ? "begin it without one" : "indent it by \(self)" }
}

extension String {
    private static let longest = 60

    fileprivate var short: String {
        unicodeScalars.count <= Self.longest ? self : String(unicodeScalars.prefix(Self.longest)) + "…"
    }

    /// In quotes, unless there are some in it.
    fileprivate var shown: String { contains("\"") ? short : "\"\(short)\"" }

    fileprivate var name: String { self == "-" ? "dash" : "colon" }

    fileprivate func spaced(after sign: String) -> String {
        var parts = short.split(separator: Character(sign), maxSplits: 1, omittingEmptySubsequences: false)
        let rest = parts.popLast() ?? ""
        return parts.joined() + sign + " " + rest
    }

    /// A colon after the first word, in place of what looks like one, and the rest as its value.
    fileprivate var withColon: String {
        let signs: Set<Character> = [" ", "=", "\u{FF1A}"]
        let key = short.prefix { !signs.contains($0) }
        let value = short.dropFirst(key.count).drop { signs.contains($0) }
        return value.isEmpty ? key + ":" : key + ": " + value
    }

    fileprivate func unclosed(_ lines: Int) -> String {
        lines > 1
            ? "is not closed within \(lines) lines; write \(closing) where it should end"
            : "is never closed; write \(closing)"
    }

    fileprivate var closing: String {
        switch self {
        case "[": "]"
        case "{": "}"
        default: self
        }
    }

    fileprivate var quotedOnce: String {
        "'" + short.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }

    /// A text in quotes, in the other quotes where it holds none of those.
    fileprivate var requoted: String {
        let text = String(short.dropFirst().dropLast())
        let isPlain = !text.contains("\"") && !text.contains("\\")
        return isPlain ? "\"\(text)\"" : text.quotedOnce
    }
}
