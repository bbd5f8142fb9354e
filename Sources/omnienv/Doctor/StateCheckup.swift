import Planning
package import StateStore

/// Whether the state file can be used. Pure: it is told what was read.
package enum StateCheckup {
    /// - Parameters:
    ///   - instance: the address that the state has to be of; nil when none is known.
    ///   - isWritable: whether the file, or the folder that it would be made in, can be written.
    package static func symptoms(
        _ replayed: Result<StateFormat.Replayed, StateError>,
        path: String,
        instance: String?,
        isWritable: Bool
    ) -> [any Symptom] {
        let unwritable: [any Symptom] = isWritable ? [] : [StateSymptom.notWritable(path: path)]
        switch replayed {
        case .failure(let error): return [StateSymptom.unusable(error)]
        case .success(let replayed):
            guard let state = replayed.state else { return [StateSymptom.none(path: path)] + unwritable }
            return soundness(of: state, path: path, instance: instance)
                + (replayed.isTorn ? [StateSymptom.torn(path: path)] : []) + unwritable
        }
    }

    private static func soundness(of state: State, path: String, instance: String?) -> [any Symptom] {
        if let instance {
            do {
                try StateFile.check(state, path: path, instance: instance)
            } catch {
                return [StateSymptom.unusable(error)]
            }
        }
        let sound = StateSymptom.sound(path: path, environments: state.environments.count)
        guard !state.intents.isEmpty else { return [sound] }
        return [sound, StateSymptom.unfinished(state.intents.sorted { $0.key < $1.key }.map(\.value))]
    }
}
