/// What the client sees of a request, and how late.
struct Reaction: Sendable, Equatable {
    enum Delivery: Sendable, Equatable {
        case answer(Answer)
        /// The head promises the whole body, half of it comes, and the connection is closed.
        case cutOff(Answer)
        /// The connection is closed without an answer.
        case lost

        var status: Int? {
            switch self {
            case .answer(let answer), .cutOff(let answer): answer.status
            case .lost: nil
            }
        }
    }

    var delivery: Delivery
    var delay = Duration.zero

    init(delivery: Delivery, delay: Duration = .zero) {
        self.delivery = delivery
        self.delay = delay
    }

    /// The reaction to a fault that keeps the work from being done; nil for other faults.
    init?(insteadOfWork effect: Fault.Effect, shape: APIVariant.ErrorShape) {
        switch effect {
        case .lost(.before): self.init(delivery: .lost)
        case .status(let status, .before, let seconds):
            self.init(delivery: .answer(.failure(status, retryAfter: seconds, shape: shape)))
        case .maskedError(.before): self.init(delivery: .answer(.maskedError(shape: shape)))
        case .proxyPage: self.init(delivery: .answer(.proxyPage))
        case .lost(.after), .status(_, .after, _), .maskedError(.after), .slow, .garbage, .partial,
            .staleList, .notFoundOnce, .edit:
            return nil
        }
    }

    /// The reaction to work that is done, as a fault leaves it.
    init(_ answer: Answer, spoiledBy effect: Fault.Effect?, shape: APIVariant.ErrorShape) {
        switch effect {
        case .lost: self.init(delivery: .lost)
        case .status(let status, _, let seconds):
            self.init(delivery: .answer(.failure(status, retryAfter: seconds, shape: shape)))
        case .maskedError: self.init(delivery: .answer(.maskedError(shape: shape)))
        case .slow(let delay): self.init(delivery: .answer(answer), delay: delay)
        case .garbage: self.init(delivery: .answer(.garbage))
        case .partial: self.init(delivery: .cutOff(answer))
        case nil, .proxyPage, .staleList, .notFoundOnce, .edit: self.init(delivery: .answer(answer))
        }
    }
}
