import HTTPTransport
import JSONText

extension APIResponse {
    /// How much of a page that a proxy sent is shown, in bytes.
    private static let longestPage = 200
    /// How much of Omni's words is shown, in bytes.
    static let longestDetail = 1024
    /// How much of an answer is looked through for words, in bytes.
    private static let longestBody = 64 << 10

    /// Omni's own words in an answer that reports an error, on one line: from `{"detail"}`, from `{"error", "message"}`, or
    /// from whatever a proxy sent instead (docs/omni-api.md, "Errors"). Nil when the answer says nothing. The token, should
    /// it be there, is replaced before anything is cut.
    func detail(hiding token: APIToken) -> String? {
        if let words { return token.redacting(words).plainLine(upTo: Self.longestDetail) }
        let text = token.redacting(String(decoding: body.prefix(Self.longestBody), as: UTF8.self))
        return Array(text.utf8)[...].pageSummary.plainLine(upTo: Self.longestPage)
    }

    /// Whether it says, as docs/omni-api.md words it, that the object which the path names does not exist.
    var saysObjectIsMissing: Bool {
        guard let words = words?.lowercased() else { return false }
        return words.hasSuffix("does not exist") || words == "connection not found"
    }

    /// The words in a body that is a JSON object; nil where there are none, and for any other body.
    private var words: String? {
        var reader = JSONReader(body)
        guard let words = try? reader.errorWords(), (try? reader.end()) != nil else { return nil }
        return words
    }
}

extension JSONReader {
    fileprivate mutating func errorWords() throws(JSONProblem) -> String? {
        var detail: String?, message: String?, error: String?
        try object { key, reader throws(JSONProblem) in
            switch key {
            case "detail": detail = try reader.identifier()
            case "message": message = try reader.identifier()
            case "error": error = try reader.firstSentence() ?? error
            case "errors":
                let words = try reader.firstSentence()
                error = error ?? words
            default: try reader.skip()
            }
        }
        return detail ?? message ?? error
    }

    /// The words of an error that is a text, an object with a text in it, or a list of which the first counts.
    private mutating func firstSentence() throws(JSONProblem) -> String? {
        guard try isArray() else { return try sentence() }
        var found: String?
        try array { reader throws(JSONProblem) in
            let words = try reader.sentence()
            found = found ?? words
        }
        return found
    }

    private mutating func sentence() throws(JSONProblem) -> String? {
        guard try isObject() else { return try identifier() }
        var found: String?
        try object { key, reader throws(JSONProblem) in
            guard ["message", "detail", "title"].contains(key) else { return try reader.skip() }
            found = try reader.identifier() ?? found
        }
        return found
    }
}

extension String {
    /// One line of a text from elsewhere, without control characters, line breaks and marks that reorder it. What has more
    /// bytes than `limit` is cut and ends with an ellipsis. Nil when nothing is left.
    func plainLine(upTo limit: Int) -> String? {
        let visible = unicodeScalars.lazy.map { $0.isHarmless ? $0 : " " }
        var line = ""
        for word in visible.split(separator: " ") {
            if !line.isEmpty { line += " " }
            line.unicodeScalars.append(contentsOf: word)
            guard line.utf8.count <= limit else { return Self.cut(Array(line.utf8), to: limit - 1) + "…" }
        }
        return line.isEmpty ? nil : line
    }

    /// Whole characters of at most so many bytes.
    private static func cut(_ bytes: [UInt8], to limit: Int) -> String {
        var end = limit
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}

extension Unicode.Scalar {
    fileprivate var isHarmless: Bool {
        switch value {
        case ..<0x20, 0x7F...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: false
        default: true
        }
    }
}

extension ArraySlice<UInt8> {
    /// What a page says that a proxy or a server sent instead of JSON: its title, else its text without the tags. Every byte
    /// is read a few times at most, whatever the page is made of.
    fileprivate var pageSummary: String { String(decoding: pageTitle ?? withoutTags[...], as: UTF8.self) }

    private var pageTitle: Self? {
        let close = Array("</title".utf8)
        guard let tag = behindFirst(Array("<title".utf8)), let content = tag.behindFirst([UInt8(ascii: ">")]),
            let rest = content.behindFirst(close)
        else { return nil }
        return content[..<(rest.startIndex - close.count)]
    }

    /// The bytes with a space for each tag. What opens none, because nothing closes it, stays.
    private var withoutTags: [UInt8] {
        var text: [UInt8] = []
        var rest = self
        while let start = rest.firstIndex(of: UInt8(ascii: "<")),
            let end = rest[start...].firstIndex(of: UInt8(ascii: ">"))
        {
            text += rest[..<start]
            text.append(UInt8(ascii: " "))
            rest = rest[(end + 1)...]
        }
        return text + rest
    }

    /// What follows the first place where `word`, which is in lower case, stands in either case; nil where it does not.
    private func behindFirst(_ word: [UInt8]) -> Self? {
        guard count >= word.count else { return nil }
        for start in startIndex...(endIndex - word.count) {
            let isHere = word.indices.allSatisfy { offset in
                let byte = self[start + offset]
                return byte == word[offset] || (0x41...0x5A ~= byte && byte | 0x20 == word[offset])
            }
            if isHere { return self[(start + word.count)...] }
        }
        return nil
    }
}
