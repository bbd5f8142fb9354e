/// Why a text is not a fault.
package struct FaultSyntaxError: Error, Sendable, Equatable {
    package enum Problem: Error, Sendable, Equatable {
        case wordCount(Int)
        case method(String)
        case path(String)
        case count(String)
        case effect(String)
        case seconds(String)
        case edit(String)
        case id(String)
    }

    package let problem: Problem
    package let text: String

    init(_ problem: Problem, in text: String) {
        self.problem = problem
        self.text = text
    }
}

extension FaultSyntaxError: CustomStringConvertible {
    package var description: String { "\(reason) in the fault \"\(text)\"; \(advice)" }

    private var reason: String {
        switch problem {
        case .wordCount(let count): "\(count) of four words"
        case .method(let word): "unknown method \"\(word)\""
        case .path(let word): "unknown path \"\(word)\""
        case .count(let word): "unknown count \"\(word)\""
        case .effect(let word): "unknown effect \"\(word)\""
        case .seconds(let word): "no number of seconds in \"\(word)\""
        case .edit(let word): "unknown edit \"\(word)\""
        case .id(let word): "\"\(word)\" is not a UUID"
        }
    }

    private var advice: String {
        switch problem {
        case .wordCount:
            "write METHOD PATH COUNT EFFECT, such as \"POST /v1/connection-environments 1 lost-after\""
        case .method: "use GET, POST, PUT, PATCH, DELETE, or * for any"
        case .path: "use a path below /api, such as /v1/connections/*, or * for any"
        case .count: "use a number from 1, a range such as 2-4, or * for every request"
        case .effect:
            "use lost-before, lost-after, a status from 400 to 599 with -before or -after and perhaps :SECONDS, "
                + "error-in-200-before, error-in-200-after, slow:SECONDS, garbage, partial, html, stale-list, 404-once, or edit:…"
        case .seconds: "use slow:0.5 or 429:2"
        case .edit:
            "use edit:attach:BASE=CONNECTION, edit:detach:CONNECTION, edit:values:CONNECTION=a,b, or "
                + "edit:delete-connection:CONNECTION"
        case .id: "use a connection's id"
        }
    }
}
