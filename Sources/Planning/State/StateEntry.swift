import Diagnostics
import LocatedYAML
package import Manifest
package import OmniModel

/// Something that a state has and can forget, as a person means it by an address, an environment's id, or a base's label.
package enum StateEntry: Sendable, Hashable {
    case environment(EnvironmentKey, RecordedEnvironment)
    case intent(EnvironmentKey, Address)
    case attribute(ConnectionID, RecordedAttribute)

    /// Why a text means no single entry.
    package enum Problem: Error, Sendable, Hashable {
        case unknown(String, meant: String?)
        /// Several entries of one address or label: an earlier one may have been left behind. With the ids that tell them
        /// apart.
        case ambiguous(String, [String])
    }

    /// What follows from taking an entry out of the state.
    package enum Outlook: Sendable, Hashable {
        /// The manifest names it: where Omni lists environments, the next apply adopts it again.
        case adoptedAgain
        /// The manifest does not: nothing manages it any more.
        case unmanaged
        /// There is no manifest that could tell.
        case unknown
    }
}

extension State {
    /// Everything but the names of connections: environments and unfinished creates by address, then attributes.
    package var entries: [StateEntry] {
        let environments = environments.map { StateEntry.environment($0, $1) }
        let intents = intents.map { StateEntry.intent($0, $1) }
        let attributes = attributes.map { StateEntry.attribute($0, $1) }
        return (environments + intents).sorted { $0.order < $1.order }
            + attributes.sorted { $0.order < $1.order }
    }

    /// All that have this address, id or label.
    package func entries(called text: String) throws(StateEntry.Problem) -> [StateEntry] {
        let found = entries.filter { $0.isCalled(text) }
        guard found.isEmpty else { return found }
        throw .unknown(text, meant: Suggestion.closest(to: text, among: entries.map(\.name)))
    }

    /// The one that is meant: for what cannot be done to several.
    package func entry(called text: String) throws(StateEntry.Problem) -> StateEntry {
        let found = try entries(called: text)
        // An environment that was being attached again stands in both lists.
        guard let last = found.last, found.allSatisfy({ $0.forgetting == last.forgetting }) else {
            throw .ambiguous(text, found.map(\.id))
        }
        return last
    }
}

extension StateEntry {
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

    /// The environment's id; of an unfinished create and of an attribute, that of the connection.
    fileprivate var id: String {
        switch self {
        case .environment(_, let environment): environment.id.text
        case .intent(let key, _): key.connection.text
        case .attribute(let base, _): base.text
        }
    }

    fileprivate func isCalled(_ text: String) -> Bool {
        ExactText(name) == ExactText(text) || id == text
    }

    fileprivate var order: (ExactText, EnvironmentKey) {
        switch self {
        case .environment(let key, _), .intent(let key, _): (ExactText(name), key)
        case .attribute(let base, _): (ExactText(name), EnvironmentKey(base: base, connection: base))
        }
    }
}

extension StateEntry.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknown(let text, let meant):
            """
            the state has nothing called \(text.quoted)\(meant.map { ": " + Suggestion.question($0) } ?? ""); \
            omnienv state list shows all
            """
        case .ambiguous(let text, let ids):
            "\(text.quoted) stands for several entries: give the id, one of \(ids.joined(separator: ", "))"
        }
    }
}

extension StateEntry {
    /// What becomes of the entry once the state has forgotten it.
    ///
    /// - Parameters:
    ///   - manifest: nil where there is none that can be read.
    ///   - state: the one that the entry is taken from, for the names by which it found connections.
    package func outlook(in manifest: Manifest?, state: State) -> StateEntry.Outlook {
        guard let manifest else { return .unknown }
        return isNamed(in: manifest, state) ? .adoptedAgain : .unmanaged
    }

    private func isNamed(in manifest: Manifest, _ state: State) -> Bool {
        switch self {
        case .environment(let key, _), .intent(let key, _):
            manifest.bases.contains { base in
                state.leads(base.connection.value, to: key.base)
                    && base.environments.contains { state.leads($0.connection.value, to: key.connection) }
            }
        case .attribute(let connection, _):
            manifest.bases.contains {
                $0.userAttribute != nil && state.leads($0.connection.value, to: connection)
            }
        }
    }
}

extension State {
    /// Whether a reference means the connection, by its id or by the name that the last apply found it by.
    fileprivate func leads(_ reference: ConnectionReference, to connection: ConnectionID) -> Bool {
        switch reference {
        case .id(let id): id == connection
        case .name(let name): connectionNames[connection].map { ExactText($0) == ExactText(name) } ?? false
        }
    }
}
