import OmniSandbox
import Testing

@Suite("Route", .timeLimit(.minutes(5)))
struct RouteTests {
    private static let manifest: Manifest = {
        var manifest = Manifest(.env(1, "eu", "de"), .env(2, "us"))
        manifest.bases[0].lines = ["userAttribute: {name: region, defaultValues: [home]}"]
        return manifest
    }()
    private static let unseen =
        "A branch's or a user's own choice of an environment goes before the attribute; it is not seen here."

    @Test func `the manifest says where each value leads, and what falls back is exit code 2`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            let offline = world.with("OMNI_API_TOKEN", nil).with("OMNI_BASE_URL", nil)
            let outcome = try await offline.run("route", "de", "home", "mars")
            #expect(
                outcome
                    == Outcome(
                        exitCode: 2,
                        stdout: """
                            base1  by the user attribute region
                              de   → env1  \(Organization.connection(1))
                              home → base  a default value of the base connection
                              mars → base  falls back to the base connection

                            As the manifest says. \(Self.unseen)

                            """
                    )
            )
            #expect(try await offline.run("route", "eu", "us", "home").exitCode == 0)
            #expect(await world.requests().isEmpty)
        }
    }

    @Test func `--live asks Omni, which somebody else may have changed, and changes nothing`() async throws {
        try await withWorld { world in
            try world.write(Self.manifest)
            _ = try await world.apply()
            _ = await world.requests()
            try await world.sandbox.edit { try $0.change(1, ["eu"]) }
            #expect(try await world.run("route", "de").exitCode == 0)
            #expect(try await world.run("route", "de", "--offline").exitCode == 0)
            let live = try await world.run("route", "de", "--live")
            #expect(live.exitCode == 2)
            #expect(live.stdout.contains("de → base  falls back to the base connection"))
            #expect(await world.requests().counts == ["GET": 2])
        }
    }

    @Test func `--live warns of an asked value that Omni lists in two environments`() async throws {
        var store = Organization.store()
        // One text with a comma counts as its parts.
        try store.attach([1: ["eu,us"], 2: ["eu"]])
        try await withWorld(store) { world in
            try world.write(Manifest(.env(1, "us"), .env(2, "eu")))
            let live = try await world.run("route", "eu", "us", "--live")
            #expect(live.exitCode == 0)
            let warnings = live.stderr.split(separator: "\n")
            #expect(warnings.count == 1)
            #expect(warnings.first?.contains("\"eu\"") == true)
            #expect(warnings.first?.contains("Connection 1") == true)
            #expect(warnings.first?.contains("Connection 2") == true)
            #expect(try await world.run("route", "us", "--live").stderr == "")
            #expect(try await world.run("route", "eu").stderr == "")
        }
    }

    @Test func `--live tells a base without a user attribute, where everyone falls back`() async throws {
        try await withWorld(Organization.store(attribute: nil)) { world in
            try world.write(Manifest(.env(1, "eu")))
            _ = try await world.apply()
            let live = try await world.run("route", "eu", "--live")
            #expect(live.exitCode == 2)
            #expect(live.stdout.hasPrefix("base1  no user attribute: everyone reaches the base connection\n"))
        }
    }

    @Test func `--offline needs no manifest, and says when there is no state`() async throws {
        try await withWorld { world in
            let nothing = try await world.run("route", "eu", "--offline")
            #expect(nothing.exitCode == 1)
            #expect(nothing.stderr.hasPrefix("error: there is no state at \"omnienv.state.jsonl\": "))
            try world.write(Self.manifest)
            _ = try await world.apply()
            try world.remove("omnienv.yaml")
            let outcome = try await world.run("route", "eu", "--offline", "--output", "json")
            #expect(outcome.exitCode == 0)
            let document = try outcome.decoded(Routes.self)
            #expect(document.source == "state")
            let expected = Routes.Item(
                base: "base1",
                attribute: "region",
                value: "eu",
                to: "env1",
                fallsBack: false
            )
            #expect(document.routes == [expected])
        }
    }

    @Test func `--base limits it to some bases, which have to exist`() async throws {
        try await withWorld(Organization.store(bases: 2)) { world in
            try world.write(Manifest(bases: .init(1, [.env(1, "a")]), .init(2, [.env(2, "b")])))
            #expect(try await world.run("route", "a").exitCode == 2)
            let one = try await world.run("route", "a", "--base", "base1", "--output", "json")
            #expect(one.exitCode == 0)
            #expect(try one.decoded(Routes.self).routes.map(\.base) == ["base1"])
            let unknown = try await world.run("route", "a", "--base", "base3")
            #expect(
                unknown
                    == Outcome(
                        exitCode: 64,
                        stderr: "error: there is no base connection \"base3\"; there are: base1, base2\n"
                    )
            )
            #expect(try await world.run("route", "a", "--live", "--offline").exitCode == 64)
        }
    }
}

private struct Routes: Decodable {
    struct Item: Decodable, Equatable {
        let base: String
        var attribute: String?
        let value: String
        let to: String
        let fallsBack: Bool

        enum CodingKeys: String, CodingKey {
            case base, attribute, value, to
            case fallsBack = "falls_back"
        }
    }

    let source: String
    let routes: [Item]
}
