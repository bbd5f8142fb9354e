package import Manifest
package import OmniModel
package import Planning

/// A plan in a file, and what it was made from: it holds only for that (design, section 6).
package struct SavedPlan: Sendable, Codable {
    /// Omni's address without `/api`.
    let instance: String
    /// `nil` when there was no state yet.
    let lineage: String?
    let manifest: Digest
    let state: Digest
    let seen: SeenOmni
    package let options: PlanOptions
    let basis: Plan.Basis
    let bases: [BasePlan]
    let records: [StateRecord]

    /// - Parameter plan: one that no guard refuses, made from the rest.
    package init(
        _ plan: Plan,
        from origin: Origin,
        observation: Observation,
        options: PlanOptions
    ) {
        instance = origin.instance
        lineage = origin.state?.header.lineage
        manifest = Self.digest(of: origin.sources)
        state = Self.digest(of: origin.state)
        seen = SeenOmni(observation, bases: Self.bases(of: plan), manifest: origin.manifest)
        self.options = options
        basis = plan.basis
        bases = plan.bases
        records = plan.records
    }

    /// What a plan follows from, Omni apart.
    package struct Origin: Sendable {
        let manifest: Manifest
        let sources: SourceList
        let state: State?
        let instance: String

        package init(manifest: Manifest, sources: SourceList, state: State?, instance: String) {
            self.manifest = manifest
            self.sources = sources
            self.state = state
            self.instance = instance
        }
    }

    /// The plan itself. No guard refuses it, or it would not have been saved.
    var plan: Plan {
        Plan(basis: basis, bases: bases, refusals: [], records: records)
    }

    /// The bases that it plans, and those of unfinished creates that it clears up.
    static func bases(of plan: Plan) -> Set<ConnectionID> {
        let cleared = plan.records.compactMap { record -> ConnectionID? in
            switch record {
            case .environment(let key, _), .intentDropped(let key), .detached(let key): key.base
            default: nil
            }
        }
        return Set(plan.bases.map(\.connection) + cleared)
    }

    /// Of the texts, byte for byte; what the files are called does not matter.
    static func digest(of sources: SourceList) -> Digest {
        var text = CanonicalText()
        for source in sources.files { text.add(source.bytes) }
        return text.digest
    }

    /// Of what the state says, however its file is laid out.
    static func digest(of state: State?) -> Digest {
        Digest(of: state.map { Array(StateFormat.text(of: $0)) } ?? [])
    }
}
