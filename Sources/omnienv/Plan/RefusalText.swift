import Diagnostics
import JSONText
import Manifest
import OmniModel
import Planning

extension Refusal {
    /// What is refused, and the way out.
    func text(_ plan: Plan) -> TerminalText {
        switch self {
        case .detachesProtected(let address):
            "\(quoted: address) is protected and would be detached: put it back into the manifest, or first apply it with protect: false"
        case .emptiesProtected(let address):
            "\(quoted: address) is protected and would lose all of its values: leave it one, or first lift its protection in an apply of its own, with protect: false"
        case .takesProtected(let loss):
            loss.text(plan)
        case .protectedCycle(let addresses):
            """
            the values of \(addresses.quotedList) move in a cycle, and each of them \
            is protected and would be empty in between: first apply one of them with protect: false and its values as \
            they are
            """
        case .fallbackWindows(let base, let windows):
            """
            \(quoted: base) has isolation: strict, and \(windows.listed) would reach the base connection in between, since \
            Omni lets no two environments hold a value: \(Self.allowing(windows.map(\.value))) lets \
            \(windows.count == 1 ? "it" : "them")
            """
        case .fallBack(let base, let values, let from):
            """
            \(quoted: base) has isolation: strict, and \(values.quotedList) would fall back from \(quoted: from) to the base \
            connection: give \(values.count == 1 ? "it" : "them") another environment, or \(Self.allowing(values))
            """
        case .changesLookup(let base, let lookup):
            """
            \(quoted: base) has isolation: strict, and \(lookup.effect), which changes the routing of everyone: \
            --allow-fallback all lets it
            """
        case .massDetach(let count, let total):
            "\(count) of \(total) environments would be detached: --max-detach \(count) lets it"
        }
    }

    private static func allowing(_ values: [AttributeValue]) -> TerminalText {
        values.count > 3
            ? "--allow-fallback all"
            : values.map { "--allow-fallback \(shell: $0.text)" as TerminalText }.joined(separator: " ")
    }
}

extension ProtectedLoss {
    /// Which values go where, and how the protection is lifted.
    fileprivate func text(_ plan: Plan) -> TerminalText {
        let base = plan.bases.first { $0.connection == key.base }
        let ways = RoutingLines.grouped(moves).map { way, moves -> TerminalText in
            let values = moves.map(\.value).quotedList
            guard way.to != .base else { return "\(values) would be routed to the base connection" }
            return "\(values) would be routed to \(quoted: base?.name(of: way.to) ?? address.base)"
        }
        let taken: TerminalText = moves.count == 1 ? "the value" : "the values"
        let (fact, remedy): (TerminalText, TerminalText) =
            isLifting
            ? (
                "is protected until the plan that lifts it is applied",
                "lift the protection in an apply of its own, then take \(taken)"
            )
            : (
                "is protected",
                "leave \(taken) there, or first apply it with protect: false and its values as they are"
            )
        return
            "\(quoted: address)\(connection(base)) \(fact), and \(ways.joined(separator: " and ")): \(remedy)"
    }

    /// The connection, where the label does not say alone whose data users read.
    private func connection(_ base: BasePlan?) -> TerminalText {
        guard let base, base.ambiguous.contains(key.connection) else { return "" }
        return " (\(base.name(of: key.connection)))"
    }
}

extension LookupChange {
    fileprivate var effect: TerminalText {
        guard let from, let to else { return "its user attribute would be removed" }
        return
            "its values would be looked up by the user attribute \(quoted: to) instead of \(quoted: from)"
    }
}

extension [FallbackWindow] {
    /// Up to ten of them, each with the requests that it spans.
    fileprivate var listed: TerminalText {
        let shown: [TerminalText] = prefix(10).map {
            "\(quoted: $0.value) (requests \($0.opens + 1) to \($0.closes + 1))"
        }
        let rest: TerminalText =
            count > shown.count ? " and \((count - shown.count).of("more value"))" : ""
        return shown.joined(separator: ", ") + rest
    }
}

