import Foundation
import Testing

/// From nothing to a manifest that can be read.
@Suite("A first manifest", .timeLimit(.minutes(5)))
struct InitTests {
    @Test func `init writes a manifest that validate accepts without a word`() async throws {
        try await withWorld { world in
            let outcome = try await world.run("init")
            #expect(outcome.exitCode == 0)
            #expect(outcome.stdout.contains("omnienv.yaml"))
            let validated = try await world.run("validate")
            #expect(validated.exitCode == 0)
            #expect(
                validated.stdout == "The manifest is valid: 1 base connection, 1 environment, 2 values.\n"
            )
            #expect(validated.stderr.isEmpty)
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `what it comments out can be read too`() async throws {
        try await withWorld { world in
            let text = try await world.run("init", "-f", "-").stdout
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2).map {
                line in
                line.replacing(/^( *)# ?/) { $0.1 }
            }
            try world.write(lines.joined(separator: "\n"), to: "whole.yaml")
            let validated = try await world.run("validate", "-f", "whole.yaml")
            #expect(
                validated.stdout
                    == "The manifest is valid: 1 base connection, 1 environment, 2 values, 2 expectations proved.\n"
            )
            #expect(validated.stderr.isEmpty)
            for key in ["instance", "isolation", "protect", "expectations"] {
                #expect(lines.contains { $0.drop { $0 == " " }.hasPrefix(key + ":") })
            }
        }
    }

    @Test(arguments: ["mine: 1\n", ""])
    func `init never writes over a file, be it empty`(text: String) async throws {
        try await withWorld { world in
            try world.write(text, to: "omnienv.yaml")
            let outcome = try await world.run("init")
            #expect(outcome.exitCode == 64)
            #expect(outcome.stderr.contains("exists, and is not written over"))
            #expect(world.text(of: "omnienv.yaml") == text)
        }
    }

    @Test func `init follows no link`() async throws {
        try await withWorld { world in
            try FileManager.default.createSymbolicLink(
                atPath: world.folder.appending(path: "omnienv.yaml").path,
                withDestinationPath: world.folder.appending(path: "elsewhere.yaml").path
            )
            #expect(try await world.run("init").exitCode == 64)
            #expect(world.text(of: "elsewhere.yaml") == nil)
        }
    }

    @Test func `an empty file and an empty folder get one to start from`() async throws {
        try await withWorld { world in
            let first = try await world.run("init", "-f", "-").stdout
            try world.write("# nothing yet\n", to: "omnienv.yaml")
            try world.write("", to: "empty/readme.txt")
            for arguments in [["validate"], ["plan"], ["validate", "-f", "empty"]] {
                let outcome = try await world.run(arguments)
                #expect(outcome.exitCode == 65)
                #expect(outcome.stderr.contains(first))
            }
        }
    }

    @Test(arguments: ["omnienv.yml", "omnienv.yaml.txt", "Omnienv.yaml", "teams.yaml"])
    func `where omnienv.yaml is missing, the file that is meant is named`(name: String) async throws {
        try await withWorld { world in
            try world.write("version: 1\n", to: name)
            let outcome = try await world.run("validate")
            #expect(outcome.exitCode == 65)
            #expect(outcome.stderr.contains("hint: did you mean \"\(name)\"?"))
        }
    }
}
