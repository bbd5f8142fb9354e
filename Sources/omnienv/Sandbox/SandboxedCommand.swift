import FoundationEssentials
import Subprocess
import SystemPackage
import UnixSignals

/// A command that speaks to a sandbox and to nothing else of the operator's: neither their instance, nor their token, nor
/// their state (docs/commands.md, "sandbox").
struct SandboxedCommand {
    /// Variables by which omnienv, Omni's own command line and the state's stores find addresses and secrets.
    private static let prefixes = ["OMNI_", "OMNIENV_", "TF_HTTP_", "AWS_", "CI_JOB_TOKEN", "CI_API_V4_URL"]

    let words: [String]
    let baseURL: String
    let token: String

    /// Runs it with the caller's three streams, and passes signals on.
    ///
    /// - Returns: its exit code; for a command that a signal ended, 128 and the signal's number, as a shell has it.
    func run() async throws -> Int32 {
        let folder = FileManager.default.temporaryDirectory.appending(path: "omnienv-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        let profiles = folder.appending(path: "profiles.json")
        try Data(#"{"profiles": {}}"#.utf8).write(to: profiles)
        return try await run(
            variables: [
                "OMNI_BASE_URL": baseURL, "OMNI_API_TOKEN": token, "OMNI_CONFIG_PATH": profiles.path,
                "OMNIENV_STATE": folder.appending(path: "omnienv.state.jsonl").path,
            ]
        )
    }

    private func run(variables: [String: String]) async throws -> Int32 {
        let operators = ProcessInfo.processInfo.environment.filter { name, _ in
            !Self.prefixes.contains(where: name.hasPrefix)
        }
        let all = operators.merging(variables) { $1 }
        let signals = await UnixSignalsSequence(trapping: [.sigint, .sigterm, .sighup])
        return try await withThrowingTaskGroup(of: Int32?.self) { group in
            group.addTask { try await spawn(all) }
            group.addTask {
                // A Ctrl-C reaches the command from the terminal, as it reaches this program.
                for await signal in signals where signal != .sigint { return nil }
                return nil
            }
            defer { Interrupts.exitAtOnce() }
            for try await code in group {
                group.cancelAll()
                if let code { return code }
            }
            return ExitStatus.terminated.rawValue
        }
    }

    /// A path as it is, and any other word looked up where a shell looks.
    private var executable: Executable {
        let word = words.first ?? ""
        return word.contains("/") ? .path(FilePath(word)) : .name(word)
    }

    /// Where the task is cancelled, the command is asked to end, and ended after a while.
    private func spawn(_ variables: [String: String]) async throws -> Int32 {
        var options = PlatformOptions()
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(10))]
        let result = try await Subprocess.run(
            executable,
            arguments: Arguments(Array(words.dropFirst())),
            environment: .custom(
                Dictionary(uniqueKeysWithValues: variables.map { (.init(stringLiteral: $0), $1) })
            ),
            platformOptions: options,
            input: .currentStandardInput,
            output: .currentStandardOutput,
            error: .currentStandardError
        )
        return switch result.terminationStatus {
        case .exited(let code): code
        case .signaled(let number): 128 + number
        }
    }
}
