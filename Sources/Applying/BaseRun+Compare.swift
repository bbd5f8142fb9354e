import OmniAPI
import OmniModel
import Planning
import StateStore

// MARK: - Looking again before a write
extension BaseRun {
    /// What a call goes out on: places in the rate window, and what has to be as the run expects it (the whole base
    /// when `connections` is `nil`).
    struct Terms {
        var reservation: Reservation?
        var connections: Set<ConnectionID>?
        /// Whether a place was reserved for a comparison too: in the midst of a move, waiting for the rate window would
        /// be worse than not looking.
        var canCompare = true

    }

    /// A write is kept back when the state file cannot be written any more, or somebody else has changed what it is
    /// about.
    func check(_ terms: Terms) -> WriteCheck {
        let (base, world) = (plan.connection, world)
        return WriteCheck {
            if await world.journal.failure != nil { return true }
            guard terms.canCompare else { return false }
            return await world.live?.isDue(base) == true
        } mayLeave: { reservation throws(OmniError) in
            guard await world.journal.failure == nil else { return false }
            let differences = try await world.live?
                .differences(in: base, only: terms.connections, using: reservation)
            return differences?.isEmpty ?? true
        }
    }

    /// - Throws: `changedMeanwhile` when the base is no longer as the run expects it.
    func compare(_ terms: Terms) async throws(ApplyFailure) {
        guard let live = world.live else { return }
        let differences: [LiveList.Difference]
        do {
            differences = try await live.differences(
                in: plan.connection,
                only: terms.connections,
                using: terms.reservation
            )
        } catch {
            throw .omni(error)
        }
        guard differences.isEmpty else { throw .changedMeanwhile(differences.map(change)) }
    }

    private func change(_ difference: LiveList.Difference) -> OutsideChange {
        OutsideChange(
            name: plan.name(of: .environment(difference.connection)),
            expected: difference.expected,
            found: difference.found
        )
    }

    /// One write that changes no environment that is attached.
    func omni<Answer>(
        _ terms: Terms,
        _ call: (OmniClient, WriteCheck) async throws(OmniError) -> Answer
    ) async throws(ApplyFailure) -> Answer {
        do {
            return try await call(world.client, check(terms))
        } catch {
            throw await reason(for: error, on: terms)
        }
    }

    /// Why a write failed, or what kept it back if it was not sent.
    func reason(for error: OmniError, on terms: Terms) async -> ApplyFailure {
        guard error.kind == .withheld else { return .omni(error) }
        do {
            try await world.ensureWritable()
            try await compare(terms)
        } catch {
            return error
        }
        return .omni(error)
    }
}
