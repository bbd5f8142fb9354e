import Foundation
import OmniSandbox
import Testing

/// What keeps requests from Omni is told by its cause, and not tried again where that cannot help.
@Suite("TLS and terminals", .timeLimit(.minutes(2)))
struct ReachTests {
    @Test func `https where http is spoken is told after one try`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a")))
            let address = "https://127.0.0.1:\(world.sandbox.port)"
            for command in ["plan", "apply", "doctor", "export"] {
                let outcome = try await world.with("OMNI_BASE_URL", address)
                    .run(command == "apply" ? ["apply", "--auto-approve"] : [command])
                outcome.expect(exitCode: 1)
                #expect(outcome.everything.contains("no TLS at 127.0.0.1:\(world.sandbox.port)"))
                #expect(!outcome.everything.contains("BoringSSL"))
                #expect(!outcome.everything.contains("attempt"))
            }
        }
    }

    @Test(arguments: ["SSL_CERT_FILE", "SSL_CERT_DIR"])
    func `certificates that cannot be read are an error, and nothing is sent`(_ variable: String) async throws
    {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a")))
            let outcome = try await world.with("OMNI_BASE_URL", "https://127.0.0.1:\(world.sandbox.port)")
                .with(variable, "missing").run("plan")
            outcome.expect(exitCode: 64)
            #expect(outcome.stderr.contains("\"missing\": no such file or directory (from \(variable))"))
        }
    }

    @Test(arguments: ["0", "-1"])
    func `a width of nothing is one that nobody knows`(_ width: String) async throws {
        try await withWorld { world in
            let help = try await world.with("COLUMNS", nil).run("plan", "--help")
            #expect(try await world.with("COLUMNS", width).run("plan", "--help") == help)
            #expect(try await world.with("COLUMNS", "60").run("plan", "--help") != help)
        }
    }

    #if os(Linux)
        @Test(arguments: [("dumb", false), ("xterm", true)])
        func `a dumb terminal gets neither colours nor a bar`(_ name: String, hasCodes: Bool) async throws {
            try await withWorld { world in
                try world.write(Manifest(.env(1, "a")))
                let line = "script -qec '\(Program.path) apply --auto-approve' /dev/null </dev/null"
                let outcome = try await world.with("TERM", name).run([], through: ["/bin/bash", "-c", line])
                outcome.expect(exitCode: 0)
                #expect(outcome.stdout.contains("Apply complete!"))
                #expect(outcome.stdout.contains("\u{1B}[") == hasCodes)
            }
        }
    #endif
}
