import HTTPTransport
import Testing

@testable import OmniAPI

@Suite struct RetryTests {
    /// What a call does when every try ends the same way, without jitter.
    private func steps(_ method: APIMethod, _ event: Retry.Event, took: Duration = .zero) -> [Retry.Step] {
        var retry = Retry(method)
        var steps: [Retry.Step] = []
        while steps.count < 100 {
            steps.append(retry.step(after: event, took: took, chance: 0))
            switch steps.last {
            case .backOff, .pause: continue
            default: return steps
            }
        }
        return steps
    }

    private let sixTries: [Retry.Step] = [
        .backOff(.milliseconds(500)), .backOff(.seconds(1)), .backOff(.seconds(2)), .backOff(.seconds(4)),
        .backOff(.seconds(8)), .finish,
    ]

    @Test(arguments: [APIMethod.get, .put, .patch, .delete], [500, 502, 503, 504, 408])
    func `a call that may be repeated is tried six times`(method: APIMethod, status: Int) {
        #expect(steps(method, .answered(status: status, retryAfter: nil)) == sixTries)
        #expect(steps(method, .lost) == sixTries)
    }

    @Test func `a POST that was certainly not sent is tried six times`() {
        #expect(steps(.post, .notSent) == sixTries)
    }

    @Test(arguments: [500, 503, 408])
    func `a POST that may have been carried out is never repeated`(status: Int) {
        #expect(steps(.post, .answered(status: status, retryAfter: nil)) == [.finish])
        #expect(steps(.post, .lost) == [.finish])
    }

    @Test(
        arguments: [APIMethod.get, .put, .post, .patch, .delete],
        [200, 201, 400, 401, 403, 404, 405, 409, 410, 422]
    )
    func `any other answer is final`(method: APIMethod, status: Int) {
        #expect(steps(method, .answered(status: status, retryAfter: nil)) == [.finish])
    }

    @Test func `an answer too large to read is not asked for again`() {
        #expect(steps(.get, .tooLarge) == [.finish])
    }

    @Test func `tries end after two minutes`() {
        #expect(
            steps(.put, .lost, took: .seconds(50)) == [
                .backOff(.milliseconds(500)), .backOff(.seconds(1)), .finish,
            ]
        )
    }

    @Test func `chance takes up to half of a delay away`() {
        #expect(Backoff.connection.delay(after: 3, chance: 0.5) == .milliseconds(1500))
        #expect(Backoff.connection.delay(after: 3, chance: 1) == .seconds(1))
        #expect(Backoff.connection.delay(after: 50, chance: 0) == .seconds(20))
    }

    @Test func `429 backs off up to thirty seconds, and gives up before ten minutes are over`() {
        let steps = steps(.post, .answered(status: 429, retryAfter: nil))
        let waits = steps.compactMap { if case .pause(let time, false) = $0 { time } else { nil } }
        #expect(
            waits.prefix(6) == [
                .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(16), .seconds(30),
            ]
        )
        #expect(waits.reduce(.zero, +) <= .seconds(600))
        #expect(waits.reduce(.seconds(30), +) > .seconds(600))
        #expect(steps.last == .giveUpOnRateLimit)
    }

    @Test func `429 waits for as long as the server names`() {
        var retry = Retry(.post)
        let step = retry.step(
            after: .answered(status: 429, retryAfter: .seconds(17)),
            took: .zero,
            chance: 0.9
        )
        #expect(step == .pause(.seconds(17), namedByServer: true))
        #expect(!retry.mayHaveBeenCarriedOut)
    }

    @Test func `a time that is zero or beyond ten minutes is not waited for`() {
        var retry = Retry(.get)
        let none = retry.step(after: .answered(status: 429, retryAfter: .zero), took: .zero, chance: 0)
        #expect(none == .pause(.seconds(1), namedByServer: false))
        let day = retry.step(
            after: .answered(status: 429, retryAfter: .seconds(86_400)),
            took: .zero,
            chance: 0
        )
        #expect(day == .giveUpOnRateLimit)
    }

    @Test func `429 does not count as a try`() {
        var retry = Retry(.put)
        for _ in 1...8 {
            _ = retry.step(after: .answered(status: 429, retryAfter: .seconds(60)), took: .zero, chance: 0)
        }
        let step = retry.step(after: .answered(status: 503, retryAfter: nil), took: .zero, chance: 0)
        #expect(step == .backOff(.milliseconds(500)))
        #expect(retry.attempts == 9)
        #expect(retry.tries == 1)
    }

    @Test(arguments: [Retry.Event.lost, .answered(status: 502, retryAfter: nil)])
    func `a repeated DELETE that finds nothing is done`(first: Retry.Event) {
        var retry = Retry(.delete)
        _ = retry.step(after: first, took: .zero, chance: 0)
        #expect(retry.step(after: .unknownObject, took: .zero, chance: 0) == .finishAsDone)
    }

    /// An instance that cannot detach answers 404 to every DELETE.
    @Test func `a repeated DELETE whose endpoint is missing is not done`() {
        var retry = Retry(.delete)
        _ = retry.step(after: .lost, took: .zero, chance: 0)
        #expect(retry.step(after: .answered(status: 404, retryAfter: nil), took: .zero, chance: 0) == .finish)
    }

    @Test(arguments: [Retry.Event.notSent, .answered(status: 429, retryAfter: nil)])
    func `a DELETE that finds nothing is refused when no try before reached Omni`(first: Retry.Event) {
        var retry = Retry(.delete)
        _ = retry.step(after: first, took: .zero, chance: 0)
        #expect(retry.step(after: .unknownObject, took: .zero, chance: 0) == .finish)
    }
}
