package import OmniModel

/// One apply, as the state remembers it: who carried out what, from where, and whose routing it changed. Times are
/// ISO 8601 in UTC.
package struct RecordedRun: Sendable, Hashable {
    /// How the run came to its end.
    package enum Outcome: String, Sendable, Hashable {
        case done, incomplete, interrupted
    }

    /// A value that is routed elsewhere since the run. Both sides are labels; nil is the base connection.
    package struct Move: Sendable, Hashable {
        package let base: String
        package let value: AttributeValue
        package let from: String?
        package let to: String?

        package init(base: String, value: AttributeValue, from: String?, to: String?) {
            (self.base, self.value, self.from, self.to) = (base, value, from, to)
        }
    }

    /// How and when a run ended, and whose routing it changed.
    package struct End: Sendable, Hashable {
        package let time: String
        package let outcome: Outcome
        /// Whose routing the run changed, at most so many as a record may name.
        package let moves: [Move]
        /// How many moves more there were than a record may name.
        package let unnamed: Int

        /// - Parameter moves: all of them; those beyond the limit are counted alone.
        package init(time: String, outcome: Outcome, moves: [Move], unnamed: Int = 0) {
            (self.time, self.outcome) = (time, outcome)
            self.moves = Array(moves.prefix(RecordedRun.maximumMoves))
            self.unnamed = unnamed + max(0, moves.count - RecordedRun.maximumMoves)
        }
    }

    /// How many values one record names at most.
    package static let maximumMoves = 1_000

    /// A UUID.
    package let id: String
    package let start: String
    /// Such as `ci@runner-7`.
    package let who: String
    /// The address of a pipeline's job, or else the folder that the run was started in.
    package let place: String
    /// The commit that a pipeline says it works on.
    package let commit: String?
    /// The digest of the plan.
    package let digest: String?
    /// The bases that the plan asks something for.
    package let bases: [ConnectionID]
    /// `nil` while the run is under way, and for good when it was cut off.
    package var end: End?

    package init(
        id: String,
        start: String,
        who: String,
        place: String,
        commit: String?,
        digest: String?,
        bases: [ConnectionID],
        end: End? = nil
    ) {
        (self.id, self.start, self.who, self.place) = (id, start, who, place)
        (self.commit, self.digest, self.bases, self.end) = (commit, digest, bases, end)
    }
}

/// The runs of a state, oldest first, as the lines that they are written in: only who asks for the history reads them.
/// The oldest are dropped when there are too many.
package struct RunLog: Sendable, Hashable {
    /// One run as its line, of which only the id is read.
    package struct Entry: Sendable, Hashable {
        /// A UUID. A later line of the same run takes the earlier one's place.
        package let id: String
        /// One line of JSON, without its line break.
        package let text: [UInt8]

        package init(id: String, text: [UInt8]) {
            (self.id, self.text) = (id, text)
        }
    }

    /// How many runs are kept at most.
    package static let maximumRuns = 1_000
    /// In bytes, of all lines together.
    package static let maximumSize = 4 << 20

    /// Oldest first, each run once.
    package private(set) var entries: [Entry] = []
    private var ids: Set<String> = []
    private var size = 0

    mutating func add(_ entry: Entry) {
        if !ids.insert(entry.id).inserted, let index = entries.lastIndex(where: { $0.id == entry.id }) {
            size -= entries.remove(at: index).text.count
        }
        entries.append(entry)
        size += entry.text.count
        var dropped = 0
        while entries.count - dropped > Self.maximumRuns
            || (size > Self.maximumSize && dropped < entries.count - 1)
        {
            size -= entries[dropped].text.count
            ids.remove(entries[dropped].id)
            dropped += 1
        }
        entries.removeFirst(dropped)
    }
}

/// A write that was about to be sent: what becomes of it is known once its target is recorded anew.
package struct NotedWrite: Sendable, Hashable {
    /// What is written to.
    package enum Target: Sendable, Hashable {
        case environment(EnvironmentKey)
        /// The user attribute of a base.
        case attribute(ConnectionID)
    }

    /// What the target has once the write is carried out.
    package enum Content: Sendable, Hashable {
        case values([AttributeValue])
        case attribute(EnvironmentUserAttribute)
        /// Detached, or no attribute any more.
        case nothing
    }

    package let target: Target
    package let content: Content

    package init(_ target: Target, _ content: Content) {
        (self.target, self.content) = (target, content)
    }
}

extension NotedWrite.Content {
    /// Whether the write would have left the environment as it is found.
    ///
    /// - Parameter values: what it holds; nil where it is not attached.
    func explains(_ values: [AttributeValue]?) -> Bool {
        switch (self, values) {
        case (.values(let noted), let values?): noted.isSameSet(as: values)
        case (.nothing, nil): true
        default: false
        }
    }

    /// Whether the write would have left the base's attribute as it is found.
    func explains(_ attribute: Connection.Attribute) -> Bool {
        switch (self, attribute) {
        case (.attribute(let noted), .set(let set)): noted.isSame(as: set)
        case (.nothing, .none): true
        default: false
        }
    }
}

/// An environment as Omni lists it, without what it is known by. The state keeps it of one on a managed base that an apply
/// saw and left alone, since nothing names it (docs/state.md).
package struct SeenEnvironment: Sendable, Hashable {
    package let id: EnvironmentID
    package let values: [AttributeValue]

    package init(id: EnvironmentID, values: [AttributeValue]) {
        (self.id, self.values) = (id, values)
    }
}
