import Diagnostics
import Planning

/// Runs a command's body and turns whatever it throws into a message on standard error and an exit code.
func running(_ console: Console, _ body: () async throws -> ExitStatus) async throws {
    Interrupts.exitAtOnce()
    let status: ExitStatus
    do {
        status = try await body()
    } catch let error as ExitStatus {
        status = error
    } catch {
        console.failure(TerminalText(of: error))
        status = ExitStatus(of: error)
    }
    try status.exit()
}

extension TerminalText {
    /// The words for an error, whoever threw it.
    init(of error: any Error) {
        self =
            switch error {
            case let error as CommandError: error.text
            case let error as PlanFailure: error.text
            default: "\(String(describing: error))"
            }
    }
}
