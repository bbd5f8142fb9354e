/// What a transport is made from: where its requests go, and how they get there. Nothing in it changes during a run.
package struct TransportSettings: Sendable {
    /// What the paths of calls are appended to, such as `https://myorg.omniapp.co/api`.
    package let base: String
    /// The value of the `authorization` header of every request; nil where each brings its own, or none has any.
    package let authorization: String?
    package let timeouts: Timeouts
    package let proxy: Proxy?
    /// Whose certificates are believed.
    package let roots: TrustRoots
    /// Sent with every request, such as `omnienv/1.0.0`.
    package let userAgent: String

    package init(
        base: String,
        authorization: String?,
        timeouts: Timeouts = Timeouts(),
        proxy: Proxy? = nil,
        roots: TrustRoots = .system,
        userAgent: String = "omnienv"
    ) {
        self.base = base
        self.authorization = authorization
        self.timeouts = timeouts
        self.proxy = proxy
        self.roots = roots
        self.userAgent = userAgent
    }

    /// The address of a call, with the base's path or beside it.
    func url(of call: APICall) -> String {
        switch call.root {
        case .base: return base + call.path
        case .origin:
            let host = base.firstRange(of: "://").map { base[$0.upperBound...] } ?? base[...]
            return base[..<(host.firstIndex(of: "/") ?? base.endIndex)] + call.path
        }
    }
}

extension TransportSettings {
    /// How long a request may take before it is given up.
    package struct Timeouts: Sendable, Hashable {
        /// To open a connection, TLS included.
        package let connect: Duration
        /// From asking for a connection to the last byte of the answer.
        package let request: Duration

        package init(connect: Duration = .seconds(10), request: Duration = .seconds(60)) {
            self.connect = connect
            self.request = request
        }
    }
}
