import HTTPTransport
import OmniModel

/// Carries out calls: paced, repeated where that is safe, redirected within the instance. All decisions are
/// taken by `Pace`, `Retry` and `Redirect`; here they are obeyed.
struct Session: Sendable {
    let transport: any Transport
    let instance: InstanceURL
    let token: APIToken
    let hooks: ClientHooks
    let pace: Pace
    let forms: WireFormGate

    /// The call's 2xx answer, and how it came to it.
    func answer(
        to request: APIRequest,
        using reservation: Reservation? = nil,
        after check: WriteCheck? = nil
    ) async throws(OmniError) -> (APIResponse, CallProgress) {
        var progress = CallProgress(request)
        while true {
            let (result, place) = try await attempt(progress, using: reservation, after: check)
            let took = hooks.now() - place.sentAt
            log(result, took: took, in: progress)
            switch progress.retry.step(after: .init(result), took: took, chance: hooks.random()) {
            case .finish:
                if let answer = try conclude(result, &progress) { return (answer, progress) }
            case .finishAsDone: return (APIResponse(status: 204), progress)
            case .backOff(let delay): try await backOff(delay, after: result, progress)
            case .pause(let pause, let namedByServer):
                pace.slowDown(place, for: pause, namedByServer: namedByServer)
            case .giveUpOnRateLimit: throw failure(result, progress)
            }
        }
    }

    private func attempt(
        _ progress: CallProgress,
        using reservation: Reservation?,
        after check: WriteCheck?
    ) async throws(OmniError) -> (Result<APIResponse, TransportError>, Place) {
        let place = try await place(for: progress, using: reservation, after: check)
        let result: Result<APIResponse, TransportError>
        do {
            result = .success(try await transport.send(progress.request).unmasked)
        } catch {
            result = .failure(error.mapText { ErrorAnswer.plain(token.redacting($0), upTo: 500) ?? "" })
        }
        if case .failure(.notSent) = result { pace.giveBack(place) } else { pace.answered(place) }
        return (result, place)
    }

    /// Waiting for a place may be what makes the check due, so it comes behind, and holds no place while it reads.
    /// It is made once: at a very low rate its own read takes long enough to make it due again.
    private func place(
        for progress: CallProgress,
        using reservation: Reservation?,
        after check: WriteCheck?
    ) async throws(OmniError) -> Place {
        let place = try await place(for: progress, using: reservation)
        guard let check, await check.isDue() else { return place }
        pace.giveBack(place)
        do throws(OmniError) {
            guard try await check.mayLeave(reservation) else { throw progress.error(.withheld) }
        } catch {
            // What the check ran into says nothing about the attempts before it.
            throw progress.retry.mayHaveBeenCarriedOut ? error.inDoubt : error
        }
        return try await self.place(for: progress, using: reservation)
    }

    private func place(for progress: CallProgress, using reservation: Reservation?) async throws(OmniError)
        -> Place
    {
        do {
            return try await pace.place(for: progress.call, using: reservation)
        } catch {
            throw progress.error(.interrupted)
        }
    }

    /// The answer, or nil when it leads to another path of this instance.
    private func conclude(
        _ result: Result<APIResponse, TransportError>,
        _ progress: inout CallProgress
    ) throws(OmniError) -> APIResponse? {
        guard case .success(let response) = result else { throw failure(result, progress) }
        if (200..<300).contains(response.status), !response.isMaskedError { return response }
        switch Redirect(response, from: instance) {
        case .follow(let path) where progress.follow(path): return nil
        case .follow(let target), .refuse(let target):
            throw progress.error(.redirected(status: response.status, to: token.redacting(target)))
        case nil: throw failure(result, progress)
        }
    }

    private func backOff(
        _ delay: Duration,
        after result: Result<APIResponse, TransportError>,
        _ progress: CallProgress
    ) async throws(OmniError) {
        let wait = progress.wait(delay, cause: Wait.Cause(result))
        guard await hooks.wait(wait) == .elapsed else { throw progress.error(.interrupted) }
    }

    private func failure(
        _ result: Result<APIResponse, TransportError>,
        _ progress: CallProgress
    ) -> OmniError {
        switch result {
        case .success(let response):
            progress.error(.init(failure: response, hiding: token, waited: progress.retry.rateLimitTime))
        case .failure(let error): progress.error(.init(failure: error))
        }
    }
}
