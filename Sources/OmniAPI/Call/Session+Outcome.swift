import HTTPTransport

extension Session {
    func log(_ result: Result<APIResponse, TransportError>, took: Duration, in progress: CallProgress) {
        let outcome: Exchange.Result =
            switch result {
            case .success(let response): .answered(status: response.status)
            case .failure(let error): .failed(error.reason)
            }
        let attempt = progress.retry.attempts + 1
        hooks.log(
            Exchange(
                call: progress.request.call,
                attempt: attempt,
                duration: took,
                result: outcome,
                serverTime: try? result.get().serverTime
            )
        )
    }
}

extension Retry.Event {
    init(_ result: Result<APIResponse, TransportError>) {
        self =
            switch result {
            case .success(let response)
            where response.status == 404 && ErrorAnswer.isAboutObject(response.body):
                .unknownObject
            case .success(let response) where response.isMaskedError: .maskedError(status: response.status)
            case .success(let response): .answered(status: response.status, retryAfter: response.retryAfter)
            case .failure(.notSent(let reason)): reason.isLasting ? .unreachable : .notSent
            case .failure(.answerLost): .lost
            case .failure(.answerTooLarge): .tooLarge
            }
    }
}

extension Wait.Cause {
    init(_ result: Result<APIResponse, TransportError>) {
        self =
            switch result {
            case .success(let response): .status(response.status)
            case .failure(let error): .unreachable(error.reason)
            }
    }
}
