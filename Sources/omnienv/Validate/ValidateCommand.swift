import ArgumentParser
import Diagnostics
import JSONText
import LocatedYAML
import Manifest

struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check a manifest and its expectations, offline.",
        discussion: """
            Every error is shown in one pass, with its place. Omni is not asked and nothing is written. --output github \
            gives annotations for GitHub's runner, gitlab a code quality report, sarif one for code scanning.

            Exit codes: 0 valid, 65 invalid.
            """
    )

    @OptionGroup var manifestOptions: ManifestOptions
    @Option(help: ReportFormat.help) var output = ReportFormat.document(.text)
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let loaded = ManifestLoader.load(manifestOptions.paths)
            switch output {
            case .findings(let format):
                try console.show(
                    loaded.diagnostics.map { ReportedFinding($0, in: loaded.sources) },
                    as: format
                )
            case .document(.json): try console.result(loaded, as: OutputFormat.json)
            case .document(let format):
                console.show(loaded)
                if loaded.manifest != nil { try console.result(loaded, as: format) }
            }
            return loaded.manifest == nil ? .invalidManifest : .done
        }
    }
}

extension LoadedManifest: Rendered {
    var title: TerminalText { "omnienv validate" }

    func text(_ style: Style) -> TerminalText {
        manifest.map { "The manifest is valid: \($0.size).\n" } ?? "The manifest is not valid.\n"
    }

    var document: JSONValue {
        let report = DiagnosticReport(diagnostics)
        return [
            "format_version": "1.0",
            "valid": .boolean(manifest != nil),
            "diagnostics": .array(report.shown.map { $0.document(in: sources) }),
            // How many more there are; absent when that is all of them.
            "more_diagnostics": report.leftOut == 0 ? nil : .number(report.leftOut),
        ]
    }
}

extension Manifest {
    /// Such as `1 base connection, 2 environments, 3 values`.
    fileprivate var size: TerminalText {
        let environments = bases.lazy.map(\.environments)
        let values = environments.joined().lazy.map(\.values.count).reduce(0, +)
        let counts = [
            bases.count.of("base connection"), environments.map(\.count).reduce(0, +).of("environment"),
            values.of("value"),
        ]
        let proved =
            expectations.isEmpty ? [] : ["\(expectations.count.of("expectation")) proved" as TerminalText]
        return (counts + proved).joined(separator: ", ")
    }
}

extension Diagnostic {
    /// A diagnostic in JSON; a place without a line is a whole input.
    fileprivate func document(in sources: SourceList) -> JSONValue {
        let file =
            switch place {
            case .text(let range): sources.name(of: range)
            case .file(let name): name
            }
        return [
            "file": .string(file),
            "line": (range?.start.line).map(JSONValue.number),
            "column": (range?.start.column).map(JSONValue.number),
            "rule": .string(rule.rawValue),
            "severity": .string(severity.rawValue),
            "message": .string(message),
            "hint": hint.map(JSONValue.string),
            // Second places, which explain the first.
            "notes": .array(
                notes.map { note in
                    [
                        "file": .string(sources.name(of: note.range)),
                        "line": .number(note.range.start.line), "column": .number(note.range.start.column),
                        "message": .string(note.message),
                    ]
                }
            ),
        ]
    }
}

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
            try console.result(TerminalText(json: ManifestSchema.text))
            return .done
        }
    }
}
