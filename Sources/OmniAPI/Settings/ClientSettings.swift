package import HTTPTransport
package import OmniModel

/// What a client is made from. Nothing in it changes during a run.
package struct ClientSettings: Sendable {
    /// Requests in 60 seconds where the operator names no other rate. Omni allows 60 a minute; its own tools stay below that,
    /// for others who use the same key.
    package static let defaultRate = 55

    package let instance: InstanceURL
    package let token: APIToken
    /// Requests allowed in any 60 seconds; at least 1.
    package let rate: Int
    package let timeouts: TransportSettings.Timeouts
    package let proxy: Proxy?
    package let roots: TrustRoots
    /// Sent with every request, such as `omnienv/1.0.0`.
    package let userAgent: String

    package init(
        instance: InstanceURL,
        token: APIToken,
        rate: Int = Self.defaultRate,
        timeouts: TransportSettings.Timeouts = TransportSettings.Timeouts(),
        proxy: Proxy? = nil,
        roots: TrustRoots = .system,
        userAgent: String = "omnienv"
    ) {
        self.instance = instance
        self.token = token
        self.rate = max(1, rate)
        self.timeouts = timeouts
        self.proxy = proxy
        self.roots = roots
        self.userAgent = userAgent
    }

    var transport: TransportSettings {
        TransportSettings(
            base: instance.apiBase,
            authorization: "Bearer \(token.text)",
            timeouts: timeouts,
            proxy: proxy,
            roots: roots,
            userAgent: userAgent
        )
    }
}
