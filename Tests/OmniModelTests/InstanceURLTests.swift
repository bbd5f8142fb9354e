import OmniModel
import Testing

@Suite struct InstanceURLTests {
    @Test(arguments: [
        ("https://myorg.omniapp.co", "https://myorg.omniapp.co"),
        ("https://myorg.omniapp.co/", "https://myorg.omniapp.co"),
        ("https://myorg.omniapp.co/api", "https://myorg.omniapp.co"),
        ("https://myorg.omniapp.co/api/", "https://myorg.omniapp.co"),
        (" HTTPS://MyOrg.OmniApp.co:443/api \n", "https://myorg.omniapp.co"),
        ("https://myorg.omniapp.co:8443", "https://myorg.omniapp.co:8443"),
        ("http://localhost:8080/api", "http://localhost:8080"),
        ("http://127.1.2.3", "http://127.1.2.3"),
        ("http://[::1]:80", "http://[::1]"),
    ])
    func `is read in every form that users give it`(text: String, origin: String) throws {
        #expect(try InstanceURL(text).description == origin)
    }

    @Test(arguments: [
        ("", InstanceURLError.empty),
        ("  ", .empty),
        ("myorg.omniapp.co", .noScheme),
        ("ftp://myorg.omniapp.co", .unknownScheme),
        ("http://myorg.omniapp.co", .plainHTTP(host: "myorg.omniapp.co")),
        ("http://127.0.0.1.evil.com", .plainHTTP(host: "127.0.0.1.evil.com")),
        ("http://localhost.evil.com", .plainHTTP(host: "localhost.evil.com")),
        ("http://127.0.0.256", .plainHTTP(host: "127.0.0.256")),
        ("https://user:pass@myorg.omniapp.co", .userInfo),
        ("https://myorg.omniapp.co@evil.com", .userInfo),
        ("https://", .badHost),
        ("https://my org.omniapp.co", .unusableCharacter),
        ("https://myörg.omniapp.co", .unusableCharacter),
        ("https://my%20org", .badHost),
        ("https://[abc]", .badHost),
        ("https://myorg.omniapp.co:", .badPort),
        ("https://myorg.omniapp.co:0", .badPort),
        ("https://myorg.omniapp.co:65536", .badPort),
        ("https://myorg.omniapp.co:+1", .badPort),
        ("https://myorg.omniapp.co/api?x=1", .query),
        ("https://myorg.omniapp.co#top", .fragment),
        ("https://myorg.omniapp.co/login", .otherPath("/login")),
        ("https://myorg.omniapp.co\\evil", .otherPath("\\evil")),
    ])
    func `is refused when it is not an instance's`(text: String, problem: InstanceURLError) {
        #expect(throws: problem) { try InstanceURL(text) }
    }

    @Test func `says what is wrong and which form is expected, without a password`() throws {
        let error = try #require(throws: InstanceURLError.self) {
            try InstanceURL("https://me:hunter2@myorg.omniapp.co")
        }
        #expect("\(error)".contains("user name or a password"))
        #expect("\(error)".contains("https://myorg.omniapp.co"))
        #expect(!"\(error)".contains("hunter2"))
    }
}
