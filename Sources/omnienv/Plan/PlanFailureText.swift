import Applying
import Diagnostics
import OmniModel
import Planning

extension PlanFailure {
    /// What is wrong, for the kinds that have no place in the manifest.
    var text: TerminalText {
        switch self {
        case .invalid, .valuesHeld: "the manifest does not fit what Omni has"
        case .unknownTargets(let unknown, let known):
            unknown.map { $0.text(besides: known) }.joined(separator: "; ")
        case .emptyList(let recorded):
            """
            Omni lists no environment at all, but the state has \(recorded): if they are gone in truth, say so with \
            --accept-empty; otherwise check the token's permissions
            """
        case .oddRow(let field):
            """
            Omni's list of environments lacks a usable \(quoted: field), and that row may be one of a base that is \
            planned: nothing is planned from it
            """
        case .noList:
            """
            this instance has no list of environments: record them one by one with \
            omnienv import ADDRESS <environment id>
            """
        case .unresolvedIntents(let addresses, isOffline: true):
            """
            the last apply was cut off while it attached \(addresses.quotedList): \
            plan without --offline, so that Omni's list can tell what became of it
            """
        case .unresolvedIntents(let addresses, isOffline: false):
            """
            the last apply was cut off while it attached \(addresses.quotedList), \
            and this instance has no list that could tell what became of it. Find the ids in Omni, then: \
            \(ApplyFailure.imports(addresses)). What Omni does not have: \(ApplyFailure.forgets(addresses))
            """
        }
    }

    static func pruningCommand(_ base: String) -> TerminalText {
        "omnienv apply --prune --target \(shell: base)"
    }

    var problems: [PlanProblem] {
        switch self {
        case .invalid(let problems), .valuesHeld(let problems): problems
        case .unknownTargets, .emptyList, .noList, .oddRow, .unresolvedIntents: []
        }
    }
}

extension UnknownTarget {
    /// - Parameter known: the manifest's labels.
    fileprivate func text(besides known: [String]) -> TerminalText {
        switch self {
        case .neverKnown(let target): "\(Self.lack(of: target)); there are: \(known.listed(atMost: .max))"
        case .renamed(let target, let label):
            "\(Self.lack(of: target)) in the manifest: its connection is called \([label].quotedList) now"
        case .left(let target):
            """
            \(Self.lack(of: target)) in the manifest; to detach what it has: \
            \(PlanFailure.pruningCommand(target))
            """
        }
    }

    private static func lack(of target: String) -> TerminalText {
        let noun: TerminalText = target.contains("/") ? "environment" : "base connection"
        return "there is no \(noun) \([target].quotedList)"
    }
}
