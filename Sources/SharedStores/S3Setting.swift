package import OmniModel
import StateStore

/// Where a state lies in S3 or a store like it. Everything that becomes a part of a host is checked first.
package struct S3Setting: Sendable {
    /// Where all requests go: the bucket's own host, or the endpoint that the operator named.
    package let origin: InstanceURL
    /// The address as messages name it, without credentials.
    package let name: String
    let bucket: String
    let key: String
    let region: String
    /// Whether the bucket stands in the path and not in the host.
    let usesPath: Bool

    private static let prefix = "s3://"

    /// - Parameters:
    ///   - text: such as `s3://bucket/key?region=eu-west-1&endpoint=https://…`; what it does not say is taken from the
    ///     variables.
    ///   - profileRegion: of the profile that gives the credentials.
    package init(_ text: String, variables: [String: String], profileRegion: String?)
        throws(StoreSettingError)
    {
        let rest = text.dropFirst(Self.prefix.count)
        let location = rest.prefix { $0 != "?" }
        let options = try Self.options(rest.dropFirst(location.count + 1))
        let bucket = String(location.prefix { $0 != "/" })
        let key = String(location.dropFirst(bucket.count + 1))
        guard Self.isBucket(bucket) else { throw .bucket(bucket) }
        guard Self.isKey(key) else { throw .key(key) }
        let endpoint =
            options["endpoint"] ?? variables["AWS_ENDPOINT_URL_S3"] ?? variables["AWS_ENDPOINT_URL"]
        let named =
            options["region"] ?? variables["AWS_REGION"] ?? variables["AWS_DEFAULT_REGION"] ?? profileRegion
        guard let region = named ?? endpoint.map({ _ in "us-east-1" }) else { throw .noRegion }
        guard Self.isRegion(region) else { throw .region(region) }
        (self.bucket, self.key, self.region) = (bucket, key, region)
        name = "\(Self.prefix)\(bucket)/\(key)"
        usesPath = endpoint != nil || bucket.contains(".")
        let host = "s3.\(region).amazonaws.com" + (region.hasPrefix("cn-") ? ".cn" : "")
        let address = endpoint ?? (usesPath ? "https://\(host)" : "https://\(bucket).\(host)")
        do throws(InstanceURLError) {
            let (origin, tail) = try InstanceURL.split(address)
            guard origin.scheme == .https || origin.isLoopback else { throw .plainHTTP(host: origin.host) }
            guard tail.isEmpty || tail == "/" else { throw .otherPath(String(tail)) }
            self.origin = origin
        } catch {
            throw .address("the endpoint", error)
        }
    }

    /// Whether a text that `--state` gives is an address in S3.
    package static func isNamed(by text: String) -> Bool { text.hasPrefix(prefix) }

    /// Of the object, percent-encoded: the characters that a key may have stand for themselves.
    func path(of key: String) -> String { usesPath ? "/\(bucket)/\(key)" : "/\(key)" }

    var lockKey: String { key + ".lock" }

    private static func options(_ query: Substring) throws(StoreSettingError) -> [String: String] {
        var options: [String: String] = [:]
        for part in query.split(separator: "&") {
            let name = String(part.prefix { $0 != "=" })
            guard ["region", "endpoint"].contains(name) else { throw .unknownOption(name) }
            options[name] = part.dropFirst(name.count + 1).percentDecoded
        }
        return options
    }

    private static func isBucket(_ text: String) -> Bool {
        (3...63).contains(text.utf8.count) && !text.contains("..")
            && text.utf8.allSatisfy {
                isLowerOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
            }
            && [text.utf8.first, text.utf8.last].allSatisfy { $0.map(isLowerOrDigit) ?? false }
    }

    private static func isRegion(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { isLowerOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isKey(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 1000, !text.hasPrefix("/"), !text.hasSuffix("/"),
            !text.contains("//")
        else { return false }
        let parts = text.split(separator: "/")
        return !parts.contains(".") && !parts.contains("..")
            && text.utf8.allSatisfy { byte in
                isLowerOrDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || "-._/".utf8.contains(byte)
            }
    }

    private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