extension LiftedGuard {
    /// Which guard does not hold, and what that lets happen.
    var text: TerminalText {
        switch self {
        case .prune: "--prune: what has left the manifest is detached"
        case .emptyList: "--accept-empty: an empty list of environments is believed"
        case .massDetach(let limit): "--max-detach \(limit): so many environments may be detached"
        case .fallbacks(.all):
            "--allow-fallback all: every value may fall back to a base with isolation: strict"
        case .fallbacks(let values):
            """
            --allow-fallback: \(values.words.listed(atMost: .max)) may fall back to a base with isolation: strict
            """
        case .isolation(let base):
            "isolation of \(base): strict at the last apply, report in the manifest"
        case .protection(let address):
            "protection of \(address.description): protected at the last apply, no longer in the manifest"
        }
    }
}

extension LiftedGuard {
    /// In JSON: `guard`, and what belongs to it.
    var document: JSONValue {
        switch self {
        case .prune: ["guard": "prune"]
        case .emptyList: ["guard": "accept_empty"]
        case .massDetach(let limit): ["guard": "max_detach", "count": .number(limit)]
        case .fallbacks(let allowed): ["guard": "allow_fallback", "values": .strings(allowed.words)]
        case .isolation(let base): ["guard": "isolation", "base": .string(base)]
        case .protection(let address): ["guard": "protection", "address": .string(address.description)]
        }
    }
}

extension PlanInstance {
    /// The address, and who names it where that is not the operator.
    var text: TerminalText {
        switch source {
        case .operator: "Instance: \(url)"
        case .manifest: "Instance: \(url) (the manifest names it; nothing was asked there)"
        case .state: "Instance: \(url) (the state names it; nothing was asked there)"
        }
    }
}

extension PlanWarning {
    /// What looks wrong, and what to do.
    var text: TerminalText {
        switch self {
        case .baseVanished(let base, let recorded):
            """
            Omni lists none of the \(recorded) environments that the state has of \(quoted: base): unless somebody \
            detached them all, the token may not see them
            """
        case .routesNobody(let base):
            """
            the base connection \(quoted: base) has no user attribute, neither in the manifest nor in Omni, so that nobody \
            is routed to its environments: write userAttribute
            """
        case .connectionsUnread:
            "the token may not read the connections: ids are taken as they are, and nobody has compared them"
        case .userAttributesUnread:
            "the token may not read the user attributes: nobody has compared the manifest's with them"
        case .sharedValue(let base, let value, let connections):
            """
            Omni lists the value \(quoted: value) in \(connections.count) environments of \(quoted: base), of the connections \
            \(connections.map(\.text).quotedList): which of them counts is not known
            """
        case .joinedText(let base, let connection, let text):
            """
            Omni lists \(quoted: text) as one value of \(quoted: base), in the environment of the connection \
            \(quoted: connection.text): it is taken for the values between its commas
            """
        case .assertion(let assertion): "\(quoted: assertion.base): \(assertion.words)"
        case .unneededFallback(let base, let entry):
            """
            allowFallback of \(quoted: base) lists \(quoted: entry.value) (line \(entry.line)), which this plan does \
            not need: remove it
            """
        }
    }
}

extension UnmetAssertion {
    /// What the manifest asserts, and what is the case; it follows the base's label.
    var words: TerminalText {
        switch kind {
        case .usersWithoutValue(let value, let wanted, let found):
            """
            usersWithoutValue says \(quoted: wanted.text) (line \(line)), but \(Self.words(of: value)) leads to \
            \(quoted: found)
            """
        case .branchOverride(let wanted):
            """
            branchOverride says \(wanted) (line \(line)), but in Omni a branch \(wanted ? "may not" : "may") have an \
            environment of its own
            """
        case .unread(let key):
            "whether \(key) holds (line \(line)) could not be read"
        }
    }

    private static func words(of defaultValue: AttributeValue?) -> TerminalText {
        guard let defaultValue else { return "the attribute has no default value, which" }
        return "the attribute's default value \(quoted: defaultValue)"
    }
}

extension Console {
    func warn(_ warnings: [PlanWarning]) {
        for warning in warnings { self.warning(warning.text) }
    }
}
