import Testing

@testable import OmniAPI

@Suite struct ThrottleTests {
    private func slowDown(_ window: inout RateWindow, at now: Duration, for pause: Duration = .seconds(5)) {
        window.slowDown(sentAt: now, until: now + pause, namedByServer: true, now: now)
    }

    @Test func `429 pauses everyone`() {
        var window = RateWindow(limit: 60)
        slowDown(&window, at: .zero)
        let ticket = window.join()
        #expect(window.admit(ticket, now: .seconds(1)) == .wait(.seconds(4), .rateLimited(retryAfter: true)))
        #expect(
            window.throttle.pause(now: .seconds(2)) == .wait(.seconds(3), .rateLimited(retryAfter: true))
        )
        #expect(window.admit(ticket, now: .seconds(5)) == .go(permits: 1))
    }

    @Test func `a shorter pause does not end a longer one`() {
        var window = RateWindow(limit: 60)
        slowDown(&window, at: .zero, for: .seconds(30))
        slowDown(&window, at: .seconds(1), for: .seconds(2))
        let pause = window.throttle.pause(now: .seconds(10))
        #expect(pause == .wait(.seconds(20), .rateLimited(retryAfter: true)))
    }

    @Test func `429 halves the pace, once a window, and never below one`() {
        var window = RateWindow(limit: 60)
        slowDown(&window, at: .zero)
        slowDown(&window, at: .seconds(1))
        #expect(window.throttle.capacity == 30)
        for minute in 1...9 { slowDown(&window, at: .seconds(60 * minute)) }
        #expect(window.throttle.capacity == 1)
    }

    @Test func `429 to a request that was sent before the pace was lowered lowers it no further`() {
        var window = RateWindow(limit: 60)
        slowDown(&window, at: .seconds(10))
        window.slowDown(sentAt: .seconds(9), until: .seconds(90), namedByServer: false, now: .seconds(80))
        #expect(window.throttle.capacity == 30)
    }

    @Test func `the pace recovers by a twelfth of the limit for each quiet minute`() {
        var throttle = Throttle(limit: 60)
        throttle.slowDown(sentAt: .zero, until: .zero, namedByServer: false, now: .zero)
        throttle.recover(now: .seconds(59))
        #expect(throttle.capacity == 30)
        throttle.recover(now: .seconds(60))
        #expect(throttle.capacity == 35)
        throttle.recover(now: .seconds(3600))
        #expect(throttle.capacity == 60)
    }

    @Test func `a lowered pace counts the requests that went out before`() {
        var window = RateWindow(limit: 4)
        for _ in 0..<3 {
            _ = window.admit(window.join(), now: .zero)
            window.answered(now: .zero)
        }
        slowDown(&window, at: .zero, for: .seconds(1))
        let ticket = window.join()
        #expect(window.admit(ticket, now: .seconds(1)) == .wait(.seconds(59), .rateWindow))
    }
}
