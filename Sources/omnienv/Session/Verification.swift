import OmniAPI
import Reconciler

/// What a last look at Omni said about an apply (design, section 6).
enum Verification {
    case notLooked
    /// What still differs from the manifest; nothing, as it should be.
    case differences([Change])
    case failed(any Error)

    var isFine: Bool {
        switch self {
        case .notLooked: true
        case .differences(let changes): changes.isEmpty
        case .failed: false
        }
    }
}

extension Verification {
    /// Plans once more, from the state as it is now and from a fresh list: whatever asks for a request is a
    /// difference.
    static func look(_ planning: Planning, state: State, reader: OmniReader, after plan: Plan) async
        -> Verification
    {
        let needsConnections = plan.changes.contains(where: \.concernsAttribute)
        do {
            let observation = try await Observation.read(from: reader, needsConnections: needsConnections)
            let next = try Planner.plan(
                planning.manifest.manifest,
                state: state,
                observation: observation,
                options: planning.options
            )
            return .differences(next.changes.filter(\.needsRequest))
        } catch {
            return .failed(error)
        }
    }
}

extension Change {
    fileprivate var concernsAttribute: Bool {
        switch self {
        case .setAttribute, .removeAttribute, .orphanedAttribute: true
        case .attach, .adopt, .setValues, .detach, .orphaned, .gone, .unmanaged: false
        }
    }
}
