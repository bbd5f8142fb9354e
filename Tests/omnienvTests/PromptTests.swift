import OmniSandbox
import Testing

#if os(Linux)
    @Suite("Approval at a terminal", .timeLimit(.minutes(5)))
    struct PromptTests {
        private static let manifest = Manifest(.env(1, "a"), .env(2, "b"))
        private static let question = "Carry this out? Only \"yes\" is accepted: "

        /// Applies at a terminal and types `keys` when the question comes.
        private static func answer(_ keys: String, in world: World) async throws -> Outcome {
            try world.write(manifest)
            return try await world.runAtTerminal("apply") { running, terminal in
                try await running.hears(question)
                try terminal.type(keys)
            }
        }

        @Test func `yes carries the plan out that was shown before`() async throws {
            try await withWorld { world in
                let outcome = try await Self.answer("yes\n", in: world)
                #expect(outcome.exitCode == 0)
                #expect(outcome.stdout.contains("Plan: 2 to add, 0 to change, 0 to destroy."))
                #expect(
                    outcome.stdout.hasSuffix("Apply complete! Resources: 2 added, 0 changed, 0 destroyed.\n")
                )
                #expect(await world.routing() == Self.manifest.routing)
                try await world.expectSettled()
            }
        }

        @Test(arguments: [
            ("no\n", ""), ("y\n", ""), ("YES\n", ""), ("yes please\n", ""), ("\n", ""),
            (Terminal.controlD, "\n"),
        ])
        func `anything else cancels, and nothing is written`(_ keys: String, _ lineBreak: String) async throws
        {
            try await withWorld { world in
                let outcome = try await Self.answer(keys, in: world)
                #expect(outcome.exitCode == 1)
                #expect(outcome.stderr.hasSuffix(Self.question + lineBreak + "Apply cancelled.\n"))
                #expect(await world.requests().writes == [])
                #expect(world.state == nil)
            }
        }

        @Test func `Ctrl-C at the question ends it with 130, and nothing is written`() async throws {
            try await withWorld { world in
                let outcome = try await Self.answer(Terminal.controlC, in: world)
                #expect(outcome.exitCode == 130)
                #expect(outcome.stderr.hasSuffix(Self.question + "\n"))
                #expect(await world.requests().writes == [])
                #expect(world.state == nil)
                try await world.apply("--lock-timeout", "0s").expect(exitCode: 0)
            }
        }

        @Test func `details shows what was folded, and asks again`() async throws {
            let many = Manifest((1...45).map { .env($0, "value-\($0)") })
            try await withWorld(Organization.store(connections: 45)) { world in
                try world.write(many)
                let hint =
                    "Carry this out? Only \"yes\" is accepted (\"details\" shows every value and request): "
                let outcome = try await world.runAtTerminal("apply", "--rate", "100000") {
                    running,
                    terminal in
                    #expect(!(try await running.hears(hint)).contains("value-45"))
                    try terminal.type("details\n")
                    let told = try await running.hears("Plan: 45 to add, 0 to change, 0 to destroy.")
                    #expect((1...45).allSatisfy { told.contains("env\($0): values value-\($0)\n") })
                    try terminal.type("no\n")
                }
                #expect(outcome.exitCode == 1)
                #expect(outcome.stderr.hasSuffix(hint + "Apply cancelled.\n"))
                #expect(await world.requests().writes == [])
            }
        }

        @Test func `without changes nobody is asked`() async throws {
            try await withWorld { world in
                try world.write(Self.manifest)
                _ = try await world.apply()
                let outcome = try await world.runAtTerminal("apply") { _, _ in }
                #expect(outcome.exitCode == 0)
                #expect(outcome.stdout.hasSuffix("\n\nNo changes. Omni matches the manifest.\n"))
            }
        }
    }
#endif
