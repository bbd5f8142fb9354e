import OmniAPI
import OmniModel
import Planning

// MARK: - Taking a failed move back
extension BaseRun {
    /// Routes the values that are at the base on their way back to where they came from: each of those environments is
    /// written as it is now, and with them. One that was detached cannot take anything back.
    /// - Parameter index: of the step that failed.
    mutating func rollBack(after index: Int) async -> [RolledBack] {
        let values = windows.sources(upTo: index)
        var rolledBack: [RolledBack] = []
        for target in sources(upTo: index) {
            let back = await rollBack(values[target.key.connection] ?? [], to: target)
            if !back.isEmpty { rolledBack.append(RolledBack(values: back, to: target.address)) }
        }
        return rolledBack
    }

    /// The environments that have been written, the last one first: if its answer was lost, knowing what it holds
    /// decides what the others can get back.
    private func sources(upTo index: Int) -> [EnvironmentTarget] {
        var seen: Set<EnvironmentKey> = []
        return plan.steps.prefix(index + 1).reversed().compactMap { step in
            guard case .setValues(let target, _, _, _) = step, seen.insert(target.key).inserted else {
                return nil
            }
            return target
        }
    }

    /// - Returns: the values that are there again for certain.
    private mutating func rollBack(_ values: [String], to target: EnvironmentTarget) async -> [String] {
        var missing = holdings.certainty(of: values).filter { $0.certainty != .held }.map(\.value)
        while !missing.isEmpty {
            let write = ValueSets.distinct(holdings.values(of: target.key) + missing)
            rewritten.insert(target.key)
            do {
                try await setValues(write, of: target, on: terms(rollingBack: target))
                return missing
            } catch {
                // It is somewhere else after all; the others are not.
                guard let value = error.valueInUse(among: missing) else { break }
                holdings.refuse(value, to: target.key)
                missing = ValueSets.subtract([value], from: missing)
            }
        }
        return []
    }
}

extension ApplyFailure {
    /// The value that Omni says another environment holds.
    fileprivate func valueInUse(among values: [String]) -> String? {
        guard case .omni(let error) = self else { return nil }
        return values.first(where: error.isRefused(asInUse:))
    }
}
