package import OmniAPI
package import OmniModel
package import Planning
package import StateStore

/// Carries out a plan and nothing else: one step after another within a base, bases side by side, every confirmed call
/// recorded on disk before the next one of that base starts.
package struct Applier: Sendable {
    /// What the run of every base came to, before a list has shown what is in doubt.
    package struct Run: Sendable {
        var machines: [BaseMachine]

        /// Whether every step was confirmed.
        package var isComplete: Bool { machines.allSatisfy(\.isConfirmed) }

        /// Whether only a list can tell what came of something.
        package var needsList: Bool { machines.contains(where: \.needsList) }

        /// Whether a list shows what was written last: one that does not may lag behind.
        package func agrees(with listed: [ConnectionEnvironment]) -> Bool {
            let listed = Dictionary(grouping: listed, by: \.base)
            return machines.allSatisfy { $0.agrees(with: $0.found(in: listed[$0.plan.connection] ?? [])) }
        }

        mutating func settle(by listed: [ConnectionEnvironment]) {
            let listed = Dictionary(grouping: listed, by: \.base)
            for index in machines.indices {
                let found = machines[index].found(in: listed[machines[index].plan.connection] ?? [])
                machines[index].settle(by: found)
            }
        }
    }

    let client: OmniClient
    let journal: StateJournal
    let hooks: ApplyHooks
    /// Who carries out what, for the state's history.
    let record: RecordedRun
    /// When the list that the plan was made from was read; `nil` where there is none.
    let list: ReadingTime?
    /// How many bases at once.
    let parallelism: Int

    package init(
        client: OmniClient,
        journal: StateJournal,
        hooks: ApplyHooks,
        record: RecordedRun,
        list: ReadingTime?,
        parallelism: Int = 4
    ) {
        self.client = client
        self.journal = journal
        self.hooks = hooks
        self.record = record
        self.list = list
        self.parallelism = max(1, parallelism)
    }

    /// Carries the plan's steps out as far as can be. What failed, and what was done about it, is in the run that is returned
    /// (docs/reliability.md).
    ///
    /// - Throws: when the state file cannot take the plan's own records; nothing was asked of Omni then.
    package func carryOut(_ plan: Plan) async throws(StateError) -> Run {
        try await journal.append([.run(RunLog.Entry(record))] + plan.records)
        let machines = plan.bases.filter { !$0.steps.isEmpty }.map { BaseMachine($0, list: list) }
        return Run(machines: await run(machines))
    }

    /// Ends a run: settles by the list what is in doubt, records that and the run itself, and reports.
    ///
    /// - Parameters:
    ///   - run: what `carryOut` has returned.
    ///   - listed: what Omni lists after the last write; `nil` where that was not read.
    ///   - trustsAnswers: whether the answers decide what is detached where no list was read. Else the state keeps it
    ///     until the next run has read one.
    ///   - time: of the end, for the state's history.
    package func conclude(
        _ run: Run,
        by listed: [ConnectionEnvironment]?,
        trustsAnswers: Bool,
        at time: String
    ) async -> ApplyReport {
        var run = run
        if let listed { run.settle(by: listed) }
        // What cannot be written is kept, and told with the rest of it.
        if listed != nil || trustsAnswers {
            try? await journal.append(run.machines.flatMap(\.finalRecords))
        }
        try? await journal.append([.run(RunLog.Entry(ended(run, at: time)))])
        return ApplyReport(
            run.machines,
            wasInterrupted: hooks.isStopping(),
            isFromState: list == nil,
            unwritten: await journal.unwritten,
            stateFailure: await journal.failure
        )
    }

    private func ended(_ run: Run, at time: String) -> RecordedRun {
        var record = record
        record.end = RecordedRun.End(
            time: time,
            outcome: hooks.isStopping() ? .interrupted : run.isComplete ? .done : .incomplete,
            moves: run.machines.flatMap(\.moved)
        )
        return record
    }

    /// The machines at their end, in the order of the bases, whichever ended first.
    private func run(_ machines: [BaseMachine]) async -> [BaseMachine] {
        let shared = SharedByBases()
        return await withTaskGroup(of: (Int, BaseMachine).self) { group in
            var ended = machines
            for (index, machine) in machines.enumerated() {
                if index >= parallelism, let (done, result) = await group.next() { ended[done] = result }
                let run = BaseRun(client: client, journal: journal, hooks: hooks, shared: shared)
                group.addTask { (index, await run.run(machine)) }
            }
            for await (done, result) in group { ended[done] = result }
            return ended
        }
    }
}
