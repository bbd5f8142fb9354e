package import Diagnostics
import DurableFiles
package import JSONText
package import Manifest
package import OmniModel
package import Planning

/// What a saved plan was made from, and with which options: all that is needed to make it anew, and to say what has
/// changed since when another one comes of it.
package struct SavedPlan: Sendable, Hashable {
    /// Where a manifest lay, as the command line named it, its files, and the fingerprint of their texts.
    struct ManifestMark: Sendable, Hashable {
        let paths: [String]
        let files: [String]
        let fingerprint: String
    }

    /// The state that a plan was made from: of which lineage, and the fingerprint of what it says, however its file is laid
    /// out. Its history of runs does not count.
    struct StateMark: Sendable, Hashable {
        let lineage: String
        let fingerprint: String
    }

    /// The plan's own digest, as `plan` prints it.
    let digest: String?
    /// Omni's address without `/api`.
    let instance: String
    let manifest: ManifestMark
    /// `nil` when there was no state yet.
    let state: StateMark?
    let omni: SeenOmni
    /// The options that decide what is planned; those that only show something are no part of it.
    package let options: PlanOptions

    /// The manifest's files and folders as the command line named them, in that order.
    package var manifestPaths: [String] { manifest.paths }
    /// What messages call the manifest's files.
    package var manifestFiles: [String] { manifest.files }

    /// Notes what a plan was made from.
    ///
    /// - Parameters:
    ///   - plan: one that no guard refuses, made from the rest.
    ///   - origin: manifest, state and instance, as they were read for this plan.
    ///   - observation: what Omni answered for this plan.
    ///   - options: those that it was made with.
    package init(
        _ plan: Plan,
        from origin: Origin,
        observation: Observation,
        options: PlanOptions
    ) {
        digest = plan.digest(of: origin.sources)?.text
        instance = origin.instance
        manifest = ManifestMark(
            paths: origin.paths,
            files: origin.files,
            fingerprint: origin.sources.fingerprint.text
        )
        state = origin.state.map(StateMark.init)
        omni = SeenOmni(observation, bases: Self.bases(of: plan), manifest: origin.manifest)
        self.options = options
    }

    /// What a plan follows from, Omni apart.
    package struct Origin: Sendable {
        let manifest: Manifest
        let sources: SourceList
        let paths: [String]
        let files: [String]
        let state: State?
        let instance: String

        package init(
            manifest: Manifest,
            sources: SourceList,
            paths: [String],
            files: [String],
            state: State?,
            instance: String
        ) {
            self.manifest = manifest
            self.sources = sources
            self.paths = paths
            self.files = files
            self.state = state
            self.instance = instance
        }
    }

    /// The bases that it plans, and those of unfinished creates that it clears up.
    private static func bases(of plan: Plan) -> Set<ConnectionID> {
        let cleared = plan.records.compactMap { record -> ConnectionID? in
            switch record {
            case .environment(let key, _), .intentDropped(let key), .detached(let key): key.base
            default: nil
            }
        }
        return Set(plan.bases.map(\.connection) + cleared)
    }
}

extension SavedPlan.StateMark {
    init(_ state: State) {
        self.init(
            lineage: state.header.lineage,
            fingerprint: Digest(of: Array(StateFormat.text(of: state.withoutHistory))).text
        )
    }
}

extension SavedPlan {
    /// Puts the plan into a file of its owner's alone. What is there already is replaced only if it is a plan too.
    ///
    /// - Parameter shown: the plan as `plan --output json` shows it.
    /// - Throws: `FileError`, or a `SavedPlanProblem` that names what is in the way.
    package func save(showing shown: JSONValue, to path: String) throws {
        try Self.checkCanBeSaved(to: path)
        try SystemFiles().replace(path, with: text(showing: shown), keepsAccess: false)
    }

    /// Finds out before anything is asked of Omni whether a plan may be saved there.
    ///
    /// - Throws: `FileError`, or a `SavedPlanProblem` when the file holds something else than a plan.
    package static func checkCanBeSaved(to path: String) throws {
        guard try isReplaceable(path) else { throw SavedPlanProblem.notReplaced(path: path) }
    }

    private static func isReplaceable(_ path: String) throws(FileError) -> Bool {
        do {
            let text = try SystemFiles().open(path, .read).readAll()
            return text.isEmpty || isPlan(text)
        } catch  where error.isMissing {
            return true
        }
    }
}
