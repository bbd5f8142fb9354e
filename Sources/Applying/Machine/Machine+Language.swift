import OmniAPI
import OmniModel
import Planning
import StateStore

// What a base's machine is told, and what it asks for.
extension BaseMachine {
    /// What has happened. Each but the first is the answer to the last output before it.
    enum Input: Sendable {
        /// The first input of every run.
        case start
        /// The permits that were asked for are there.
        case granted
        /// A wait, for permits or for time, was cut short by a signal.
        case interrupted
        /// A wait is over.
        case elapsed
        /// The environments of the base that Omni lists, by a reading that began then.
        case listed([ConnectionEnvironment], ReadingTime)
        /// The list could not be read.
        case unread(OmniError)
        /// A write is done. A create names the new environments, as far as its answer does.
        case answered([ConnectionID: EnvironmentID])
        /// Refused, lost, or not sent at all: the error says which.
        case failed(OmniError)
        /// The records are on the disk, and in the shared store where that has to have them.
        case recorded
        /// What came behind it was not done.
        case notRecorded(StateError)
    }

    /// What the world outside does for the base, in this order. The last of several is one that the machine waits for: from
    /// `acquire` on each brings the next input, but for `end`. A `note` that fails is answered too, with `notRecorded`, and
    /// what follows it is not done.
    enum Output: Sendable {
        /// The write that follows is put down in the state. Where that fails, it is not sent. One that begins something, and
        /// closes no window, needs the state's lock.
        case note(NotedWrite, begins: Bool)
        /// Whoever watches the run is told.
        case tell(ApplyEvent)
        /// All bases pause, because Omni answered 429 to a call that was sent at `sentAt`.
        case slowDown(sentAt: Duration, Duration, namedByServer: Bool)
        /// Omni does not accept the token: nothing new starts in any base.
        case refuseToken(OmniError)
        /// So many permits at once, in place of those that are held.
        case acquire(Int, urgently: Bool)
        /// A write goes out once, on a permit that is held.
        case send(Request)
        /// A list whose reading began no earlier than that.
        case read(notBefore: ReadingTime)
        case wait(Wait)
        /// The records go to the disk before anything else of this base is sent.
        case record([StateRecord])
        /// The base is done: nothing more is asked for.
        case end
    }

    /// A write with everything that is sent, which a step alone does not know: the environment's id.
    enum Request: Sendable, Hashable {
        case attach([ConnectionID])
        case setValues([AttributeValue], of: EnvironmentID)
        case setAttribute(EnvironmentUserAttribute?)
        case detach(EnvironmentID)

        var isDetach: Bool { if case .detach = self { true } else { false } }
    }

    /// The world outside at the time of an input.
    struct Moment: Sendable {
        var now: Duration = .zero
        /// The sum of all pauses of the run so far.
        var paused: Duration = .zero
        /// Permits that are held and unused.
        var permits = 0
        /// A pause that Omni has asked all calls for, as far as it is not over.
        var pause: Wait?
        /// From 0 up to 1, for jitter.
        var chance = 0.0
        /// Why nothing new may start.
        var stop: Stop?

        var reading: ReadingTime { ReadingTime(now: now, paused: paused) }
    }
}

/// When the reading of a list began: by the clock, and by how long the run had paused until then.
package struct ReadingTime: Sendable, Hashable {
    /// Since the run began.
    package let now: Duration
    /// The sum of the run's pauses, in which others may have worked in Omni.
    package let paused: Duration

    package init(now: Duration, paused: Duration) {
        self.now = now
        self.paused = paused
    }

    /// Whether a reading that began then says enough where one is asked for that began no earlier than `other`.
    func isNoEarlier(than other: ReadingTime) -> Bool { now >= other.now && paused >= other.paused }
}

/// Why nothing new starts in a base. A window that is open is closed or rolled back all the same.
enum Stop: Sendable {
    /// A signal asked for it; there is little time.
    case interrupted
    /// The time that a signal leaves is over: nothing more is sent.
    case outOfTime
    /// Omni does not accept the token any more, whatever the base.
    case tokenRefused
    /// A record could not be written, or the state is not this run's any more.
    case state(StateError)
    /// Somebody else has changed the base since the plan was made.
    case changed([OutsideChange])
    /// A step of this base failed.
    case failed

    /// Whether waits end at once.
    var isUrgent: Bool {
        switch self {
        case .interrupted, .outOfTime: true
        case .tokenRefused, .state, .changed, .failed: false
        }
    }

    var isOutOfTime: Bool {
        if case .outOfTime = self { true } else { false }
    }
}
