import Testing

@testable import Reconciler

@Suite struct InstanceTests {
    static let bases = "baseConnections: {w: {connection: W, environments: {}}}"

    @Test(arguments: [
        "https://myorg.omniapp.co", "https://myorg.omniapp.co/api/", "HTTPS://MyOrg.omniapp.co",
        "http://localhost:8080",
        "http://127.0.0.1:8080/api", "http://127.8.9.1", "http://[::1]:80",
    ])
    func anAddressIsAccepted(instance: String) {
        let checked = CheckedManifest("version: 1\ninstance: \"\(instance)\"\n\(Self.bases)")
        #expect(checked.lines == [])
        #expect(checked.loaded.manifest?.instance?.value == instance)
    }

    @Test(arguments: [
        ("myorg.omniapp.co", "is not an https address"),
        ("http://myorg.omniapp.co", "is not an https address"),
        ("http://localhost.example.com", "is not an https address"),
        ("http://127.0.0.1.example.com", "is not an https address"),
        ("http://localhost@example.com", "names no host"), ("ftp://localhost", "is not an https address"),
        ("https://", "names no host"), ("https:///api", "names no host"), ("https://:80", "names no host"),
        ("https://my org", "names no host"), ("", "is not an https address"),
    ])
    func anythingElseIsAnError(instance: String, complaint: String) {
        let checked = CheckedManifest("version: 1\ninstance: «a»\"\(instance)\"\n\(Self.bases)")
        let advice = "write one like https://myorg.omniapp.co"
        #expect(checked.lines == ["a: error: instance \"\(instance)\" \(complaint); \(advice)"])
    }

    @Test(arguments: [
        "https://a.omniapp.co", "https://a.omniapp.co/", "https://A.omniapp.co/api",
        "https://a.omniapp.co/api/",
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
                "b: error: instance \"https://b.omniapp.co\" is not the one named before, \"https://a.omniapp.co\"; keep one of them",
                "  a: note: first listed here",
            ]
        )
    }
}
