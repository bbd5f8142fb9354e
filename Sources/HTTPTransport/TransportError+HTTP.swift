import AsyncHTTPClient
import NIOCore
import NIOHTTPCompression
import NIOPosix
import NIOSSL

extension TransportError {
    init(_ error: any Error, mayHaveBeenSent: Bool) {
        if let error = error as? AnswerCollector.TooLarge {
            self = .answerTooLarge(limit: error.limit)
        } else if error as? NIOHTTPDecompression.DecompressionError == .limit {
            self = .answerTooLarge(limit: PooledTransport.largestAnswer)
        } else {
            self = mayHaveBeenSent ? .answerLost(Reason(error)) : .notSent(Reason(error))
        }
    }
}

extension TransportError.Reason {
    fileprivate init(_ error: any Error) {
        switch error {
        case let error as HTTPClientError: self.init(error)
        case let error as NIOConnectionError: self.init(error)
        case let error as IOError:
            self = error.errnoCode == ECONNREFUSED ? .connectionRefused : .other("\(error)")
        case is NIOSSLError, is BoringSSLError: self = .tls("\(error)")
        case let error as ChannelError: self.init(error)
        default: self = .other("\(error)")
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout: self = .connectTimeout
        case .deadlineExceeded, .readTimeout, .writeTimeout: self = .answerTimeout
        case .remoteConnectionClosed: self = .connectionClosed
        case .invalidProxyResponse, .proxyAuthenticationRequired, .httpProxyHandshakeTimeout:
            self = .proxy(error.shortDescription.lowercased())
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
        } else {
            self = .other("\(error)")
        }
    }

    private init(_ error: ChannelError) {
        if case .connectTimeout = error { self = .connectTimeout } else { self = .connectionClosed }
    }
}
