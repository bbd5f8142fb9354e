import Foundation
import OmniSandbox
import Subprocess
import Testing

/// `apply --output jsonl`: an event a line, as it happens.
@Suite("Events of an apply", .timeLimit(.minutes(5)))
struct ApplyEventTests {
    private struct Event: Decodable {
        struct Request: Decodable {
            let method: String
            let addresses: [String]
            let values: [String]?
        }

        struct Report: Decodable {
            let complete: Bool
            let outcomes: [Document.Outcome]
        }

        let event: String
        let time: String
        let format_version: String?
        let requests: Int?
        let base: String?
        let request: Request?
        let error: String?
        let values: [String]?
        let to: String?
        let seconds: Int?
        let reason: String?
        let report: Report?
    }

    private static let apply = ["apply", "--auto-approve", "--rate", "100000", "--output", "jsonl"]
    private static let manifest = Manifest(.env(1, "a"), .env(2, "b"), .env(3, "c"))

    /// Every line, each of which has to be JSON by itself.
    private static func events(_ output: String) throws -> [Event] {
        try output.split(separator: "\n").map { line in
            try JSONDecoder().decode(Event.self, from: Data(line.utf8))
        }
    }

    @Test func `what begins, is done, and comes of it has a line each`() async throws {
        try await withWorld(faults: ["PUT * 2 429:1"]) { world in
            try world.write(Self.manifest)
            let outcome = try await world.run(Self.apply)
            #expect(outcome.exitCode == 0)
            let events = try Self.events(outcome.stdout)
            #expect(
                events.map(\.event) == [
                    "begun", "started", "finished", "started", "finished", "started", "waiting", "finished",
                    "started", "finished", "ended",
                ]
            )
            #expect(events.first?.requests == 4)
            #expect(events.first?.format_version == "1.0")
            #expect(events[1].request?.addresses == ["base1/env1", "base1/env2", "base1/env3"])
            #expect(events.first { $0.event == "waiting" }?.seconds == 1)
            #expect(events.last?.report?.complete == true)
            #expect(events.last?.report?.outcomes.map(\.result) == ["done", "done", "done", "done"])
            let again = try Self.events(try await world.run(Self.apply).stdout)
            #expect(again.map(\.event) == ["ended"])
        }
    }

    @Test func `what fails and what is rolled back have lines too`() async throws {
        try await withWorld(faults: ["PUT * 4 400-before"]) { world in
            try world.write(Manifest(.env(1, "a"), .env(2, "b")))
            try await world.apply().expect(exitCode: 0)
            try world.write(Manifest(.env(1), .env(2, "a", "b")))
            let outcome = try await world.run(Self.apply)
            #expect(outcome.exitCode == 3)
            let events = try Self.events(outcome.stdout)
            let told = ["begun", "started", "finished", "started", "rolled_back", "failed", "ended"]
            #expect(events.map(\.event) == told)
            let back = try #require(events.first { $0.event == "rolled_back" })
            #expect(back.to == "base1/env1" && back.values == ["a"])
            #expect(events.first { $0.event == "failed" }?.error?.isEmpty == false)
            #expect(await world.routing() == [1: [1: ["a"], 2: ["b"]]])
        }
    }

    /// Killed while one request after another is under way: what was written until then is whole, and says of each
    /// request that is told to be done what Omni has.
    @Test(arguments: 1...4) func `a kill leaves whole lines that agree with what Omni has`(_ number: Int)
        async throws
    {
        let values = (1...number + 1).map { Manifest.Environment.env($0, "value-\($0)") }
        try await withWorld(faults: ["PUT * \(number) slow:1"]) { world in
            try world.write(Manifest(values))
            let killed = try await world.run(Self.apply) { running in
                await world.arrival(of: "PUT", number)
                try running.send(.kill)
            }
            #expect(killed.exitCode == 137)
            #expect(killed.stdout.hasSuffix("}\n"))
            let events = try Self.events(killed.stdout)
            let done = events.filter { $0.event == "finished" }.compactMap(\.request)
            #expect(done.count == number)
            #expect(events.last?.event == "started")
            let routing = try #require(await world.routing()[1])
            world.gate.open()
            for request in done where request.method == "PUT" {
                let connection = try #require(Int(request.addresses[0].suffix(1)))
                #expect(routing[connection] == request.values)
            }
            let begun = events.filter { $0.event == "started" }.compactMap(\.request).flatMap(\.addresses)
            let held = routing.filter { !$0.value.isEmpty }.map { "base1/env\($0.key)" }
            #expect(!held.isEmpty && Set(held).isSubset(of: begun))
        }
    }

    @Test func `the plan goes where the question is, and nothing to standard output before yes`() async throws
    {
        try await withWorld { world in
            try world.write(Self.manifest)
            let outcome = try await world.runAtTerminal("apply", "--output", "jsonl") { running, terminal in
                try await running.hears("Plan: 3 to add, 0 to change, 0 to destroy.")
                try await running.hears("Carry this out?")
                try terminal.type("no\n")
            }
            #expect(outcome.exitCode == 1)
            #expect(outcome.stdout == "")
        }
    }
}
