import Applying
import OmniAPI
import OmniModel
import Planning
import StateStore

/// The part of an apply that changes Omni, and the reading of what came of it.
struct ApplyRun {
    let session: ApplySession
    let planning: Planning
    let client: OmniClient
    let journal: StateJournal
    /// Omni's, if the plan was made with them.
    let connections: [Connection]?

    /// - Parameter live: Omni's list as the plan saw it.
    func carryOut(
        _ plan: Plan,
        against live: LiveList?,
        hooks: ClientHooks,
        progress: Progress
    ) async throws -> ExitStatus {
        let interrupts = session.interrupts
        progress.begin(total: plan.requestCount)
        let applier = Applier(
            client: client,
            journal: journal,
            hooks: ApplyHooks(
                client: hooks,
                isStopping: { interrupts.isStopping },
                notify: { progress.show($0) }
            ),
            live: live,
            parallelism: session.command.parallelism
        )
        let report = try await applier.carryOut(plan)
        progress.clear()
        let verification = await verify(report, plan)
        try session.show(report, verification, rescued: await rescue(report))
        return interrupts.status ?? (report.isComplete && verification.isFine ? .done : .incomplete)
    }

    private func verify(_ report: ApplyReport, _ plan: Plan) async -> Verification {
        guard report.isComplete, !session.command.noVerify, plan.basis == .omni,
            !session.interrupts.isStopping
        else { return .notLooked }
        let (planning, reader, state, connections) = (
            planning, client.reader, await journal.state, connections
        )
        // Nothing is lost by not looking.
        return await session.interrupts.unlessSignalled {
            await .look(planning, state: state, reader: reader, after: plan, knowing: connections)
        } ?? .notLooked
    }
}
