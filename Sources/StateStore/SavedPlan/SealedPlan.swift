import Diagnostics
package import JSONText
import Manifest
package import OmniModel
package import Planning

/// A saved plan as its file gave it. Nothing in it is carried out: it only says with which options to plan anew, and
/// what has to come of that.
package struct SealedPlan: Sendable {
    /// What the file says that its plan was made from.
    package let saved: SavedPlan
    /// The plan as it was shown when it was saved, as far as the file can be believed; null where it has none.
    package let shown: JSONValue
    let text: [UInt8]

    /// What the state remembers, so that no plan is carried out twice.
    var seal: Digest { Digest(of: text) }

    /// Whether the file is what saving it would write, to the byte.
    /// - Parameter shown: the plan as it is shown.
    package func isWritten(showing shown: JSONValue) -> Bool {
        saved.text(showing: shown) == text
    }

    /// The digest of a plan that is made from the manifest that this one was made from; `nil` when it is not the plan's.
    package func digest(of plan: Plan) -> Digest? {
        let digest = plan.digest(ofManifest: saved.manifest.fingerprint)
        return digest?.text == saved.digest ? digest : nil
    }

    /// Compares the file with manifest and state, for which nothing has to be asked of Omni.
    ///
    /// - Throws: when the plan is for another instance, has been applied already, or is stale.
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
    ///
    /// - Parameters:
    ///   - plan: made from `origin` and `observation` with the file's options.
    ///   - shown: the plan as `plan --output json` shows it.
    /// - Throws: `stale` when Omni has changed since, and `edited` when anything else differs.
    package func confirm(
        _ plan: Plan,
        from origin: SavedPlan.Origin,
        seeing observation: Observation,
        showing shown: JSONValue
    ) throws -> Plan {
        let own = SavedPlan(plan, from: origin, observation: observation, options: saved.options)
        let changes = Staleness.differences(from: saved.omni, to: own.omni, in: plan)
        guard changes.isEmpty else { throw SavedPlanProblem.stale(changes) }
        guard own.text(showing: shown) == text else { throw SavedPlanProblem.edited }
        guard plan.hasChanges || !plan.records.isEmpty else { return plan }
        return plan.recording([.planApplied(seal.text)])
    }
}

extension Plan {
    /// This plan with records that go before all others.
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

/// What a plan saw of Omni, as fingerprints: enough to say later whether it is the same, and which environments are
/// not. Only what can bear on the plan counts: the planned bases, and the connections that the manifest names.
struct SeenOmni: Sendable, Hashable {
    /// By `base/connection`; `nil` where the instance has no list.
    let environments: [String: String]?
    /// `nil` when the connections were not read.
    let connections: String?

    init(_ observation: Observation, bases: Set<ConnectionID>, manifest: Manifest) {
        environments = Self.environments(observation, bases)
        connections = observation.connections.map {
            Self.fingerprint($0, bases, names: manifest.connectionNames)
        }
    }

    private static func environments(_ observation: Observation, _ bases: Set<ConnectionID>) -> [String:
        String]?
    {
        guard let listed = observation.listedEnvironments else { return nil }
        let seen = listed.filter { bases.contains($0.base) }.map { item in
            var text = CanonicalText()
            text.add(item.id.text)
            text.add(set: item.values)
            return (item.base.text + "/" + item.connection.text, text.digest.text)
        }
        return Dictionary(seen) { [$0, $1].sorted().joined() }
    }

    private static func fingerprint(
        _ connections: [Connection],
        _ bases: Set<ConnectionID>,
        names: Set<ExactText>
    ) -> String {
        var text = CanonicalText()
        for connection in connections.sorted(by: { $0.id < $1.id })
        where bases.contains(connection.id) || names.contains(ExactText(connection.name)) {
            text.add([connection.id.text, connection.name, connection.isDeleted ? "deleted" : ""])
            text.add(connection.environmentUserAttribute)
        }
        return text.digest.text
    }
}

extension CanonicalText {
    fileprivate mutating func add(_ attribute: Connection.Attribute) {
        switch attribute {
        case .unreported: add("unreported")
        case .none: add("none")
        case .set(let attribute):
            add(["set", attribute.name])
            add(set: attribute.defaultValues)
        }
    }
}

extension Manifest {
    /// The names by which it reaches connections.
    fileprivate var connectionNames: Set<ExactText> {
        let references = bases.flatMap { [$0.connection.value] + $0.environments.map(\.connection.value) }
        return Set(
            references.compactMap { reference in
                if case .name(let name) = reference { ExactText(name) } else { nil }
            }
        )
    }
}
