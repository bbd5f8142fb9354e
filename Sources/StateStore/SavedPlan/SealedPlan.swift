package import Manifest
package import OmniModel
package import Planning

/// A plan as its file gave it, whole and unedited.
package struct SealedPlan: Sendable {
    package let saved: SavedPlan
    /// The digest of the file: the state remembers it, so that no plan is carried out twice.
    let seal: Digest

    /// Compares with manifest and state, for which nothing has to be asked of Omni.
    package func check(_ origin: SavedPlan.Origin) throws(SavedPlanProblem) {
        guard saved.instance == origin.instance else {
            throw SavedPlanProblem.otherInstance(plan: saved.instance, wanted: origin.instance)
        }
        guard origin.state?.appliedPlan != seal.text else { throw SavedPlanProblem.used }
        var changes: [Staleness] = []
        if SavedPlan.digest(of: origin.sources) != saved.manifest { changes.append(.manifest) }
        if origin.state?.header.lineage != saved.lineage {
            changes.append(.otherState)
        } else if SavedPlan.digest(of: origin.state) != saved.state {
            changes.append(.state)
        }
        guard changes.isEmpty else { throw SavedPlanProblem.stale(changes) }
    }

    /// The plan, if Omni is still as it was. Its first record says that it is used up; a plan that asks for nothing and
    /// records nothing is not.
    package func plan(seeing observation: Observation, manifest: Manifest) throws(SavedPlanProblem) -> Plan {
        let plan = saved.plan
        let seen = SeenOmni(observation, bases: SavedPlan.bases(of: plan), manifest: manifest)
        let changes = Staleness.differences(from: saved.seen, to: seen, in: plan)
        guard changes.isEmpty else { throw .stale(changes) }
        guard plan.hasChanges || !plan.records.isEmpty else { return plan }
        return Plan(
            basis: plan.basis,
            bases: plan.bases,
            refusals: [],
            records: [.planApplied(seal.text)] + plan.records
        )
    }
}
