import JSONText

/// Omni's own words in an answer that reports an error, on one line: from `{"detail"}`, from
/// `{"error", "message"}`, or from whatever a proxy sent instead (docs/omni-api.md, "Errors").
package enum ErrorAnswer {
    static let longestPage = 200
    /// How much of Omni's words is shown, in bytes.
    static let longestDetail = 1024
    /// How much of an answer is looked through for them.
    static let longestBody = 64 << 10

    /// Nil when the answer says nothing. The token, should it be there, is replaced before anything is cut.
    static func detail(_ body: [UInt8], hiding token: APIToken) -> String? {
        if let words = try? object(body) { return plain(token.redacting(words), upTo: longestDetail) }
        let text = token.redacting(String(decoding: body.prefix(longestBody), as: UTF8.self))
        return plain(PageText.summary(of: Array(text.utf8)), upTo: longestPage)
    }

    /// Whether it says, as docs/omni-api.md words it, that the object which the path names does not exist.
    static func isAboutObject(_ body: [UInt8]) -> Bool {
        guard let words = try? object(body)?.lowercased() else { return false }
        return words.hasSuffix("does not exist") || words == "connection not found"
    }

    /// One line of a text from elsewhere, without control characters, line breaks and marks that reorder it. What has more
    /// bytes than `limit` is cut and ends with an ellipsis. Nil when nothing is left.
    static func plain(_ text: String, upTo limit: Int) -> String? {
        let visible = text.unicodeScalars.lazy.map { isHarmless($0) ? $0 : " " }
        var line = ""
        for word in visible.split(separator: " ") {
            if !line.isEmpty { line += " " }
            line.unicodeScalars.append(contentsOf: word)
            guard line.utf8.count <= limit else { return cut(Array(line.utf8), to: limit - 1) + "…" }
        }
        return line.isEmpty ? nil : line
    }

    /// Whole characters of at most so many bytes.
    private static func cut(_ bytes: [UInt8], to limit: Int) -> String {
        var end = limit
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }

    private static func object(_ body: [UInt8]) throws(JSONProblem) -> String? {
        var detail: String?, message: String?, error: String?
        var reader = JSONReader(body)
        try reader.object { key, reader throws(JSONProblem) in
            switch key {
            case "detail": detail = try reader.identifier()
            case "message": message = try reader.identifier()
            case "error": error = try words(&reader) ?? error
            case "errors":
                let words = try words(&reader)
                error = error ?? words
            default: try reader.skip()
            }
        }
        try reader.end()
        return detail ?? message ?? error
    }

    /// Those of an error that is a text, an object with a text in it, or the first of a list.
    private static func words(_ reader: inout JSONReader) throws(JSONProblem) -> String? {
        guard try reader.isArray() else { return try sentence(&reader) }
        var found: String?
        try reader.array { reader throws(JSONProblem) in
            let words = try sentence(&reader)
            found = found ?? words
        }
        return found
    }

    private static func sentence(_ reader: inout JSONReader) throws(JSONProblem) -> String? {
        guard try reader.isObject() else { return try reader.identifier() }
        var found: String?
        try reader.object { key, reader throws(JSONProblem) in
            guard ["message", "detail", "title"].contains(key) else { return try reader.skip() }
            found = try reader.identifier() ?? found
        }
        return found
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x20, 0x7F...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: false
        default: true
        }
    }
}

/// What a page says that a proxy or a server sent instead of JSON. Every byte is read a few times at most, whatever
/// the page is made of.
enum PageText {
    private static let titleStart = Array("<title".utf8)
    private static let titleEnd = Array("</title".utf8)

    /// A page's title, else its text without the tags.
    static func summary(of page: [UInt8]) -> String {
        String(decoding: title(of: page[...]) ?? withoutTags(page[...])[...], as: UTF8.self)
    }

    private static func title(of page: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let tag = page.behindFirst(titleStart), let content = tag.behindFirst([UInt8(ascii: ">")]),
            let rest = content.behindFirst(titleEnd)
        else { return nil }
        return content[..<(rest.startIndex - titleEnd.count)]
    }

    /// A space stands for each tag. What opens none, because nothing closes it, stays.
    private static func withoutTags(_ page: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var rest = page
        while let start = rest.firstIndex(of: UInt8(ascii: "<")),
            let end = rest[start...].firstIndex(of: UInt8(ascii: ">"))
        {
            text += rest[..<start]
            text.append(UInt8(ascii: " "))
            rest = rest[(end + 1)...]
        }
        return text + rest
    }
}

extension ArraySlice<UInt8> {
    /// What follows the first place where `word`, which is in lower case, stands in either case; `nil` where it does not.
    fileprivate func behindFirst(_ word: [UInt8]) -> Self? {
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
