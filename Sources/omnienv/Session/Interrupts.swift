import OmniAPI
import Planning
import Synchronization
import UnixSignals

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// SIGINT and SIGTERM. Until something is under way they end the process at once; while an apply runs, the first
/// one asks it to come to an end and the second one ends the process (docs/reliability.md).
final class Interrupts: Sendable {
    private struct State {
        var status: ExitStatus?
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var lastWaiter = 0
    }

    private let state = Mutex(State())

    /// The exit code that a first signal asks for.
    var status: ExitStatus? { state.withLock { $0.status } }
    var isStopping: Bool { status != nil }

    /// The exit codes of a process that a signal ended, also where nobody handles it as a shell does.
    static func exitAtOnce() {
        signal(SIGINT) { _ in _exit(ExitStatus.interrupted.rawValue) }
        signal(SIGTERM) { _ in _exit(ExitStatus.terminated.rawValue) }
    }

    /// Runs `body`, which finds out here when to stop.
    func whileTrapping<Result: Sendable>(
        console: Console,
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await signal in signals { self.receive(signal, console: console) } }
            defer {
                group.cancelAll()
                Self.exitAtOnce()
            }
            return try await body()
        }
    }

    private func receive(_ signal: UnixSignal, console: Console) {
        let status: ExitStatus = signal == .sigterm ? .terminated : .interrupted
        let (isSecond, waiters) = state.withLock { state in
            defer {
                state.status = state.status ?? status
                state.waiters = [:]
            }
            return (state.status != nil, state.waiters.values)
        }
        if isSecond { _exit(status.rawValue) }
        console.note("\nstopping after the calls in flight; once more to stop at once")
        for waiter in waiters { waiter.resume() }
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
