import JSONText
package import OmniModel

/// Everything that can be asked of Omni and nothing that changes it.
package struct OmniReader: Sendable {
    let session: Session

    /// All environments of the organization, or that this instance has no such list.
    package func environments() async throws(OmniError) -> EnvironmentListing {
        do {
            return .listed(try await listedEnvironments())
        } catch {
            guard EnvironmentListing.isUnavailable(error) else { throw error }
            return .unavailable
        }
    }

    /// The same of an instance that has shown its list before.
    package func listedEnvironments() async throws(OmniError) -> [ConnectionEnvironment] {
        try await session.read(Path.environments, as: EnvironmentsAnswer.read)
    }

    /// The same in one request, on a permit that the caller holds, and never repeated.
    package func listedEnvironments(on permits: Permits) async throws(OmniError) -> [ConnectionEnvironment] {
        try await session.readOnce(Path.environments, on: permits, as: EnvironmentsAnswer.read)
    }

    package func connections(includeDeleted: Bool) async throws(OmniError) -> [Connection] {
        try await session.read(Path.connections(includeDeleted: includeDeleted), as: ConnectionsAnswer.read)
    }

    /// Newer instances only; an older one answers like an unknown connection.
    package func connection(_ id: ConnectionID) async throws(OmniError) -> Connection {
        try await session.read(Path.connection(id), as: ConnectionsAnswer.readOne)
    }

    /// Organization admins only.
    package func userAttributes() async throws(OmniError) -> [UserAttribute] {
        try await session.read(Path.userAttributes, as: UserAttributesAnswer.read)
    }
}

/// What `GET /v1/connection-environments` brings.
package enum EnvironmentListing: Sendable, Hashable {
    case listed([ConnectionEnvironment])
    /// An instance from before the list existed: `400 Invalid method`, 404 or 405.
    case unavailable

    fileprivate static func isUnavailable(_ error: OmniError) -> Bool {
        switch error.kind {
        case .refused(status: 400, let detail): detail?.lowercased().contains("invalid method") == true
        case .refused(status: 404, _), .refused(status: 405, _): true
        default: false
        }
    }
}

extension Observation {
    /// Reads what a plan needs, in as few requests as can be. Throws an `OmniError` when any part cannot be read:
    /// a failed read is never taken for "nothing there".
    ///
    /// An instance is taken for one without a list only if it answers another request as Omni does: otherwise the
    /// address may simply be wrong.
    package static func read(
        from reader: OmniReader,
        needsConnections: Bool,
        includeDeleted: Bool = false
    ) async throws -> Observation {
        async let connections = needsConnections ? reader.connections(includeDeleted: includeDeleted) : nil
        switch try await reader.environments() {
        case .listed(let environments):
            return .listed(environments, connections: try await connections)
        case .unavailable:
            let read = try await connections
            if let read { return .noListEndpoint(connections: read) }
            return .noListEndpoint(connections: try await reader.connections(includeDeleted: false))
        }
    }
}
