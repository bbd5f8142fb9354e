import OmniModel

/// The names that connections are known by: to the last apply, and to the manifest.
struct ConnectionNames {
    private let recorded: [ConnectionID: String]
    private let wanted: [ConnectionID: String]
    private let hasManifest: Bool

    init(recorded: [ConnectionID: String], _ desired: Desired, _ sides: DriftSides) {
        self.recorded = recorded
        wanted = desired.names
        hasManifest = sides.hasManifest
    }

    /// `nil` when nothing reaches the connection by a name, or by the one that it has.
    func drift(of connection: Connection) -> ConnectionDrift? {
        guard let before = recorded[connection.id], !hasManifest || wanted[connection.id] != nil else {
            return nil
        }
        let name = ExactText(connection.name)
        guard ExactText(before) != name else { return nil }
        let isPending = wanted[connection.id].map { ExactText($0) != ExactText(before) } ?? false
        return ConnectionDrift(
            connection: connection.id,
            kind: .renamed(from: before, to: connection.name),
            cause: Cause(isPending: isPending, isDrift: true)
        )
    }
}

extension ConnectionDrift {
    /// Of every connection that is a base, or attached to one by the manifest or the last apply.
    static func all(
        _ bases: [Desired.Base],
        recorded: Recorded,
        names: ConnectionNames,
        in listed: [Connection]
    ) -> [ConnectionDrift] {
        let wanted = bases.flatMap { base in [base.connection] + base.environments.map(\.key.connection) }
        let attached = bases.flatMap { recorded.environments(of: $0.connection).keys }
        let byID = Dictionary(listed.map { ($0.id, $0) }) { first, _ in first }
        return Set(wanted).union(attached).sorted().compactMap { id in
            guard let connection = byID[id] else {
                return ConnectionDrift(connection: id, kind: .unlisted, cause: .drift)
            }
            guard connection.isDeleted else { return names.drift(of: connection) }
            return ConnectionDrift(connection: id, kind: .deleted(name: connection.name), cause: .drift)
        }
    }
}
