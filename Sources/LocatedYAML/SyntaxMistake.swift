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
    case missingComma
    case textBehind(String)
    case template(String)
    case reservedSign(String, in: String)
    case secondColon(String)
    case yamlVersion(String)
    case bareDocument
    case longKey
    case unknownEscape(String)
    case halfSurrogate(String)

    static let longestKey = 1_024
}

extension SyntaxMistake {
    var message: String {
        switch self {
        case .tab: "a tab stands where YAML wants spaces; use spaces"
        case .mergeConflict: "the marks of a merge conflict; resolve it, and remove the marks"
        case .missingColon(let text): "there is no colon after this key; write \"\(text.withColon)\""
        case .missingSpace(let sign, let text):
            "a space is missing after the \(sign.name); write \"\(text.spaced(after: sign))\""
        case .missingDash(let text): "this stands in a list, and has no dash; write \"- \(text.short)\""
        case .dashAmongKeys: "an item of a list stands among keys; indent it below the key that it belongs to"
        case .wrongIndentation(let found, let expected):
            "this line is indented by \(found.spaces), and fits none of those above; indent it by \(expected)"
        case .unclosedQuote(let sign, let lines): "the quote \(sign) opened here \(sign.unclosed(lines))"
        case .unclosedBracket(let sign, let lines): "the bracket \(sign) opened here \(sign.unclosed(lines))"
        case .wrongBracket(let found, let opened):
            "\(found) cannot close what \(opened) has opened; write \(opened.closing)"
        case .missingComma: "a comma is missing before this, or a bracket; add it"
        case .textBehind(let text):
            "text stands behind what is complete; put all of it into quotes: \(text.quotedOnce)"
        case .template(let text):
            "\(text.short) is filled in by nobody here; fill it in, or put it into quotes"
        case .reservedSign(let sign, let text):
            "\(sign) has a meaning of its own in YAML; put quotes around the text: \(text.quotedOnce)"
        case .secondColon(let text):
            "a colon in a value, or two keys in one line; put quotes around the value: \(text.quotedOnce)"
        case .yamlVersion(let text): "\(text.short) asks for a YAML that is not known here; remove the line"
        case .bareDocument: "after \"...\" a document begins with \"---\"; write that before it"
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
        case .mergeConflict: "the last mark"
        default: nil
        }
    }
}

extension Int {
    fileprivate var spaces: String { self == 1 ? "1 space" : "\(self) spaces" }
}

extension String {
    private static let longest = 60

    fileprivate var short: String {
        unicodeScalars.count <= Self.longest ? self : String(unicodeScalars.prefix(Self.longest)) + "…"
    }

    fileprivate var name: String { self == "-" ? "dash" : "colon" }

    fileprivate func spaced(after sign: String) -> String {
        var parts = short.split(separator: Character(sign), maxSplits: 1, omittingEmptySubsequences: false)
        let rest = parts.popLast() ?? ""
        return parts.joined() + sign + " " + rest
    }

    /// A colon after the first word, the rest as its value.
    fileprivate var withColon: String {
        var words = short.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let value = words.popLast() else { return short + ":" }
        return words.joined() + ": " + value
    }

    fileprivate func unclosed(_ lines: Int) -> String {
        lines > 1 ? "takes \(lines) lines; close it where it should end" : "is never closed; write \(closing)"
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
}
