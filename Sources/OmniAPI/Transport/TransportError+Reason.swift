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
    /// The same reason with its free text passed through a filter.
    func mapText(_ filter: (String) -> String) -> Self {
        switch self {
        case .connectionRefused, .hostNotFound, .connectTimeout, .answerTimeout, .connectionClosed: self
        case .tls(let text): .tls(filter(text))
        case .proxy(let text): .proxy(filter(text))
        case .other(let text): .other(filter(text))
        }
    }
}
