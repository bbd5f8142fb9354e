import ArgumentParser
import Diagnostics
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
    /// The form in which a command's result is asked for, which what ends it early takes too.
    private(set) var reportFormat = ReportFormat.document(.text)

    init(_ options: ConsoleOptions) {
        isQuiet = options.quietness.value
        isVerbose = options.detail.value
        colorsOutput = options.colors.value.isOn(for: STDOUT_FILENO)
        colorsErrors = options.colors.value.isOn(for: STDERR_FILENO)
    }

    func reporting(as format: ReportFormat) -> Console {
        var console = self
        console.reportFormat = format
        return console
    }

    /// The result, for which the command was called. `text` brings its own line breaks.
    ///
    /// - Throws: when it is cut short, as by a full disk; but not when its reader has gone away.
    func result(_ text: TerminalText) throws(FileError) {
        try check(StandardStreams.write(text, to: STDOUT_FILENO))
    }

    /// A result that commands the system which runs a pipeline.
    func result(commands text: String) throws(FileError) {
        try check(StandardStreams.write(commands: text, to: STDOUT_FILENO))
    }

    private func check(_ number: Int32?) throws(FileError) {
        guard let number, number != EPIPE else { return }
        throw FileError(.write, "standard output", number: number)
    }

    /// The report of work that is done, or about to be done: that it cannot be written changes nothing about the work.
    func report(_ text: TerminalText) {
        do { try result(text) } catch { self.error("\(error)") }
    }

    /// What every caller has to see: errors, warnings and prompts. There is nowhere to say that it cannot be said.
    func say(_ text: TerminalText) { _ = StandardStreams.write(text, to: STDERR_FILENO) }

    /// A text of many lines, such as a plan, for whoever is asked about it.
    func saySheet(_ text: TerminalText) { say(wrapped(text, for: STDERR_FILENO)) }

    /// Broken at words where the stream is a terminal; elsewhere lines are as long as they are.
    func wrapped(_ text: TerminalText, for descriptor: Int32) -> TerminalText {
        Self.columns(of: descriptor).map { text.wrapped(to: $0) } ?? text
    }

    /// What a person likes to see and `--quiet` leaves out.
    func note(_ text: TerminalText) {
        if !isQuiet { saySheet("\(text)\n") }
    }

    /// What only `--verbose` shows.
    func detail(_ text: TerminalText) {
        if isVerbose { say("\(text)\n") }
    }

    func error(_ message: TerminalText) {
        saySheet("\(errorStyle.red("error:")) \(message)\n")
    }

    func warning(_ message: TerminalText) {
        saySheet("\(errorStyle.yellow("warning:")) \(message)\n")
    }

    /// Of texts on standard output.
    var outputStyle: Style { Style(isColored: colorsOutput, isComplete: isVerbose) }
    /// Of texts on standard error.
    var errorStyle: Style { Style(isColored: colorsErrors, isComplete: isVerbose) }

    /// Whether to say what a person may do next; nobody does it in a pipeline.
    static var givesHints: Bool {
        guard let text = Variables()["CI"] else { return true }
        return Switch(argument: text)?.isOn == false
    }

    static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }
    /// Whether a line on standard error can be drawn anew.
    static var errorsCanBeDrawnOn: Bool { isatty(STDERR_FILENO) == 1 && !terminalIsDumb }
    /// How many columns a terminal has; `nil` of a stream that is none, or whose width nobody knows.
    static func columns(of descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return Variables()["COLUMNS"].flatMap { Int($0) }
    }

    /// Whether the terminal shows what would act on another one, such as colours, as it is.
    static var terminalIsDumb: Bool { Variables()["TERM"] == "dumb" }
}

struct ConsoleOptions: ParsableArguments {
    @Option(
        help: """
            Colours: auto (at a terminal, unless NO_COLOR is set), always or never. Without it OMNIENV_COLOR, or auto.
            """
    )
    var color: ColorMode?

    @Flag(name: .shortAndLong, help: "Say nothing on standard error but warnings and errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Show everything in full, and each request as it is made.")
    var verbose = false

    var colors: Setting<ColorMode> { Setting(color, "--color", .color, else: .auto) }
    var quietness: Setting<Bool> { Setting(quiet, "--quiet", .quiet) }
    var detail: Setting<Bool> { Setting(verbose, "--verbose", .verbose) }

    var console: Console { Console(self) }
}

enum ColorMode: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never

    func isOn(for descriptor: Int32) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto: isatty(descriptor) == 1 && Variables()["NO_COLOR"] == nil && !Console.terminalIsDumb
        }
    }
}

/// How a text is to look. Colours only repeat what the words and symbols say already.
struct Style: Sendable {
    let isColored: Bool
    /// Whether it is shown whole, however long it is.
    let isComplete: Bool

    func green(_ text: TerminalText) -> TerminalText { paint(text, 32) }
    func yellow(_ text: TerminalText) -> TerminalText { paint(text, 33) }
    func red(_ text: TerminalText) -> TerminalText { paint(text, 31) }
    func bold(_ text: TerminalText) -> TerminalText { paint(text, 1) }
    func dim(_ text: TerminalText) -> TerminalText { paint(text, 2) }

    private func paint(_ text: TerminalText, _ code: Int) -> TerminalText {
        isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
