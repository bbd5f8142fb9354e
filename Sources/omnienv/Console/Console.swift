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

    /// The result. `text` brings its own line breaks.
    func result(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

    /// What every caller has to see: errors, warnings and prompts.
    func say(_ text: String) { Self.write(text, to: STDERR_FILENO) }

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

    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = systemWrite(descriptor, rest)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
