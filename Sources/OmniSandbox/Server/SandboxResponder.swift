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
        let target = request.head.path ?? "/"
        if let question = Introspection(rawValue: target) {
            return Response(await desk.answer(question))
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
    private let configuration: SandboxConfiguration

    init(store: Store, configuration: SandboxConfiguration) {
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

    func answer(_ question: Introspection) -> Answer {
        simulation.answer(question)
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
