import Planning
package import StateStore

/// Whether the state file can be used. Pure: it is told what was read.
package enum StateCheck {
    /// - Parameters:
    ///   - instance: the address that the state has to be of; nil when none is known.
    ///   - isWritable: whether the file, or the folder that it would be made in, can be written.
    package static func results(
        _ replayed: Result<StateFormat.Replayed, StateError>,
        path: String,
        instance: String?,
        isWritable: Bool
    ) -> [any CheckResult] {
        let unwritable: [any CheckResult] = isWritable ? [] : [StateCheckResult.notWritable(path: path)]
        switch replayed {
        case .failure(let error): return [StateCheckResult.unusable(error)]
        case .success(let replayed):
            guard let state = replayed.state else { return [StateCheckResult.none(path: path)] + unwritable }
            return soundness(of: state, path: path, instance: instance)
                + (replayed.isTorn ? [StateCheckResult.torn(path: path)] : []) + unwritable
        }
    }

    private static func soundness(of state: State, path: String, instance: String?) -> [any CheckResult] {
        if let instance {
            do {
                try StateFile.check(state, path: path, instance: instance)
            } catch {
                return [StateCheckResult.unusable(error)]
            }
        }
        let sound = StateCheckResult.sound(path: path, environments: state.environments.count)
        guard !state.intents.isEmpty else { return [sound] }
        return [sound, StateCheckResult.unfinished(state.intents.sorted { $0.key < $1.key }.map(\.value))]
    }
}
