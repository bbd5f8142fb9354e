import ArgumentParser
import Diagnostics
import FoundationEssentials
import JSONText
import Manifest
import OmniAPI
import OmniModel

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show what is in force, and where each setting comes from.",
        discussion: """
            Takes the flags of the other commands, so that the same flags show the same settings. Omni is not asked and \
            the manifest is not read. Of the token its last four characters are shown, and nothing of a short one.

            Exit codes: 0 shown, 4 a profile's token for another address, 5 a token that cannot be used, 64 usage.
            """
    )

    @OptionGroup var manifestOptions: ManifestOptions
    @OptionGroup var stateOptions: StateOptions
    @OptionGroup var lockOptions: LockOptions
    @OptionGroup var applyOptions: ApplyOptions
    @OptionGroup(title: "Connection") var connectionOptions: ConnectionOptions
    @Option(help: PlainFormat.help) var output = PlainFormat.text
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let instance = Result { () throws(CommandError) in try InstanceSettings(connectionOptions) }
            let settings = rows(try? instance.get())
            try console.result(Configuration(rows: settings), as: output)
            guard case .failure(let error) = instance else { return .done }
            throw error
        }
    }

    /// In the order of the flags in docs/commands.md.
    private func rows(_ instance: InstanceSettings?) -> [ConfigRow] {
        let variables = Variables()
        return [
            ConfigRow("manifest", manifest),
            ConfigRow("state", stateOptions.setting(besides: manifestOptions.paths)),
            ConfigRow("address", instance?.address.map { $0?.description }),
            ConfigRow("token", instance?.token.map { $0.map(\.shown) }),
            ConfigRow("token file", connectionOptions.tokenPath),
            ConfigRow("profile", connectionOptions.profile),
            ConfigRow("profile file", Setting(Profile.path(variables), from: nil)),
            ConfigRow("rate", connectionOptions.rateSetting.map { "\($0)" }),
            ConfigRow("parallelism", applyOptions.basesAtOnce.map { "\($0)" }),
            ConfigRow("lock timeout", lockOptions.setting.map(\.text)),
            ConfigRow("expected digest", applyOptions.expected),
            ConfigRow("color", consoleOptions.colors.map(\.rawValue)),
            ConfigRow("quiet", consoleOptions.quietness.map { "\($0)" }),
            ConfigRow("verbose", consoleOptions.detail.map { "\($0)" }),
            ConfigRow("proxy", variables, ["https_proxy", "HTTPS_PROXY"]) { $0.withoutPassword },
            ConfigRow("no proxy", variables, ["no_proxy", "NO_PROXY"]),
            ConfigRow("certificates", variables, ["SSL_CERT_FILE"]),
            ConfigRow("certificate folders", variables, ["SSL_CERT_DIR"]),
            ConfigRow(
                "hints",
                Setting(Console.givesHints ? "true" : "false", from: Console.givesHints ? nil : "CI")
            ),
        ]
    }

    private var manifest: Setting<String?> {
        manifestOptions.setting.map { ($0 ?? [ManifestInputs.standard]).joined(separator: ", ") }
    }
}

/// A setting as `config` shows it.
struct ConfigRow {
    let name: String
    /// `nil` of what is not set.
    let value: String?
    /// The flag, the variable or the profile; `nil` of a standard.
    let source: String?

    init(_ name: String, _ setting: Setting<String?>?) {
        (self.name, value, source) = (name, setting?.value, setting?.source)
    }

    init(_ name: String, _ setting: Setting<String>) { self.init(name, setting.map(String?.some)) }

    /// Of the first variable that is set.
    init(_ name: String, _ variables: Variables, _ names: [String], shown: (String) -> String = { $0 }) {
        let source = names.first { variables[$0] != nil }
        self.init(name, Setting(source.flatMap { variables[$0] }.map(shown), from: source))
    }

    fileprivate var document: JSONValue {
        [
            "name": .string(name.replacing(" ", with: "_")),
            "value": value.map(JSONValue.string), "source": source.map(JSONValue.string),
        ]
    }
}

struct Configuration: Rendered {
    let rows: [ConfigRow]

    let title: TerminalText = "omnienv config"

    func text(_ style: Style) -> TerminalText {
        let cells = rows.map { row -> [TerminalText] in
            let source = row.source.map { TerminalText($0) } ?? (row.value == nil ? "" : "by default")
            return ["\(row.name)", row.value.map { TerminalText($0) } ?? "not set", source]
        }
        return TextTable(rows: cells).lines.map { "\($0)\n" as TerminalText }.joined()
    }

    var document: JSONValue {
        ["format_version": "1.0", "settings": .array(rows.map(\.document))]
    }
}

extension APIToken {
    /// Such as `…3f2a`.
    fileprivate var shown: String { ending.map { "…" + $0 } ?? "set, and too short to show a part of it" }
}

extension String {
    /// An address as it may be shown: what stands before the host may be a password.
    fileprivate var withoutPassword: String {
        guard let at = lastIndex(of: "@") else { return self }
        let scheme = firstRange(of: "://").map { self[..<$0.upperBound] } ?? ""
        return scheme + "…" + self[at...]
    }
}
