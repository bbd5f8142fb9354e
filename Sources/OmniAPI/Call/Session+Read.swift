import HTTPTransport
import JSONText
import OmniModel

extension Session {
    /// Carries out a GET, however often it takes, and reads its answer.
    func read<Value>(
        _ path: String,
        as value: ([UInt8]) throws(JSONProblem) -> Value
    ) async throws(OmniError) -> Value {
        var progress = CallProgress(APIRequest(APICall(.get, path)))
        let permits = Permits(of: pace)
        defer { permits.release() }
        while true {
            if permits.available == 0 { try await acquire(permits, progress) }
            let (result, sentAt) = await attempt(
                progress.request,
                number: progress.retry.attempts + 1,
                on: permits
            )
            let event = Retry.Event(result)
            switch progress.retry.step(after: event, took: hooks.now() - sentAt, chance: hooks.random()) {
            case .finish:
                return try progress.content(of: try conclude(result, progress), as: value)
            case .backOff(let delay):
                let reason = progress.retry.backOffReason(.init(result))
                try await wait(progress.wait(delay, for: reason), progress)
            case .pause(let pause, let namedByServer):
                if case .success(let response) = result, response.status != 429 {
                    let reason = Wait.Reason.pause(after: response.status, isNamed: namedByServer)
                    try await wait(progress.wait(pause, for: reason), progress)
                } else {
                    pace.slowDown(sentAt: sentAt, for: pause, namedByServer: namedByServer)
                }
            case .giveUpOnRateLimit: throw failure(result, progress)
            }
        }
    }

    /// Carries out a GET once, as soon as the pace allows.
    func readOnce<Value>(
        _ call: APICall,
        as value: ([UInt8]) throws(JSONProblem) -> Value
    ) async throws(OmniError) -> Value {
        let permits = Permits(of: pace)
        defer { permits.release() }
        try await acquire(permits, CallProgress(APIRequest(call)))
        return try await readOnce(call, on: permits, as: value)
    }

    /// Carries out a GET once, on a permit that the caller holds.
    func readOnce<Value>(
        _ call: APICall,
        on permits: Permits,
        as value: ([UInt8]) throws(JSONProblem) -> Value
    ) async throws(OmniError) -> Value {
        let progress = CallProgress(APIRequest(call))
        let (result, _) = await attempt(progress.request, on: permits)
        return try progress.content(of: try conclude(result, progress), as: value)
    }

    private func acquire(_ permits: Permits, _ progress: CallProgress) async throws(OmniError) {
        do {
            try await permits.acquire(1, for: progress.call)
        } catch {
            throw progress.error(.interrupted)
        }
    }

    /// A call that was cancelled, because another reading beside it has failed, waits for nothing and says nothing.
    private func wait(_ wait: Wait, _ progress: CallProgress) async throws(OmniError) {
        guard !Task.isCancelled, await hooks.wait(wait) == .elapsed else {
            throw progress.error(.interrupted)
        }
    }
}

extension CallProgress {
    fileprivate func content<Value>(
        of response: APIResponse,
        as value: ([UInt8]) throws(JSONProblem) -> Value
    ) throws(OmniError) -> Value {
        do throws(JSONProblem) {
            if let link = response.link, link.namesNextPage {
                throw JSONProblem.isPart("Link: \(link.prefix(200))")
            }
            return try value(response.body)
        } catch {
            throw self.error(.unreadableAnswer(status: response.status, .json(error)))
        }
    }
}

extension String {
    /// Whether a `Link` header (RFC 8288) has a relation to a next page.
    fileprivate var namesNextPage: Bool {
        lowercased().split(separator: ";").contains { parameter in
            let parts = parameter.split(separator: "=", maxSplits: 1).map { String($0).trimmingASCIISpace() }
            guard parts.count == 2, parts[0] == "rel" else { return false }
            let relations = parts[1].prefix { $0 != "," }.split { " \"".contains($0) }
            return relations.contains("next")
        }
    }
}

extension Retry.Event {
    fileprivate init(_ result: Session.Exchanged) {
        self =
            switch result {
            case .success(let response): .answered(status: response.status, retryAfter: response.retryAfter)
            case .failure(let error) where error.reason.isLasting: .final
            case .failure(.notSent): .notSent
            case .failure(.answerLost): .lost
            case .failure(.answerTooLarge): .final
            }
    }
}
