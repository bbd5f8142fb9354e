import HTTPTransport

/// How far a reading call has come: what is sent next, and how often it was tried.
struct CallProgress {
    /// As the caller asked, whatever redirects followed.
    let call: APICall
    private(set) var request: APIRequest
    var retry = Retry()
    private var redirects = 0

    init(_ request: APIRequest) {
        self.request = request
        call = request.call
    }

    /// False when the request may not go on: it is a write, or it has been sent on too often.
    mutating func follow(_ path: String) -> Bool {
        guard call.method == .get, redirects < Redirect.maximum else { return false }
        redirects += 1
        request = APIRequest(APICall(.get, path))
        return true
    }

    func error(_ kind: OmniError.Kind) -> OmniError {
        OmniError(call: call, attempts: max(1, retry.attempts), kind: kind)
    }

    func wait(_ delay: Duration, cause: Wait.Cause) -> Wait {
        let reason = Wait.Reason.backOff(attempt: retry.tries, of: Retry.maximumTries, cause: cause)
        return Wait(duration: delay, reason: reason, call: call)
    }
}
