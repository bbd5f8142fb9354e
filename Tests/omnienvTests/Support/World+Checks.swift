import Subprocess
import Testing

extension World {
    /// After an apply another plan asks for nothing, and neither looked nor wrote more than it needed.
    func expectSettled(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws
    {
        _ = await requests()
        let outcome = try await run(["plan", "--detailed-exitcode"] + arguments, sourceLocation)
        #expect(
            outcome.stdout.hasSuffix("No changes. Omni matches the manifest.\n"),
            sourceLocation: sourceLocation
        )
        #expect(await requests().writes == [], sourceLocation: sourceLocation)
    }

    private func run(_ arguments: [String], _ sourceLocation: SourceLocation) async throws -> Outcome {
        let outcome = try await run(arguments, input: .none, whileRunning: { _ in })
        #expect(outcome.exitCode == 0, "\(outcome.stderr)", sourceLocation: sourceLocation)
        return outcome
    }
}
