import Applying
import Diagnostics
import FoundationEssentials
import OmniAPI
import OmniModel
import Planning
import StateStore

/// One apply from the manifest to the exit code.
struct ApplySession {
    let command: ApplyCommand
    let console: Console
    let interrupts = Interrupts()
    /// Where each event is written as it happens, if somebody wants that.
    private let events: ApplyEventLog?

    init(_ command: ApplyCommand, console: Console) {
        self.command = command
        self.console = console
        if case .events = command.output {
            events = ApplyEventLog(console)
        } else {
            events = nil
        }
    }

    func run() async throws -> ExitStatus {
        let saved = try command.plan.map(SealedPlan.load)
        let manifest = try ValidManifest(paths: paths(saved), console: console)
        let instance = try Instance(command.connectionOptions, manifest: manifest.manifest)
        let holding = StateHolding(
            operation: "apply",
            timeout: command.lockOptions.duration,
            lockID: command.lockID,
            console: console,
            interrupts: interrupts
        )
        return try await command.stateOptions.location(besides: manifest.paths).held(holding) { held in
            try await run(manifest, instance, saved, held)
        }
    }

    /// A saved plan remembers its manifest.
    private func paths(_ saved: SealedPlan?) -> [String] {
        let options = command.manifestOptions
        guard options.setting.value == nil, let paths = saved?.saved.manifestPaths else {
            return options.paths
        }
        if paths != options.paths {
            console.note("the manifest, as the saved plan names it: \(paths.quotedList)")
        }
        return paths
    }

    /// What needs the lock: everything from reading the state to the last record.
    private func run(
        _ manifest: ValidManifest,
        _ instance: Instance,
        _ saved: SealedPlan?,
        _ held: HeldState
    ) async throws -> ExitStatus {
        try StateFile.check(held.state, path: held.name, instance: instance.url.description)
        let planning = PlanInputs(
            manifest: manifest,
            state: held.state,
            options: command.planningOptions.planOptions,
            saved: saved
        )
        try saved?.check(planning.origin(instance.name))
        return try await apply(planning, to: instance) { plan in
            let header = StateHeader(
                lineage: UUID().uuidString.lowercased(),
                instance: instance.url.description
            )
            return try await held.open(header, keepsIDs: plan.basis != .omni, console)
        }
    }

    private func apply(
        _ planning: PlanInputs,
        to instance: Instance,
        openJournal: (Plan) async throws -> StateJournal
    ) async throws -> ExitStatus {
        let progress = Progress(console: console, events: events)
        let pauses = Pauses()
        let hooks = ClientHooks.live(console: console, interrupts: interrupts, showing: progress.waiting)
            .counting(in: pauses)
        let settings = try instance.settings(rate: command.connectionOptions.rate)
        return try await withOmniClient(settings, hooks: hooks) { client in
            let began = ReadingTime(now: hooks.now(), paused: pauses.total)
            let observation = try await instance.observe(client.reader, planning.needs)
            let plan = try planning.plan(observation, for: instance.name, console: console)
            try show(plan, of: planning)
            let asked = hooks.now()
            let end = try await settle(plan, of: planning, seeing: observation, openJournal: openJournal)
            if let end { return end }
            pauses.add(command.isApproved ? .zero : hooks.now() - asked)
            let journal = try await openJournal(plan)
            return try await interrupts.whileTrapping(console: console) {
                let run = ApplyRun(
                    session: self,
                    planning: planning,
                    client: client,
                    journal: journal,
                    observation: observation,
                    hooks: hooks,
                    pauses: pauses
                )
                return try await run.carryOut(
                    plan,
                    seeing: plan.basis == .omni ? began : nil,
                    progress: progress
                )
            }
        }
    }

