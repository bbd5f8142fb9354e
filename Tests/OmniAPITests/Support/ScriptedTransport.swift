import HTTPTransport
import Synchronization

/// A transport that answers from a script and remembers what it was sent.
final class ScriptedTransport: Transport {
    typealias Answer = Result<APIResponse, TransportError>

    private let requests = Mutex<[APIRequest]>([])
    private let answer: @Sendable (APIRequest, Int) async -> Answer

    /// `answer` is given each request and how many came before it.
    init(_ answer: @escaping @Sendable (APIRequest, Int) async -> Answer) {
        self.answer = answer
    }

    /// Answers in turn; the last one again and again.
    convenience init(_ answers: [Answer]) {
        self.init { _, index in answers[min(index, answers.count - 1)] }
    }

    var sent: [APIRequest] { requests.withLock { $0 } }
    var bodies: [String] { sent.map { String(decoding: $0.body ?? [], as: UTF8.self) } }
    var calls: [String] { sent.map { "\($0.call)" } }

    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        let index = requests.withLock { requests in
            requests.append(request)
            return requests.count - 1
        }
        return try await answer(request, index).get()
    }
}

extension ScriptedTransport.Answer {
    static func status(
        _ status: Int,
        _ body: String = #"{"success": true}"#,
        retryAfter: Duration? = nil,
        location: String? = nil
    ) -> Self {
        .success(
            APIResponse(status: status, retryAfter: retryAfter, location: location, body: Array(body.utf8))
        )
    }

    static func refusal(_ status: Int, _ detail: String) -> Self {
        self.status(status, #"{"detail": "\#(detail.replacing("\"", with: "\\\""))", "status": \#(status)}"#)
    }
}
