import OmniModel

extension EnvironmentDrift {
    /// `nil` when all sides agree.
    init?(_ key: EnvironmentKey, _ sides: BaseDrift.Sides) {
        guard let (kind, isDrift, isPending) = Self.difference(sides) else { return nil }
        self.key = key
        address = sides.address
        id = sides.id
        self.kind = kind
        cause = Cause(isPending: isPending, isDrift: isDrift)
        recorded = sides.recorded
        current = sides.current
        wanted = sides.wanted
        values = kind == .values || kind == .orphaned ? ValueDrift.all(sides) : []
    }

    private static func difference(
        _ sides: BaseDrift.Sides
    ) -> (kind: Kind, isDrift: Bool, isPending: Bool)? {
        let isNamed = sides.wanted != nil
        switch (sides.recorded, sides.current) {
        case (nil, nil): return isNamed ? (.missing, false, true) : nil
        case (nil, .some): return (.attached, sides.isManaged, isNamed)
        case (let recorded?, nil):
            let isEdited = sides.wanted.map { !ValueSets.areEqual($0, recorded) } ?? sides.isManifestKnown
            return (.detached, true, isEdited)
        case (let recorded?, let current?):
            let isDrift = !ValueSets.areEqual(recorded, current)
            guard let wanted = sides.wanted else {
                if sides.isManifestKnown { return (.orphaned, isDrift, true) }
                return isDrift ? (.values, true, false) : nil
            }
            let isPending = !ValueSets.areEqual(recorded, wanted)
            return isDrift || isPending ? (.values, isDrift, isPending) : nil
        }
    }
}

extension ValueDrift {
    /// The values that not all sides have, in their order.
    static func all(_ sides: BaseDrift.Sides) -> [ValueDrift] {
        let recorded = Set((sides.recorded ?? []).map(ExactText.init))
        let current = Set((sides.current ?? []).map(ExactText.init))
        let wanted = sides.wanted.map { Set($0.map(ExactText.init)) } ?? recorded
        return recorded.union(current).union(wanted).sorted().compactMap { value in
            let wasThere = recorded.contains(value)
            let isDrift = wasThere != current.contains(value)
            let isPending = wasThere != wanted.contains(value)
            guard isDrift || isPending else { return nil }
            return ValueDrift(
                value: value.text,
                cause: Cause(isPending: isPending, isDrift: isDrift),
                isCurrent: current.contains(value),
                isWanted: wanted.contains(value)
            )
        }
    }
}
