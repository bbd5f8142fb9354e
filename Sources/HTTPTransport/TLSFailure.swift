import NIOSSL

/// Why no TLS connection came about. `host` is the one that was asked for, with the port where it is not 443.
package enum TLSFailure: Sendable, Hashable {
    /// The certificate's authority is none of those that are believed.
    case notTrusted(host: String)
    /// The certificate could not be seen again, so that only its refusal is known.
    case refused(host: String)
    /// The day is written `2026-01-31`.
    case expired(host: String, day: String)
    case notYetValid(host: String, day: String)
    case otherHost(host: String)
    case noTLS(host: String)
    /// Neither TLS 1.2 nor a newer one is spoken there.
    case tooOld(host: String)
    /// This machine knows no authority.
    case noRoots
    /// In the library's short words, such as `handshake failure`.
    case other(String)

    /// Whether another try would end in the same way.
    var isLasting: Bool {
        if case .other = self { false } else { true }
    }
}

extension TLSFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notTrusted(let host):
            """
            the certificate of \(host) is not trusted: this machine does not know the authority that signed it; \
            SSL_CERT_FILE names a file with the certificate of another one
            """
        case .refused(let host):
            "the certificate of \(host) is not trusted: its authority is unknown here, or it has expired"
        case .expired(let host, let day):
            "the certificate of \(host) expired on \(day), if this machine's clock is right"
        case .notYetValid(let host, let day):
            "the certificate of \(host) is valid from \(day) on, if this machine's clock is right"
        case .otherHost(let host):
            "the certificate there is not for \(host), but for another host: check the address"
        case .noTLS(let host): "no TLS at \(host) (is it http?)"
        case .tooOld(let host): "\(host) speaks neither TLS 1.2 nor a newer one"
        case .noRoots:
            """
            this machine has no CA bundle, so that no certificate can be trusted: install one (the package is mostly called \
            ca-certificates), or name one with SSL_CERT_FILE
            """
        case .other(let words): "TLS failed: \(words)"
        }
    }
}

/// Why a proxy brought no connection to Omni.
package enum ProxyFailure: Sendable, Hashable, CustomStringConvertible {
    /// 407.
    case authentication
    /// Another status than one of success.
    case refused
    case timeout

    package var description: String {
        switch self {
        case .authentication:
            """
            the proxy wants another user and password (407): give them in HTTPS_PROXY as \
            http://user:password@host:port
            """
        case .refused: "the proxy refused to connect to Omni"
        case .timeout: "the proxy did not answer in time"
        }
    }
}

/// From the errors of the TLS library to their cause. Of its texts only the short name of a reason is used: they hold
/// places in its source.
extension TLSFailure {
    /// `nil` when it is no error of TLS.
    init?(_ error: any Error, host: String) {
        switch error {
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self = .otherHost(host: host)
        case is NIOSSLExtraError: self = .other("the host's name cannot be used with TLS")
        case NIOSSLError.handshakeFailed(let error): self.init(error, host: host)
        case NIOSSLError.uncleanShutdown: return nil
        case is NIOSSLError: self = .other("the connection broke off")
        case let error as BoringSSLError: self.init(error, host: host)
        default: return nil
        }
    }

    private init(_ error: BoringSSLError, host: String) {
        switch error {
        case .sslError(let stack), .unknownError(let stack), .invalidSNIName(let stack):
            self.init(stack, host: host)
        default: self = .other("the connection broke off")
        }
    }

    private init(_ stack: NIOBoringSSLErrorStack, host: String) {
        let reasons = stack.compactMap(\.reason)
        let isAny = { (wanted: [String]) in reasons.contains { wanted.contains($0) } }
        if isAny(["CERTIFICATE_VERIFY_FAILED"]) {
            self = .refused(host: host)
        } else if isAny(["WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL"]) {
            self = .noTLS(host: host)
        } else if isAny([
            "UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "SSLV3_ALERT_PROTOCOL_VERSION",
        ]) {
            self = .tooOld(host: host)
        } else {
            let words = reasons.first?.lowercased().split(separator: "_").joined(separator: " ")
            self = .other(words ?? "the connection broke off")
        }
    }
}

extension BoringSSLInternalError {
    /// Such as `CERTIFICATE_VERIFY_FAILED`, the last part of `error:NUMBER:LIBRARY:FUNCTION:REASON at FILE:LINE`.
    fileprivate var reason: String? {
        let text = description
        guard let end = text.firstRange(of: " at ")?.lowerBound else { return nil }
        guard let colon = text[..<end].lastIndex(of: ":") else { return nil }
        let reason = text[text.index(after: colon)..<end]
        return reason.utf8.allSatisfy {
            $0 == 0x5F || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
        }
            ? String(reason) : nil
    }
}
