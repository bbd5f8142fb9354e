/// The origin of an Omni instance: scheme, lower-case host and, where it is not the scheme's own, the port.
/// `https` only, except that a loopback host may use `http` (docs/omni-api.md, "Basics").
package struct InstanceURL: Sendable, Hashable, CustomStringConvertible {
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
