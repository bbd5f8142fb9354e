package import OmniAPI
package import Planning
package import StateStore

/// Carries out a plan and nothing else: one step after another within a base, bases side by side, every confirmed
/// call recorded on disk before the next one of that base starts. Design, section 6.
package struct Applier: Sendable {
    let client: OmniClient
    let journal: StateJournal
    let hooks: ApplyHooks
    /// What tells whether somebody else changes Omni meanwhile; `nil` where there is no list.
    let live: LiveList?
    /// How many bases at once.
    let parallelism: Int

    package init(
        client: OmniClient,
        journal: StateJournal,
        hooks: ApplyHooks,
        live: LiveList?,
        parallelism: Int = 4
    ) {
        self.client = client
        self.journal = journal
        self.hooks = hooks
        self.live = live
        self.parallelism = max(1, parallelism)
    }

    /// - Throws: when the state file cannot take the plan's own records; nothing was asked of Omni then.
    package func carryOut(_ plan: Plan) async throws(StateError) -> ApplyReport {
        try await journal.append(plan.records)
        let results = await settled(await runs(plan.bases.filter { !$0.steps.isEmpty }))
        return ApplyReport(
            runs: results.map(\.outcomes),
            unrouted: results.flatMap(\.unrouted),
            wasInterrupted: hooks.isStopping(),
            unwritten: await journal.unwritten,
            stateFailure: await journal.failure
        )
    }

    /// What a lost answer leaves open, Omni's list can tell.
    private func settled(_ results: [BaseResult]) async -> [BaseResult] {
        guard live != nil, !hooks.isStopping(), results.contains(where: \.isInDoubt) else {
            return results
        }
        do {
            let listed = try await client.reader.listedEnvironments()
            return results.map { result in
                var result = result
                result.settle(by: listed)
                return result
            }
        } catch {
            // Then the report names what is not known.
            return results
        }
    }

    /// The results in the order of `bases`, whichever ended first.
    private func runs(_ bases: [BasePlan]) async -> [BaseResult] {
        await withTaskGroup(of: (Int, BaseResult).self) { group in
            var results = [BaseResult?](repeating: nil, count: bases.count)
            for (index, base) in bases.enumerated() {
                if index >= parallelism, let (done, result) = await group.next() { results[done] = result }
                group.addTask { (index, await BaseRun(base, applier: self).run()) }
            }
            for await (done, result) in group { results[done] = result }
            return results.compactMap(\.self)
        }
    }
}
