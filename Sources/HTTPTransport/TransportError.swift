import AsyncHTTPClient
import NIOCore
import NIOHTTPCompression
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension TransportError {
    /// What kept a request or its answer from arriving.
    package enum Reason: Sendable, Hashable {
        case connectionRefused
        case hostNotFound
        case connectTimeout
        case answerTimeout
        case connectionClosed
        case tls(TLSFailure)
        case proxy(ProxyFailure)
        /// In the words of the system or the library, which may repeat text from elsewhere.
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
    /// What went wrong, whether or not the request may have been carried out.
    package var reason: Reason {
        switch self {
        case .notSent(let reason), .answerLost(let reason): reason
        case .answerTooLarge(let limit): .other("the answer is larger than \(limit >> 20) MiB")
        }
    }

    /// This error with its free text, should it have any, passed through a filter.
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

extension TransportError {
    /// - Parameter host: the one that was asked for, as messages name it.
    init(_ error: any Error, mayHaveBeenSent: Bool, host: String) {
        if case AnswerCollector.Stop.tooLarge(let limit) = error {
            self = .answerTooLarge(limit: limit)
        } else if error as? NIOHTTPDecompression.DecompressionError == .limit {
            self = .answerTooLarge(limit: PooledTransport.largestAnswer)
        } else {
            let reason = Reason(error, host: host)
            self = mayHaveBeenSent ? .answerLost(reason) : .notSent(reason)
        }
    }
}

extension TransportError.Reason {
    fileprivate init(_ error: any Error, host: String) {
        if let failure = TLSFailure(error, host: host) {
            self = .tls(failure)
            return
        }
        switch error {
        case let error as HTTPClientError: self.init(error)
        case let error as NIOConnectionError: self.init(error)
        case let error as IOError: self.init(error)
        case let error as ChannelError: self.init(error)
        case NIOSSLError.uncleanShutdown: self = .connectionClosed
        // Its own text may name places in a library's source.
        default: self = .other("the connection failed (\(type(of: error)))")
        }
    }

    private init(_ error: IOError) {
        self =
            error.errnoCode == ECONNREFUSED
            ? .connectionRefused : .other(String(cString: strerror(error.errnoCode)).lowercased())
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout: self = .connectTimeout
        case .deadlineExceeded, .readTimeout, .writeTimeout: self = .answerTimeout
        case .remoteConnectionClosed: self = .connectionClosed
        case .proxyAuthenticationRequired: self = .proxy(.authentication)
        case .invalidProxyResponse: self = .proxy(.refused)
        case .httpProxyHandshakeTimeout: self = .proxy(.timeout)
        default: self = .other(error.shortDescription.lowercased())
        }
    }

    private init(_ error: NIOConnectionError) {
        let failures = error.connectionErrors.map(\.error)
        if failures.contains(where: { ($0 as? IOError)?.errnoCode == ECONNREFUSED }) {
            self = .connectionRefused
        } else if failures.contains(where: {
            if case .connectTimeout? = $0 as? ChannelError { true } else { false }
        }) {
            self = .connectTimeout
        } else if failures.isEmpty, error.dnsAError != nil || error.dnsAAAAError != nil {
            self = .hostNotFound
        } else if let error = failures.lazy.compactMap({ $0 as? IOError }).first {
            self.init(error)
        } else {
            self = .other("no connection")
        }
    }

    private init(_ error: ChannelError) {
        if case .connectTimeout = error { self = .connectTimeout } else { self = .connectionClosed }
    }
}
