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
