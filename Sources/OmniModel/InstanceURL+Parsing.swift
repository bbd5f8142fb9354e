extension InstanceURL {
    /// Reads a base URL as users give it: with or without `/api`, with or without a slash at the end.
    /// Any other path is refused: a page's address pasted from the browser is more likely a mistake.
    package init(_ text: String) throws(InstanceURLError) {
        let text = text.trimmingASCIISpace()
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .unusableCharacter }
        let (origin, tail) = try Self.split(text)
        guard origin.scheme == .https || origin.isLoopback else { throw .plainHTTP(host: origin.host) }
        try Self.check(tail)
        self = origin
    }

    /// The origin of an absolute URL, and what follows it (empty, or from the first of `/`, `?` and `#` on).
    package static func split(_ text: some StringProtocol) throws(InstanceURLError) -> (Self, Substring) {
        let text = Substring(text)
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { throw .noScheme }
        guard let scheme = Scheme(rawValue: text[..<colon].lowercased()) else { throw .unknownScheme }
        let rest = text[colon...].dropFirst(3)
        let end = rest.firstIndex { "/?#\\".contains($0) } ?? rest.endIndex
        let (host, port) = try authority(rest[..<end])
        return (Self(scheme: scheme, host: host, port: port ?? scheme.defaultPort), rest[end...])
    }

    private static func authority(_ text: Substring) throws(InstanceURLError) -> (String, Int?) {
        guard !text.contains("@") else { throw .userInfo }
        let hostEnd =
            text.firstIndex(of: "]").map(text.index(after:)) ?? text.firstIndex(of: ":") ?? text.endIndex
        let host = text[..<hostEnd].lowercased()
        guard isHost(host) else { throw .badHost }
        let suffix = text[hostEnd...]
        guard !suffix.isEmpty else { return (host, nil) }
        let digits = suffix.dropFirst()
        guard suffix.hasPrefix(":"), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(digits), (1...65535).contains(port)
        else { throw .badPort }
        return (host, port)
    }

    private static func isHost(_ host: String) -> Bool {
        if host.hasPrefix("["), host.hasSuffix("]") {
            let address = host.dropFirst().dropLast()
            return address.contains(":") && address.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        }
        return !host.isEmpty && host.utf8.allSatisfy(isHostByte)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func check(_ tail: Substring) throws(InstanceURLError) {
        guard !tail.contains("?") else { throw .query }
        guard !tail.contains("#") else { throw .fragment }
        var path = tail
        while path.hasSuffix("/") { path.removeLast() }
        guard path.isEmpty || path == apiPath else { throw .otherPath(String(tail)) }
    }
}

extension String {
    package func trimmingASCIISpace() -> String {
        let isSpace = { (character: Character) in character.isASCII && character.isWhitespace }
        let start = self.drop(while: isSpace)
        guard let last = start.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(start[...last])
    }
}
