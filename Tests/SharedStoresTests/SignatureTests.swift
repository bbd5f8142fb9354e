import SharedStores
import Testing

/// Requests with the signatures that AWS publishes for them.
@Suite struct SignatureTests {
    private static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    @Test func `a request without a body or a query is signed as AWS signs it`() {
        let credentials = AWSCredentials(
            key: "AKIDEXAMPLE",
            secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
        )
        let signature = Signature(
            credentials,
            region: "us-east-1",
            service: "service",
            time: "20150830T123600Z"
        )
        let signed = ["host": "example.amazonaws.com", "x-amz-date": "20150830T123600Z"]
        let expected = """
            AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
            SignedHeaders=host;x-amz-date, \
            Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
            """
        #expect(signature.authorization("GET", path: "/", signed: signed, digest: Self.empty) == expected)
    }

    private static let example = AWSCredentials(
        key: "AKIAIOSFODNN7EXAMPLE",
        secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    )

    @Test func `a request for an object of S3 is signed as its documentation shows`() {
        let signature = Signature(Self.example, region: "us-east-1", time: "20130524T000000Z")
        let signed = [
            "host": "examplebucket.s3.amazonaws.com", "range": "bytes=0-9",
            "x-amz-content-sha256": Self.empty, "x-amz-date": "20130524T000000Z",
        ]
        let found = signature.authorization("GET", path: "/test.txt", signed: signed, digest: Self.empty)
        #expect(found.hasSuffix("=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"))
    }

    @Test func `the headers carry the session's token, and no secret`() {
        let credentials = AWSCredentials(key: "K", secret: "a-secret", session: "a-session")
        let signature = Signature(credentials, region: "eu-west-1", time: "20261126T080000Z")
        let headers = signature.headers("PUT", host: "h", path: "/b/k", body: [1])
        #expect(headers["x-amz-security-token"] == "a-session")
        #expect(
            headers["authorization"]?.contains(
                "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,"
            ) == true
        )
        #expect(!headers.values.contains { $0.contains("a-secret") })
        #expect("\(credentials)" == "[credentials]")
    }
}
