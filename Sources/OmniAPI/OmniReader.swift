import HTTPTransport
import JSONText
package import OmniModel

/// Everything that can be asked of Omni and nothing that changes it.
package struct OmniReader: Sendable {
    let session: Session

    /// All environments of the organization; nil where this instance has no such list, being from before it existed.
    package func environments() async throws(OmniError) -> EnvironmentList? {
        do {
            return try await listedEnvironments()
        } catch {
            guard error.isAboutMissingList else { throw error }
            return nil
        }
    }

    /// The list of an instance that has shown it before.
    package func listedEnvironments() async throws(OmniError) -> EnvironmentList {
        try await session.read(Path.environments, as: EnvironmentList.init(answer:))
    }

    /// The list of environments in one request, on a permit that the caller holds, and never repeated.
    /// - Throws: also when a row that cannot be used may be of the base.
    package func listedEnvironments(of base: ConnectionID, on permits: Permits) async throws(OmniError)
        -> EnvironmentList
    {
        try await session.readOnce(APICall(.get, Path.environments), on: permits) {
            body throws(JSONProblem) in
            let list = try EnvironmentList(answer: body)
            if let odd = list.odd.first(where: { $0.mayBe(of: base) }) { throw .lacks(field: odd.lacks) }
            return list
        }
    }

    /// All connections of the organization that have an id and a name, in Omni's order.
    package func connections(includeDeleted: Bool) async throws(OmniError) -> [Connection] {
        try await session.read(Path.connections(includeDeleted: includeDeleted), as: Connection.all)
    }

    /// One connection, also a deleted one. An instance without this endpoint answers like one that has no such connection.
    package func connection(_ id: ConnectionID) async throws(OmniError) -> Connection {
        try await session.read(Path.connection(id), as: Connection.one)
    }

    /// All user attributes of the organization, in Omni's order. Omni lets organization admins read them alone.
    package func userAttributes() async throws(OmniError) -> [UserAttribute] {
        try await session.read(Path.userAttributes, as: UserAttribute.all)
    }

    /// The endpoints that the instance's own specification has; nil where the instance shows this token none. Read in one
    /// attempt: nothing hangs on it.
    package func specifiedEndpoints() async throws(OmniError) -> Set<Endpoint>? {
        do {
            return try await session.readOnce(
                APICall(.get, Path.specification, beneath: .origin),
                as: Set<Endpoint>.init(specification:)
            )
        } catch {
            switch error.kind {
            case .refused, .authentication, .permission, .redirected, .unreadableAnswer: return nil
            case .rateLimited, .server, .unreachable, .unsendable, .interrupted: throw error
            }
        }
    }
}

extension OmniError {
    /// Whether it is what an instance from before the list of environments answers: `400 Invalid method`, 404 or 405.
    fileprivate var isAboutMissingList: Bool {
        switch kind {
        case .refused(status: 400, let detail): detail?.lowercased().contains("invalid method") == true
        case .refused(status: 404, _), .refused(status: 405, _): true
        default: false
        }
    }
}

extension Observation {
    /// What of Omni a plan needs beside the list of environments.
    package struct Needs: Sendable {
        /// The connections that are read one by one where the token may not list them; nil where an earlier reading of this run has
        /// the connections.
        package var connections: Set<ConnectionID>?
        /// Whether the user attributes are to be read, for the manifest's attributes or its assertions.
        package var userAttributes: Bool
        /// Whether deleted connections are to be among the connections.
        package var includeDeleted: Bool

        package init(
            connections: Set<ConnectionID>?,
            userAttributes: Bool = false,
            includeDeleted: Bool = false
        ) {
            self.connections = connections
            self.userAttributes = userAttributes
            self.includeDeleted = includeDeleted
        }
    }

    /// Reads what is needed, in as few requests as can be. Throws an `OmniError` when any part cannot be read: a failed
    /// read is never taken for "nothing there". What the token may not read is nil.
    ///
    /// An instance is taken for one without a list only if it answers another request as Omni does: otherwise the
    /// address may simply be wrong.
    package static func read(from reader: OmniReader, _ needs: Needs) async throws -> Observation {
        async let reading = reader.connections(needs)
        async let userAttributes = needs.userAttributes ? reader.permittedUserAttributes() : nil
        let list = try await reader.environments()
        if list == nil, needs.connections == nil {
            _ = try await reader.connections(includeDeleted: false)
        }
        let (connections, areAll) = try await reading
        return Observation(
            list.map { Environments.listed($0.environments) } ?? .noListEndpoint,
            connections: connections,
            hasAllConnections: areAll,
            userAttributes: try await userAttributes,
            oddRows: list?.odd ?? []
        )
    }
}

extension OmniReader {
    /// All connections; where the token may not list them, those that are named, each by itself; nil where it may not read
    /// these either.
    fileprivate func connections(_ needs: Observation.Needs) async throws(OmniError)
        -> (connections: [Connection]?, areAll: Bool)
    {
        guard let named = needs.connections else { return (nil, true) }
        do throws(OmniError) {
            return (try await connections(includeDeleted: needs.includeDeleted), true)
        } catch {
            guard case .permission = error.kind else { throw error }
            return (try await connections(named), false)
        }
    }

    /// Without those that do not exist. Nil where the token may not read them, or this instance cannot answer for one: an
    /// older one answers 404 as it does to any address that it does not know.
    private func connections(_ ids: Set<ConnectionID>) async throws(OmniError) -> [Connection]? {
        var found: [Connection] = []
        var hasEndpoint = false
        for id in ids.sorted() {
            do throws(OmniError) {
                found.append(try await connection(id))
                hasEndpoint = true
            } catch {
                switch error.kind {
                case .refused(status: 404, _): hasEndpoint = hasEndpoint || error.isUnknownObject
                case .permission, .refused: return nil
                default: throw error
                }
            }
        }
        return hasEndpoint ? found : nil
    }

    fileprivate func permittedUserAttributes() async throws(OmniError) -> [UserAttribute]? {
        do throws(OmniError) {
            return try await userAttributes()
        } catch {
            switch error.kind {
            // The token may not read them, or this instance does not have the endpoint.
            case .permission, .refused: return nil
            default: throw error
            }
        }
    }
}
