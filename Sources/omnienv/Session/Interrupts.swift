import Diagnostics
import OmniAPI
import Planning
import Synchronization
import UnixSignals

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// SIGINT, SIGTERM and SIGHUP. Until something is under way they end the process at once; while an apply runs, the first
/// one asks it to come to an end and the second one ends the process (docs/reliability.md). A SIGHUP that is ignored when
/// the program starts, as `nohup` does, stays ignored.
final class Interrupts: Sendable {
    private struct State {
        var status: ExitStatus?
        var receivedAt: ContinuousClock.Instant?
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var lastWaiter = 0
        /// Whether signals are heard already, and whether a run has begun that ends by itself after one.
        var isTrapping = false
        var isUnderWay = false
    }

    /// What a first signal leaves for requests, the calls in flight among them, and then for everything else.
    private static let timeForRequests = Duration.seconds(5)
    private static let timeForTheRest = Duration.seconds(2)
    /// When, after a first signal, a shared store that does not answer is given up: there has to be time to say so, also on a
    /// machine that is busy.
    private static let timeForRelease = Duration.seconds(6)

    private let state = Mutex(State())

    /// The exit code that a first signal asks for.
    var status: ExitStatus? { state.withLock { $0.status } }
    var isStopping: Bool { status != nil }

    /// The exit codes of a process that a signal ended, also where nobody handles it as a shell does.
    static func exitAtOnce() {
        signal(SIGINT) { _ in Interrupts.end(.interrupted) }
        signal(SIGTERM) { _ in Interrupts.end(.terminated) }
        if hearsHangUp { signal(SIGHUP) { _ in Interrupts.end(.hungUp) } }
    }

    private static let isAtPrompt = Atomic(false)

    /// While somebody is asked, a signal that ends the process ends the line of the question too.
    static func atPrompt<Answer>(_ ask: () -> Answer) -> Answer {
        isAtPrompt.store(true, ordering: .sequentiallyConsistent)
        defer { isAtPrompt.store(false, ordering: .sequentiallyConsistent) }
        return ask()
    }

    /// Does only what a signal's handler may do.
    private static func end(_ status: ExitStatus) {
        if isAtPrompt.load(ordering: .sequentiallyConsistent) { _ = write(STDERR_FILENO, "\n", 1) }
        _exit(status.rawValue)
    }

    /// Asked before anything else is done about the signal.
    private static let hearsHangUp: Bool = {
        var action = sigaction()
        guard sigaction(SIGHUP, nil, &action) == 0 else { return true }
        #if canImport(Darwin)
            let handler = action.__sigaction_u.__sa_handler
        #else
            let handler = action.__sigaction_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self)
    }()

    /// Runs `body`, which finds out here when to stop. It does not outlive the time that a first signal leaves.
    ///
    /// - Parameter whenIdle: done before the process ends at a signal that comes while nothing is under way that ends by
    ///   itself, such as a plan or a prompt. Without it, signals are heard for what is under way.
    func whileTrapping<Result: Sendable>(
        console: Console,
        whenIdle: (@Sendable () async -> Void)? = nil,
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        let isTrapping = state.withLock { state in
            defer { state.isTrapping = true }
            state.isUnderWay = state.isUnderWay || whenIdle == nil
            return state.isTrapping
        }
        if isTrapping { return try await body() }
        let hangUp: [UnixSignal] = Self.hearsHangUp ? [.sighup] : []
        let signals = await UnixSignalsSequence(trapping: [.sigint, .sigterm] + hangUp)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await signal in signals { self.receive(signal, console: console) } }
            group.addTask {
                await self.timeIsOver()
                try await Task.sleep(for: Self.timeForTheRest)
                _exit((self.status ?? .interrupted).rawValue)
            }
            if let whenIdle {
                group.addTask {
                    await self.signalled()
                    guard let status = self.status, !self.isUnderWay else { return }
                    await whenIdle()
                    Self.end(status)
                }
            }
            defer {
                group.cancelAll()
                Self.exitAtOnce()
            }
            return try await body()
        }
    }

    private func receive(_ signal: UnixSignal, console: Console) {
        let status: ExitStatus =
            switch signal {
            case .sigterm: .terminated
            case .sighup: .hungUp
            default: .interrupted
            }
        let (isSecond, waiters) = state.withLock { state in
            defer {
                state.status = state.status ?? status
                state.receivedAt = state.receivedAt ?? .now
                state.waiters = [:]
            }
            return (state.status != nil, state.waiters.values)
        }
        if isSecond { _exit(status.rawValue) }
        console.note("\nstopping after the calls in flight; once more to stop at once")
        for waiter in waiters { waiter.resume() }
    }

    /// Whether the time that a first signal leaves for requests is over.
    var isOutOfTime: Bool {
        state.withLock { $0.receivedAt.map { .now - $0 >= Self.timeForRequests } ?? false }
    }

    private var isUnderWay: Bool { state.withLock { $0.isUnderWay } }

    /// From now on something is under way that ends by itself after a signal. Gives the exit code of one that came before.
    func beginWork() -> ExitStatus? {
        state.withLock { state in
            state.isUnderWay = state.isUnderWay || state.status == nil
            return state.status
        }
    }

    /// Returns when that time is over, or the task is cancelled.
    func timeIsOver() async { await timeIsOver(after: Self.timeForRequests) }

    /// Returns when a shared store is not waited for any longer, or the task is cancelled. What is asked of it at the end
    /// is given until shortly before the process ends.
    func storeTimeIsOver() async {
        await timeIsOver(after: isOutOfTime ? Self.timeForRelease : Self.timeForRequests)
    }

    private func timeIsOver(after time: Duration) async {
        await signalled()
        while !Task.isCancelled {
            guard let start = state.withLock({ $0.receivedAt }), .now - start < time else { return }
            try? await Task.sleep(for: max(.milliseconds(1), start + time - .now))
        }
    }

    /// Waits so long, or until a signal comes.
    func wait(_ duration: Duration) async -> WaitOutcome {
        let isOver = await unlessSignalled { (try? await Task.sleep(for: duration)) != nil }
        return isOver == true ? .elapsed : .interrupted
    }

    /// What the body gives, or `nil` when a signal comes first: the body is cancelled then.
    func unlessSignalled<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) async -> Result? {
        await withTaskGroup(of: Result?.self) { group in
            group.addTask { await body() }
            group.addTask {
                await self.signalled()
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// Returns when a signal has come or the task is cancelled.
    private func signalled() async {
        let number = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.status != nil || Task.isCancelled { return true }
                    state.waiters[number] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
        }
    }
}
