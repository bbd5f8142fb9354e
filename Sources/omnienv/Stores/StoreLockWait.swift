import Diagnostics
import StateStore

/// Takes the lock of a shared store, and waits for it while somebody else holds it.
struct StoreLockWait {
    private static let firstPause = Duration.milliseconds(200)
    private static let longestPause = Duration.seconds(2)

    private let holding: StateHolding

    init(_ holding: StateHolding) {
        self.holding = holding
    }

    /// - Parameter attempt: asks for the lock once.
    func take(_ lock: StoreLock, _ attempt: () async throws -> Void) async throws {
        let clock = ContinuousClock()
        let end = clock.now + holding.timeout
        var pause = Self.firstPause
        var isAnnounced = false
        while true {
            do {
                return try await attempt()
            } catch StoreError.locked(let holder) {
                guard clock.now < end else {
                    throw CommandError.storeLocked(holder, isOwn: holder?.id == lock.id)
                }
                if !isAnnounced {
                    holding.console.note(
                        "\(CommandError.locked(holder)); waiting up to \(holding.timeout.words)"
                    )
                }
                isAnnounced = true
            }
            try await Task.sleep(for: min(pause, max(.milliseconds(10), end - clock.now)))
            pause = min(pause * 3 / 2, Self.longestPause)
        }
    }
}
