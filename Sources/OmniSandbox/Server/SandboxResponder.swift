import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// Translates between HTTP and the desk; it decides nothing.
struct SandboxResponder: HTTPResponder {
    let desk: SandboxDesk
    let wait: @Sendable (Duration) async throws -> Void

    private static let bodyLimit = 16 * 1024 * 1024

    func respond(to request: Request, context: SandboxContext) async throws -> Response {
        let port = context.channel.localAddress?.port ?? 0
        guard isAddressed(request, port: port) else { return Response(.notAddressed(port: port)) }
        let target = request.head.path ?? "/"
        if let question = Introspection(method: request.method.rawValue, target: target) {
            return Response(await desk.answer(question, authorization: request.headers[.authorization]))
        }
        let body = try await request.body.collect(upTo: Self.bodyLimit)
        let reaction = await desk.react(
            to: SandboxRequest(
                method: request.method.rawValue,
                target: target,
                authorization: request.headers[.authorization],
                body: Array(body.readableBytesView)
            )
        )
        if reaction.delay > .zero {
            try await wait(reaction.delay)
        }
        return try await deliver(reaction.delivery, on: context.channel)
    }

    /// Whether a request names the sandbox by its own address. What a page in a browser sends does not: it says where the
    /// page is from, or names a host of its own that was led to 127.0.0.1 (DNS rebinding).
    private func isAddressed(_ request: Request, port: Int) -> Bool {
        let names = ["127.0.0.1", "localhost"]
        let hosts = names.map { "\($0):\(port)" } + (port == 80 ? names : [])
        return request.headers[.origin] == nil && request.head.authority.map(hosts.contains) == true
    }

    private func deliver(_ delivery: Reaction.Delivery, on channel: any Channel) async throws -> Response {
        switch delivery {
        case .answer(let answer):
            return Response(answer)
        case .cutOff(let answer):
            return Response(answer, cutOffOn: channel)
        case .lost:
            try await channel.close()
            throw ChannelError.alreadyClosed
        }
    }
}

extension Response {
    fileprivate init(_ answer: Answer) {
        self.init(
            status: .init(code: answer.status),
            headers: HTTPFields(answer),
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }

    /// The head names the length of the whole body; the connection closes after half of it.
    fileprivate init(_ answer: Answer, cutOffOn channel: any Channel) {
        let half = ByteBuffer(bytes: answer.body.prefix(answer.body.count / 2))
        self.init(
            status: .init(code: answer.status),
            headers: HTTPFields(answer),
            body: ResponseBody(contentLength: answer.body.count) { writer in
                try await writer.write(half)
                try await channel.close()
            }
        )
    }
}

extension Answer {
    /// What Omni would never answer: the request was not meant for the sandbox.
    fileprivate static func notAddressed(port: Int) -> Answer {
        error(
            status: 403,
            detail: "This sandbox answers only programs that ask 127.0.0.1:\(port) or localhost:\(port)",
            shape: .detail
        )
    }
}

extension HTTPFields {
    fileprivate init(_ answer: Answer) {
        self = [.contentType: answer.contentType]
        if let seconds = answer.retryAfter {
            self[.retryAfter] = String(seconds)
        }
    }
}

/// A request context that keeps the connection, so that a fault can close it.
struct SandboxContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

/// Holds the simulation for all connections: one request at a time, as a database would order them.
actor SandboxDesk {
    private var simulation: Simulation
    private let first: Store
    private let configuration: SandboxConfiguration

    init(store: Store, configuration: SandboxConfiguration) {
        first = store
        simulation = Simulation(store: store, configuration: configuration)
        self.configuration = configuration
    }

    func react(to request: SandboxRequest) -> Reaction {
        let outcome = simulation.react(
            to: request,
            at: configuration.now(),
            date: Date.now.formatted(.iso8601)
        )
        configuration.onRequest(outcome.record)
        return outcome.reaction
    }

    func answer(_ question: Introspection, authorization: String?) -> Answer {
        do throws(Store.Refusal) {
            _ = try simulation.service.permission(of: authorization)
        } catch {
            return simulation.service.error(error)
        }
        switch question {
        case .requests: return .requests(simulation.log.records)
        case .store: return .snapshot(Snapshot(simulation.service.store))
        case .reset:
            simulation = Simulation(store: first, configuration: configuration)
            return .success()
        }
    }

    var store: Store { simulation.service.store }

    var records: [RequestRecord] { simulation.log.records }

    func edit<R: Sendable, E>(_ change: @Sendable (inout Store) throws(E) -> R) throws(E) -> R {
        try simulation.edit(change)
    }

    func add(_ fault: Fault) {
        simulation.add(fault)
    }
}
