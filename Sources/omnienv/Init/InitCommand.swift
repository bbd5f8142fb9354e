import ArgumentParser
import Diagnostics
import DurableFiles
import Manifest

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a first manifest, with comments.",
        discussion: """
            It names one base connection with one environment, as an example: put the names or ids of your own \
            connections in their place, then run "omnienv validate" and "omnienv plan". Nothing is read from Omni; \
            "omnienv export" writes a manifest of what is there. A file that exists is never written over.

            Exit codes: 0 written, 1 it could not be written, 64 there is such a file already.
            """
    )

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file to write, or - for standard output.", valueName: "path"),
        completion: Completion.manifests,
        transform: usablePath
    )
    var file = ManifestInputs.standard

    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            guard file != "-" else {
                try console.result(TerminalText(document: FirstManifest.text))
                return .done
            }
            guard try create() else {
                console.error("\(quoted: file) exists, and is not written over; name another file with -f")
                return .usage
            }
            try console.result(
                "\(file) is written; put your connections into it, then run omnienv validate.\n"
            )
            return .done
        }
    }

    /// Gives whether there was no such file before.
    private func create() throws(FileError) -> Bool {
        let output: File
        do { output = try File(file, .new, permissions: 0o666) } catch  where error.isAlreadyThere {
            return false
        }
        try output.write(Array(FirstManifest.text.utf8))
        return true
    }
}
