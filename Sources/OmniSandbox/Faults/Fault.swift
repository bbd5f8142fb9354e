/// Something that goes wrong on purpose, for tests and for showing off recovery: which requests it hits,
/// which of them, and what happens then. `Fault+Parsing.swift` describes how it is written.
package struct Fault: Sendable, Equatable {
    /// Which of the requests that match: counted from 1.
    package enum Occurrences: Sendable, Equatable {
        case every
        case within(ClosedRange<Int>)
    }

    /// What happens to a request or its answer.
    package enum Effect: Sendable, Equatable {
        /// The connection is closed without an answer.
        case lost(Moment)
        /// An error answer, with a `Retry-After` field if there are seconds for one.
        case status(Int, Moment, retryAfter: Int?)
        /// The work is done at once, the answer comes later.
        case slow(Duration)
        /// The answer has status 200, and its body is an error.
        case maskedError(Moment)
        /// The work is done; the answer has status 200 and is not JSON.
        case garbage
        /// The work is done; the answer stops half way and the connection is closed.
        case partial
        /// The work is not done; a proxy answers 502 with an HTML page.
        case proxyPage
        /// A `GET` is answered from the store as it stood before the last write.
        case staleList
        /// The first request that names an environment created in this run is answered 404.
        case notFoundOnce
        /// Somebody else changes something just before the request, which is then carried out.
        case edit(OutsideEdit)
    }

    /// Whether the request's work is done when the fault strikes.
    package enum Moment: String, Sendable {
        case before, after
    }

    /// Nil for any method.
    package let method: String?
    package let path: PathPattern
    package let occurrences: Occurrences
    package let effect: Effect

    package init(method: String?, path: PathPattern, occurrences: Occurrences, effect: Effect) {
        self.method = method
        self.path = path
        self.occurrences = occurrences
        self.effect = effect
    }

    func matches(_ request: SandboxRequest) -> Bool {
        (method == nil || method == request.method) && path.matches(request.path)
    }
}

/// A path below `/api`, in which `*` stands for any one segment, or the specification's; `*` alone is every path.
package struct PathPattern: Sendable, Equatable {
    package let text: String
    private let segments: [String]

    package init(_ text: String) {
        self.text = text
        segments = text.split(separator: "/").map(String.init)
    }

    func matches(_ path: String) -> Bool {
        if text == "*" || text == path { return true }
        let found = path.dropFirst(Endpoint.root.count).split(separator: "/")
        return found.count == segments.count
            && zip(segments, found).allSatisfy { $0 == "*" || $0 == $1 }
    }
}

extension Fault.Occurrences {
    func contains(_ number: Int) -> Bool {
        switch self {
        case .every: true
        case .within(let range): range.contains(number)
        }
    }
}

/// A fault is written as four words, `METHOD PATH COUNT EFFECT`:
/// - METHOD: `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, or `*` for any.
/// - PATH: below `/api`, such as `/v1/connection-environments/*`, or `/openapi.json`; `*` is any one segment, alone any path.
/// - COUNT: which of the matching requests, from 1: `1`, `2-4`, or `*` for every one.
/// - EFFECT: see `Effect.init(parsing:)`.
extension Fault {
    /// Reads a fault's four words.
    ///
    /// - Throws: the first word that cannot be read, with the whole text.
    package init(parsing text: String) throws(FaultSyntaxError) {
        let words = text.split(separator: " ", maxSplits: 3).map(String.init)
        guard words.count == 4 else { throw FaultSyntaxError(.wordCount(words.count), in: text) }
        do {
            method = try Self.method(words[0])
            path = try Self.path(words[1])
            occurrences = try Occurrences(parsing: words[2])
            effect = try Effect(parsing: words[3])
        } catch {
            throw FaultSyntaxError(error, in: text)
        }
    }

    private static func method(_ word: String) throws(FaultSyntaxError.Problem) -> String? {
        switch word {
        case "*": return nil
        case "GET", "POST", "PUT", "PATCH", "DELETE": return word
        default: throw .method(word)
        }
    }

    private static func path(_ word: String) throws(FaultSyntaxError.Problem) -> PathPattern {
        guard word == "*" || word == Endpoint.specificationPath || word.hasPrefix("/v1/") else {
            throw .path(word)
        }
        return PathPattern(word)
    }
}

extension Fault.Occurrences {
    fileprivate init(parsing word: String) throws(FaultSyntaxError.Problem) {
        if word == "*" {
            self = .every
            return
        }
        let bounds = word.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard bounds.count <= 2, let first = bounds.first ?? nil, let last = bounds.last ?? nil,
            first >= 1, first <= last
        else { throw .count(word) }
        self = .within(first...last)
    }
}

extension Fault.Effect: CustomStringConvertible {
    /// The effect as the fault grammar writes it.
    package var description: String {
        switch self {
        case .lost(let moment): "lost-\(moment.rawValue)"
        case .status(let status, let moment, let seconds):
            "\(status)-\(moment.rawValue)\(seconds.map { ":\($0)" } ?? "")"
        case .maskedError(let moment): "error-in-200-\(moment.rawValue)"
        case .slow(let duration): "slow:\(duration / .seconds(1))"
        case .garbage: "garbage"
        case .partial: "partial"
        case .proxyPage: "html"
        case .staleList: "stale-list"
        case .notFoundOnce: "404-once"
        case .edit(let edit): edit.description
        }
    }
}

extension OutsideEdit: CustomStringConvertible {
    /// The edit as the fault grammar writes it.
    package var description: String {
        switch self {
        case .attach(let base, let connection): "edit:attach:\(base)=\(connection)"
        case .detach(let connection): "edit:detach:\(connection)"
        case .values(let connection, let values):
            "edit:values:\(connection)=\(values.joined(separator: ","))"
        case .deleteConnection(let connection): "edit:delete-connection:\(connection)"
        }
    }
}
