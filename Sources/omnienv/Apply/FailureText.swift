import Applying
import Diagnostics
import FoundationEssentials
import OmniAPI
import OmniModel
import Planning
import StateStore

extension ApplyFailure {
    /// What went wrong, and the way out.
    var text: TerminalText {
        switch self {
        case .omni(let error): "\(error)"
        case .state(let error): "\(error)"
        case .attachUnanswered(let addresses, let error):
            """
            \(Self.reason(error)); whether it was carried out cannot be \
            seen from here. Find the ids in Omni, then: \(Self.imports(addresses))
            """
        case .attachedWithoutID(let addresses, let error):
            """
            \(addresses.quotedList) \(addresses.count == 1 ? "was" : "were") attached, and the answer \
            with \(addresses.count == 1 ? "the id" : "the ids") was lost\(error.map { " (\($0))" } ?? "" as TerminalText). Find \
            \(addresses.count == 1 ? "the id" : "the ids") in Omni, then: \(Self.imports(addresses))
            """
        case .attachNotListed(let addresses, let error):
            """
            \(Self.reason(error)); Omni's list does not show \
            \(addresses.quotedList): apply again, which looks once more before it attaches
            """
        case .changedMeanwhile(let changes):
            """
            somebody else changed this base after the plan was made: \
            \(changes.map(\.words).joined(separator: "; ")). Nothing more was done to it: plan again
            """
        case .unknownID(let address): "the id of \(quoted: address) is not known: plan again"
        case .partly(let values):
            "only \(values.listed(atMost: .max)) was written, so that it does not stay at the base connection"
        case .stillListed(let address): "Omni confirmed it, but its list still shows \(quoted: address)"
        case .interrupted: "interrupted before an answer came"
        }
    }

    private static func reason(_ error: OmniError?) -> TerminalText {
        error.map { "\($0)" } ?? "Omni's answer leaves environments out"
    }

    static func forgets(_ addresses: [Address]) -> TerminalText {
        addresses.map { "omnienv state forget \(shell: $0.description)" }.joined(separator: "; ")
    }

    static func imports(_ addresses: [Address]) -> TerminalText {
        addresses.map { "omnienv import \(shell: $0.description) <environment id>" }.joined(
            separator: "; "
        )
    }
}

extension OutsideChange {
    /// Such as `eu has x instead of eu`.
    fileprivate var words: TerminalText {
        switch (expected, found) {
        case (let expected?, let found?):
            "\(name) \(found.difference(from: expected))"
        case (_?, nil): "\(name) is no longer attached"
        case (nil, let found):
            "\(name) is attached, with \(found?.listed(atMost: .max) ?? "no values")"
        }
    }
}

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

/// Where an apply left what its state file did not take.
struct RescuedState {
    /// The state file, symbolic links followed.
    let statePath: String
    /// A whole state with everything in it; `nil` when no file could be written.
    let path: String?

    /// The step that brings it back.
    var command: TerminalText? { path.map { "mv \(shell: $0) \(shell: statePath)" } }
}

extension ApplyRun {
    /// Saves what Omni has and the state file does not say: in a file, or else on standard error.
    func rescue(_ report: ApplyReport) async -> RescuedState? {
        guard !report.unwritten.isEmpty || report.stateFailure?.losesFile == true else { return nil }
        let folder = FileManager.default.temporaryDirectory.path
        do {
            let path = try await journal.state.rescue(from: journal.path, orIn: folder)
            return RescuedState(statePath: journal.path, path: path)
        } catch {
            session.console.error(
                "no file takes what the state file misses (\(error)); these lines belong at its end:"
            )
            session.console.say(TerminalText(json: report.unwritten.linesToShow))
            return RescuedState(statePath: journal.path, path: nil)
        }
    }
}
