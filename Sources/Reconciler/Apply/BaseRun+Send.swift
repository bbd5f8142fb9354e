import OmniAPI

// MARK: - One step, one call, one record
extension BaseRun {
    mutating func send(_ step: Step, using reservation: Reservation?) async throws(ApplyFailure) {
        switch step {
        case .attach(let targets):
            try await attach(targets)
        case .setValues(let target, _, let to, _):
            try await setValues(to, of: target, using: reservation)
        case .setAttribute(let attribute):
            try await omni { omni throws(OmniError) in
                try await omni.setEnvironmentUserAttribute(attribute, of: plan.connection, using: reservation)
            }
            let recorded = RecordedAttribute(base: plan.label, attribute: attribute)
            try await world.record([.attribute(plan.connection, recorded)])
        case .removeAttribute:
            try await omni { omni throws(OmniError) in
                try await omni.setEnvironmentUserAttribute(nil, of: plan.connection, using: reservation)
            }
            try await world.record([.attributeRemoved(plan.connection)])
        case .detach(let target, _):
            let id = try id(of: target)
            try await omni { omni throws(OmniError) in try await omni.detach(id, using: reservation) }
            try await world.record([.detached(target.key)])
        }
    }

    private func setValues(
        _ values: [String],
        of target: EnvironmentTarget,
        using reservation: Reservation?
    ) async throws(ApplyFailure) {
        let id = try id(of: target)
        try await omni { omni throws(OmniError) in
            try await omni.setValues(values, of: id, using: reservation)
        }
        try await world.record([target.record(id: id, values: values)])
    }

    /// Gives values back to the environment that let go of them; `false` when that fails too.
    func giveBack(_ move: OpenWindows.Move) async -> Bool {
        do {
            try await setValues(move.rest + move.values, of: move.giver, using: nil)
            return true
        } catch {
            return false
        }
    }

    private func id(of target: EnvironmentTarget) throws(ApplyFailure) -> EnvironmentID {
        guard let id = target.id ?? attached[target.key] else { throw .unknownID(target.address) }
        return id
    }

    private func omni(_ call: (OmniClient) async throws(OmniError) -> Void) async throws(ApplyFailure) {
        do {
            try await call(world.client)
        } catch {
            throw .omni(error)
        }
    }
}

extension EnvironmentTarget {
    func record(id: EnvironmentID, values: [String]) -> StateRecord {
        let environment = RecordedEnvironment(
            id: id,
            address: address,
            values: values,
            isProtected: isProtected
        )
        return .environment(key, environment)
    }
}

extension Applier {
    func record(_ records: [StateRecord]) async throws(ApplyFailure) {
        do {
            try await journal.append(records)
        } catch {
            throw .state(error)
        }
    }

    /// Nothing more is asked of Omni once its answers cannot be recorded.
    func ensureWritable() async throws(ApplyFailure) {
        if let failure = await journal.failure { throw .state(failure) }
    }
}
