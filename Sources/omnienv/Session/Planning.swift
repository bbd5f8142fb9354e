import OmniAPI
import Reconciler

/// What `plan` and `apply` share: a manifest, a state, a look at Omni, and the plan that follows from them.
struct Planning {
    let manifest: ValidManifest
    let state: State?
    let options: PlanOptions

    func plan(_ observation: Observation, console: Console) throws -> Plan {
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

    /// Shows a plan as the result of a command.
    func show(_ plan: Plan, as format: OutputFormat, rate: Int) throws {
        let text = PlanText(
            plan,
            style: Style(isOn: format == .text && colorsOutput),
            isComplete: isVerbose,
            rate: rate
        )
        switch format {
        case .text: result(text.text)
        case .json: result(try PlanDocument(plan, rate: rate).jsonText())
        case .markdown:
            let refusals = plan.refusals.map { "Refused: \($0.text(plan))\n" }.joined()
            result(Markdown.section("omnienv plan", text.text + refusals))
        }
    }
}
