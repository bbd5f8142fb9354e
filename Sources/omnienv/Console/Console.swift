import DurableFiles
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The two streams of a command: results on standard output, everything said on the way on standard error. `StandardStreams`
/// makes sure that nobody listening is no reason to stop.
struct Console: Sendable {
    let isQuiet: Bool
    let isVerbose: Bool
    let colorsOutput: Bool
    let colorsErrors: Bool

    init(_ options: ConsoleOptions) {
        isQuiet = options.quiet
        isVerbose = options.verbose
        colorsOutput = options.color.isOn(for: STDOUT_FILENO)
        colorsErrors = options.color.isOn(for: STDERR_FILENO)
    }

    /// The result, for which the command was called. `text` brings its own line breaks.
    ///
    /// - Throws: when it is cut short, as by a full disk; but not when its reader has gone away.
    func result(_ text: String) throws(FileError) {
        guard let number = Self.write(text, to: STDOUT_FILENO), number != EPIPE else { return }
        throw FileError(.write, "standard output", number: number)
    }

    /// The report of work that is done, or about to be done: that it cannot be written changes nothing about the work.
    func report(_ text: String) {
        do { try result(text) } catch { self.error(error.description) }
    }

    /// What every caller has to see: errors, warnings and prompts. There is nowhere to say that it cannot be said.
    func say(_ text: String) { _ = Self.write(text, to: STDERR_FILENO) }

    /// What a person likes to see and `--quiet` leaves out.
    func note(_ text: String) {
        if !isQuiet { say(text + "\n") }
    }

    /// What only `--verbose` shows.
    func detail(_ text: String) {
        if isVerbose { say(text + "\n") }
    }

    func error(_ message: String) {
        let style = Style(isOn: colorsErrors)
        say(style.red("error:") + " " + message + "\n")
    }

    func warning(_ message: String) {
        let style = Style(isOn: colorsErrors)
        say(style.yellow("warning:") + " " + message + "\n")
    }

    static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }
    static var errorsAreTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Gives the system's number for why not all of it was written.
    private static func write(_ text: String, to descriptor: Int32) -> Int32? {
        guard StandardStreams.isGiven(descriptor) else { return nil }
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = systemWrite(descriptor, rest)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return count < 0 ? errno : EIO }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return nil
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
