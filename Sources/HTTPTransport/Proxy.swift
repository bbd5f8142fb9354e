package import OmniModel

/// The HTTP proxy through which the instance is reached.
package struct Proxy: Sendable, Hashable {
    /// What the proxy asks for, its percent escapes resolved. It never appears in a message.
    package struct Credentials: Sendable, Hashable {
        let user: String
        let password: String
    }

    package let host: String
    package let port: Int
    let credentials: Credentials?

    /// The proxy that `HTTPS_PROXY` names, unless `NO_PROXY` excepts the instance; lower-case spellings
    /// count too, and come first. Loopback and plain http never use one. Nil where requests go without a proxy.
    ///
    /// - Throws: when `HTTPS_PROXY` names a proxy that is not spoken to by http, or has no readable host.
    package static func named(
        in environment: [String: String],
        for instance: InstanceURL
    ) throws(ProxyError) -> Self? {
        guard instance.scheme == .https, !instance.isLoopback,
            let text = environment.either("https_proxy", "HTTPS_PROXY"),
            !instance.isExcepted(by: environment.either("no_proxy", "NO_PROXY") ?? "")
        else { return nil }
        return try Self(text)
    }

    /// Reads `http://user:password@host:port`; scheme, credentials and port may be absent.
    init(_ text: String) throws(ProxyError) {
        let text = text.trimmingASCIISpace()
        let scheme = text.firstRange(of: "://").map { text[..<$0.lowerBound].lowercased() } ?? "http"
        guard scheme == "http" else { throw .unsupportedScheme(scheme) }
        let rest = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
        let authority = rest.prefix { $0 != "/" }
        let at = authority.lastIndex(of: "@")
        credentials = at.map { Self.credentials(authority[..<$0]) }
        let address = at.map { authority[authority.index(after: $0)...] } ?? authority
        guard let (origin, _) = try? InstanceURL.split("http://" + address) else { throw .malformed }
        host = origin.host
        port = origin.port
    }

    private static func credentials(_ text: Substring) -> Credentials {
        let colon = text.firstIndex(of: ":")
        let password = colon.map { text[text.index(after: $0)...] } ?? ""
        return Credentials(
            user: text[..<(colon ?? text.endIndex)].percentDecoded,
            password: password.percentDecoded
        )
    }
}

extension InstanceURL {
    /// Whether `NO_PROXY` excepts it: by `*`, by its host, or by a domain that stands for all hosts beneath it, with or
    /// without `.` or `*.` before it.
    fileprivate func isExcepted(by exceptions: String) -> Bool {
        exceptions.lowercased().split { $0 == "," || $0 == " " }.contains { pattern in
            if pattern == "*" { return true }
            let domain = (pattern.hasPrefix("*.") ? pattern.dropFirst() : pattern).drop { $0 == "." }
            return [host, "\(host):\(port)"].contains { host in
                host == domain || (!domain.isEmpty && host.hasSuffix("." + domain))
            }
        }
    }
}

/// Why `HTTPS_PROXY` cannot be used. Holds no credentials.
package enum ProxyError: Error, Sendable, Hashable, CustomStringConvertible {
    case unsupportedScheme(String)
    case malformed

    package var description: String {
        switch self {
        case .unsupportedScheme(let scheme):
            "HTTPS_PROXY names a proxy of kind \"\(scheme)\"; give it as http://host:port"
        case .malformed: "HTTPS_PROXY has no valid host and port; give it as http://host:port"
        }
    }
}

extension [String: String] {
    fileprivate func either(_ first: String, _ second: String) -> String? {
        [self[first], self[second]].compactMap { $0 }.first { !$0.isEmpty }
    }
}
