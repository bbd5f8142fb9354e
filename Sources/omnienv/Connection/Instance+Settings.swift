import FoundationEssentials
import HTTPTransport
import OmniAPI

extension Instance {
    func settings(rate: Int) throws(SessionError) -> ClientSettings {
        let proxy: Proxy?
        do {
            proxy = try Proxy.named(in: ProcessInfo.processInfo.environment, for: url)
        } catch {
            throw .proxy(error)
        }
        return ClientSettings(
            instance: url,
            token: token,
            rate: rate,
            proxy: proxy,
            userAgent: "omnienv/\(Version.text)"
        )
    }
}
