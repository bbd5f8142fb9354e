import OmniSandbox
import Testing

extension World {
    /// Whether another plan, with no options beyond these, asks for nothing.
    /// - Parameter end: what the plan ends with.
    func expectSettled(
        _ options: String...,
        end: String = "No changes. Omni matches the manifest.",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        _ = await requests()
        let outcome = try await run(["plan", "--detailed-exitcode"] + options)
        #expect(outcome.exitCode == 0, "\(outcome.stderr)", sourceLocation: sourceLocation)
        #expect(
            outcome.stdout.hasSuffix("\(end)\n"),
            "\(outcome.stdout)",
            sourceLocation: sourceLocation
        )
        #expect(await requests().writes == [], sourceLocation: sourceLocation)
    }
}

extension World {
    /// Applies once more without trouble, then settles.
    func expectSettledAfterApply(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let outcome = try await apply()
        #expect(outcome.exitCode == 0, "\(outcome.everything)", sourceLocation: sourceLocation)
        try await expectSettled(sourceLocation: sourceLocation)
    }

    /// Waits until the sandbox has decided about the request of that number and method.
    func arrival(of method: String, _ number: Int) async {
        var count = 0
        for await request in arrivals where request.method == method {
            count += 1
            if count == number { return }
        }
    }
}
