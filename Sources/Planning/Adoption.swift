package import Manifest
package import OmniModel

/// What Omni has of what the manifest names, and the records that make it known to the state: those that an apply
/// writes before its first request. Pure.
package struct Adoption: Sendable {
    /// What one base of the manifest has in Omni.
    package struct Base: Sendable {
        package let label: String
        /// In the order of the manifest.
        package let adopted: [EnvironmentTarget]
        /// The manifest names them and Omni does not have them.
        package let missing: [EnvironmentTarget]
        /// The values or the user attribute differ, so that the next apply writes them.
        package let changing: [Change]
        /// The user attribute, when the state did not know it.
        package let attribute: EnvironmentUserAttribute?
    }

    package let bases: [Base]
    /// What makes the state know all that is adopted; none where it knows all of it already.
    package let records: [StateRecord]

    /// - Throws: `PlanFailure.noList` where Omni lists no environments, and what a plan throws.
    package init(
        _ manifest: Manifest,
        state: State?,
        observation: Observation,
        options: PlanOptions
    ) throws(PlanFailure) {
        guard observation.listedEnvironments != nil else { throw .noList }
        try Planner.checkTargets(of: options, manifest, state: state, observation: observation)
        let comparison = try Comparison(manifest, state: state, observation: observation, options: options)
        let compared = Array(comparison.bases)
        bases = compared.map(Base.init)
        records = comparison.records + compared.flatMap(\.records)
    }
}

extension Adoption.Base {
    fileprivate init(_ comparison: BaseComparison) {
        label = comparison.base.label
        var adopted: [EnvironmentTarget] = []
        var missing: [EnvironmentTarget] = []
        var changing: [Change] = []
        for change in comparison.changes {
            switch change {
            case .adopt(let target, _): adopted.append(target)
            case .attach(let target, _, _): missing.append(target)
            case .setValues, .setAttribute: changing.append(change)
            case .protect, .detach, .removeAttribute, .orphaned, .orphanedAttribute, .orphanedBase, .gone,
                .unmanaged:
                break
            }
        }
        (self.adopted, self.missing, self.changing) = (adopted, missing, changing)
        attribute = comparison.knowsAttribute ? nil : comparison.records.lazy.compactMap(\.attribute).first
    }
}

extension StateRecord {
    fileprivate var attribute: EnvironmentUserAttribute? {
        guard case .attribute(_, let recorded) = self else { return nil }
        return recorded.attribute
    }
}
