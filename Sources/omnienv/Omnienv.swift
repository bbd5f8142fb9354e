import ArgumentParser
import Diagnostics
import Manifest

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@main
struct Omnienv: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "omnienv",
        abstract: "Keeps Omni's connection environments as a manifest says.",
        discussion: """
            A manifest names base connections, their environments, and the user attribute values that each \
            environment serves. "plan" shows what differs from Omni and who would be routed where; "apply" \
            carries that out.

            Exit codes: 0 done or nothing to do, 1 any other error, 2 changes or drift found, 3 apply incomplete, \
            4 refused by a guard, 5 authentication or permission, 6 locked, 64 usage, 65 manifest invalid, \
            129, 130 or 143 interrupted.
            """,
        version: OmnienvVersion.current,
        subcommands: [
            InitCommand.self, ValidateCommand.self, PlanCommand.self, ApplyCommand.self, ShowCommand.self,
            ImportCommand.self, DriftCommand.self, ExportCommand.self, StateCommand.self, DoctorCommand.self,
            RouteCommand.self, GraphCommand.self, SchemaCommand.self, ConfigCommand.self, SandboxCommand.self,
        ]
    )

    /// Help and usage errors repeat arguments, so that they leave the program on the way that everything else takes.
    static func main() async {
        StandardStreams.prepare()
        Surroundings.prepare()
        do {
            try Surroundings.check()
            var command = try parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            let code = exitCode(for: error)
            let message = (code == .validationFailure ? familiarAnswer : nil) ?? fullMessage(for: error)
            if !message.isEmpty {
                _ = StandardStreams.write(
                    TerminalText(document: message + "\n"),
                    to: code.isSuccess ? STDOUT_FILENO : STDERR_FILENO
                )
            }
            exit(withError: code)
        }
    }

    /// What another tool's word on the command line means here.
    private static var familiarAnswer: String? {
        let commands = configuration.subcommands.map { $0._commandName }
        return FamiliarWords(arguments: Array(CommandLine.arguments.dropFirst()), commands: commands).answer
            .map { "Error: \($0)" }
    }
}
