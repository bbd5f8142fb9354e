import ArgumentParser

/// What a command's end means to whoever called it; part of the contract (docs/exit-codes.md).
enum ExitStatus: Int32, Error {
    case done = 0
    case failed = 1
    case changesFound = 2
    case incomplete = 3
    case refused = 4
    case unauthorized = 5
    case locked = 6
    case usage = 64
    case invalidManifest = 65
    case hungUp = 129
    case interrupted = 130
    case terminated = 143

    /// Ends the command; `done` returns.
    func exit() throws {
        guard self != .done else { return }
        throw ExitCode(rawValue)
    }
}
