import Diagnostics
import JSONText
import Manifest
import OmniModel
import Planning
import StateStore

extension Plan {
    /// A plan as `--output json` gives it, and as a saved plan's file shows it: everything that any of its forms shows.
    /// Minor versions of the format only add.
    ///
    /// - Parameters:
    ///   - digest: what `apply --expect` takes; `nil` when a guard refuses the plan, or nothing names the instance.
    ///   - places: where the manifest says what the plan does.
    ///   - seconds: how long the rate limit makes the requests take.
    ///   - shortened: the values that change and that the Markdown form has no room for.
    func document(
        digest: Digest?,
        places: PartPlaces,
        seconds: Int? = nil,
        shortened: [MarkdownComment.Subject] = []
    ) -> JSONValue {
        [
            "format_version": "1.0",
            "instance": (instance?.url.description).map(JSONValue.string),
            "instance_source": (instance?.source.rawValue).map(JSONValue.string),
            "lifted_guards": .array(lifted.map(\.document)),
            "basis": .string(basis.rawValue),
            "has_changes": .boolean(hasChanges),
            "digest": (digest?.text).map(JSONValue.string),
            "summary": [
                "add": .number(count.add), "change": .number(count.change), "destroy": .number(count.destroy),
                "requests": .number(requestCount), "seconds": seconds.map(JSONValue.number),
            ],
            "bases": .array(zip(basesByDanger, places.bases).map { $0.document($1) }),
            "refusals": .array(refusals.document(at: places.refusals) { $0.document(in: self) }),
            "shortened": shortened.isEmpty ? nil : .array(shortened.map(\.document)),
        ]
    }
}

extension Array {
    /// Each element as an object, to whose members those of its place are added.
    fileprivate func document(at places: [FilePlace?], _ document: (Element) -> JSONValue) -> [JSONValue] {
        zip(self, places).map { document($0).adding($1?.document) }
    }
}

extension Refusal {
    fileprivate func document(in plan: Plan) -> JSONValue {
        ["rule": .string(rule.rawValue), "message": .text(text(plan))]
    }
}

extension MarkdownComment.Subject {
    fileprivate var document: JSONValue { ["base": .string(base), "value": .string(value.text)] }
}

extension BasePlan {
    fileprivate func document(_ places: PartPlaces.Base) -> JSONValue {
        [
            "label": .string(label),
            "connection": .string(connection.text),
            // What Omni calls it; absent where that is not known.
            "connection_name": names[connection].map(JSONValue.string),
            "isolation": .string(isolation.rawValue),
            // False where the requests are a good approximation of the fewest.
            "exact": .boolean(isExact),
            "connections": .array(mentioned.map(document(of:))),
            "allowed_fallbacks": .array(
                allowedFallbacks.map { ["value": .string($0.value.text), "line": .number($0.line)] }
            ),
            "routing": [
                "moves": .array(routing.moves.document(at: places.moves, document(of:))),
                "fallback_windows": .array(routing.windows.document(at: places.windows, document(of:))),
                "lookup": routing.lookup.map(\.document),
            ],
            "changes": .array(changes.document(at: places.changes) { $0.document(names: names) }),
            "requests": .array(steps.map(\.document)),
        ]
    }

    /// An environment's connection that the plan mentions, and what people call it.
    private func document(of connection: ConnectionID) -> JSONValue {
        [
            "connection": .string(connection.text),
            "label": labels[connection].map(JSONValue.string),
            // What Omni calls it.
            "name": names[connection].map(JSONValue.string),
            // Whether the label does not say alone which connection is meant: it stood for another one, or does elsewhere.
            "ambiguous": .boolean(ambiguous.contains(connection)),
        ]
    }

    private func document(of move: RoutingMove) -> JSONValue {
        route(of: move.value, from: move.from, to: move.to)
            .adding(["falls_back": .boolean(move.fallsBack)])
    }

    /// `opens` and `closes` are numbers of requests within the base, counted from 1.
    private func document(of window: FallbackWindow) -> JSONValue {
        route(of: window.value, from: .environment(window.from), to: .environment(window.to))
            .adding(["opens": .number(window.opens + 1), "closes": .number(window.closes + 1)])
    }

    /// `from` and `to` are labels of environments, or `base`, beside the ids of the connections that users read before and
    /// after.
    private func route(of value: AttributeValue, from: Destination, to: Destination) -> JSONValue {
        [
            "value": .string(value.text),
            "from": .string(label(of: from)), "to": .string(label(of: to)),
            "from_connection": .string(connection(of: from).text),
            "to_connection": .string(connection(of: to).text),
        ]
    }
}

extension LookupChange {
    fileprivate var document: JSONValue {
        [
            "from": from.map(JSONValue.string), "to": to.map(JSONValue.string), "values": .values(values),
        ]
    }
}
