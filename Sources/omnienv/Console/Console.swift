import DurableFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The two streams of a command: results on standard output, everything said on the way on standard error. `StandardStreams`
/// makes sure that nobody listening is no reason to stop, and that nothing dangerous is shown.
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
        guard let number = StandardStreams.write(text, to: STDOUT_FILENO), number != EPIPE else { return }
        throw FileError(.write, "standard output", number: number)
    }

    /// The report of work that is done, or about to be done: that it cannot be written changes nothing about the work.
    func report(_ text: String) {
        do { try result(text) } catch { self.error(error.description) }
    }

    /// What every caller has to see: errors, warnings and prompts. There is nowhere to say that it cannot be said.
    func say(_ text: String) { _ = StandardStreams.write(text, to: STDERR_FILENO) }

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
    /// Whether a line on standard error can be drawn anew.
    static var errorsCanBeDrawnOn: Bool { isatty(STDERR_FILENO) == 1 && !terminalIsDumb }
    /// Whether the terminal shows what would act on another one, such as colours, as it is.
    static var terminalIsDumb: Bool { Variables()["TERM"] == "dumb" }
}
