import Diagnostics
import LocatedYAML

/// A text that looks to a person like something else than it is to YAML and to Omni.
struct DeceptionFinding: Finding, Hashable {
    enum Subject: String, Sendable {
        case value
        case connection
        case label
        case attribute = "user attribute"
    }

    enum Kind: Sendable, Hashable {
        /// From one line to another.
        case severalLines(Int32, Int32)
        case invisible(Unicode.Scalar)
        case unusualSpace(Unicode.Scalar)
        case typographicQuotes
        case lookAlikeComma(Unicode.Scalar)
        case placeholder(String)
        case loneStar
        /// The first word of what is no part of the text.
        case comment(String)
    }

    let kind: Kind
    let subject: Subject
    let text: String

    var rule: Rule {
        switch kind {
        case .severalLines: .severalLines
        case .invisible: .invisibleCharacter
        case .unusualSpace: .unusualSpace
        case .typographicQuotes: .typographicQuotes
        case .lookAlikeComma: .lookAlikeComma
        case .placeholder: .placeholder
        case .loneStar: .loneStar
        case .comment: .commentBehindText
        }
    }

    var severity: Diagnostic.Severity { .warning }

    var message: String { "\(subject.rawValue) \(text.quoted) \(predicate)" }

    private var predicate: String {
        switch kind {
        case .severalLines(let first, let last):
            """
            is written over \(last - first + 1) lines, \(first) to \(last); add the dash, comma or quote that is missing, or \
            write it in one line
            """
        case .invisible(let scalar):
            "holds the invisible character \(scalar.codePoint); remove it if it is not meant"
        case .unusualSpace(let scalar):
            "holds the space \(scalar.codePoint), which is not the one of the space bar; write that if it is meant"
        case .typographicQuotes:
            """
            stands in typographic quotes, which are characters of the text like any other; write \(text.withoutEdges.quoted), in \
            the quotes of the keyboard or in none
            """
        case .lookAlikeComma(let scalar):
            "holds \(scalar.codePoint), which looks like a comma and separates nothing; write a comma if it is meant"
        case .placeholder(let part):
            """
            holds the placeholder \(part.quoted), and omnienv fills none in; write what is meant, or let your template tool write \
            this file first
            """
        case .comment(let word):
            "ends before \(word.quoted), where a comment begins; put quotes around all of it, or write \"# \" where a comment is meant"
        case .loneStar: "means the character itself, and not every value; list the values"
        }
    }
}

extension DeceptionFinding {
    /// All that deceives in the characters of a text, whose traits tell whether to look at all.
    static func findings(in text: String, _ subject: Subject, _ traits: TextTraits) -> [DeceptionFinding] {
        guard !traits.isDisjoint(with: .deceptive) else { return [] }
        var kinds: [Kind] = []
        if traits.contains(.beyondASCII) { kinds = beyondASCII(in: text, subject) }
        if traits.contains(.sign), let part = text.firstPlaceholder { kinds.append(.placeholder(part)) }
        if text == "*", subject == .value { kinds.append(.loneStar) }
        return kinds.map { DeceptionFinding(kind: $0, subject: subject, text: text) }
    }

    private static func beyondASCII(in text: String, _ subject: Subject) -> [Kind] {
        let scalars = text.unicodeScalars
        var kinds: [Kind] = []
        if let scalar = text.firstInvisible { kinds.append(.invisible(scalar)) }
        // At the edges of a value any space is an error.
        if let scalar = scalars.first(where: \.isUnusualSpace), subject != .value || !text.hasEdgeSpace {
            kinds.append(.unusualSpace(scalar))
        }
        if scalars.count > 1, let first = scalars.first, let last = scalars.last, first.isQuote, last.isQuote,
            !first.isASCII || !last.isASCII
        {
            kinds.append(.typographicQuotes)
        } else if subject == .value, let scalar = scalars.first(where: \.looksLikeComma) {
            kinds.append(.lookAlikeComma(scalar))
        }
        return kinds
    }
}

extension String {
    /// What stands between the first and the last character.
    fileprivate var withoutEdges: String { String(unicodeScalars.dropFirst().dropLast()) }
}

extension Unicode.Scalar {
    /// A space, or a blank that some typeface draws as one, other than the plain one.
    fileprivate var isUnusualSpace: Bool {
        guard !isASCII else { return false }
        return switch properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: true
        default: value == 0x2800
        }
    }

    fileprivate var isQuote: Bool {
        switch value {
        case 0x22, 0x27, 0xAB, 0xBB, 0x2018...0x201F, 0x2032, 0x2033, 0x2039, 0x203A, 0x300C...0x300F,
            0x301D...0x301F,
            0xFF02, 0xFF07:
            true
        default: false
        }
    }

    fileprivate var looksLikeComma: Bool {
        switch value {
        case 0x60C, 0x201A, 0x2E32, 0x2E34, 0x2E41, 0x3001, 0xFE10, 0xFE11, 0xFE50, 0xFE51, 0xFF0C, 0xFF64:
            true
        default: false
        }
    }
}

extension String {
    private static let placeholderBrackets: [(open: String, close: String)] = [
        ("${", "}"), ("{{", "}}"), ("{%", "%}"), ("<%", "%>"), ("%(", ")s"), ("$(", ")"), ("$[[", "]]"),
    ]

    /// The first part of the text's first four kilobytes that some other tool was to fill in before omnienv read it, such as
    /// `${TENANT}` or `<tenant>`.
    fileprivate var firstPlaceholder: String? {
        let bytes = Array(utf8.prefix(4_096))
        for start in bytes.indices {
            for pair in Self.placeholderBrackets where bytes[start...].starts(with: pair.open.utf8) {
                if let end = Self.end(of: pair.close, in: bytes, from: start + pair.open.utf8.count) {
                    return String(decoding: bytes[start..<end], as: UTF8.self)
                }
            }
            if bytes[start] == UInt8(ascii: "<"), let end = Self.endOfName(in: bytes, from: start + 1) {
                return String(decoding: bytes[start..<end], as: UTF8.self)
            }
        }
        return nil
    }

    /// Just behind the first `close` from `start` on. What is cut off at 1,024 bytes is long enough.
    private static func end(of close: String, in bytes: [UInt8], from start: Int) -> Int? {
        let close = Array(close.utf8)
        return (start..<Swift.min(bytes.count, start + 1_024)).first { bytes[$0...].starts(with: close) }.map
        {
            $0 + close.count
        }
    }

    /// Just behind the `>` of a name that begins with a letter.
    private static func endOfName(in bytes: [UInt8], from start: Int) -> Int? {
        let name = bytes[start...].prefix { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x20, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }
        guard let first = name.first, first >= 0x41, first != 0x5F, name.last != 0x20,
            name.endIndex < bytes.count,
            bytes[name.endIndex] == UInt8(ascii: ">")
        else { return nil }
        return name.endIndex + 1
    }
}
