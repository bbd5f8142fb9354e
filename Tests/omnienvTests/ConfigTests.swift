import Foundation
import OmniSandbox
import Testing

@Suite("What is in force", .timeLimit(.minutes(5)))
struct ConfigTests {
    private struct Settings: Decodable {
        struct Item: Decodable {
            let name: String
            var value: String?
            var source: String?
        }

        let settings: [Item]

        subscript(name: String) -> [String?] {
            settings.filter { $0.name == name }.flatMap { [$0.value, $0.source] }
        }
    }

    private static func settings(_ world: World, _ flags: String...) async throws -> Settings {
        let outcome = try await world.run(["config", "--output", "json"] + flags)
        outcome.expect(exitCode: 0)
        return try outcome.decoded(Settings.self)
    }

    @Test func `a flag goes before its variable, and a variable before the standard`() async throws {
        try await withWorld { world in
            let plain = try await Self.settings(world)
            #expect(plain["rate"] == ["55", nil])
            #expect(plain["manifest"] == ["omnienv.yaml", nil])
            let set = world.with("OMNIENV_RATE", "20").with("OMNIENV_FILE", "envs/x.yaml")
            let byVariable = try await Self.settings(set)
            #expect(byVariable["rate"] == ["20", "OMNIENV_RATE"])
            #expect(byVariable["manifest"] == ["envs/x.yaml", "OMNIENV_FILE"])
            #expect(byVariable["state"] == ["envs/omnienv.state.jsonl", nil])
            let byFlag = try await Self.settings(set, "--rate", "7", "-f", "y.yaml", "--state", "s.jsonl")
            #expect(byFlag["rate"] == ["7", "--rate"])
            #expect(byFlag["manifest"] == ["y.yaml", "--file"])
            #expect(byFlag["state"] == ["s.jsonl", "--state"])
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `of the token its last four characters are shown, and nothing of a short one`() async throws {
        try await withWorld { world in
            let long = try await world.run("config")
            #expect(long.stdout.contains(/token  +…-see  +OMNI_API_TOKEN\n/))
            #expect(!long.everything.contains("a-token"))
            let short = try await world.with("OMNI_API_TOKEN", "nineteen-characters").run("config")
            #expect(short.stdout.contains("token                set, and too short to show a part of it"))
            #expect(!short.everything.contains("cters"))
        }
    }

    @Test func `a proxy is shown without its password`() async throws {
        try await withWorld { world in
            let outcome = try await world.with("HTTPS_PROXY", "http://me:secret@proxy:3128").run("config")
            #expect(outcome.stdout.contains("http://…@proxy:3128"))
            #expect(!outcome.everything.contains("secret"))
        }
    }

    @Test func `what is in force is what a command does`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a")).text, to: "other.yaml")
            let world = world.with("OMNIENV_FILE", "other.yaml").with("OMNIENV_QUIET", "true")
                .with("OMNIENV_STATE", "kept.jsonl").with("OMNIENV_RATE", "100000")
            let outcome = try await world.run("apply", "--auto-approve")
            outcome.expect(exitCode: 0)
            #expect(outcome.stderr == "")
            #expect(await world.routing() == [1: [1: ["a"]]])
            #expect(try world.files() == ["kept.jsonl", "kept.jsonl.lock", "other.yaml"])
        }
    }

    @Test(arguments: [
        ("OMNIENV_RATE", "0"), ("OMNIENV_RATE", "fast"), ("OMNIENV_LOCK_TIMEOUT", "soon"),
        ("OMNIENV_QUIET", "perhaps"),
        ("OMNIENV_COLOR", "blue"), ("OMNIENV_EXPECT", "3f2a"), ("OMNIENV_PARALLELISM", "-1"),
    ])
    func `a variable that cannot be read is a usage error, whatever the command`(
        _ name: String,
        _ value: String
    ) async throws {
        try await withWorld { world in
            let outcome = try await world.with(name, value).run("schema")
            #expect(outcome.exitCode == 64)
            #expect(outcome.stderr.contains("\(name) takes "))
            #expect(outcome.stdout == "")
        }
    }

    @Test func `OMNIENV_EXPECT refuses another plan`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a")))
            let world = world.with("OMNIENV_EXPECT", String(repeating: "0", count: 32))
            try await world.apply().expect(exitCode: 4)
            #expect(await world.requests().writes == [])
        }
    }

    @Test func `in a pipeline nobody is told what to type next`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a")))
            let here = try await world.run("plan", "--out", "a.json")
            #expect(here.stderr.contains("to carry it out: omnienv apply a.json"))
            let there = try await world.with("CI", "true").run("plan", "--out", "b.json")
            #expect(there.stderr == "saved in \"b.json\"\n")
        }
    }
}

@Suite("Words of other tools", .timeLimit(.minutes(5)))
struct FamiliarWordsTests {
    @Test(arguments: [
        (["apply", "-auto-approve"], "write --auto-approve"),
        (["plan", "-out=plan.json"], "write --out FILE"),
        (["plan", "-target", "a"], "write --target ADDRESS"),
        (["plan", "-json"], "write --output json"),
        (["plan", "-refresh=false"], "--offline plans from the cached state"),
        (["apply", "-lock=false"], "an apply always takes the lock"),
        (["destroy"], "omnienv apply --prune"),
        (["state", "rm", "warehouse/eu"], "omnienv state forget ADDRESS"),
        (["state", "mv", "a", "b"], "edit the label in the manifest"),
        (["force-unlock", "x"], "free once its holder has ended"),
        (["plna"], "did you mean \"plan\"?"),
        (["frobnicate"], "there are: init, validate, plan, apply"),
    ])
    func `a word of another tool is answered with the one that is meant`(
        _ arguments: [String],
        _ answer: String
    ) async throws {
        try await withWorld { world in
            let outcome = try await world.run(arguments)
            #expect(outcome.exitCode == 64)
            #expect(outcome.stderr.contains(answer), "\(outcome.stderr)")
            #expect(outcome.stderr.split(separator: "\n").count == 1)
            #expect(outcome.stdout == "")
        }
    }

    @Test func `a word that is nobody's is told as before, and a value may be any word`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "up")))
            try await world.run("route", "up", "--base", "base1").expect(exitCode: 0)
            let unknown = try await world.run("plan", "--nonsense")
            #expect(unknown.exitCode == 64)
            #expect(unknown.stderr.contains("Unknown option '--nonsense'"))
        }
    }
}
