package import OmniModel
package import Planning

/// A saved plan as its file gave it. Nothing in it is carried out: it only says with which options to plan anew, and
/// what has to come of that.
package struct SealedPlan: Sendable {
    package let saved: SavedPlan
    let text: [UInt8]

    /// What the state remembers, so that no plan is carried out twice.
    var seal: Digest { Digest(of: text) }

    /// Compares with manifest and state, for which nothing has to be asked of Omni.
    package func check(_ origin: SavedPlan.Origin) throws(SavedPlanProblem) {
        guard saved.instance == origin.instance else {
            throw SavedPlanProblem.otherInstance(plan: saved.instance, wanted: origin.instance)
        }
        guard origin.state?.appliedPlan != seal.text else { throw SavedPlanProblem.used }
        var changes: [Staleness] = []
        if origin.sources.fingerprint.text != saved.manifest.fingerprint { changes.append(.manifest) }
        let state = origin.state.map(SavedPlan.StateMark.init)
        if state?.lineage != saved.state?.lineage {
            changes.append(.otherState)
        } else if state != saved.state {
            changes.append(.state)
        }
        guard changes.isEmpty else { throw SavedPlanProblem.stale(changes) }
    }

    /// The plan that was made anew, if the file is what saving it would write. Its first record says that the file is
    /// used up; a plan that asks for nothing and records nothing uses nothing up.
    /// - Parameters:
    ///   - plan: made from `origin` and `observation` with the file's options.
    ///   - shown: the same plan as it is shown.
    package func confirm(
        _ plan: Plan,
        from origin: SavedPlan.Origin,
        seeing observation: Observation,
        showing shown: some Encodable
    ) throws -> Plan {
        let own = SavedPlan(plan, from: origin, observation: observation, options: saved.options)
        let changes = Staleness.differences(from: saved.omni, to: own.omni, in: plan)
        guard changes.isEmpty else { throw SavedPlanProblem.stale(changes) }
        guard try SavedPlanFormat.text(of: own, showing: shown) == text else { throw SavedPlanProblem.edited }
        guard plan.hasChanges || !plan.records.isEmpty else { return plan }
        return plan.recording([.planApplied(seal.text)])
    }
}

extension Plan {
    /// The same plan, with records that go before all others.
    fileprivate func recording(_ first: [StateRecord]) -> Plan {
        Plan(
            instance: instance,
            basis: basis,
            lifted: lifted,
            bases: bases,
            refusals: refusals,
            records: first + records
        )
    }
}
