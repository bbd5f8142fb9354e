import Diagnostics
package import Manifest
package import OmniModel

/// Makes an environment known to the state by its id, for instances that cannot list it.
package enum Import {
    /// Why an id is not taken into the state.
    package enum Problem: Error, Sendable, Hashable {
        case unknownAddress(Address)
        case unresolvedName(String)
        case knownAlready(Address, EnvironmentID)
        /// The id is a connection's: the environment's own is another one.
        case isConnection(EnvironmentID)
        case isAnothers(EnvironmentID, Address)
    }

    /// The record of the environment at `address`: no values, so that the next plan sets those of the manifest.
    ///
    /// - Parameters:
    ///   - id: the one that Omni gave to the attachment; nobody can check it where there is no list.
    ///   - state: nil where nothing was applied yet.
    /// - Throws: when neither the manifest nor an unfinished create says which environment is meant, the state has it
    ///   already, or the id is another's or a connection's.
    package static func record(
        _ address: Address,
        id: EnvironmentID,
        manifest: Manifest,
        state: State?
    ) throws(Problem) -> StateRecord {
        let environment = environment(address, of: manifest)
        let key = try key(address, environment, state: state)
        if let known = state?.environments[key] { throw .knownAlready(known.address, known.id) }
        try check(id, of: key, state: state)
        let recorded = RecordedEnvironment(
            id: id,
            address: address,
            values: [],
            isProtected: environment?.environment.isProtected ?? false
        )
        return .environment(key, recorded)
    }

    private static func check(_ id: EnvironmentID, of key: EnvironmentKey, state: State?) throws(Problem) {
        if [key.base, key.connection].contains(ConnectionID(id.text)) { throw .isConnection(id) }
        if let other = state?.environments.values.first(where: { $0.id == id }) {
            throw .isAnothers(id, other.address)
        }
    }

    private static func environment(
        _ address: Address,
        of manifest: Manifest
    ) -> (base: BaseConnection, environment: Environment)? {
        guard let base = manifest.bases.first(where: { $0.label.value == address.base }),
            let environment = base.environments.first(where: { $0.label.value == address.environment })
        else { return nil }
        return (base, environment)
    }

    /// An unfinished create knows its connections; otherwise the manifest does.
    private static func key(
        _ address: Address,
        _ found: (base: BaseConnection, environment: Environment)?,
        state: State?
    ) throws(Problem) -> EnvironmentKey {
        if let intent = state?.intents.first(where: { $0.value == address })?.key { return intent }
        guard let (base, environment) = found else { throw .unknownAddress(address) }
        return EnvironmentKey(
            base: try connection(base.connection.value, state: state),
            connection: try connection(environment.connection.value, state: state)
        )
    }

    private static func connection(
        _ reference: ConnectionReference,
        state: State?
    ) throws(Problem) -> ConnectionID {
        switch reference {
        case .id(let id): return id
        case .name(let name):
            let ids = state?.connectionNames.filter { ExactText($0.value) == ExactText(name) } ?? [:]
            guard let id = ids.first?.key, ids.count == 1 else { throw .unresolvedName(name) }
            return id
        }
    }
}

extension Import.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownAddress(let address):
            "there is no environment \"\(address)\" in the manifest: add it first, or correct the address"
        case .unresolvedName(let name):
            "the connection \"\(name)\" is not in the state: write its id into the manifest"
        case .knownAlready(let address, let id):
            "\"\(address)\" is in the state already, with the id \(id): nothing is to be imported"
        case .isConnection(let id): "\(id) is the id of a connection: give the environment's own"
        case .isAnothers(let id, let address):
            "\(id) is the id of \"\(address)\": give this environment's own"
        }
    }
}
