/// What carries requests: the HTTP library, or a simulation of Omni. It decides nothing, repeats nothing and
/// follows no redirect.
package protocol Transport: Sendable {
    /// Sends a request once and returns the whole answer, of whatever status. The error says whether the request may have
    /// been carried out nonetheless.
    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse
}

/// Returns only when the task is cancelled: a time that is never over, where a caller sets none.
package func untilCancelled() async {
    for await _ in AsyncStream<Void>(Void.self, { _ in }) {}
}

/// A method of HTTP; shared stores use others than Omni's.
package struct APIMethod: RawRepresentable, Sendable, Hashable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package static let get = Self(rawValue: "GET")
    package static let post = Self(rawValue: "POST")
    package static let put = Self(rawValue: "PUT")
    package static let patch = Self(rawValue: "PATCH")
    package static let delete = Self(rawValue: "DELETE")
}

/// Which endpoint is asked, as messages name it.
package struct APICall: Sendable, Hashable, CustomStringConvertible {
    package let method: APIMethod
    /// Percent-encoded, with its query: `/v1/connections?includeDeleted=true`.
    package let path: String
    /// What the path is appended to.
    package let root: Root

    package enum Root: Sendable {
        /// The transport's base, its own path included.
        case base
        /// The scheme, host and port of that base alone.
        case origin
    }

    package init(_ method: APIMethod, _ path: String, beneath root: Root = .base) {
        self.method = method
        self.path = path
        self.root = root
    }

    package var description: String { "\(method.rawValue) \(path)" }
}

/// A request without origin, token and fixed headers, which are the same for all and the transport's own.
package struct APIRequest: Sendable, Hashable {
    package let call: APICall
    /// Besides the transport's own; names in lower case.
    package let headers: [String: String]
    /// JSON, or nil for a request without a body.
    package let body: [UInt8]?

    package init(_ call: APICall, headers: [String: String] = [:], body: [UInt8]? = nil) {
        self.call = call
        self.headers = headers
        self.body = body
    }
}

/// A complete answer, of whatever status.
package struct APIResponse: Sendable, Hashable {
    package var status: Int
    /// Whether it reports success while its body is an error. The status is the body's own then, if that has one.
    package var isMaskedError = false
    /// How long `Retry-After` asks to wait, counted from the answer.
    package let retryAfter: Duration?
    /// The `Location` header as sent.
    package let location: String?
    /// The mark of the content, in quotes as sent.
    package let etag: String?
    /// The `Link` header as sent: where a list has further pages, it names the next one.
    package let link: String?
    package let body: [UInt8]

    package init(
        status: Int,
        retryAfter: Duration? = nil,
        location: String? = nil,
        etag: String? = nil,
        link: String? = nil,
        body: [UInt8] = []
    ) {
        self.status = status
        self.retryAfter = retryAfter
        self.location = location
        self.etag = etag
        self.link = link
        self.body = body
    }
}

/// A request that brought no complete answer.
package enum TransportError: Error, Sendable, Hashable {
    /// Certainly nothing reached Omni.
    case notSent(Reason)
    /// It may have been carried out.
    case answerLost(Reason)
    /// The answer is larger than this many bytes, and was dropped.
    case answerTooLarge(limit: Int)
}
