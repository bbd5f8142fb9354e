import HTTPTransport

/// Whether a call is tried again, and after how long. Told what became of each try, it answers with the next step. No
/// clock, no chance and no I/O of its own (docs/reliability.md).
///
/// The two minutes count the tries and the back-off between them; what Omni asks to wait for counts apart, and for all
/// tries of the call together. Whether a repetition is safe is the caller's to know.
package struct Retry: Sendable {
    /// How often a call that fails, or is not answered, goes out at most; what Omni answers 429 to does not count.
    package static let maximumTries = 6
    /// How long the tries of a call and the back-off between them may take together.
    package static let maximumTime: Duration = .seconds(120)
    /// How long a call waits at most, over all of its tries, because Omni asks for it.
    package static let maximumRateLimitTime: Duration = .seconds(600)

    /// What became of an attempt.
    package enum Event: Sendable, Hashable {
        case answered(status: Int, retryAfter: Duration?)
        case notSent
        /// The answer is lost, so the call may have been carried out.
        case lost
        /// Trying again cannot help: an answer larger than can be read, a certificate that is not trusted.
        case final
    }

    /// What the caller does next; the call itself is made by it alone.
    package enum Step: Sendable, Hashable {
        /// What came is the call's answer, or its failure.
        case finish
        case backOff(Duration)
        /// Omni asks for a pause: all calls pause after a 429, this one after a 503.
        case pause(Duration, namedByServer: Bool)
        /// Omni asks for longer than the ten minutes that a call may wait for it in all.
        case giveUpOnRateLimit
    }

    /// How long a call may go on.
    package struct Limits: Sendable {
        /// Nil where only the time has an end.
        let tries: Int?
        /// Whether a pause that is longer than the time left is waited for as long as that lasts, rather than not at all.
        let cutsPauses: Bool

        /// What holds for any call: a pause that does not fit into the time left ends it at once.
        package static let call = Limits(tries: Retry.maximumTries, cutsPauses: false)
        /// While a value is at the base connection on its way, giving up would leave it there.
        package static let openWindow = Limits(tries: nil, cutsPauses: true)
    }

    /// Every attempt so far, those that Omni asked to pause after included.
    package private(set) var attempts = 0
    /// How long the pauses that Omni asked for were together.
    package private(set) var rateLimitTime: Duration = .zero
    /// The attempts but for those that Omni asked to pause after.
    package private(set) var tries = 0
    private var time: Duration = .zero
    private var rateLimited = 0

    package init() {}

    /// Takes note of an attempt and says what comes next.
    ///
    /// - Parameters:
    ///   - took: how long the attempt took.
    ///   - chance: from 0 up to 1, for jitter.
    package mutating func step(
        after event: Event,
        took: Duration,
        chance: Double,
        limits: Limits = .call
    ) -> Step {
        attempts += 1
        switch event {
        case .answered(429, let retryAfter): return pause(retryAfter, chance: chance, limits)
        case .answered(503, let retryAfter?) where retryAfter > .zero:
            return pause(retryAfter, chance: chance, limits)
        default: break
        }
        tries += 1
        guard Self.isPassing(event) else { return .finish }
        return backOff(took: took, chance: chance, limits)
    }

    /// Counts time that something besides the attempts took, such as reading what became of one.
    package mutating func spend(_ time: Duration) {
        self.time += time
    }

    private mutating func backOff(took: Duration, chance: Double, _ limits: Limits) -> Step {
        time += took
        let delay = Backoff.connection.delay(after: tries, chance: chance)
        guard tries < limits.tries ?? .max, time + delay < Self.maximumTime else { return .finish }
        time += delay
        return .backOff(delay)
    }

    private mutating func pause(_ retryAfter: Duration?, chance: Double, _ limits: Limits) -> Step {
        rateLimited += 1
        let named = retryAfter.flatMap { $0 > .zero ? $0 : nil }
        let left = Self.maximumRateLimitTime - rateLimitTime
        var pause = named ?? Backoff.rateLimit.delay(after: rateLimited, chance: chance)
        if limits.cutsPauses, left > .zero { pause = min(pause, left) }
        guard pause <= left else { return .giveUpOnRateLimit }
        rateLimitTime += pause
        return .pause(pause, namedByServer: named != nil)
    }

    /// What a wait of `step` is for, as people are told: how many tries have failed, and of how many.
    package func backOffReason(_ cause: Wait.Cause, limits: Limits = .call) -> Wait.Reason {
        .backOff(attempt: tries, of: limits.tries, cause: cause)
    }

    /// Whether the same call may well succeed a little later.
    package static func isPassing(_ event: Event) -> Bool {
        switch event {
        case .notSent, .lost: true
        case .final: false
        case .answered(let status, _): status >= 500 || status == 408 || status == 429
        }
    }
}

extension OmniError {
    /// What the failure means for another try.
    package var event: Retry.Event {
        switch kind {
        case .server(let status, _): .answered(status: status, retryAfter: retryAfter)
        case .rateLimited: .answered(status: 429, retryAfter: retryAfter)
        case .unreachable(let reason) where reason.isLasting: .final
        case .unreachable: mayHaveBeenCarriedOut ? .lost : .notSent
        case .authentication, .permission, .refused, .unreadableAnswer, .redirected, .unsendable,
            .interrupted:
            .final
        }
    }
}

/// A delay that doubles with every failure up to a cap; chance takes up to half of it away, so that clients
/// which failed together do not return together.
package struct Backoff: Sendable {
    let first: Duration
    let cap: Duration

    /// From half a second up to 20 seconds, for what fails or is not answered.
    package static let connection = Backoff(first: .milliseconds(500), cap: .seconds(20))
    static let rateLimit = Backoff(first: .seconds(1), cap: .seconds(30))

    /// The delay after the failure of this number, counted from 1.
    package func delay(after failure: Int, chance: Double) -> Duration {
        var delay = first
        for _ in 1..<max(failure, 2) where failure > 1 && delay < cap { delay *= 2 }
        return min(delay, cap) * (1 - chance / 2)
    }
}
