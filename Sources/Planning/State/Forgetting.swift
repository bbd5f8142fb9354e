import Diagnostics
import LocatedYAML
package import Manifest
import OmniModel

/// What follows from taking an entry out of the state.
package enum Forgetting {
    package enum Outlook: Sendable, Hashable {
        /// The manifest names it: where Omni lists environments, the next apply adopts it again.
        case adoptedAgain
        /// The manifest does not: nothing manages it any more.
        case unmanaged
        /// There is no manifest that could tell.
        case unknown
    }

    package static func outlook(of entry: StateSelection.Entry, in manifest: Manifest?, state: State)
        -> Outlook
    {
        guard let manifest else { return .unknown }
        return names(manifest, entry, state) ? .adoptedAgain : .unmanaged
    }

    private static func names(_ manifest: Manifest, _ entry: StateSelection.Entry, _ state: State) -> Bool {
        switch entry {
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
