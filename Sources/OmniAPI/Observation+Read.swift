package import OmniModel

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
