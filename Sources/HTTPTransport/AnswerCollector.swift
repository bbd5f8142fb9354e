import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Gathers one answer, and notes whether its request may have left this machine. The note is made once the head
/// is written and before the body is, so that a request with a body which lacks the note was never complete.
final class AnswerCollector: HTTPClientResponseDelegate {
    typealias Task = HTTPClient.Task<APIResponse>

    struct TooLarge: Error {
        let limit: Int
    }

    private struct State {
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
            $0.body.reserveCapacity(min(Self.length(head), limit))
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: Task, _ part: ByteBuffer) -> EventLoopFuture<Void> {
        let isWithinLimit = state.withLock { state in
            guard state.body.count + part.readableBytes <= limit else { return false }
            state.body += part.readableBytesView
            return true
        }
        guard isWithinLimit else { return task.eventLoop.makeFailedFuture(TooLarge(limit: limit)) }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    /// What the server announces, if it does: a compressed body becomes longer.
    private static func length(_ head: HTTPResponseHead) -> Int {
        head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
    }

    func didFinishRequest(task: Task) throws -> APIResponse {
        let (head, body) = state.withLock { state in
            defer { state.body = [] }
            return (state.head, state.body)
        }
        guard let head else { throw HTTPClientError.remoteConnectionClosed }
        return APIResponse(
            status: Int(head.status.code),
            retryAfter: RetryAfter.duration(
                head.headers.first(name: "retry-after"),
                date: head.headers.first(name: "date")
            ),
            location: head.headers.first(name: "location"),
            serverTime: head.headers.first(name: "date").flatMap(HTTPDate.seconds),
            body: body
        )
    }
}
