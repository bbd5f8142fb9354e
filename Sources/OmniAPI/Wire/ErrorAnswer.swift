import JSONText

/// Omni's own words in an answer that reports an error, on one line: from `{"detail"}`, from
/// `{"error", "message"}`, or from whatever a proxy sent instead (omni-api.md, "Errors").
enum ErrorAnswer {
    static let longestPage = 200
    static let longestDetail = 10_000

    /// Nil when the answer says nothing. The token, should it be there, is replaced before anything is cut.
    static func detail(_ body: [UInt8], hiding token: APIToken) -> String? {
        if let words = try? object(body) { return plain(token.redacting(words), upTo: longestDetail) }
        let text = token.redacting(String(decoding: body.prefix(1 << 16), as: UTF8.self))
        return plain(summary(of: text), upTo: longestPage)
    }

    /// Whether it says, as omni-api.md words it, that the object which the path names does not exist.
    static func isAboutObject(_ body: [UInt8]) -> Bool {
        guard let words = try? object(body) else { return false }
        return words.lowercased().hasSuffix("does not exist")
    }

    /// Takes control characters, line breaks and marks that reorder text out of a text from elsewhere.
    static func plain(_ text: String, upTo limit: Int) -> String? {
        let visible = text.unicodeScalars.map { isHarmless($0) ? Character($0) : " " }
        let words = String(visible).split(separator: " ").joined(separator: " ")
        guard !words.isEmpty else { return nil }
        return words.count > limit ? words.prefix(limit - 1) + "…" : words
    }

    private static func object(_ body: [UInt8]) throws(JSONProblem) -> String? {
        var detail: String?, message: String?, error: String?
        var reader = JSONReader(body)
        try reader.object { key, reader throws(JSONProblem) in
            switch key {
            case "detail": detail = try reader.identifier()
            case "message": message = try reader.identifier()
            case "error": error = try reader.identifier()
            default: try reader.skip()
            }
        }
        try reader.end()
        return detail ?? message ?? error
    }

    /// A page's title, else its text without the tags.
    private static func summary(of text: String) -> String {
        guard let start = text.firstRange(of: /(?i)<title[^>]*>/),
            let end = text[start.upperBound...].firstRange(of: /(?i)<\/title/)
        else { return text.replacing(/<[^>]*>/, with: " ") }
        return String(text[start.upperBound..<end.lowerBound])
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x20, 0x7F...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: false
        default: true
        }
    }
}
