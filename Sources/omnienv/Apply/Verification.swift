import Applying
import Diagnostics
import Manifest
import OmniAPI
import OmniModel
import Planning
import StateStore

/// What the last reading of Omni said about an apply.
enum Verification {
    case notLooked
    /// What still differs from the manifest, and which of its expectations Omni's routing does not meet; nothing,
    /// as it should be.
    case looked(differences: [Change], unmet: [Diagnostic])
    case failed(any Error)

    var isFine: Bool {
        switch self {
        case .notLooked: true
        case .looked(let differences, let unmet): differences.isEmpty && unmet.isEmpty
        case .failed: false
        }
    }
}

extension Verification {
    /// Whether a list that lags behind would explain it: not an unmet expectation of a base that is as it should be.
    fileprivate var mayBeLag: Bool {
        if case .looked(let differences, _) = self { !differences.isEmpty } else { false }
    }
}

extension ApplyRun {
    /// How long a difference is read again before it is reported, since a list may lag behind.
    private static let patience = Duration.seconds(10)

    /// Reads the list after the last write of an apply.
    ///
    /// - Parameter state: what the apply has recorded.
    /// - Returns: the last list that was read, and what differs from the manifest if all was carried out.
    func verification(of run: Applier.Run, _ plan: Plan, _ state: State) async -> (
        [ConnectionEnvironment]?, Verification
    ) {
        let needsConnections = plan.changes.contains(where: \.concernsAttribute) && run.isComplete
        let start = hooks.now()
        var listed: [ConnectionEnvironment]?
        for attempt in 1... {
            let verification: Verification
            do {
                let seen = try await Observation.read(
                    from: client.reader,
                    Observation.Needs(connections: needsConnections ? planning.knownConnections : nil)
                )
                let isUsable = !plan.bases.contains { base in
                    seen.oddRows.contains { $0.mayBe(of: base.connection) }
                }
                listed = isUsable ? seen.listedEnvironments ?? listed : nil
                verification =
                    run.isComplete
                    ? try compare(seen.completed(by: observation), with: plan, state) : .notLooked
            } catch {
                return (listed, run.isComplete ? .failed(error) : .notLooked)
            }
            let isFine = !verification.mayBeLag && run.agrees(with: listed ?? [])
            let left = Self.patience - (hooks.now() - start)
            guard !isFine, left > .zero || attempt == 1 else { return (listed, verification) }
            let delay = min(Backoff.connection.delay(after: attempt, chance: 0), max(left, .zero))
            let wait = Wait(duration: delay, reason: .listMayLag, call: nil)
            guard await hooks.wait(wait) == .elapsed else { return (listed, verification) }
        }
        return (listed, .notLooked)
    }

    /// With the state as it is now: whatever asks for a request is a difference.
    private func compare(_ observation: Observation, with plan: Plan, _ state: State) throws -> Verification {
        let changes = try Planner.changes(
            planning.manifest.manifest,
            state: state,
            observation: observation,
            options: planning.options,
            after: plan
        )
        return .looked(
            differences: changes.filter(\.needsRequest),
            unmet: try planning.unmetExpectations(of: plan, state: state, observation)
        )
    }
}

extension PlanInputs {
    /// The expectations of what was planned that what Omni lists does not meet.
    func unmetExpectations(of plan: Plan, state: State?, _ observation: Observation) throws -> [Diagnostic] {
        let expectations = manifest.manifest.expectations.filter {
            options.isTarget($0.base.value) && plan.concerns($0)
        }
        guard !expectations.isEmpty else { return [] }
        let bases = try RoutedBase.listed(manifest.manifest, state: state, observation: observation)
        return expectations.failures(in: bases)
    }
}

extension Change {
    fileprivate var concernsAttribute: Bool {
        switch self {
        case .setAttribute, .removeAttribute, .orphanedAttribute: true
        case .attach, .adopt, .protect, .setValues, .detach, .orphaned, .orphanedBase, .gone, .unmanaged:
            false
        }
    }
}
