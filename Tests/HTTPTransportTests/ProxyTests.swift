import OmniModel
import Testing

@testable import HTTPTransport

@Suite struct ProxyTests {
    private let instance = try? InstanceURL("https://myorg.omniapp.co")

    private func proxy(_ environment: [String: String]) throws -> Proxy? {
        try Proxy.named(in: environment, for: #require(instance))
    }

    @Test func `is the one that HTTPS_PROXY names, with its credentials`() throws {
        let proxy = try #require(try proxy(["HTTPS_PROXY": "http://me:p%40ss@proxy.example.com:3128/"]))
        #expect(proxy.host == "proxy.example.com")
        #expect(proxy.port == 3128)
        #expect(proxy.credentials == Proxy.Credentials(user: "me", password: "p@ss"))
    }

    @Test func `needs neither scheme nor port`() throws {
        let proxy = try #require(try proxy(["https_proxy": "proxy.example.com", "HTTPS_PROXY": "other"]))
        #expect(proxy.host == "proxy.example.com")
        #expect(proxy.port == 80)
    }

    @Test(arguments: [
        "*", "omniapp.co", ".omniapp.co", "*.omniapp.co", "a.com *.OMNIAPP.co", "a.com, myorg.omniapp.co",
        "MYORG.omniapp.co:443",
    ])
    func `is left out for what NO_PROXY excepts`(exceptions: String) throws {
        #expect(try proxy(["HTTPS_PROXY": "proxy:1", "NO_PROXY": exceptions]) == nil)
    }

    @Test(arguments: [
        "", "org.omniapp.co", "*.example.com", "*.org.omniapp.co", "*.", "example.com",
        "myorg.omniapp.co:8443",
    ])
    func `is used for what NO_PROXY does not except`(exceptions: String) throws {
        #expect(try proxy(["HTTPS_PROXY": "proxy:1", "NO_PROXY": exceptions])?.host == "proxy")
    }

    @Test func `is never used for this machine`() throws {
        #expect(
            try Proxy.named(in: ["HTTPS_PROXY": "proxy:1"], for: InstanceURL("http://localhost:1")) == nil
        )
    }

    @Test func `is refused when it cannot be understood`() {
        #expect(throws: ProxyError.unsupportedScheme("socks5")) {
            try proxy(["HTTPS_PROXY": "socks5://proxy"])
        }
        #expect(throws: ProxyError.malformed) { try proxy(["HTTPS_PROXY": "http://:3128"]) }
    }
}
