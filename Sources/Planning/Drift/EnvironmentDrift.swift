import Diagnostics
import Manifest
import OmniModel

extension EnvironmentDrift {
    /// `nil` when all sides agree.
    ///
    /// - Parameters:
    ///   - environment: as the manifest has it; `nil` where that does not name it, or is missing.
    ///   - isManaged: whether an apply has touched the base: what others attached to another one is no drift.
    ///   - isOwn: whether an apply whose end nobody knows may have made the difference.
    init?(
        _ connection: ConnectionID,
        of base: Desired.Base,
        _ environment: ResolvedEnvironment?,
        recorded: RecordedEnvironment?,
        _ seen: SeenEnvironment?,
        _ sides: DriftSides,
        isManaged: Bool,
        isOwn: Bool
    ) {
        wanted = environment.map { $0.values.map(\.value).distinct }
        self.recorded = sides.hasState ? recorded?.values : wanted
        current = seen?.values
        let difference = Self.difference(self.recorded, current, wanted, sides, isManaged: isManaged)
        guard let (kind, isDrift, isPending) = difference else { return nil }
        key = EnvironmentKey(base: base.connection, connection: connection)
        address =
            environment.map { Address(base: base.label, environment: $0.label.value) } ?? recorded?.address
        id = seen?.id ?? recorded?.id
        self.kind = kind
        cause = Cause(isPending: isPending, isDrift: isDrift, isOwn: isOwn)
        values =
            kind == .values || kind == .orphaned
            ? ValueDrift.all(self.recorded, current, wanted, isOwn: isOwn) : []
    }

    private static func difference(
        _ recorded: [AttributeValue]?,
        _ current: [AttributeValue]?,
        _ wanted: [AttributeValue]?,
        _ sides: DriftSides,
        isManaged: Bool
    ) -> (kind: Kind, isDrift: Bool, isPending: Bool)? {
        let isNamed = wanted != nil
        switch (recorded, current) {
        case (nil, nil): return isNamed ? (.missing, false, true) : nil
        case (nil, .some): return (.attached, isManaged, isNamed)
        case (let recorded?, nil):
            let isEdited = wanted.map { !$0.isSameSet(as: recorded) } ?? sides.hasManifest
            return (.detached, true, isEdited)
        case (let recorded?, let current?):
            let isDrift = !recorded.isSameSet(as: current)
            guard let wanted else {
                if sides.hasManifest { return (.orphaned, isDrift, true) }
                return isDrift ? (.values, true, false) : nil
            }
            let isPending = !recorded.isSameSet(as: wanted)
            return isDrift || isPending ? (.values, isDrift, isPending) : nil
        }
    }
}

extension ValueDrift {
    /// The values that not all sides have, in their order.
    fileprivate static func all(
        _ recorded: [AttributeValue]?,
        _ current: [AttributeValue]?,
        _ wanted: [AttributeValue]?,
        isOwn: Bool
    ) -> [ValueDrift] {
        let recorded = Set(recorded ?? [])
        let current = Set(current ?? [])
        let wanted = wanted.map { Set($0) } ?? recorded
        return recorded.union(current).union(wanted).sorted().compactMap { value in
            let wasThere = recorded.contains(value)
            let isDrift = wasThere != current.contains(value)
            let isPending = wasThere != wanted.contains(value)
            guard isDrift || isPending else { return nil }
            return ValueDrift(
                value: value,
                cause: Cause(isPending: isPending, isDrift: isDrift, isOwn: isOwn),
                isCurrent: current.contains(value),
                isWanted: wanted.contains(value)
            )
        }
    }
}

extension ConnectionDrift {
    /// Of every connection that is a base, or attached to one by the manifest or the last apply.
    ///
    /// - Parameters:
    ///   - names: by which the last apply reached connections.
    ///   - wanted: the names in the manifest; `nil` where there is none.
    static func all(
        _ bases: [Desired.Base],
        recorded: Recorded,
        names: [ConnectionID: String],
        wanted: [ConnectionID: String]?,
        in listed: [Connection]
    ) -> [ConnectionDrift] {
        let named = bases.flatMap { base in [base.connection] + base.environmentConnections }
        let attached = bases.flatMap { recorded.environments(of: $0.connection).keys }
        let byID = Dictionary(listed.map { ($0.id, $0) }) { first, _ in first }
        return Set(named).union(attached).sorted().compactMap { id in
            guard let connection = byID[id] else {
                return ConnectionDrift(connection: id, kind: .unlisted, cause: .drift)
            }
            guard connection.isDeleted else { return ConnectionDrift(connection, names[id], wanted) }
            return ConnectionDrift(connection: id, kind: .deleted(name: connection.name), cause: .drift)
        }
    }

    /// `nil` when nothing reaches the connection by a name, or by the one that it has.
    private init?(_ connection: Connection, _ before: String?, _ wanted: [ConnectionID: String]?) {
        guard let before, wanted == nil || wanted?[connection.id] != nil else { return nil }
        let name = ExactText(connection.name)
        guard ExactText(before) != name else { return nil }
        let isPending = wanted?[connection.id].map { ExactText($0) != ExactText(before) } ?? false
        self.init(
            connection: connection.id,
            kind: .renamed(from: before, to: connection.name),
            cause: Cause(isPending: isPending, isDrift: true)
        )
    }
}
