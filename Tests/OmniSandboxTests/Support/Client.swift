import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import OmniSandbox

/// What a client of a sandbox sees.
struct Reply: Equatable {
    let status: Int
    let text: String
    var contentType: String?
    var retryAfter: String?

    static func == (first: Reply, second: Reply) -> Bool {
        first.status == second.status && first.text == second.text
    }
}

extension Reply {
    init(_ status: Int, _ text: String) {
        self.init(status: status, text: text)
    }
}

extension Sandbox {
    /// Sends a request to the API; `path` is what follows `/api`.
    func send(
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        authorization: String? = "Bearer token"
    ) async throws -> Reply {
        try await fetch(method, baseURL + path, body, authorization: authorization)
    }

    /// Asks the sandbox about itself.
    func ask(
        _ path: String,
        _ method: String = "GET",
        authorization: String? = "Bearer token",
        headers: [(name: String, value: String)] = []
    ) async throws -> Reply {
        let url = "http://127.0.0.1:\(port)\(path)"
        return try await fetch(method, url, nil, authorization: authorization, headers: headers)
    }

    private func fetch(
        _ method: String,
        _ url: String,
        _ body: String?,
        authorization: String?,
        headers: [(name: String, value: String)] = []
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        for header in headers { request.headers.replaceOrAdd(name: header.name, value: header.value) }
        if let authorization {
            request.headers.add(name: "Authorization", value: authorization)
        }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
        let text = try await response.body.collect(upTo: 16 * 1024 * 1024)
        return Reply(
            status: Int(response.status.code),
            text: String(buffer: text),
            contentType: response.headers.first(name: "Content-Type"),
            retryAfter: response.headers.first(name: "Retry-After")
        )
    }
}

extension SandboxConfiguration {
    /// The default with a change.
    static func with(_ change: (inout Self) throws -> Void) rethrows -> Self {
        var configuration = Self()
        try change(&configuration)
        return configuration
    }

    static func fault(_ text: String...) throws -> Self {
        try with { $0.faults = try text.map { try Fault(parsing: $0) } }
    }
}
