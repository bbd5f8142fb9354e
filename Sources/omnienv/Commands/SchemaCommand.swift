import ArgumentParser
import Reconciler

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the manifest's JSON Schema, for editors and other tools.",
        discussion: """
            It describes the form of one document. What holds between the parts of a manifest, such as one value in \
            two environments, only "validate" checks.
            """
    )

    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() { consoleOptions.console.result(ManifestSchema.text) }
}
