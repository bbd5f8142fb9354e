/// Text that some other tool was to fill in before omnienv read it.
enum Placeholder {
    private static let brackets: [(open: String, close: String)] = [
        ("${", "}"), ("{{", "}}"), ("{%", "%}"), ("<%", "%>"), ("%(", ")s"), ("$(", ")"), ("$[[", "]]"),
    ]

    /// The first one in the first four kilobytes of a text, such as `${TENANT}` or `<tenant>`.
    static func first(in text: String) -> String? {
        let bytes = Array(text.utf8.prefix(4_096))
        for start in bytes.indices {
            for pair in brackets where bytes[start...].starts(with: pair.open.utf8) {
                if let end = end(of: pair.close, in: bytes, from: start + pair.open.utf8.count) {
                    return String(decoding: bytes[start..<end], as: UTF8.self)
                }
            }
            if bytes[start] == UInt8(ascii: "<"), let end = endOfName(in: bytes, from: start + 1) {
                return String(decoding: bytes[start..<end], as: UTF8.self)
            }
        }
        return nil
    }

    /// Just behind the first `close` from `start` on. What is cut off at 1,024 bytes is long enough.
    private static func end(of close: String, in bytes: [UInt8], from start: Int) -> Int? {
        let close = Array(close.utf8)
        return (start..<min(bytes.count, start + 1_024)).first { bytes[$0...].starts(with: close) }.map {
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
