import Diagnostics
import OmniAPI
import Planning

extension ClientHooks {
    /// The real clock and real waiting; every wait is shown, and a signal cuts it short.
    /// - Parameter showing: shows a wait in place of the note that says so.
    static func live(
        console: Console,
        interrupts: Interrupts,
        showing: (@Sendable (Wait) -> Void)? = nil
    ) -> ClientHooks {
        let clock = ContinuousClock()
        let start = clock.now
        return ClientHooks(
            now: { clock.now - start },
            wait: { wait in
                if let showing { showing(wait) } else { console.note(wait.words) }
                return await interrupts.wait(wait.duration)
            },
            log: { console.detail($0.words) }
        )
    }
}

extension Wait {
    /// Such as `waiting 12 s for the rate limit`.
    var words: TerminalText { words(seconds: seconds) }

    /// The same when only so many seconds of it are left.
    func words(seconds: Int) -> TerminalText { "waiting \(seconds) s \(reasonWords)" }

    var seconds: Int { max(1, Int((duration / .seconds(1)).rounded())) }

    var reasonWords: TerminalText {
        switch reason {
        case .rateWindow: "for the rate limit"
        case .listMayLag: "before reading the list again, which may lag behind"
        case .rateLimited(let isNamed):
            "because Omni asks for fewer requests (429\(isNamed ? ", Retry-After" : "" as TerminalText))"
        case .askedToWait(let status): "because Omni asks to wait (\(status), Retry-After)"
        case .backOff(let attempt, let total, let cause):
            """
            before trying \(call.map { "\($0)" } ?? "again" as TerminalText) again \
            (\(cause.words), try \(attempt)\(total.map { " of \($0)" } ?? "" as TerminalText))
            """
        }
    }
}

extension Wait.Cause {
    fileprivate var words: TerminalText {
        switch self {
        case .status(let status): "status \(status)"
        case .unreachable(let reason): "\(reason)"
        case .unanswered: "no usable answer"
        }
    }
}

extension Exchange {
    /// Such as `PUT /v1/connection-environments/…: 200 in 43 ms`.
    fileprivate var words: TerminalText {
        let milliseconds = Int((duration / .milliseconds(1)).rounded())
        let outcome: TerminalText =
            switch result {
            case .answered(let status): "\(status)"
            case .failed(let reason): "\(reason)"
            }
        return
            "\(call)\(attempt > 1 ? " (try \(attempt))" : "" as TerminalText): \(outcome) in \(milliseconds) ms"
    }
}
