import Crypto
import FoundationEssentials

/// What authorises requests to AWS. It shows as `[credentials]` wherever it is printed.
package struct AWSCredentials: Sendable, Hashable, CustomStringConvertible {
    /// The id of the access key, which is no secret.
    package let key: String
    let secret: String
    let session: String?
    /// Seconds since 1970; `nil` for what does not expire.
    var expires: Double?

    package init(key: String, secret: String, session: String? = nil, expires: Double? = nil) {
        (self.key, self.secret, self.session, self.expires) = (key, secret, session, expires)
    }

    package var description: String { "[credentials]" }

    /// Whether a request can carry them, and nothing else with them.
    var canBeSent: Bool {
        ([key, secret] + (session.map { [$0] } ?? [])).allSatisfy { text in
            !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        }
    }

    /// What may appear in no output.
    package var secrets: [String] { [secret] + (session.map { [$0] } ?? []) }
}

/// AWS's signature of version 4 for one request without a query.
package struct Signature {
    let credentials: AWSCredentials
    let region: String
    let service: String
    /// Such as `20150830T123600Z`.
    let time: String

    package init(_ credentials: AWSCredentials, region: String, service: String = "s3", time: String) {
        (self.credentials, self.region, self.service, self.time) = (credentials, region, service, time)
    }

    /// Now, as signatures write it.
    static var now: String {
        Date().formatted(.iso8601).replacing("-", with: "").replacing(":", with: "")
    }

    /// The headers that a request to S3 needs, the host apart.
    package func headers(_ method: String, host: String, path: String, body: [UInt8]) -> [String: String] {
        let digest = Self.hex(SHA256.hash(data: body))
        var signed = ["host": host, "x-amz-content-sha256": digest, "x-amz-date": time]
        signed["x-amz-security-token"] = credentials.session
        let authorization = authorization(method, path: path, signed: signed, digest: digest)
        signed["host"] = nil
        return signed.merging(["authorization": authorization]) { $1 }
    }

    /// - Parameters:
    ///   - signed: names in lower case.
    ///   - digest: of the body, in hexadecimal digits.
    package func authorization(
        _ method: String,
        path: String,
        query: String = "",
        signed: [String: String],
        digest: String
    ) -> String {
        let names = signed.keys.sorted().joined(separator: ";")
        let headers = signed.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)\n" }.joined()
        let request = [method, path, query, headers, names, digest].joined(separator: "\n")
        let day = String(time.prefix(8))
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let text = ["AWS4-HMAC-SHA256", time, scope, Self.hex(SHA256.hash(data: Array(request.utf8)))]
            .joined(separator: "\n")
        var key = SymmetricKey(data: Array("AWS4\(credentials.secret)".utf8))
        for part in [day, region, service, "aws4_request"] { key = SymmetricKey(data: Self.code(part, key)) }
        let signature = Self.hex(Self.code(text, key))
        return
            "AWS4-HMAC-SHA256 Credential=\(credentials.key)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
    }

    private static func code(_ text: String, _ key: SymmetricKey) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self
        )
    }
}
