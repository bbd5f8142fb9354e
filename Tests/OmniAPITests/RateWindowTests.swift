import Testing

@testable import OmniAPI

@Suite struct RateWindowTests {
    /// Sends so many requests one after another, each answered after `latency`, and tells when each was sent.
    private func times(of requests: Int, limit: Int, latency: Duration = .zero) -> [Duration] {
        var window = RateWindow(limit: limit)
        var now: Duration = .zero
        return (0..<requests).map { _ in
            let ticket = window.join()
            while case .wait(let time, _) = window.admit(ticket, now: now) { now += time }
            let sentAt = now
            now += latency
            window.answered(now: now)
            return sentAt
        }
    }

    @Test func `200 requests take 180 seconds at 60 a minute`() {
        let times = times(of: 200, limit: 60)
        #expect(times[59] == .zero)
        #expect(times[60] == .seconds(60))
        #expect(times[199] == .seconds(180))
    }

    @Test(arguments: [Duration.zero, .milliseconds(150), .seconds(3)])
    func `no 60 seconds hold more than the limit, counted when they reach the server`(latency: Duration) {
        let times = times(of: 300, limit: 25, latency: latency)
        for first in times.indices.dropLast(25) {
            #expect(times[first + 25] - (times[first] + latency) >= .seconds(60))
        }
    }

    @Test func `while all permits are under way, none comes free within 60 seconds`() {
        var window = RateWindow(limit: 1)
        let first = window.join()
        #expect(window.admit(first, now: .zero) == .go(permits: 1))
        let second = window.join()
        #expect(window.admit(second, now: .seconds(2)) == .wait(.seconds(60), .rateWindow))
        window.answered(now: .seconds(3))
        #expect(window.admit(second, now: .seconds(4)) == .wait(.seconds(59), .rateWindow))
        #expect(window.admit(second, now: .seconds(63)) == .go(permits: 1))
    }

    @Test func `a permit whose request was never sent is free at once`() {
        var window = RateWindow(limit: 1)
        _ = window.admit(window.join(), now: .zero)
        window.release(permits: 1)
        #expect(window.admit(window.join(), now: .zero) == .go(permits: 1))
    }

    @Test func `who comes first is served first, whoever asks first`() {
        var window = RateWindow(limit: 1)
        _ = window.admit(window.join(), now: .zero)
        window.answered(now: .zero)
        let (first, second) = (window.join(), window.join())
        #expect(window.admit(second, now: .seconds(60)) == .wait(.seconds(60), .rateWindow))
        #expect(window.admit(first, now: .seconds(60)) == .go(permits: 1))
    }

    @Test func `who gives up waiting lets the next one through`() {
        var window = RateWindow(limit: 1)
        let (first, second) = (window.join(), window.join())
        window.leave(first)
        #expect(window.admit(second, now: .zero) == .go(permits: 1))
    }

    @Test func `several permits are given together or not at all, and smaller wishes do not overtake`() {
        var window = RateWindow(limit: 3)
        for second in 0..<2 {
            _ = window.admit(window.join(), now: .seconds(second))
            window.answered(now: .seconds(second))
        }
        let pair = window.join(permits: 2)
        let single = window.join()
        #expect(window.admit(pair, now: .seconds(1)) == .wait(.seconds(59), .rateWindow))
        #expect(window.admit(single, now: .seconds(1)) == .wait(.seconds(60), .rateWindow))
        #expect(window.admit(pair, now: .seconds(60)) == .go(permits: 2))
        #expect(window.admit(single, now: .seconds(61)) == .go(permits: 1))
    }

    @Test func `a wish beyond the window gets the whole window`() {
        var window = RateWindow(limit: 3)
        #expect(window.admit(window.join(permits: 10), now: .zero) == .go(permits: 3))
    }

    @Test func `whoever is in a hurry goes first`() {
        var window = RateWindow(limit: 1)
        _ = window.admit(window.join(), now: .zero)
        window.answered(now: .zero)
        let patient = window.join()
        let hurried = window.join(urgently: true)
        #expect(window.admit(patient, now: .seconds(60)) == .wait(.seconds(60), .rateWindow))
        #expect(window.admit(hurried, now: .seconds(60)) == .go(permits: 1))
    }
}
