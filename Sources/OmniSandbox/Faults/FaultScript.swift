/// The faults that a sandbox plays, with how often each has been matched.
struct FaultScript: Sendable {
    private var lines: [(fault: Fault, matched: Int)]

    init(_ faults: [Fault]) {
        lines = faults.map { ($0, 0) }
    }

    mutating func append(_ fault: Fault) {
        lines.append((fault, 0))
    }

    /// Whether answers may be asked for that lag behind.
    var needsHistory: Bool {
        lines.contains { $0.fault.effect == .staleList }
    }

    /// What strikes a request: all edits from outside, and of the other effects the first. Every fault
    /// counts the requests that match it, whether it strikes or not.
    mutating func strike(_ request: SandboxRequest) -> (edits: [OutsideEdit], effect: Fault.Effect?) {
        var edits: [OutsideEdit] = []
        var effect: Fault.Effect?
        for index in lines.indices where lines[index].fault.matches(request) {
            lines[index].matched += 1
            let fault = lines[index].fault
            guard fault.occurrences.contains(lines[index].matched) else { continue }
            if case .edit(let edit) = fault.effect {
                edits.append(edit)
            } else {
                effect = effect ?? fault.effect
            }
        }
        return (edits, effect)
    }
}

/// A change that somebody makes past the client that is being tried out.
package enum OutsideEdit: Sendable, Equatable {
    /// Attaches a connection to a base, without values.
    case attach(base: ResourceID, connection: ResourceID)
    /// Detaches a connection from every base.
    case detach(connection: ResourceID)
    /// Sets the values of every environment on a connection.
    case values(connection: ResourceID, [String])
    case deleteConnection(ResourceID)
}

extension Store {
    /// Carries out an edit from outside, by the same rules as a request's. Editing what is not attached
    /// changes nothing.
    /// - Parameter time: when a deleted connection says it was deleted, in the form of RFC 3339.
    mutating func apply(_ edit: OutsideEdit, at time: String) throws(Refusal) {
        switch edit {
        case .attach(let base, let connection):
            _ = try attach([connection], to: base)
        case .detach(let connection):
            for environment in environments(on: connection) {
                try detach(environment.id)
            }
        case .values(let connection, let values):
            for environment in environments(on: connection) {
                try setValues(values, of: environment.id)
            }
        case .deleteConnection(let id):
            try deleteConnection(id, at: time)
        }
    }
}

/// Why a text is not a fault.
package struct FaultSyntaxError: Error, Sendable, Equatable {
    /// Which of the words is wrong, with what stands there.
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
        case .path: "use a path below /api, such as /v1/connections/*, or /openapi.json, or * for any"
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
