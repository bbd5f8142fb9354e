import NIOSSL

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
