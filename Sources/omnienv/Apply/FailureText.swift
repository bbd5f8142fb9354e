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
