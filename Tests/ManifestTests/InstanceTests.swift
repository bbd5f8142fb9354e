import Diagnostics
import Manifest
import OmniModel
import Testing

@Suite struct InstanceTests {
    static let bases = "baseConnections: {w: {connection: W, environments: {}}}"

    @Test(arguments: [
        "https://myorg.omniapp.co", "https://myorg.omniapp.co/api/", "HTTPS://MyOrg.omniapp.co",
        "http://localhost:8080",
        "http://127.0.0.1:8080/api", "http://127.8.9.1", "http://[::1]:80",
    ])
    func anAddressIsAccepted(instance: String) throws {
        let checked = CheckedManifest("version: 1\ninstance: \"\(instance)\"\n\(Self.bases)")
        #expect(checked.lines == [])
        #expect(try checked.loaded.manifest?.instance?.value == InstanceURL(instance))
    }

    @Test(arguments: [
        ("myorg.omniapp.co", "does not begin with https://"),
        ("http://myorg.omniapp.co", "uses plain http for"),
        ("http://localhost.example.com", "uses plain http for"),
        ("http://127.0.0.1.example.com", "uses plain http for"),
        ("http://localhost@example.com", "holds a user name or a password"),
        ("ftp://localhost", "has a scheme other than https"), ("https://", "has no valid host name"),
        ("https:///api", "has no valid host name"), ("https://:80", "has no valid host name"),
        ("https://my org", "holds a space"), ("", "is empty"), ("https://a.omniapp.co:x", "has a port"),
        ("https://a.omniapp.co/some/page", "has the path"), ("https://a.omniapp.co/?x=1", "holds a query"),
    ])
    func anythingElseIsAnError(instance: String, complaint: String) {
        let checked = CheckedManifest("version: 1\ninstance: «a»\"\(instance)\"\n\(Self.bases)")
        let advice = "write one like https://myorg.omniapp.co"
        #expect(checked.lines.count == 1)
        #expect(checked.lines.first?.hasPrefix("a: error: instance \"\(instance)\" \(complaint)") == true)
        #expect(checked.lines.first?.hasSuffix("; \(advice)") == true)
    }

    @Test(arguments: [
        "https://a.omniapp.co", "https://a.omniapp.co/", "https://A.omniapp.co/api",
        "https://a.omniapp.co/api/", "https://a.omniapp.co:443",
    ])
    func documentsMayRepeatTheInstance(instance: String) {
        let checked = CheckedManifest(
            "version: 1\ninstance: https://a.omniapp.co\n\(Self.bases)",
            "version: 1\ninstance: \(instance)"
        )
        #expect(checked.lines == [])
    }

    @Test func documentsMayNotNameTwoInstances() {
        let checked = CheckedManifest(
            "version: 1\ninstance: «a»https://a.omniapp.co\n\(Self.bases)",
            "version: 1\ninstance: «b»https://b.omniapp.co"
        )
        #expect(
            checked.lines == [
                "b: error: instance https://b.omniapp.co is not the one named before, https://a.omniapp.co; keep one of them",
                "  a: note: first listed here",
            ]
        )
    }
}
