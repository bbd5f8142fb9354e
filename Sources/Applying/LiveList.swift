package import OmniAPI
package import OmniModel

/// Omni's list of environments as this run last read it, beside what it has to hold if nobody else changes anything:
/// what the plan saw, and what the run itself has written since.
///
/// A base is compared again before a write when the run has paused since the list was read, so that a run which does
/// not pause asks for no further list.
package actor LiveList {
    /// An environment that is not as expected; `nil` stands for one that is not attached.
    struct Difference {
        let connection: ConnectionID
        let expected: [String]?
        let found: [String]?
    }

    /// About as long as a person needs for one edit in Omni's web page; the back-off after one or two failed tries is
    /// shorter.
    static let longestPause = Duration.seconds(5)
    /// For a run that never pauses, or one that was itself suspended: a request in two minutes is a hundredth of what
    /// the rate limit allows.
    static let longestAge = Duration.seconds(120)

    private let reader: OmniReader
    private let now: @Sendable () -> Duration
    private let planned: [ConnectionEnvironment]
    private var reading: Reading?
    private let pauses: Pauses
    private var readAt: Duration
    private var pausedBefore: Duration
    private var isReading = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    /// What the run has asked Omni to hold, oldest first: a list may lag behind, and an answer may be lost.
    private var written: [EnvironmentKey: [[String]?]] = [:]
    /// The last of it that Omni has confirmed.
    private var confirmed: [EnvironmentKey: [String]?] = [:]
    /// The bases that were compared with the last reading.
    private var compared: Set<ConnectionID> = []

    /// `nil` where there is no list to compare with.
    /// - Parameters:
    ///   - observation: has just been read.
    ///   - pausedBefore: the sum of `pauses` before that began: more than the list may have been waited for.
    package init?(
        _ observation: Observation,
        reader: OmniReader,
        pauses: Pauses,
        pausedBefore: Duration,
        now: @escaping @Sendable () -> Duration
    ) {
        guard case .listed(let environments, _) = observation else { return nil }
        planned = environments
        self.pauses = pauses
        self.pausedBefore = pausedBefore
        readAt = now()
        self.reader = reader
        self.now = now
    }
}

// MARK: - What the run does itself
extension LiveList {
    /// The run is about to ask for these values; `nil` detaches.
    func willWrite(_ values: [String]?, to key: EnvironmentKey) {
        written[key, default: []].append(values)
    }

    func didWrite(_ values: [String]?, to key: EnvironmentKey) { confirmed[key] = .some(values) }
}

// MARK: - Comparing
extension LiveList {
    /// Whether a write to the base has to be preceded by a comparison.
    func isDue(_ base: ConnectionID) -> Bool {
        isOld || (reading != nil && !compared.contains(base))
    }

    private var isOld: Bool {
        pauses.total - pausedBefore > Self.longestPause || now() - readAt > Self.longestAge
    }

    /// Reads the list if it is old, and says what differs from what it has to hold.
    /// - Parameter only: the environments to look at; all of the base when `nil`.
    func differences(
        in base: ConnectionID,
        only: Set<ConnectionID>?,
        using reservation: Reservation?
    ) async throws(OmniError) -> [Difference] {
        while isOld {
            // Who holds places must not wait for somebody who may be waiting for them.
            if isReading, reservation == nil {
                await withCheckedContinuation { waiting.append($0) }
            } else {
                try await read(using: reservation)
            }
        }
        let differences = differences(in: base, only: only)
        if only == nil, differences.isEmpty { compared.insert(base) }
        return differences
    }

    private func read(using reservation: Reservation?) async throws(OmniError) {
        isReading = true
        defer {
            isReading = false
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
        let listed = try await reader.listedEnvironments(using: reservation)
        reading = Reading(planned: reading?.planned ?? Reading.byBase(planned), live: Reading.byBase(listed))
        readAt = now()
        pausedBefore = pauses.total
        compared = []
    }

    private func differences(in base: ConnectionID, only: Set<ConnectionID>?) -> [Difference] {
        guard let reading else { return [] }
        let planned = reading.planned[base] ?? [:]
        let live = reading.live[base] ?? [:]
        let connections = only ?? Set(planned.keys).union(live.keys)
        return connections.sorted().compactMap { connection in
            let key = EnvironmentKey(base: base, connection: connection)
            let found = live[connection]
            let isOurs = ([planned[connection]] + (written[key] ?? [])).contains { Self.areEqual($0, found) }
            guard !isOurs else { return nil }
            let expected = confirmed[key] ?? planned[connection]
            return Difference(connection: connection, expected: expected, found: found)
        }
    }

    private static func areEqual(_ first: [String]?, _ second: [String]?) -> Bool {
        guard let first, let second else { return first == nil && second == nil }
        return ValueSets.areEqual(first, second)
    }
}

/// Values by connection, by base: as the plan saw them and as Omni has them now.
private struct Reading {
    typealias Values = [ConnectionID: [ConnectionID: [String]]]

    let planned: Values
    let live: Values

    static func byBase(_ environments: [ConnectionEnvironment]) -> Values {
        environments.reduce(into: [:]) { $0[$1.base, default: [:]][$1.connection] = $1.values }
    }
}
