import HTTPTransport
import Testing

@testable import OmniAPI

@Suite struct RetryTests {
    /// What a call does when every try ends the same way, without jitter.
    private func steps(
        _ event: Retry.Event,
        took: Duration = .zero,
        limits: Retry.Limits = .call
    ) -> [Retry.Step] {
        var retry = Retry()
        var steps: [Retry.Step] = []
        while steps.count < 100 {
            steps.append(retry.step(after: event, took: took, chance: 0, limits: limits))
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

    @Test(arguments: [500, 502, 503, 504, 408])
    func `a failure that passes is tried again, six times in all`(status: Int) {
        #expect(steps(.answered(status: status, retryAfter: nil)) == sixTries)
    }

    @Test(arguments: [Retry.Event.lost, .notSent])
    func `so is a call without an answer`(event: Retry.Event) {
        #expect(steps(event) == sixTries)
    }

    @Test(arguments: [200, 201, 400, 401, 403, 404, 405, 409, 410, 422])
    func `any other answer is final`(status: Int) {
        #expect(steps(.answered(status: status, retryAfter: nil)) == [.finish])
    }

    @Test func `what cannot pass is not asked for again`() {
        #expect(steps(.final) == [.finish])
    }

    @Test func `tries end after two minutes`() {
        #expect(
            steps(.lost, took: .seconds(50)) == [
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
        let steps = steps(.answered(status: 429, retryAfter: nil))
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
        var retry = Retry()
        let step = retry.step(
            after: .answered(status: 429, retryAfter: .seconds(17)),
            took: .zero,
            chance: 0.9
        )
        #expect(step == .pause(.seconds(17), namedByServer: true))
    }

    @Test func `a time that is zero or beyond ten minutes is not waited for`() {
        var retry = Retry()
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
        var retry = Retry()
        for _ in 1...8 {
            _ = retry.step(after: .answered(status: 429, retryAfter: .seconds(60)), took: .zero, chance: 0)
        }
        let step = retry.step(after: .answered(status: 503, retryAfter: nil), took: .zero, chance: 0)
        #expect(step == .backOff(.milliseconds(500)))
        #expect(retry.attempts == 9)
        #expect(retry.tries == 1)
    }

    @Test func `503 waits for as long as the server names, too`() {
        var retry = Retry()
        let step = retry.step(
            after: .answered(status: 503, retryAfter: .seconds(17)),
            took: .zero,
            chance: 0.9
        )
        #expect(step == .pause(.seconds(17), namedByServer: true))
    }

    /// Giving up would leave a value at the base connection.
    @Test func `in an open window a longer time is waited for until ten minutes are over`() {
        let day = Retry.Event.answered(status: 429, retryAfter: .seconds(86_400))
        #expect(steps(day) == [.giveUpOnRateLimit])
        #expect(
            steps(day, limits: .openWindow)
                == [.pause(.seconds(600), namedByServer: true), .giveUpOnRateLimit]
        )
    }

    @Test func `in an open window only the two minutes count`() {
        let steps = steps(.lost, limits: .openWindow)
        let waits = steps.compactMap { if case .backOff(let time) = $0 { time } else { nil } }
        #expect(waits.count > 6)
        #expect(waits.reduce(.zero, +) < .seconds(120))
        #expect(steps.last == .finish)
    }
}
