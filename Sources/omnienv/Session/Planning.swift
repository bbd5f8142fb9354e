import OmniAPI
import OmniModel
import Planning
import StateStore

/// What `plan` and `apply` share: a manifest, a state, a look at Omni, and the plan that follows from them.
struct Planning {
    let manifest: ValidManifest
    let state: State?
    let options: PlanOptions
    /// Stands in for planning, as long as nothing has changed since it was saved.
    let saved: SealedPlan?

    init(manifest: ValidManifest, state: State?, options: PlanOptions, saved: SealedPlan? = nil) {
        self.manifest = manifest
        self.state = state
        self.options = saved?.saved.options ?? options
        self.saved = saved
    }

    func plan(_ observation: Observation, console: Console) throws -> Plan {
        if let saved { return try saved.plan(seeing: observation, manifest: manifest.manifest) }
        do {
            let plan = try Planner.plan(
                manifest.manifest,
                state: state,
                observation: observation,
                options: options
            )
            console.warn(warnings(of: plan, observation))
            return plan
        } catch {
            console.show(error, in: manifest.sources)
            throw error.status
        }
    }

    /// What a saved plan is bound to, Omni apart.
    func origin(_ instance: InstanceURL) -> SavedPlan.Origin {
        SavedPlan.Origin(
            manifest: manifest.manifest,
            sources: manifest.sources,
            state: state,
            instance: instance.description
        )
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

/// Omni does not accept the token, or not for this.
struct TokenRefused: Error, CustomStringConvertible {
    let error: OmniError
    let source: String

    var description: String {
        "\(error) (the token came from \(source); set OMNI_API_TOKEN or give --token-file for another)"
    }
}

extension Console {
    /// Shows the guards that a plan runs into.
    func show(_ refusals: [Refusal], of plan: Plan) {
        for refusal in refusals { error("refused: " + refusal.text(plan)) }
    }

    /// A plan as a command shows it; its digest too where one may be asked for later.
    func text(
        of plan: Plan,
        as format: OutputFormat,
        rate: Int,
        naming digest: Digest? = nil
    ) throws -> String {
        let text = PlanText(
            plan,
            style: Style(isOn: format == .text && colorsOutput),
            isComplete: isVerbose,
            rate: rate
        )
        let name = digest.map { "Plan digest: \($0.short)\n" } ?? ""
        switch format {
        case .text: return text.text + name
        case .json: return try PlanDocument(plan, rate: rate, digest: digest).jsonText()
        case .markdown:
            let refusals = plan.refusals.map { "Refused: \($0.text(plan))\n" }.joined()
            return Markdown.section("omnienv plan", text.text + name + refusals)
        }
    }
}
