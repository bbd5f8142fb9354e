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
/// line per step elsewhere.
final class Progress: Sendable {
    private struct State {
        var total = 0
        var seconds = 0
        var done = 0
        var current = TerminalText()
        var isDrawn = false
    }

    private let console: Console
    private let isTerminal: Bool
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    init(console: Console) {
        self.console = console
        isTerminal = Console.errorsCanBeDrawnOn
    }

    /// From now on there are so many steps to show.
    /// - Parameter seconds: how long the rate limit makes them take.
    func begin(total: Int, seconds: Int) { state.withLock { ($0.total, $0.seconds) = (total, seconds) } }

    func show(_ event: ApplyEvent) {
        switch event {
        case .started(let step, let base):
            draw { $0.current = "\(base): \(step.words)" }
        case .finished(let step, let base):
            if !isTerminal { console.note("\(base): \(step.words): done") }
            draw { $0.done += 1 }
        case .failed(let step, let base, _):
            clear()
            console.note("\(base): \(step.words): failed")
        }
    }

    func waiting(_ wait: Wait) {
        let hasBegun = state.withLock { $0.total > 0 }
        if isTerminal, hasBegun {
            draw { $0.current = wait.words }
        } else {
            console.note(wait.words)
        }
    }

    /// Takes the drawn line away, so that the report begins on an empty one.
    func clear() {
        guard isTerminal, !console.isQuiet else { return }
        let wasDrawn = state.withLock { state in
            defer { state.isDrawn = false }
            return state.isDrawn
        }
        if wasDrawn { console.say("\r\u{1B}[K") }
    }

    private func draw(_ change: (inout State) -> Void) {
        let line = state.withLock { state in
            change(&state)
            state.isDrawn = isTerminal && !console.isQuiet
            return text(state)
        }
        if isTerminal, !console.isQuiet { console.say("\r\u{1B}[K" + line) }
    }

    private func text(_ state: State) -> TerminalText {
        let width = 24
        let filled = state.done * width / max(1, state.total)
        let bar =
            TerminalText(repeating: "#", count: filled) + TerminalText(repeating: ".", count: width - filled)
        let head: TerminalText = "[\(bar)] \(state.done)/\(state.total) \(left(state))"
        return (head + state.current).shortened(to: Self.columns - 1)
    }

    /// The time left as the rate limit and the pace so far foretell it.
    private func left(_ state: State) -> TerminalText {
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        let byRate = Double(state.seconds) - elapsed
        let byPace = state.done == 0 ? 0 : elapsed / Double(state.done) * Double(state.total - state.done)
        let seconds = max(byRate, min(byPace, 3600))
        return seconds < 2 ? "" : "\(Duration.seconds(Int(seconds)).words) left  "
    }

    private static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
