/// An instance's address as two documents may write it: with or without a trailing slash and `/api`.
struct InstanceText: Hashable {
    let normalized: String

    init(_ text: String) throws(InstanceFinding) {
        let lower = text.lowercased()
        guard let scheme = ["https://", "http://"].first(where: lower.hasPrefix) else {
            throw .notHTTPS(text)
        }
        let rest = lower.dropFirst(scheme.count)
        let authority = rest.prefix { !"/?#".contains($0) }
        guard Self.isHost(authority) else { throw .noHost(text) }
        guard scheme == "https://" || Self.isLoopback(authority) else { throw .notHTTPS(text) }
        normalized = scheme + authority + Self.path(rest.dropFirst(authority.count))
    }

    static func areSame(_ first: String, _ second: String) -> Bool {
        (try? InstanceText(first)) == (try? InstanceText(second))
    }

    private static func isHost(_ authority: Substring) -> Bool {
        guard let first = authority.unicodeScalars.first, first != ":" else { return false }
        return !authority.unicodeScalars.contains { $0.properties.isWhitespace || $0 == "@" }
    }

    private static func isLoopback(_ authority: Substring) -> Bool {
        if authority.hasPrefix("[") { return authority.hasPrefix("[::1]") }
        let host = authority.prefix { $0 != ":" }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || isIPv4 && parts[0] == "127"
    }

    private static func path(_ path: Substring) -> Substring {
        let trimmed = trimmingSlashes(path)
        return trimmed.hasSuffix("/api") ? trimmingSlashes(trimmed.dropLast(4)) : trimmed
    }

    private static func trimmingSlashes(_ path: Substring) -> Substring {
        path.last == "/" ? trimmingSlashes(path.dropLast()) : path
    }
}

/// What is wrong with an `instance`.
enum InstanceFinding: Finding, Error, Hashable {
    case notHTTPS(String)
    case noHost(String)
    case differs(String, first: String)

    var message: String {
        switch self {
        case .notHTTPS(let text):
            "instance \(text.quoted) is not an https address; write one like https://myorg.omniapp.co"
        case .noHost(let text):
            "instance \(text.quoted) names no host; write one like https://myorg.omniapp.co"
        case .differs(let text, let first):
            "instance \(text.quoted) is not the one named before, \(first.quoted); keep one of them"
        }
    }
}
