import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Sends requests with one HTTP client, which keeps its connections open between them.
struct PooledTransport: Transport {
    /// How much of an answer is taken, before and after decompression.
    static let largestAnswer = 64 << 20
    /// How much of an answer without success is taken, in bytes: it is only looked through for words.
    static let largestFailure = 64 << 10

    private let http: HTTPClient
    /// One loop for connections and answers alike: a change of threads costs a fifth of a call on loopback.
    private let loop: any EventLoop
    private let base: String
    private let headers: HTTPHeaders
    private let headersWithBody: HTTPHeaders
    private let timeout: TimeAmount
    private let largestAnswer: Int

    init(settings: TransportSettings, http: HTTPClient, largestAnswer: Int = Self.largestAnswer) {
        self.http = http
        loop = http.eventLoopGroup.any()
        base = settings.base
        var headers: HTTPHeaders = [
            "authorization": settings.authorization,
            "accept": "application/json",
            "accept-encoding": "gzip, deflate",
            "user-agent": settings.userAgent,
        ]
        self.headers = headers
        headers.add(name: "content-type", value: "application/json")
        headersWithBody = headers
        timeout = TimeAmount(settings.timeouts.request)
        self.largestAnswer = largestAnswer
    }

    /// A call is cancelled together with its task. The answer to a write is lost then.
    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        let collector = AnswerCollector(limit: largestAnswer)
        do {
            let task = http.execute(
                request: try httpRequest(request),
                delegate: collector,
                eventLoop: .delegate(on: loop),
                deadline: .now() + timeout
            )
            return try await withTaskCancellationHandler {
                try await task.futureResult.get()
            } onCancel: {
                task.cancel()
            }
        } catch let error as AnswerCollector.CutOff {
            return error.response
        } catch {
            throw TransportError(error, mayHaveBeenSent: collector.mayHaveBeenSent)
        }
    }

    private func httpRequest(_ request: APIRequest) throws -> HTTPClient.Request {
        try HTTPClient.Request(
            url: base + request.call.path,
            method: HTTPMethod(rawValue: request.call.method.rawValue),
            headers: request.body == nil ? headers : headersWithBody,
            body: request.body.map { .byteBuffer(ByteBuffer(bytes: $0)) }
        )
    }
}
