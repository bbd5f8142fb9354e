import HTTPTransport

/// How far a call has come: what is sent next, and what the tries so far mean.
struct CallProgress {
    /// As the caller asked, whatever redirects followed.
    let call: APICall
    private(set) var request: APIRequest
    var retry: Retry
    private var redirects = 0

    init(_ request: APIRequest) {
        self.request = request
        call = request.call
        retry = Retry(request.call.method)
    }

    /// False when the request may not go on: it is a write, or it has been sent on too often.
    mutating func follow(_ path: String) -> Bool {
        guard call.method == .get, redirects < Redirect.maximum else { return false }
        redirects += 1
        request = APIRequest(APICall(.get, path))
        return true
    }

    /// - Parameter isInDoubt: whether the answer itself leaves open what happened.
    func error(_ kind: OmniError.Kind, isInDoubt: Bool = false) -> OmniError {
        OmniError(
            call: call,
            attempts: retry.attempts,
            kind: kind,
            mayHaveBeenCarriedOut: retry.mayHaveBeenCarriedOut || isInDoubt
        )
    }

    func wait(_ delay: Duration, cause: Wait.Cause) -> Wait {
        let reason = Wait.Reason.backOff(attempt: retry.tries, of: Retry.maximumTries, cause: cause)
        return Wait(duration: delay, reason: reason, call: call)
    }
}
