import HTTPTransport
import OmniModel

/// Carries out calls. A call of a plan's reading is paced and repeated here (`Session+Read.swift`); a call
/// of an apply goes out once, on a permit that its caller holds, and the caller decides what comes next
/// (`Session+Write.swift`).
struct Session: Sendable {
    let transport: any Transport
    let instance: InstanceURL
    let token: APIToken
    let hooks: ClientHooks
    let pace: Pace
    let forms: WireForms

    typealias Exchanged = Result<APIResponse, TransportError>

    /// One attempt on one permit.
    /// - Returns: what came of it, and when it was sent.
    func attempt(_ request: APIRequest, number: Int = 1, on permits: Permits) async -> (Exchanged, Duration) {
        permits.spend()
        let sentAt = hooks.now()
        let result: Exchanged
        do {
            result = .success(try await transport.send(request).unmasked)
        } catch {
            result = .failure(error.mapText { token.redacting($0).plainLine(upTo: 500) ?? "" })
        }
        if case .failure(.notSent) = result { permits.putBack() } else { pace.answered() }
        log(result, took: hooks.now() - sentAt, of: request.call, attempt: number)
        return (result, sentAt)
    }

    /// The answer of an attempt that succeeded.
    /// - Throws: what became of every other attempt.
    func conclude(_ result: Exchanged, _ progress: CallProgress) throws(OmniError) -> APIResponse {
        guard case .success(let response) = result else { throw failure(result, progress) }
        if (200..<300).contains(response.status), !response.isMaskedError { return response }
        guard let target = response.redirectTarget(from: instance) else { throw failure(result, progress) }
        let kind = OmniError.Kind.redirected(status: response.status, to: token.redacting(target))
        var error = progress.error(kind)
        // Some servers send a client on only after they have done what it asked.
        error.mayHaveBeenCarriedOut = response.status == 303 && progress.call.method != .get
        throw error
    }

    func failure(_ result: Exchanged, _ progress: CallProgress) -> OmniError {
        switch result {
        case .success(let response):
            let waited = progress.retry.rateLimitTime
            var error = progress.error(.init(failure: response, hiding: token, waited: waited))
            error.retryAfter = response.retryAfter
            error.isUnknownObject = response.status == 404 && response.saysObjectIsMissing
            error.mayHaveBeenCarriedOut =
                progress.call.method != .get && !error.isUnknownObject
                && (response.isMaskedError || response.status >= 500 || response.status == 408)
            return error
        case .failure(let failure):
            var error = progress.error(.init(failure: failure))
            if case .notSent = failure { return error }
            error.mayHaveBeenCarriedOut = progress.call.method != .get
            return error
        }
    }

    private func log(_ result: Exchanged, took: Duration, of call: APICall, attempt: Int) {
        let outcome: Exchange.Result =
            switch result {
            case .success(let response): .answered(status: response.status)
            case .failure(let error): .failed(error.reason)
            }
        hooks.log(Exchange(call: call, attempt: attempt, duration: took, result: outcome))
    }
}

extension Wait.Cause {
    init(_ result: Session.Exchanged) {
        self =
            switch result {
            case .success(let response): .status(response.status)
            case .failure(let error): .unreachable(error.reason)
            }
    }
}

/// A call, and how often it was tried.
struct CallProgress {
    let request: APIRequest
    var retry = Retry()

    init(_ request: APIRequest) {
        self.request = request
    }

    var call: APICall { request.call }

    func error(_ kind: OmniError.Kind) -> OmniError {
        OmniError(call: call, attempts: max(1, retry.attempts), kind: kind)
    }

    func wait(_ delay: Duration, for reason: Wait.Reason) -> Wait {
        Wait(duration: delay, reason: reason, call: call)
    }
}
