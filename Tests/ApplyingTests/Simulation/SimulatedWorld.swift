import Applying
import OmniAPI
import TestSupport

/// One scenario's time, chance and dangers. All of it runs on one thread: `SerialRunner`.
final class SimulatedWorld: @unchecked Sendable {
    var random: SeededRandom
    let clock = VirtualClock()
    let pauses = Pauses()
    var faults = FaultCounts()
    /// What did not hold, in words.
    var violations: [String] = []
    /// What happened, in words, if anybody wants to know.
    var trace: [String]?

    /// How likely a request or a file operation is struck, from 0 up to 100.
    var danger = 0
    /// After so many events of this run the process is dead, or asked to stop.
    var killAt: Int?
    var interruptAt: Int?
    private(set) var isDead = false
    private(set) var isStopping = false
    private var events = 0

    init(seed: UInt64, isTraced: Bool) {
        random = SeededRandom(seed: seed)
        trace = isTraced ? [] : nil
    }

    var now: Duration {
        get { clock.now }
        set { clock.now = newValue }
    }

    func note(_ text: @autoclosure () -> String) {
        if trace != nil { trace?.append(text()) }
    }

    func violate(_ text: String) {
        violations.append(text)
        note("VIOLATION " + text)
    }

    func strike(_ fault: SimulatedFault) {
        faults.add(fault)
        note("fault \(fault)")
    }

    /// From 0 up to, but not including, `limit`; 0 when that is 0.
    func number(_ limit: Int) -> Int { Int(truncatingIfNeeded: random.next() >> 33) % max(1, limit) }

    func happens(_ percent: Int) -> Bool { percent > 0 && number(100) < percent }

    func pick<Element>(_ elements: [Element]) -> Element { elements[number(elements.count)] }

    /// No scenario takes so long, whatever goes wrong.
    private static let longest = Duration.seconds(7 * 86_400)

    /// A new process.
    func begin(danger: Int, killAt: Int? = nil, interruptAt: Int? = nil) {
        self.danger = danger
        self.killAt = killAt
        self.interruptAt = interruptAt
        (isDead, isStopping, events) = (false, false, 0)
    }

    /// A moment at which the process can die: `false` when it is dead.
    func live() -> Bool {
        guard !isDead else { return false }
        events += 1
        if events == interruptAt {
            isStopping = true
            strike(.interrupted)
        }
        if events == killAt {
            isDead = true
            strike(.killed)
        }
        return !isDead
    }

    private func giveUp() -> WaitOutcome {
        violate("it does not end")
        isDead = true
        return .interrupted
    }

    var hooks: ClientHooks {
        ClientHooks(
            now: { self.now },
            wait: { wait in
                guard self.live(), !self.isStopping else { return .interrupted }
                await self.clock.wait(wait.duration)
                guard self.now < Self.longest else { return self.giveUp() }
                guard !self.isDead, !self.isStopping, !Task.isCancelled else { return .interrupted }
                self.note("waited \(wait.duration) for \(wait.call.map { "\($0)" } ?? "places")")
                return .elapsed
            },
            random: { Double(self.number(1000)) / 1000 }
        ).counting(in: pauses)
    }
}
