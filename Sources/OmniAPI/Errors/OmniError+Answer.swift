import HTTPTransport

extension OmniError.Kind {
    /// What an answer without success means, be it that its body alone says so.
    init(failure response: APIResponse, hiding token: APIToken, waited: Duration) {
        let detail = ErrorAnswer.detail(response.body, hiding: token)
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
