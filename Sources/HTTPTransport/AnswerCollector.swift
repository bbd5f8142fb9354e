import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Gathers one answer, and notes whether its request may have left this machine. The note is made once the head
/// is written and before the body is, so that a request with a body which lacks the note was never complete.
final class AnswerCollector: HTTPClientResponseDelegate {
    typealias Task = HTTPClient.Task<APIResponse>

    /// Why an answer is not read to its end.
    enum Stop: Error {
        case tooLarge(limit: Int)
        /// It reports a failure, and goes on behind what is read of such a one.
        case enoughOfFailure(APIResponse)
    }

    fileprivate struct State {
        var mayHaveBeenSent = false
        var head: HTTPResponseHead?
        var body: [UInt8] = []
    }

    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    var mayHaveBeenSent: Bool { state.withLock { $0.mayHaveBeenSent } }

    func didSendRequestHead(task: Task, _ head: HTTPRequestHead) {
        state.withLock { $0.mayHaveBeenSent = true }
    }

    func didReceiveHead(task: Task, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        state.withLock {
            $0.mayHaveBeenSent = true
            $0.head = head
            $0.body.reserveCapacity(min(Self.length(head), $0.limit(limit)))
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: Task, _ part: ByteBuffer) -> EventLoopFuture<Void> {
        let problem: (any Error)? = state.withLock { state in
            let room = state.limit(limit) - state.body.count
            state.body += part.readableBytesView.prefix(room)
            guard part.readableBytes > room else { return nil }
            guard state.isFailure, let response = state.response else { return Stop.tooLarge(limit: limit) }
            return Stop.enoughOfFailure(response)
        }
        guard let problem else { return task.eventLoop.makeSucceededVoidFuture() }
        return task.eventLoop.makeFailedFuture(problem)
    }

    /// What the server announces, if it does: a compressed body becomes longer.
    private static func length(_ head: HTTPResponseHead) -> Int {
        head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
    }

    func didFinishRequest(task: Task) throws -> APIResponse {
        let response = state.withLock { state in
            defer { state.body = [] }
            return state.response
        }
        guard let response else { throw HTTPClientError.remoteConnectionClosed }
        return response
    }
}

extension AnswerCollector.State {
    /// Whether the status is none of success: such a body is only looked through for words.
    fileprivate var isFailure: Bool { head.map { !(200..<300).contains($0.status.code) } ?? false }

    /// How many bytes of the body are taken.
    fileprivate func limit(_ limit: Int) -> Int {
        isFailure ? min(limit, PooledTransport.largestFailure) : limit
    }

    /// Nil before the head has come.
    fileprivate var response: APIResponse? {
        head.map { head in
            APIResponse(
                status: Int(head.status.code),
                retryAfter: Duration(
                    retryAfter: head.headers.first(name: "retry-after"),
                    date: head.headers.first(name: "date")
                ),
                location: head.headers.first(name: "location"),
                etag: head.headers.first(name: "etag"),
                link: head.headers.first(name: "link"),
                body: body
            )
        }
    }
}
