import Diagnostics
import Manifest
import OmniAPI
import OmniModel
import Planning

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
    /// Compares once more, with the state as it is now and a fresh list: whatever asks for a request is a
    /// difference.
    /// - Parameter connections: those that the plan was made with. They are read again only if the apply changed one.
    static func look(
        _ planning: Planning,
        state: State,
        reader: OmniReader,
        after plan: Plan,
        knowing connections: [Connection]?
    ) async -> Verification {
        let hasChangedConnections = plan.changes.contains(where: \.concernsAttribute)
        do {
            let seen = try await Observation.read(from: reader, needsConnections: hasChangedConnections)
            let observation = seen.completed(by: connections)
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
        } catch {
            return .failed(error)
        }
    }
}

extension Planning {
    /// The expectations of what was planned that what Omni lists does not meet.
    func unmetExpectations(of plan: Plan, state: State?, _ observation: Observation) throws -> [Diagnostic] {
        let expectations = manifest.manifest.expectations.filter {
            options.isTarget($0.base.value) && plan.concerns($0)
        }
        guard !expectations.isEmpty else { return [] }
        let bases = try RoutedBase.listed(manifest.manifest, state: state, observation: observation)
        return ExpectationProof.failures(of: expectations, in: bases)
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
