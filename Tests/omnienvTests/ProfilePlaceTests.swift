import Foundation
import OmniSandbox
import Testing

/// The places of the profile file, in the order in which Omni's own command line looks at them.
@Suite("Where profiles are", .timeLimit(.minutes(2)))
struct ProfilePlaceTests {
    /// The variables and where they point, from the first that counts to the last.
    private static let places = [
        ("OMNI_CONFIG_PATH", "one/any.json", "one/any.json"), ("OMNI_CONFIG_DIR", "two", "two/config.json"),
        ("XDG_CONFIG_HOME", "three", "three/omni-cli/config.json"),
        ("HOME", "four", "four/.config/omni-cli/config.json"),
    ]

    private static func profile(_ address: String) -> String {
        """
        {"version":1,"defaultProfile":"p","profiles":{"p":{"apiEndpoint":"\(address)","authMethod":"api-key",\
        "apiKey":"\(World.token)"}}}
        """
    }

    @Test(arguments: places.indices)
    func `the first variable that is set says where`(_ index: Int) async throws {
        try await withWorld { world in
            let address = try #require(world.variables["OMNI_BASE_URL"])
            try world.write(Manifest(.env(1, "a")))
            var profiled = world.with("OMNI_BASE_URL", nil).with("OMNI_API_TOKEN", nil)
            for (number, place) in Self.places.enumerated() where number >= index {
                try world.write(Self.profile(number == index ? address : "http://127.0.0.1:1"), to: place.2)
                profiled = profiled.with(place.0, world.folder.appending(path: place.1).path)
            }
            try await profiled.run("plan").expect(exitCode: 0)
            #expect(await !world.requests().isEmpty)
        }
    }

    @Test(arguments: places.indices)
    func `the message that no instance is named says where was looked`(_ index: Int) async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a")))
            var profiled = world.with("OMNI_BASE_URL", nil).with("OMNI_API_TOKEN", nil)
            for place in Self.places[index...] {
                profiled = profiled.with(place.0, world.folder.appending(path: place.1).path)
            }
            let outcome = try await profiled.run("plan")
            outcome.expect(exitCode: 64)
            #expect(outcome.stderr.contains("no Omni instance is named"))
            #expect(outcome.stderr.contains(world.folder.appending(path: Self.places[index].2).path))
        }
    }
}
