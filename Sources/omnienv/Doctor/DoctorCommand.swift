import ArgumentParser

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check address, token, permissions, connections, user attributes, state and lock.",
        discussion: """
            Makes at most three reads and changes nothing. Each line is ok, a warning, or failed, with the fix. \
            Without a manifest, what it would name is not checked.

            Exit codes: 0 nothing failed, 1 something failed, 5 the token or its permissions failed, 64 usage, \
            65 manifest invalid.
            """
    )

    @OptionGroup var manifestOptions: OptionalManifestOptions
    @OptionGroup var stateOptions: StateOptions
    @OptionGroup(title: "Connection") var connectionOptions: ConnectionOptions
    @OptionGroup var outputOptions: StateOutputOptions
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let manifest = try manifestOptions.manifest(console)?.manifest
            let path = stateOptions.path(besides: manifestOptions.paths)
            let doctor = DoctorRun(command: self, manifest: manifest, statePath: path, console: console)
            let diagnosis = Diagnosis(await doctor.results())
            switch outputOptions.output {
            case .json: try console.result(DoctorDocument(diagnosis).jsonText())
            case .text:
                try console.result(DoctorText(diagnosis, style: Style(isOn: console.colorsOutput)).text)
            }
            guard diagnosis.hasFailed else { return .done }
            return diagnosis.failsByToken ? .unauthorized : .failed
        }
    }
}
