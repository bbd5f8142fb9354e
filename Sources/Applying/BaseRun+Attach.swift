import OmniAPI
import OmniModel
import Planning

// MARK: - Attaching, which must not be repeated blindly
extension BaseRun {
    private static let maximumTries = 6

    /// Attaches all targets, whatever becomes of an answer. After a lost one, or one that does not name every
    /// environment, the list says what was done, and only the rest is asked for again (design, section 6).
    mutating func attach(_ targets: [EnvironmentTarget], on terms: Terms) async throws(ApplyFailure) {
        try await world.record(targets.map { .intent($0.key, $0.address) })
        var missing = targets
        for attempt in 1...Self.maximumTries {
            let failure = try await post(missing, on: terms)
            missing = missing.filter { attached[$0.key] == nil }
            guard !missing.isEmpty else { return }
            if attempt == 1, let failure, !failure.isInDoubt { try await drop(missing, failure) }
            missing = try await adoptListed(missing, after: failure)
            guard !missing.isEmpty else { return }
            // The intent stays: an earlier attempt may be what made Omni refuse this one, and the list may lag.
            if let failure, !failure.isInDoubt { throw failure }
            // A refusal that came as a success will not turn into one by asking again.
            guard attempt < Self.maximumTries, failure?.error?.isRefusal != true else {
                throw .attachNotListed(missing.map(\.address), failure?.error)
            }
            try await pause(after: attempt, of: Self.maximumTries, failure: failure)
        }
    }

    /// One `POST`. What its answer names is recorded; its failure, if any, is given back.
    private mutating func post(_ targets: [EnvironmentTarget], on terms: Terms) async throws(ApplyFailure)
        -> ApplyFailure?
    {
        for target in targets { await world.live?.willWrite([], to: target.key) }
        let base = plan.connection
        let ids: [ConnectionID: EnvironmentID]
        do {
            ids = try await omni(terms) { omni, check throws(OmniError) in
                try await omni.attach(targets.map(\.key.connection), to: base, after: check)
            }
        } catch {
            return error
        }
        let named = targets.compactMap { target in ids[target.key.connection].map { (target, $0, [String]()) }
        }
        try await recordAttached(named)
        return nil
    }

    private mutating func recordAttached(
        _ found: [(target: EnvironmentTarget, id: EnvironmentID, values: [String])]
    ) async throws(ApplyFailure) {
        for (target, id, values) in found {
            attached[target.key] = id
            holdings.confirm(values, of: target.key)
            await world.live?.didWrite(values, to: target.key)
        }
        try await world.record(found.map { $0.target.record(id: $0.id, values: $0.values) })
    }

    /// The targets that Omni does not list either.
    private mutating func adoptListed(
        _ missing: [EnvironmentTarget],
        after failure: ApplyFailure?
    ) async throws(ApplyFailure) -> [EnvironmentTarget] {
        let listing: EnvironmentListing
        do {
            listing = try await world.client.reader.environments()
        } catch {
            throw .omni(error)
        }
        guard case .listed(let listed) = listing else {
            throw .attachUnanswered(missing.map(\.address), failure?.error)
        }
        let byKey = Dictionary(listed.map { ($0.key, $0) }) { first, _ in first }
        try await recordAttached(
            missing.compactMap { target in byKey[target.key].map { (target, $0.id, $0.values) } }
        )
        return missing.filter { byKey[$0.key] == nil }
    }

    /// Omni certainly did not attach these.
    private func drop(_ targets: [EnvironmentTarget], _ failure: ApplyFailure) async throws(ApplyFailure)
        -> Never
    {
        try await world.record(targets.map { .intentDropped($0.key) })
        throw failure
    }
}

extension ApplyFailure {
    fileprivate var error: OmniError? {
        if case .omni(let error) = self { error } else { nil }
    }
}
