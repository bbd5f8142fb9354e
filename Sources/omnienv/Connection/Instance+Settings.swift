import HTTPTransport
import OmniAPI

extension Instance {
    func settings(rate: Int) throws(SessionError) -> ClientSettings {
        let variables = Variables().dictionary
        return ClientSettings(
            instance: url,
            token: token,
            rate: rate,
            proxy: try proxy(variables),
            roots: try roots(variables),
            userAgent: "omnienv/\(Version.text)"
        )
    }

    private func proxy(_ variables: [String: String]) throws(SessionError) -> Proxy? {
        do { return try Proxy.named(in: variables, for: url) } catch { throw .proxy(error) }
    }

    private func roots(_ variables: [String: String]) throws(SessionError) -> TrustRoots {
        do { return try TrustRoots.named(in: variables, for: url) } catch { throw .roots(error) }
    }
}
