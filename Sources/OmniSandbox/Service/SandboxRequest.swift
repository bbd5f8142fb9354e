/// A request as it came over the wire, as far as the API reads it.
struct SandboxRequest: Sendable, Equatable {
    var method: String
    /// Without the query.
    var path: String
    var query: [QueryItem] = []
    var authorization: String?
    var body: [UInt8] = []

    struct QueryItem: Sendable, Equatable {
        let name: String
        let value: String
    }

    /// Reads the target of a request line: a path and perhaps a query.
    init(method: String, target: String, authorization: String? = nil, body: [UInt8] = []) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        path = String(parts.first ?? "/")
        query = parts.count > 1 ? parts[1].split(separator: "&").map(QueryItem.init) : []
        self.authorization = authorization
        self.body = body
    }

    /// The path and the query as they were sent.
    var target: String {
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }
}
