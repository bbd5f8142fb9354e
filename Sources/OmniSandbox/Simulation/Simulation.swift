import HTTPTypes

/// The API together with all that goes wrong on its way: requests in, reactions out, and a log. It does no
/// input or output, so that a whole run can be tested without a network.
struct Simulation: Sendable {
    private(set) var log = RequestLog()
    var service: APIService
    private var script: FaultScript
    /// The store before the last write, kept only when a fault asks for it.
    private var previous: Store?
    /// The created environments that a `404-once` has struck.
    private var struckEnvironments: Set<ResourceID> = []
    private let seededEnvironments: Int

    init(store: Store, configuration: SandboxConfiguration) {
        service = APIService(store: store, variant: configuration.api)
        script = FaultScript(configuration.faults)
        seededEnvironments = store.created
    }

    mutating func add(_ fault: Fault) {
        script.append(fault)
    }

    /// Changes the store as somebody else might.
    mutating func edit<R, E>(_ change: (inout Store) throws(E) -> R) throws(E) -> R {
        let before = script.needsHistory ? service.store : nil
        let result = try change(&service.store)
        previous = before
        return result
    }

    /// - Parameters:
    ///   - now: the time that the rate limit goes by.
    ///   - date: the time of day, in the form of RFC 3339, for what an edit from outside stamps.
    mutating func react(
        to request: SandboxRequest,
        at now: Duration,
        date: @autoclosure () -> String
    ) -> (reaction: Reaction, record: RequestRecord) {
        var record = RequestRecord(request)
        let struck = script.strike(request)
        for edit in struck.edits {
            record.faults.append(note(edit, at: date()))
        }
        if let effect = struck.effect {
            record.faults.append(effect.description)
        }
        let reaction = react(to: request, under: struck.effect, at: now, &record)
        record.status = reaction.delivery.status
        log.append(record)
        return (reaction, record)
    }

    /// Carries an edit from outside out; gives its words, and why it was refused if it was.
    private mutating func note(_ edit: OutsideEdit, at date: String) -> String {
        do {
            try self.edit { store throws(Store.Refusal) in try store.apply(edit, at: date) }
            return edit.description
        } catch {
            return "\(edit) (refused: \(error.detail))"
        }
    }

    private mutating func react(
        to request: SandboxRequest,
        under effect: Fault.Effect?,
        at now: Duration,
        _ record: inout RequestRecord
    ) -> Reaction {
        if let reaction = insteadOfWork(for: request, under: effect) { return reaction }
        let isStale = effect == .staleList
        let answer = isStale ? serveStale(request, at: now, &record) : serve(request, at: now, &record)
        return Reaction(answer, spoiledBy: effect, shape: service.variant.errorShape)
    }

    private mutating func insteadOfWork(
        for request: SandboxRequest,
        under effect: Fault.Effect?
    ) -> Reaction? {
        if effect == .notFoundOnce {
            guard let id = firstNamed(by: request) else { return nil }
            return Reaction(delivery: .answer(service.error(.unknownEnvironment(id))))
        }
        return effect.flatMap { Reaction(insteadOfWork: $0, shape: service.variant.errorShape) }
    }

    private mutating func serve(
        _ request: SandboxRequest,
        at now: Duration,
        _ record: inout RequestRecord
    ) -> Answer {
        let before = script.needsHistory && request.method != "GET" ? service.store : nil
        do {
            let answer = try service.answer(request, at: now)
            record.wasCarriedOut = true
            previous = before ?? previous
            return answer
        } catch {
            record.refusal = error.detail
            return service.error(error)
        }
    }

    private mutating func serveStale(
        _ request: SandboxRequest,
        at now: Duration,
        _ record: inout RequestRecord
    ) -> Answer {
        guard request.method == "GET", let previous else { return serve(request, at: now, &record) }
        let present = service.store
        service.store = previous
        defer { service.store = present }
        return serve(request, at: now, &record)
    }

    /// The environment that a request names, if it was created in this run and is named for the first time.
    private mutating func firstNamed(by request: SandboxRequest) -> ResourceID? {
        guard let id = request.path.split(separator: "/").last.flatMap({ ResourceID($0) }),
            let environment = try? service.store.environment(id),
            environment.serial > seededEnvironments
        else { return nil }
        return struckEnvironments.insert(id).inserted ? id : nil
    }
}

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

extension Answer {
    /// A failure of the server's own making.
    static func failure(
        _ status: Int,
        retryAfter: Int?,
        shape: APIVariant.ErrorShape
    ) -> Self {
        let reason = namedFailures.first { $0.code == status }?.reasonPhrase
        var answer = error(status: status, detail: reason ?? "Error", shape: shape)
        answer.retryAfter = retryAfter
        return answer
    }

    private static let namedFailures: [HTTPResponse.Status] = [
        .requestTimeout, .conflict, .tooManyRequests, .internalServerError, .badGateway, .serviceUnavailable,
        .gatewayTimeout,
    ]

    /// An error in an answer whose status says success.
    static func maskedError(shape: APIVariant.ErrorShape) -> Self {
        var answer = error(status: 400, detail: "Bad Request", shape: shape)
        answer.status = 200
        return answer
    }

    /// Success that says nothing: what a faulty proxy or a maintenance page may send.
    static let garbage = Answer(status: 200, contentType: "application/json", text: "<<< not JSON >>>")

    static let proxyPage = Answer(
        status: 502,
        contentType: "text/html",
        text: """
            <html>
            <head><title>502 Bad Gateway</title></head>
            <body><center><h1>502 Bad Gateway</h1></center></body>
            </html>

            """
    )
}
