import Testing

@testable import StateStore

@Suite struct DigestTests {
    /// The examples of FIPS 180-4.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func `a digest is the first half of a SHA-256 in hexadecimal digits`(text: String, digest: String) {
        #expect(Digest(of: Array(text.utf8)).text == digest.prefix(32))
    }
}
