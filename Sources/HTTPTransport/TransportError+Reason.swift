extension TransportError {
    package enum Reason: Sendable, Hashable {
        case connectionRefused
        case hostNotFound
        case connectTimeout
        case answerTimeout
        case connectionClosed
        case tls(String)
        case proxy(String)
        case other(String)
    }
}

extension TransportError.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .connectionRefused: "connection refused"
        case .hostNotFound: "no such host"
        case .connectTimeout: "no connection in time"
        case .answerTimeout: "no answer in time"
        case .connectionClosed: "the connection was closed before the answer was complete"
        case .tls(let detail): "TLS failed: \(detail)"
        case .proxy(let detail): "the proxy failed: \(detail)"
        case .other(let detail): detail
        }
    }
}

extension TransportError.Reason {
    /// Whether another try meets the same: a certificate that is not trusted, a proxy that wants a password.
    package var isLasting: Bool {
        switch self {
        case .tls(let text): text.uppercased().contains("CERTIFICATE")
        case .proxy(let text): text.lowercased().contains("authentication")
        default: false
        }
    }
}

extension TransportError {
    package var reason: Reason {
        switch self {
        case .notSent(let reason), .answerLost(let reason): reason
        case .answerTooLarge(let limit): .other("the answer is larger than \(limit >> 20) MiB")
        }
    }

    /// The same error with its free text passed through a filter.
    package func mapText(_ filter: (String) -> String) -> Self {
        switch self {
        case .notSent(let reason): .notSent(reason.mapText(filter))
        case .answerLost(let reason): .answerLost(reason.mapText(filter))
        case .answerTooLarge: self
        }
    }
}

extension TransportError.Reason {
    fileprivate func mapText(_ filter: (String) -> String) -> Self {
        switch self {
        case .connectionRefused, .hostNotFound, .connectTimeout, .answerTimeout, .connectionClosed: self
        case .tls(let text): .tls(filter(text))
        case .proxy(let text): .proxy(filter(text))
        case .other(let text): .other(filter(text))
        }
    }
}
