import ArgumentParser
import Manifest

struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the manifest's JSON Schema, for editors and other tools.",
        discussion: """
            It describes the form of one document. What holds between the parts of a manifest, such as one value in \
            two environments, only "validate" checks.

            Exit codes: 0 printed, 1 it could not be written.
            """
    )

    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            try console.result(ManifestSchema.text)
            return .done
        }
    }
}
