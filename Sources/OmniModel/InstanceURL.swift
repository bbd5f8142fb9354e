/// The origin of an Omni instance: scheme, lower-case host and, where it is not the scheme's own, the port.
/// `https` only, except that a loopback host may use `http` (docs/omni-api.md, "Basics").
package struct InstanceURL: Sendable, Hashable, CustomStringConvertible {
    /// The scheme; `http` for loopback alone.
    package enum Scheme: String, Sendable {
        case http
        case https
    }

    package let scheme: Scheme
    /// A name or address in lower case; an IPv6 address keeps its brackets.
    package let host: String
    package let port: Int

    init(scheme: Scheme, host: String, port: Int) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// Such as `https://myorg.omniapp.co`, without `/api` and without a slash at the end.
    package var description: String {
        port == scheme.defaultPort ? "\(scheme.rawValue)://\(host)" : "\(scheme.rawValue)://\(host):\(port)"
    }

    /// What the paths of docs/omni-api.md are appended to.
    package var apiBase: String { description + Self.apiPath }

    /// Where the API lies beneath an instance's origin.
    package static let apiPath = "/api"
}

extension InstanceURL.Scheme {
    var defaultPort: Int {
        switch self {
        case .http: 80
        case .https: 443
        }
    }
}

extension InstanceURL {
    /// Whether requests stay on this machine: `localhost`, `127.0.0.0/8` or `::1`.
    package var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || isLoopbackIPv4
    }

    private var isLoopbackIPv4: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

extension InstanceURL {
    /// Reads a base URL as users give it: with or without `/api`, with or without a slash at the end.
    /// Any other path is refused: a page's address pasted from the browser is more likely a mistake. White space around
    /// the text is dropped.
    package init(_ text: String) throws(InstanceURLError) {
        let text = text.trimmingASCIISpace()
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .unusableCharacter }
        let (origin, tail) = try Self.split(text)
        guard origin.scheme == .https || origin.isLoopback else { throw .plainHTTP(host: origin.host) }
        try Self.check(tail)
        self = origin
    }

    /// Takes an absolute URL of any address apart: its origin, with plain http allowed for every host, and what follows
    /// it, which is empty or begins with `/`, `\`, `?` or `#`.
    ///
    /// - Throws: when scheme, host or port cannot be read, or a user is named before the host.
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
    /// The text without the ASCII white space at its start and end; other white space stays.
    package func trimmingASCIISpace() -> String {
        let isSpace = { (character: Character) in character.isASCII && character.isWhitespace }
        let start = self.drop(while: isSpace)
        guard let last = start.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(start[...last])
    }
}

/// Why a text is not the base URL of an Omni instance. Holds nothing that may be a secret.
package enum InstanceURLError: Error, Sendable, Hashable {
    case empty
    case unusableCharacter
    case noScheme
    case unknownScheme
    case plainHTTP(host: String)
    case userInfo
    case badHost
    case badPort
    case query
    case fragment
    case otherPath(String)
}

extension InstanceURLError: CustomStringConvertible {
    package var description: String {
        "the base URL \(problem); give it as https://myorg.omniapp.co, with or without /api"
    }

    /// What is wrong, as the rest of a sentence that begins with the address or what it is called, such as
    /// `has a scheme other than https`.
    package var problem: String {
        switch self {
        case .empty: "is empty"
        case .unusableCharacter: "holds a space, a control character or one beyond ASCII"
        case .noScheme: "does not begin with https://"
        case .unknownScheme: "has a scheme other than https"
        case .plainHTTP(let host): "uses plain http for \"\(host)\", which is allowed for this machine alone"
        case .userInfo: "holds a user name or a password"
        case .badHost: "has no valid host name"
        case .badPort: "has a port that is not a number from 1 to 65535"
        case .query: "holds a query"
        case .fragment: "holds a fragment"
        case .otherPath(let path): "has the path \"\(path)\""
        }
    }
}
