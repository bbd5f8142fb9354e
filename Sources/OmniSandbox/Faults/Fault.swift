/// Something that goes wrong on purpose, for tests and for showing off recovery: which requests it hits,
/// which of them, and what happens then. `Fault+Parsing.swift` describes how it is written.
package struct Fault: Sendable, Equatable {
    /// Which of the requests that match: counted from 1.
    package enum Occurrences: Sendable, Equatable {
        case every
        case within(ClosedRange<Int>)
    }

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

/// A path below `/api`, in which `*` stands for any one segment; `*` alone is every path.
package struct PathPattern: Sendable, Equatable {
    package let text: String
    private let segments: [String]

    package init(_ text: String) {
        self.text = text
        segments = text.split(separator: "/").map(String.init)
    }

    func matches(_ path: String) -> Bool {
        if text == "*" { return true }
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
