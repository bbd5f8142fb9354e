import Diagnostics
package import HTTPTransport
import StateStore

/// Sends a store's requests, again where that can help. It decides nothing about the answers.
package struct StoreCalls: Sendable {
    /// How often a request goes out at most.
    private static let tries = 4
    private static let firstDelay = Duration.milliseconds(250)
    private static let longestDelay = Duration.seconds(5)

    struct Answer {
        let response: APIResponse
        /// Whether an earlier request for the same may have been carried out, or this one, although the answer does not say so.
        let mayBeDone: Bool

        /// As the answer to a request that was sent once more after an earlier answer.
        func following(_ earlier: Answer) -> Answer {
            Answer(response: response, mayBeDone: mayBeDone || earlier.mayBeDone)
        }
    }

    private let transport: any Transport
    /// Returns when nothing more may be asked, or the task is cancelled.
    private let timeIsOver: @Sendable () async -> Void

    package init(
        _ transport: any Transport,
        timeIsOver: @escaping @Sendable () async -> Void
    ) {
        (self.transport, self.timeIsOver) = (transport, timeIsOver)
    }

    /// - Parameter repeatsLost: whether a request may go out again whose answer was lost.
    func send(
        repeatsLost: Bool = true,
        _ request: @Sendable () async throws(StoreError) -> APIRequest
    ) async throws(StoreError) -> Answer {
        var mayBeDone = false
        var delay = Self.firstDelay
        var attempt = 0
        while true {
            attempt += 1
            let request = try await request()
            let outcome = try await withinTime { [transport] in await transport.outcome(of: request) }
            switch outcome {
            case .success(let response) where attempt == Self.tries || !response.isPassing:
                return Answer(response: response, mayBeDone: mayBeDone)
            case .success(let response):
                mayBeDone = mayBeDone || response.status != 429
                if !repeatsLost, response.status != 429, response.status != 503 {
                    return Answer(response: response, mayBeDone: true)
                }
                delay = response.retryAfter.map { min($0, Self.longestDelay) } ?? delay
            case .failure(.notSent(let reason)) where attempt < Self.tries && !reason.isLasting: break
            case .failure(.notSent(let reason)):
                throw mayBeDone ? .answerLost("\(reason)") : .unreachable("\(reason)")
            case .failure(let error):
                mayBeDone = true
                guard repeatsLost, attempt < Self.tries, !error.isTooLarge else {
                    throw .answerLost("\(error.reason)")
                }
            }
            let pause = delay
            try await withinTime { try? await Task.sleep(for: pause) }
            delay = min(delay * 2, Self.longestDelay)
        }
    }

    /// - Throws: `interrupted` when the time is over first.
    private func withinTime<Result: Sendable>(_ body: @escaping @Sendable () async -> Result)
        async throws(StoreError) -> Result
    {
        let result = await withTaskGroup(of: Result?.self) { group in
            group.addTask { await body() }
            group.addTask { [timeIsOver] in
                await timeIsOver()
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        guard let result else { throw .interrupted }
        return result
    }
}

extension TransportError {
    /// Whether the same request would bring the same answer, which is read by nobody.
    fileprivate var isTooLarge: Bool { if case .answerTooLarge = self { true } else { false } }
}

extension Transport {
    fileprivate func outcome(of request: APIRequest) async -> Result<APIResponse, TransportError> {
        do { return .success(try await send(request)) } catch { return .failure(error) }
    }
}

extension APIResponse {
    /// Whether the same request may well succeed a little later.
    fileprivate var isPassing: Bool { status >= 500 || status == 429 || status == 408 }

    /// A line of the answer's words, for a message.
    var detail: String? {
        let text = String(decoding: body.prefix(1024), as: UTF8.self)
        let words = text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
        return words.isEmpty ? nil : words
    }

    /// What every status of failure means that has no meaning of its own to the caller.
    func failure(hint: String? = nil) -> StoreError {
        switch status {
        case 401, 403: .permission(status: status, detail: detail, hint: hint)
        case 300..<400: .refused(status: status, detail: "it sends requests elsewhere, which is not followed")
        default: .refused(status: status, detail: detail)
        }
    }
}
