import Diagnostics
import JSONText
import Manifest
import OmniAPI
import OmniModel
import Planning
import StateStore

/// What `plan` and `apply` share: a manifest, a state, a reading of Omni, and the plan that follows from them.
struct PlanInputs {
    let manifest: ValidManifest
    let state: State?
    let options: PlanOptions
    /// Gives the options, and says what has to come of them.
    let saved: SealedPlan?

    init(manifest: ValidManifest, state: State?, options: PlanOptions, saved: SealedPlan? = nil) {
        self.manifest = manifest
        self.state = state
        self.options = saved?.saved.options ?? options
        self.saved = saved
    }

    /// Plans anew, also where a plan was saved: what came of it then has to come of it again.
    func plan(_ observation: Observation, for instance: PlanInstance?, console: Console) throws -> Plan {
        let plan = try planAnew(observation, for: instance, console)
        let confirmed = try saved?.confirm(
            plan,
            from: origin(instance),
            seeing: observation,
            showing: document(of: plan)
        )
        console.warn(warnings(of: plan, observation))
        return confirmed ?? plan
    }

    private func planAnew(
        _ observation: Observation,
        for instance: PlanInstance?,
        _ console: Console
    ) throws -> Plan {
        do {
            return try Planner.plan(
                manifest.manifest,
                state: state,
                observation: observation,
                options: options,
                for: instance
            )
        } catch {
            try console.show(error, in: manifest.sources)
            throw saved == nil ? ExitStatus(of: error) : .refused
        }
    }

    /// What a saved plan is bound to, Omni apart.
    func origin(_ instance: PlanInstance?) -> SavedPlan.Origin {
        SavedPlan.Origin(
            manifest: manifest.manifest,
            sources: manifest.sources,
            paths: saved?.saved.manifestPaths ?? manifest.paths,
            files: saved?.saved.manifestFiles ?? manifest.sources.names,
            state: state,
            instance: instance?.url.description ?? ""
        )
    }

    func digest(of plan: Plan) -> Digest? { plan.digest(of: manifest.sources) }

    /// The plan as its file shows it.
    func document(of plan: Plan) -> JSONValue {
        plan.document(digest: digest(of: plan), places: places(of: plan))
    }

    /// A manifest's files are called what they were called when a plan was saved.
    func places(of plan: Plan) -> PartPlaces {
        let sources = saved.map { manifest.sources.named($0.saved.manifestFiles) } ?? manifest.sources
        return PartPlaces(plan, in: PlanPlaces(manifest.manifest), of: sources)
    }

    private func warnings(of plan: Plan, _ observation: Observation) -> [PlanWarning] {
        Planner.warnings(
            manifest.manifest,
            plan: plan,
            state: state,
            observation: observation,
            options: options
        )
    }
}

extension Console {
    /// Shows the guards that a plan runs into.
    func show(_ refusals: [Refusal], of plan: Plan) {
        for refusal in refusals { error("refused: \(refusal.text(plan))") }
    }
}

extension PlanInputs {
    /// What a plan has to know of Omni.
    var needs: Observation.Needs {
        Observation.Needs(
            connections: knownConnections,
            userAttributes: manifest.manifest.needsUserAttributes
        )
    }

    /// What has to be known of Omni to show its routing.
    var routingNeeds: Observation.Needs { Observation.Needs(connections: knownConnections) }

    /// The connections that the manifest or the state knows by their ids.
    var knownConnections: Set<ConnectionID> {
        manifest.manifest.connectionIDs.union(state?.connectionIDs ?? [])
    }

    /// Reads Omni with a client that cannot write; with `offline` Omni is not asked. The state has to be of the
    /// instance that is named, if one is.
    /// - Returns: what was seen, and of which instance.
    func observe(
        _ options: ConnectionOptions,
        statePath: String,
        offline: Bool,
        needs: Observation.Needs? = nil,
        _ console: Console
    ) async throws -> (Observation, PlanInstance?) {
        guard !offline else {
            let name = try PlanInstance(options, manifest: manifest.manifest, state: state)
            if let name { try StateFile.check(state, path: statePath, instance: name.url.description) }
            return (.offline, name)
        }
        let instance = try Instance(options, manifest: manifest.manifest)
        try StateFile.check(state, path: statePath, instance: instance.url.description)
        let settings = try instance.settings(rate: options.rate)
        let hooks = ClientHooks.live(console: console, interrupts: Interrupts())
        let observation = try await withOmniReader(settings, hooks: hooks) { reader in
            try await instance.observe(reader, needs ?? self.needs)
        }
        return (observation, instance.name)
    }
}

extension Instance {
    /// - Throws: `OmniError`, or `CommandError.tokenRefused`, told where the token came from when Omni does not accept it.
    func observe(_ reader: OmniReader, _ needs: Observation.Needs) async throws -> Observation {
        do {
            return try await Observation.read(from: reader, needs)
        } catch let error as OmniError where error.isAboutTheToken {
            throw CommandError.tokenRefused(error, source: tokenSource)
        }
    }
}
