import Diagnostics
import LocatedYAML
package import OmniModel

/// What of a state a person means by an address, an environment's id, or a base's label.
package struct StateSelection: Sendable {
    package enum Entry: Sendable, Hashable {
        case environment(EnvironmentKey, RecordedEnvironment)
        case intent(EnvironmentKey, Address)
        case attribute(ConnectionID, RecordedAttribute)
    }

    package enum Problem: Error, Sendable, Hashable {
        case unknown(String, meant: String?)
        /// Several environments of one address: an earlier one may have been left behind.
        case ambiguous(String, [EnvironmentID])
    }

    private let state: State

    package init(_ state: State) {
        self.state = state
    }

    /// Everything but the names of connections: environments and unfinished creates by address, then attributes.
    package var all: [Entry] {
        let environments = state.environments.map { Entry.environment($0, $1) }
        let intents = state.intents.map { Entry.intent($0, $1) }
        let attributes = state.attributes.map { Entry.attribute($0, $1) }
        return (environments + intents).sorted { $0.order < $1.order }
            + attributes.sorted { $0.order < $1.order }
    }

    /// All that have this address, id or label.
    package func entries(_ text: String) throws(Problem) -> [Entry] {
        let found = all.filter { $0.isCalled(text) }
        guard found.isEmpty else { return found }
        throw .unknown(text, meant: Suggestion.closest(to: text, among: all.map(\.name)))
    }

    /// The one that is meant: for what cannot be done to several.
    package func entry(_ text: String) throws(Problem) -> Entry {
        let found = try entries(text)
        // An environment that was being attached again stands in both lists.
        guard let last = found.last, found.allSatisfy({ $0.forgetting == last.forgetting }) else {
            throw .ambiguous(text, found.compactMap(\.id))
        }
        return last
    }
}

extension StateSelection.Entry {
    /// The address, or the base's label.
    package var name: String {
        switch self {
        case .environment(_, let environment): environment.address.description
        case .intent(_, let address): address.description
        case .attribute(_, let attribute): attribute.base
        }
    }

    /// What takes it out of the state.
    package var forgetting: StateRecord {
        switch self {
        case .environment(let key, _), .intent(let key, _): .forgotten(key)
        case .attribute(let base, _): .attributeForgotten(base)
        }
    }

    fileprivate var id: EnvironmentID? {
        guard case .environment(_, let environment) = self else { return nil }
        return environment.id
    }

    fileprivate func isCalled(_ text: String) -> Bool {
        ExactText(name) == ExactText(text) || id?.text == text
    }

    fileprivate var order: (ExactText, EnvironmentKey) {
        switch self {
        case .environment(let key, _), .intent(let key, _): (ExactText(name), key)
        case .attribute(let base, _): (ExactText(name), EnvironmentKey(base: base, connection: base))
        }
    }
}

extension StateSelection.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknown(let text, let meant):
            """
            the state has nothing called \(text.quoted)\(meant.map { ": " + Suggestion.question($0) } ?? ""); \
            omnienv state list shows all
            """
        case .ambiguous(let text, let ids):
            "\(text.quoted) stands for several environments: give the id, one of \(ids.map(\.text).joined(separator: ", "))"
        }
    }
}
