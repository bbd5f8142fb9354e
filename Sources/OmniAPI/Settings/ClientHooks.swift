package import HTTPTransport

/// The world as the client sees it: a clock, a way to wait, chance, and someone who listens.
package struct ClientHooks: Sendable {
    /// Time since the run began; it never goes back.
    package let now: @Sendable () -> Duration
    /// The only way the client ever waits. The caller shows the wait, sleeps, and may cut it short.
    package let wait: @Sendable (Wait) async -> WaitOutcome
    /// A number from 0 up to 1, for jitter.
    package let random: @Sendable () -> Double
    /// Told of every attempt, as soon as it ended.
    package let log: @Sendable (Exchange) -> Void

    package init(
        now: @escaping @Sendable () -> Duration,
        wait: @escaping @Sendable (Wait) async -> WaitOutcome,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        log: @escaping @Sendable (Exchange) -> Void = { _ in }
    ) {
        self.now = now
        self.wait = wait
        self.random = random
        self.log = log
    }
}

/// How a wait ended. After `interrupted` the call is given up before anything more is sent.
package enum WaitOutcome: Sendable, Hashable {
    case elapsed
    case interrupted
}

/// A pause before an attempt.
package struct Wait: Sendable, Hashable {
    /// What the attempt waits for.
    package enum Reason: Sendable, Hashable {
        /// The window of requests is full (`--rate`).
        case rateWindow
        /// Omni answered 429, to this call or another; `retryAfter` when it named the time itself.
        case rateLimited(retryAfter: Bool)
        /// The try numbered `attempt` failed, of at most `of`; nil where only the time has an end.
        case backOff(attempt: Int, of: Int?, cause: Cause)
        /// Omni answered with this status, which is not 429, and named the time to wait.
        case askedToWait(status: Int)
        /// What a list shows is not what was written; a list may lag behind.
        case listMayLag
    }

    /// Why a try is repeated.
    package enum Cause: Sendable, Hashable {
        case status(Int)
        case unreachable(TransportError.Reason)
        /// The answer did not say what became of the call.
        case unanswered
    }

    package let duration: Duration
    package let reason: Reason
    /// The call that waits; nil when permits are being acquired.
    package let call: APICall?

    package init(duration: Duration, reason: Reason, call: APICall?) {
        self.duration = duration
        self.reason = reason
        self.call = call
    }
}

extension Wait.Reason {
    /// What a pause is for that Omni asked for in an answer of this status.
    ///
    /// - Parameter isNamed: whether the answer named the time.
    package static func pause(after status: Int?, isNamed: Bool) -> Self {
        if let status, status != 429 {
            .askedToWait(status: status)
        } else {
            .rateLimited(retryAfter: isNamed)
        }
    }
}

/// One attempt of a call, for `--verbose`. It never holds the token.
package struct Exchange: Sendable, Hashable {
    /// The answer's status, of success or not, or why no complete answer came.
    package enum Result: Sendable, Hashable {
        case answered(status: Int)
        case failed(TransportError.Reason)
    }

    package let call: APICall
    /// Counted from 1 within the call.
    package let attempt: Int
    package let duration: Duration
    package let result: Result
}
