import HTTPTransport
import OmniAPI
import OmniModel
import Planning
import StateStore

// MARK: - One step, one call, one record
extension BaseRun {
    /// How often an environment that this run has just attached may be unknown to Omni.
    private static let maximumUnknown = 4

    mutating func send(_ step: Step, on terms: Terms) async throws(ApplyFailure) {
        switch step {
        case .attach(let targets): try await attach(targets, on: terms)
        case .setValues(let target, _, let to, _): try await setValues(to, of: target, on: terms)
        case .setAttribute(let attribute, _, _):
            try await set(attribute, on: terms)
            let recorded = RecordedAttribute(base: plan.label, attribute: attribute)
            try await world.record([.attribute(plan.connection, recorded)])
        case .removeAttribute:
            try await set(nil, on: terms)
            try await world.record([.attributeRemoved(plan.connection)])
        case .detach(let target, _): try await detach(target, on: terms)
        }
    }

    private func set(_ attribute: EnvironmentUserAttribute?, on terms: Terms) async throws(ApplyFailure) {
        let base = plan.connection
        try await omni(terms) { omni, check throws(OmniError) in
            try await omni.setEnvironmentUserAttribute(
                attribute,
                of: base,
                using: terms.reservation,
                after: check
            )
        }
    }

    private mutating func detach(_ target: EnvironmentTarget, on terms: Terms) async throws(ApplyFailure) {
        let id = try id(of: target)
        await world.live?.willWrite(nil, to: target.key)
        try await change(target.key, to: [], on: terms) { omni, check throws(OmniError) in
            try await omni.detach(id, using: terms.reservation, after: check)
        }
        await world.live?.didWrite(nil, to: target.key)
        try await world.record([.detached(target.key)])
    }

    mutating func setValues(_ values: [String], of target: EnvironmentTarget, on terms: Terms)
        async throws(ApplyFailure)
    {
        let id = try id(of: target)
        await world.live?.willWrite(values, to: target.key)
        for attempt in 1... {
            do {
                try await change(target.key, to: values, on: terms) { omni, check throws(OmniError) in
                    try await omni.setValues(values, of: id, using: terms.reservation, after: check)
                }
                break
            } catch {
                // Omni may not know at once what it has just made.
                guard target.id == nil, error.isNotFound, attempt < Self.maximumUnknown else { throw error }
                try await pause(after: attempt, of: Self.maximumUnknown, failure: error)
            }
        }
        await world.live?.didWrite(values, to: target.key)
        try await world.record([target.record(id: id, values: values)])
    }

    /// A write that leaves the environment with these values; what it holds is in doubt when there is no answer,
    /// whatever else goes wrong.
    private mutating func change(
        _ key: EnvironmentKey,
        to values: [String],
        on terms: Terms,
        _ call: (OmniClient, WriteCheck) async throws(OmniError) -> Void
    ) async throws(ApplyFailure) {
        do {
            try await call(world.client, check(terms))
        } catch {
            if error.mayHaveBeenCarriedOut { holdings.doubt(values, of: key) }
            throw await reason(for: error, on: terms)
        }
        holdings.confirm(values, of: key)
    }

    private func id(of target: EnvironmentTarget) throws(ApplyFailure) -> EnvironmentID {
        guard let id = target.id ?? attached[target.key] else { throw .unknownID(target.address) }
        return id
    }

    func pause(after attempt: Int, of total: Int, failure: ApplyFailure?) async throws(ApplyFailure) {
        var (cause, call) = (Wait.Cause.unanswered, APICall?.none)
        if case .omni(let error) = failure {
            call = error.call
            cause = error.status.map(Wait.Cause.status) ?? .unanswered
        }
        let hooks = world.hooks.client
        let wait = Wait(
            duration: Backoff.connection.delay(after: attempt, chance: hooks.random()),
            reason: .backOff(attempt: attempt, of: total, cause: cause),
            call: call
        )
        guard await hooks.wait(wait) == .elapsed else { throw .interrupted }
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
