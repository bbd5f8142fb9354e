import ArgumentParser

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

struct ConsoleOptions: ParsableArguments {
    @Option(help: "Colours: auto (at a terminal, unless NO_COLOR is set), always or never.")
    var color = ColorMode.auto

    @Flag(name: .shortAndLong, help: "Say nothing on standard error but warnings and errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Show everything in full, and each request as it is made.")
    var verbose = false

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

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown
}

struct OutputOptions: ParsableArguments {
    @Option(help: "The form of the result: text, json or markdown.")
    var output = OutputFormat.text
}
