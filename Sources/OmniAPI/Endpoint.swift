package import HTTPTransport
import JSONText

/// An endpoint that not every instance has, or not for ever, and that nobody can try without changing something or without
/// an id. Whether there is one says the instance's own specification (docs/omni-api.md, "Endpoints").
package enum Endpoint: Sendable, Hashable, CaseIterable {
    case attach
    case setValues
    case detach
    case setUserAttribute
    case connection

    /// As the specification and this project's documents name it, such as `DELETE /v1/connection-environments/:id`.
    package var call: APICall {
        switch self {
        case .attach: APICall(.post, Path.environments)
        case .setValues: APICall(.put, Path.environments + Self.id)
        case .detach: APICall(.delete, Path.environments + Self.id)
        case .setUserAttribute: APICall(.patch, Path.connections + Self.id)
        case .connection: APICall(.get, Path.connections + Self.id)
        }
    }

    private static let id = "/:id"
}

extension Set<Endpoint> {
    /// Those that an OpenAPI document has. Its paths may begin beneath the instance, beneath `/api` or beneath `/api/v1`, and call
    /// an id what they like.
    ///
    /// - Throws: also where it is JSON without any path.
    init(specification body: [UInt8]) throws(JSONProblem) {
        self = []
        var calls: Set<APICall>?
        var reader = JSONReader(body)
        try reader.object { key, reader throws(JSONProblem) in
            guard key == "paths" else { return try reader.skip() }
            var found: Set<APICall> = []
            try reader.object { path, reader throws(JSONProblem) in
                try reader.object { method, reader throws(JSONProblem) in
                    found.insert(APICall(APIMethod(rawValue: method.uppercased()), Path.documented(path)))
                    try reader.skip()
                }
            }
            calls = found
        }
        try reader.end()
        guard let calls, !calls.isEmpty else { throw .lacks(field: "paths") }
        self = Set(Endpoint.allCases.filter { calls.contains($0.call) })
    }
}

extension Path {
    /// A path of an OpenAPI document as docs/omni-api.md writes it.
    fileprivate static func documented(_ path: String) -> String {
        var segments = path.split(separator: "/")[...]
        for prefix in ["api", "v1"] where segments.first.map(String.init) == prefix { segments.removeFirst() }
        return "/v1/" + segments.map { $0.hasPrefix("{") ? ":id" : String($0) }.joined(separator: "/")
    }
}
