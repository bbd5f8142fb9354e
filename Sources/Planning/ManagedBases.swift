import Diagnostics
import Manifest
import OmniModel

/// What each base is called: those of the manifest, and those that the state has and the manifest no longer names. A
/// base is its connection: under another label it is still the same one.
struct ManagedBases {
    /// The manifest's labels, in its order.
    private let labels: [String]
    /// Of the manifest's environments.
    private let named: [Address]
    /// The manifest's bases whose names fit no connection, so that each may be any of those that seem to have left it.
    private let unresolved: [BaseConnection]
    private let inManifest: [ConnectionID: String]
    /// What a target calls each base that has left the manifest.
    private let left: [ConnectionID: String]
    private let recorded: Recorded

    init(_ manifest: Manifest, _ recorded: Recorded, _ directory: ConnectionDirectory, state: State?) {
        labels = manifest.bases.map(\.label.value)
        named = manifest.bases.flatMap { base in
            base.environments.map { Address(base: base.label.value, environment: $0.label.value) }
        }
        self.recorded = recorded
        var inManifest: [ConnectionID: String] = [:]
        var unresolved: [BaseConnection] = []
        for base in manifest.bases {
            let ids = directory.ids(of: base.connection.value, rememberedBy: state)
            if ids.isEmpty { unresolved.append(base) }
            for id in ids { inManifest[id] = base.label.value }
        }
        self.inManifest = inManifest
        self.unresolved = unresolved
        left = Self.names(of: recorded.bases.subtracting(inManifest.keys), recorded, besides: Set(labels))
    }

    /// The label of the last apply; the id where another base has that label too.
    private static func names(of bases: Set<ConnectionID>, _ recorded: Recorded, besides taken: Set<String>)
        -> [ConnectionID: String]
    {
        let labels = Dictionary(grouping: bases, by: recorded.label)
        return Dictionary(
            uniqueKeysWithValues: bases.map { base in
                let label = recorded.label(of: base)
                let isUnique = labels[label]?.count == 1 && !taken.contains(label)
                return (base, isUnique ? label : base.text)
            }
        )
    }

    /// - Parameters:
    ///   - reachesLeft: whether a target may name a base that has left the manifest.
    ///   - reachesEnvironments: whether a target may name an environment, as `base/environment`.
    func check(_ targets: [String], reachesLeft: Bool, reachesEnvironments: Bool) throws(PlanFailure) {
        let known = Set(labels).union(reachesLeft ? Array(left.values) : [])
        let environments = reachesEnvironments ? self.environments : []
        let unknown = targets.filter { !known.contains($0) && !environments.contains($0) }
        guard unknown.isEmpty else {
            let isAddressed = reachesEnvironments && unknown.contains { Address($0) != nil }
            throw .unknownTargets(
                unknown.map(explained),
                known: labels.sorted() + (isAddressed ? environments.sorted() : [])
            )
        }
    }

    /// The addresses of all environments that the manifest names, and of those that the state has, under the labels that
    /// their bases have now.
    private var environments: Set<String> {
        let recorded = recorded.bases.flatMap { base in
            (inManifest[base] ?? left[base]).map { label in
                self.recorded.environments(of: base).values.map {
                    Address(base: label, environment: $0.address.environment)
                }
            } ?? []
        }
        return Set((named + recorded).map(\.description))
    }

    private func explained(_ target: String) -> UnknownTarget {
        if left.values.contains(target) { return .left(target) }
        let bases = recorded.bases.filter { recorded.labels(of: $0).contains(target) || $0.text == target }
        let now = bases.compactMap { inManifest[$0] }.firstInOrder
        return now.map { .renamed(target, to: $0) } ?? .neverKnown(target)
    }

    /// The bases that have left the manifest, as far as the targets reach: nothing is wanted of them.
    func left(_ options: PlanOptions) -> [Desired.Base] {
        left.filter { options.isTarget($0.value) }.sorted { $0.key < $1.key }.map { connection, label in
            Desired.Base(label: label, connection: connection, declared: nil)
        }
    }

    /// A base of the manifest that cannot be found could be the very one that is to be pruned.
    func checkPruning(_ options: PlanOptions, with directory: ConnectionDirectory) throws(PlanFailure) {
        guard options.prunes, !options.targets.isEmpty, !left(options).isEmpty else { return }
        _ = try Desired(unresolved, with: directory)
    }
}

extension ConnectionDirectory {
    /// The connections that the reference can mean: by Omni's names, else by those that the last apply resolved.
    fileprivate func ids(of reference: ConnectionReference, rememberedBy state: State?) -> [ConnectionID] {
        switch reference {
        case .id(let id): return [id]
        case .name(let name):
            let ids = ids(named: name)
            guard ids.isEmpty else { return ids }
            let remembered = state?.connectionNames.filter { ExactText($0.value) == ExactText(name) } ?? [:]
            return Array(remembered.keys)
        }
    }
}
