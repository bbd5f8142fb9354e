package import HTTPTransport

/// A call that did not succeed, as facts (docs/omni-api.md, "Errors"). The wording stands in `OmniError+Message.swift`.
package struct OmniError: Error, Sendable, Hashable {
    /// What came instead of success. A `detail` is Omni's own words, on one line and without the token.
    package enum Kind: Sendable, Hashable {
        /// 401, or 403 `Invalid bearer token`.
        case authentication(status: Int, detail: String?)
        /// Any other 403.
        case permission(detail: String?)
        /// Any other 4xx, or an error in a 2xx answer: then with the body's own status, if it has one.
        case refused(status: Int, detail: String?)
        /// 429 for longer than anyone would wait; `waited` is the time that this call had waited for it.
        case rateLimited(waited: Duration, detail: String?)
        /// 5xx or 408.
        case server(status: Int, detail: String?)
        case unreachable(TransportError.Reason)
        /// A 2xx answer that cannot be used, an unknown status, or an answer too large to read; the status of
        /// such a one is not known.
        case unreadableAnswer(status: Int?, AnswerProblem)
        /// The answer sends the request elsewhere than to this instance's API.
        case redirected(status: Int, to: String)
        /// A value that the documented form of request cannot carry; nothing was sent.
        case unsendable(value: String)
        /// The caller cut a wait short; nothing was sent after that.
        case interrupted
    }

    package let call: APICall
    /// How many attempts were made, those answered 429 included.
    package let attempts: Int
    package let kind: Kind
    /// Whether Omni may hold the write's effect nonetheless. Never true of a reading call.
    package var mayHaveBeenCarriedOut: Bool
    /// How long the answer asks to wait before the next try.
    package var retryAfter: Duration?
    /// Whether it is a 404 in Omni's own words about the object: an instance that lacks the endpoint answers 404 too.
    package var isUnknownObject = false

    package init(call: APICall, attempts: Int, kind: Kind, mayHaveBeenCarriedOut: Bool = false) {
        self.call = call
        self.attempts = attempts
        self.kind = kind
        self.mayHaveBeenCarriedOut = mayHaveBeenCarriedOut
    }
}

extension OmniError {
    /// The last answer's status, if there was an answer.
    package var status: Int? {
        switch kind {
        case .authentication(let status, _), .refused(let status, _), .server(let status, _),
            .redirected(let status, _):
            status
        case .permission: 403
        case .rateLimited: 429
        case .unreadableAnswer(let status, _): status
        case .unreachable, .unsendable, .interrupted: nil
        }
    }

    /// Omni's own words: one line, without the token.
    package var detail: String? {
        switch kind {
        case .authentication(_, let detail), .permission(let detail), .refused(_, let detail),
            .rateLimited(_, let detail), .server(_, let detail):
            detail
        case .unreachable, .unreadableAnswer, .redirected, .unsendable, .interrupted: nil
        }
    }
}

extension OmniError {
    /// This failure as that of a call that was made of several attempts, any of which may have been carried out.
    package func after(_ attempts: Int, waited: Duration, mayHaveBeenCarriedOut: Bool) -> OmniError {
        var kind = kind
        if case .rateLimited(_, let detail) = kind { kind = .rateLimited(waited: waited, detail: detail) }
        var error = OmniError(
            call: call,
            attempts: attempts,
            kind: kind,
            mayHaveBeenCarriedOut: mayHaveBeenCarriedOut
        )
        (error.retryAfter, error.isUnknownObject) = (retryAfter, isUnknownObject)
        return error
    }
}

extension OmniError.Kind {
    /// What an answer without success means, be it that its body alone says so.
    init(failure response: APIResponse, hiding token: APIToken, waited: Duration) {
        let detail = response.detail(hiding: token)
        switch response.status {
        case 401 where response.isPage, 403 where response.isPage:
            self = .refused(status: response.status, detail: detail)
        case 401: self = .authentication(status: 401, detail: detail)
        case 403 where detail?.lowercased().contains("invalid bearer token") == true:
            self = .authentication(status: 403, detail: detail)
        case 403: self = .permission(detail: detail)
        case 408, 500...: self = .server(status: response.status, detail: detail)
        case 429: self = .rateLimited(waited: waited, detail: detail)
        case 400..<500: self = .refused(status: response.status, detail: detail)
        case _ where response.isMaskedError: self = .refused(status: response.status, detail: detail)
        default: self = .unreadableAnswer(status: response.status, .unknownStatus)
        }
    }

    init(failure error: TransportError) {
        switch error {
        case .notSent(let reason), .answerLost(let reason): self = .unreachable(reason)
        case .answerTooLarge(let limit):
            self = .unreadableAnswer(status: nil, .tooLarge(limit: limit))
        }
    }
}

extension APIResponse {
    /// Whether it is a page for people: something on the way to Omni says that, and it is no verdict on the token.
    fileprivate var isPage: Bool {
        body.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "<")
    }
}
