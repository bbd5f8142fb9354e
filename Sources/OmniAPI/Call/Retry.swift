import HTTPTransport

/// Whether a call is tried again, and after how long (design, section 6). Told what became of each try, it
/// answers with the next step. No clock, no chance and no I/O of its own.
///
/// The two minutes count the tries and the back-off between them; waiting for the rate limit counts apart.
struct Retry {
    static let maximumTries = 6
    static let maximumTime: Duration = .seconds(120)
    static let maximumRateLimitTime: Duration = .seconds(600)

    enum Event: Hashable {
        case answered(status: Int, retryAfter: Duration?)
        /// An error that contradicts the status of its answer, so that nobody knows whether the call was carried out.
        case maskedError(status: Int)
        /// 404, in Omni's own words about the object: an instance that lacks the endpoint answers 404 too.
        case unknownObject
        case notSent
        /// Nothing was sent, and another try would end in the same way.
        case unreachable
        /// The answer is lost, so the call may have been carried out.
        case lost
        /// So is one that is larger than can be read; asking again would not help.
        case tooLarge
    }

    enum Step: Hashable {
        /// What came is the call's answer, or its failure.
        case finish
        /// The object that a repeated DELETE does not find is gone: the call is done.
        case finishAsDone
        case backOff(Duration)
        /// All calls pause for this long.
        case pause(Duration, namedByServer: Bool)
        case giveUpOnRateLimit
    }

    let method: APIMethod
    /// Every attempt so far, those answered 429 included.
    private(set) var attempts = 0
    private(set) var rateLimitTime: Duration = .zero
    /// Whether any of the tries so far may have changed something in Omni.
    private(set) var mayHaveBeenCarriedOut = false
    /// The attempts without those answered 429.
    private(set) var tries = 0
    private var time: Duration = .zero
    private var rateLimited = 0

    init(_ method: APIMethod) {
        self.method = method
    }

    /// - Parameters:
    ///   - took: how long the attempt took.
    ///   - chance: from 0 up to 1, for jitter.
    mutating func step(after event: Event, took: Duration, chance: Double) -> Step {
        attempts += 1
        if case .answered(429, let retryAfter) = event { return pause(retryAfter, chance: chance) }
        let isRepeatedDelete = method == .delete && mayHaveBeenCarriedOut
        tries += 1
        time += took
        mayHaveBeenCarriedOut = mayHaveBeenCarriedOut || leavesDoubt(event)
        if isRepeatedDelete, event == .unknownObject { return .finishAsDone }
        guard isRepeatable(event) else { return .finish }
        let delay = Backoff.connection.delay(after: tries, chance: chance)
        guard tries < Self.maximumTries, time + delay < Self.maximumTime else { return .finish }
        time += delay
        return .backOff(delay)
    }

    private mutating func pause(_ retryAfter: Duration?, chance: Double) -> Step {
        rateLimited += 1
        let named = retryAfter.flatMap { $0 > .zero ? $0 : nil }
        let pause = named ?? Backoff.rateLimit.delay(after: rateLimited, chance: chance)
        guard rateLimitTime + pause <= Self.maximumRateLimitTime else { return .giveUpOnRateLimit }
        rateLimitTime += pause
        return .pause(pause, namedByServer: named != nil)
    }

    private func isRepeatable(_ event: Event) -> Bool {
        switch event {
        case .notSent: true
        case .lost: method != .post
        case .tooLarge, .unknownObject, .unreachable: false
        case .maskedError(let status): method != .post && (Self.isPassing(status) || status == 429)
        case .answered(let status, _): method != .post && Self.isPassing(status)
        }
    }

    private func leavesDoubt(_ event: Event) -> Bool {
        switch event {
        case .notSent, .unknownObject, .unreachable: false
        case .lost, .tooLarge, .maskedError: method != .get
        case .answered(let status, _): method != .get && (Self.isPassing(status) || status == 303)
        }
    }

    private static func isPassing(_ status: Int) -> Bool { status >= 500 || status == 408 }
}
