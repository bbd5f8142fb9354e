import Subprocess
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A pseudo-terminal: what is typed here arrives at the standard input of the process that has the other end.
final class Terminal: Sendable {
    struct Unavailable: Error {}

    private let keyboard: FileDescriptor
    let screen: FileDescriptor

    init() throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        guard openpty(&master, &slave, nil, nil, nil) == 0 else { throw Unavailable() }
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        keyboard = FileDescriptor(rawValue: master)
        screen = FileDescriptor(rawValue: slave)
    }

    deinit { try? keyboard.close() }

    func type(_ keys: String) throws { _ = try keyboard.writeAll(keys.utf8) }

    /// Makes the terminal the controlling one, so that Ctrl-C reaches the program.
    static let wrapper: [String] = {
        #if os(Linux)
            ["/usr/bin/setsid", "--ctty"]
        #else
            []
        #endif
    }()

    /// Control keys, as a terminal sends them.
    static let controlC = "\u{3}"
    static let controlD = "\u{4}"
}

extension World {
    /// Runs `omnienv` with a terminal as its standard input, in a session of its own, so that Ctrl-C reaches it.
    func runAtTerminal(
        _ arguments: String...,
        whileRunning body: (inout Running, Terminal) async throws -> Void
    ) async throws -> Outcome {
        let terminal = try Terminal()
        return try await run(
            arguments,
            through: Terminal.wrapper,
            input: .fileDescriptor(terminal.screen, closeAfterSpawningProcess: true)
        ) { running in
            try await body(&running, terminal)
        }
    }
}
