extension TransportError {
    package enum Reason: Sendable, Hashable {
        case connectionRefused
        case hostNotFound
        case connectTimeout
        case answerTimeout
        case connectionClosed
        case tls(TLSFailure)
        case proxy(ProxyFailure)
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
        case .tls(let failure): failure.description
        case .proxy(let failure): failure.description
        case .other(let detail): detail
        }
    }
}

extension TransportError.Reason {
    /// Whether another try would end in the same way, such as with a certificate that is not trusted.
    package var isLasting: Bool {
        switch self {
        case .tls(let failure): failure.isLasting
        case .proxy(let failure): failure == .authentication
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
        case .connectionRefused, .hostNotFound, .connectTimeout, .answerTimeout, .connectionClosed, .tls,
            .proxy:
            self
        case .other(let text): .other(filter(text))
        }
    }
}
