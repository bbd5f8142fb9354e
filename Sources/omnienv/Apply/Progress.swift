import Applying
import Diagnostics
import OmniAPI
import Planning
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What an apply shows on standard error while it works: one line that is drawn again and again at a terminal, a
/// numbered line per step elsewhere.
final class Progress: Sendable {
    private let console: Console
    private let events: ApplyEventLog?
    private let isDrawing: Bool
    private let start = ContinuousClock.now
    private let state = Mutex((bar: ProgressBar(), isDrawn: false))

    /// - Parameter events: where everything is written for programs too.
    init(console: Console, events: ApplyEventLog? = nil) {
        self.console = console
        self.events = events
        isDrawing = Console.errorsCanBeDrawnOn && !console.isQuiet
    }

    /// From now on there are steps to show.
    /// - Parameter seconds: how long the rate limit makes them take.
    func begin(_ plan: Plan, digest: String?, seconds: Int) {
        events?.write(.begun(plan, digest: digest, seconds: seconds))
        let now = now
        state.withLock { $0.bar = ProgressBar(total: plan.requestCount, seconds: seconds, begun: now) }
    }

    /// Draws anew every second what is left, while `body` works; then takes the line away, so that the report begins on
    /// an empty one.
    func whileDrawing<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            if isDrawing {
                group.addTask {
                    while true {
                        try await Task.sleep(for: .seconds(1))
                        self.draw { _ in }
                    }
                }
            }
            defer {
                group.cancelAll()
                clear()
            }
            return try await body()
        }
    }

    func show(_ event: ApplyEvent) {
        events?.write(.happened(event))
        switch event {
        case .started(let step, let base):
            draw { $0.current = "\(base): \(step.words)" }
        case .finished(let step, let base):
            let now = now
            let number = state.withLock { $0.bar.finish(at: now) }
            if !isDrawing { console.note("\(number) \(base): \(step.words): done") }
            draw { _ in }
        case .failed(let step, let base, _):
            clear()
            console.note("\(base): \(step.words): failed")
        case .rolledBack(let values, let address):
            clear()
            console.note("\(address): rolled back \(values.listed)")
        }
    }

    func waiting(_ wait: Wait) {
        events?.write(.waiting(wait))
        let now = now
        let hasBegun = state.withLock { $0.bar.total > 0 }
        if isDrawing, hasBegun {
            draw { $0.wait = (wait, now + wait.duration) }
        } else {
            console.note(wait.words)
        }
    }

    private var now: Duration { ContinuousClock.now - start }

    private func clear() {
        guard isDrawing else { return }
        state.withLock { state in
            if state.isDrawn { console.say("\r\u{1B}[K") }
            state.isDrawn = false
        }
    }

    private func draw(_ change: (inout ProgressBar) -> Void) {
        let now = now
        state.withLock { state in
            change(&state.bar)
            guard isDrawing, state.bar.total > 0 else { return }
            state.isDrawn = true
            let columns = Console.columns(of: STDERR_FILENO) ?? 80
            console.say("\r\u{1B}[K" + state.bar.line(at: now, columns: columns))
        }
    }
}

/// How far an apply has come, in one line.
struct ProgressBar {
    /// What a terminal shows of Ctrl-C stands behind the line, and not half of it below.
    private static let roomForKeys = 3

    private(set) var total = 0
    private var seconds = 0
    private var begun = Duration.zero
    private var done = 0
    /// When the last step ended, by which the pace is measured: a wait since then does not slow it down.
    private var lastEnd = Duration.zero
    var current = TerminalText()
    /// The last wait, and when it is over.
    var wait: (wait: Wait, end: Duration)?

    init() {}

    /// - Parameter seconds: how long the rate limit makes so many requests take.
    init(total: Int, seconds: Int, begun: Duration) {
        (self.total, self.seconds, self.begun, lastEnd) = (total, seconds, begun, begun)
    }

    /// - Returns: the number of the step that ended, such as `[2/14]`.
    mutating func finish(at now: Duration) -> TerminalText {
        done += 1
        lastEnd = now
        let padding = TerminalText(repeating: " ", count: "\(total)".count - "\(done)".count)
        return "[\(padding)\(done)/\(total)]"
    }

    /// - Parameter columns: how wide the terminal is.
    func line(at now: Duration, columns: Int) -> TerminalText {
        let width = columns < 80 ? 10 : 24
        let filled = min(width, done * width / max(1, total))
        let bar =
            TerminalText(repeating: "#", count: filled) + TerminalText(repeating: ".", count: width - filled)
        let line: TerminalText = "[\(bar)] \(done)/\(total) \(left(now))\(doing(now))"
        return line.shortened(to: columns - Self.roomForKeys)
    }

    private func doing(_ now: Duration) -> TerminalText {
        waitLeft(now).map { left in wait?.wait.words(seconds: left) ?? current } ?? current
    }

    private func waitLeft(_ now: Duration) -> Int? {
        guard let wait, wait.end > now else { return nil }
        return max(1, Int(((wait.end - now) / .seconds(1)).rounded()))
    }

    /// The time left as the rate limit, the pace so far and the wait that is under way foretell it.
    private func left(_ now: Duration) -> TerminalText {
        let byRate = Double(seconds) - (now - begun) / .seconds(1)
        let pace = done == 0 ? 0 : (lastEnd - begun) / .seconds(1) / Double(done)
        let byPace = pace * Double(total - done) - (now - lastEnd) / .seconds(1)
        let longest = max(byRate, min(byPace, 3600), Double(waitLeft(now) ?? 0))
        return longest < 2 ? "" : "\(Duration.seconds(Int(longest)).words) left  "
    }
}
