import Applying
import Diagnostics
import FoundationEssentials
import OmniAPI
import OmniModel
import Planning
import StateStore

/// The part of an apply that changes Omni, and the reading of what came of it.
struct ApplyRun {
    let session: ApplySession
    let planning: PlanInputs
    let client: OmniClient
    let journal: StateJournal
    /// What the plan was made from.
    let observation: Observation
    let hooks: ClientHooks
    let pauses: Pauses

    /// - Parameter list: when the list that the plan was made from was read; `nil` where there is none.
    func carryOut(_ plan: Plan, seeing list: ReadingTime?, progress: Progress) async throws -> ExitStatus {
        let rate = session.command.connectionOptions.rate
        progress.begin(
            plan,
            digest: planning.digest(of: plan)?.text,
            seconds: plan.seconds(atRate: rate)
        )
        let applier = Applier(
            client: client,
            journal: journal,
            hooks: applyHooks(progress),
            record: RunIdentity().run(plan, digest: planning.digest(of: plan)),
            list: list,
            parallelism: session.command.applyOptions.basesAtOnce.value
        )
        let (run, listed, verification) = try await progress.whileDrawing {
            let run = try await applier.carryOut(plan)
            let (listed, verification) = await verify(run, plan)
            return (run, listed, verification)
        }
        let report = await applier.conclude(
            run,
            by: listed,
            trustsAnswers: list == nil || session.command.noVerify,
            at: RunIdentity.now
        )
        try session.show(report, verification, rescued: await rescue(report))
        return session.interrupts.status ?? (report.isComplete && verification.isFine ? .done : .incomplete)
    }

    private func applyHooks(_ progress: Progress) -> ApplyHooks {
        let interrupts = session.interrupts
        return ApplyHooks(
            client: hooks,
            pauses: pauses,
            isStopping: { interrupts.isStopping },
            isOutOfTime: { interrupts.isOutOfTime },
            timeIsOver: { await interrupts.timeIsOver() },
            notify: { progress.show($0) }
        )
    }

    /// Reads the list after the last write, where there is one: for the comparison with the manifest, and for what only
    /// a list can tell. A signal cuts it short; nothing is lost then.
    private func verify(_ run: Applier.Run, _ plan: Plan) async -> ([ConnectionEnvironment]?, Verification) {
        let isWanted = run.isComplete ? !session.command.noVerify : run.needsList
        guard isWanted, plan.basis == .omni, !session.interrupts.isStopping else { return (nil, .notLooked) }
        let state = await journal.state
        return await session.interrupts.unlessSignalled { await verification(of: run, plan, state) } ?? (
            nil, .notLooked
        )
    }
}

/// Where an apply left what its state file did not take.
struct RescuedState {
    /// The state file, symbolic links followed.
    let statePath: String
    /// A whole state with everything in it; `nil` when no file could be written.
    let path: String?

    /// The step that brings it back.
    var command: TerminalText? { path.map { "mv \(shell: $0) \(shell: statePath)" } }
}

extension ApplyRun {
    /// Saves what Omni has and the state file does not say: in a file, or else on standard error.
    func rescue(_ report: ApplyReport) async -> RescuedState? {
        guard !report.unwritten.isEmpty || report.stateFailure?.losesFile == true else { return nil }
        let folder = FileManager.default.temporaryDirectory.path
        do {
            let path = try await journal.state.rescue(from: journal.path, orIn: folder)
            return RescuedState(statePath: journal.path, path: path)
        } catch {
            session.console.error(
                "no file takes what the state file misses (\(error)); these lines belong at its end:"
            )
            session.console.say(TerminalText(json: report.unwritten.linesToShow))
            return RescuedState(statePath: journal.path, path: nil)
        }
    }
}