    /// The exit code of a plan that is not carried out: refused, not approved, or without a request to send; what such a plan
    /// records goes to the journal here. Nil where the plan is to be carried out.
    private func settle(
        _ plan: Plan,
        of planning: PlanInputs,
        seeing observation: Observation,
        openJournal: (Plan) async throws -> StateJournal
    ) async throws -> ExitStatus? {
        guard plan.refusals.isEmpty else {
            console.show(plan.refusals, of: plan)
            return .refused
        }
        guard plan.hasChanges || !plan.records.isEmpty else {
            return try endWithoutRequests(planning, after: plan, seeing: observation)
        }
        guard isExpected(plan, planning) else { return .refused }
        guard plan.hasChanges else {
            var run = RunIdentity().run(plan, digest: planning.digest(of: plan))
            run.end = RecordedRun.End(time: RunIdentity.now, outcome: .done, moves: [])
            try await openJournal(plan).append(plan.records + [.run(RunLog.Entry(run))])
            return try endWithoutRequests(planning, after: plan, seeing: observation)
        }
        guard command.isApproved || isApproved(plan, of: planning) else {
            console.say("Apply cancelled.\n")
            return .failed
        }
        return nil
    }

    /// The exit code where Omni had to be changed in nothing.
    private func endWithoutRequests(_ planning: PlanInputs, after plan: Plan, seeing observation: Observation)
        throws -> ExitStatus
    {
        let verification = try verify(planning, after: plan, seeing: observation)
        if command.output.isForPrograms || !verification.isFine {
            try show(.nothing, verification)
        }
        return verification.isFine ? .done : .incomplete
    }

    /// Nothing had to be done, and the list has just been read.
    private func verify(_ planning: PlanInputs, after plan: Plan, seeing observation: Observation) throws
        -> Verification
    {
        guard !command.noVerify, observation.listedEnvironments != nil else { return .notLooked }
        return .looked(
            differences: [],
            unmet: try planning.unmetExpectations(of: plan, state: planning.state, observation)
        )
    }

    /// The plan is a result beside the report, except in JSON, where the report alone is.
    private func show(_ plan: Plan, of planning: PlanInputs) throws {
        let shown = shown(plan, of: planning)
        switch command.output {
        case .document(.json), .events:
            if !command.isApproved { console.saySheet(shown.text(console.errorStyle)) }
        case .document(let format): console.report(console.rendered(shown, as: format))
        }
    }

    func show(_ report: ApplyReport, _ verification: Verification, rescued: RescuedState? = nil) throws {
        let outcome = ApplyOutcome(report: report, verification: verification, rescued: rescued)
        switch command.output {
        case .events: events?.write(.ended(outcome))
        case .document(.json): console.report(console.rendered(outcome, as: .json))
        case .document(let format): console.report("\n\(console.rendered(outcome, as: format))")
        }
    }

    private func isExpected(_ plan: Plan, _ planning: PlanInputs) -> Bool {
        guard let expected = command.applyOptions.expected.value else { return true }
        let digest = planning.digest(of: plan)?.text ?? "without a digest"
        guard digest != expected else { return true }
        console.error(
            """
            refused: the plan is \(digest) now, not \(expected), because the manifest, the state or Omni have changed: \
            read it with plan, then apply with --expect \(digest)
            """
        )
        return false
    }

    private func isApproved(_ plan: Plan, of planning: PlanInputs) -> Bool {
        let shown = shown(plan, of: planning)
        let details = shown.text(Style(isColored: console.colorsErrors, isComplete: true))
        let hint: TerminalText =
            details == shown.text(console.errorStyle) ? "" : " (\"details\" shows every value and request)"
        while true {
            console.say("\nCarry this out? Only \"yes\" is accepted\(hint): ")
            let answer = Interrupts.atPrompt { readLine() }
            if answer == nil { console.say("\n") }
            guard answer == "details" else { return answer == "yes" }
            console.saySheet("\n\(details)")
        }
    }

    private func shown(_ plan: Plan, of planning: PlanInputs) -> ShownPlan {
        ShownPlan(plan: plan, rate: command.connectionOptions.rate) { planning.places(of: plan) }
    }
}
