import Applying
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
    /// Omni's, if the plan was made with them.
    let connections: [Connection]?
    let hooks: ClientHooks
    let pauses: Pauses

    /// - Parameter list: when the list that the plan was made from was read; `nil` where there is none.
    func carryOut(_ plan: Plan, seeing list: ReadingTime?, progress: Progress) async throws -> ExitStatus {
        let rate = session.command.connectionOptions.rate
        progress.begin(total: plan.requestCount, seconds: RequestTime.seconds(of: plan, rate: rate))
        let applier = Applier(
            client: client,
            journal: journal,
            hooks: applyHooks(progress),
            list: list,
            parallelism: session.command.parallelism
        )
        let run = try await applier.carryOut(plan)
        progress.clear()
        let (listed, verification) = await verify(run, plan)
        let report = await applier.conclude(
            run,
            by: listed,
            trustsAnswers: list == nil || session.command.noVerify
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
        let verifier = Verifier(
            planning: planning,
            state: await journal.state,
            reader: client.reader,
            hooks: hooks,
            connections: connections
        )
        return await session.interrupts.unlessSignalled { await verifier.verify(run, of: plan) } ?? (
            nil, .notLooked
        )
    }
}
