import Foundation
import OmniSandbox
import Testing

@Suite("Metrics of drift", .timeLimit(.minutes(5)))
struct MetricsTests {
    /// The samples of a file, without comments and without the time.
    private static func samples(_ world: World) throws -> [String] {
        let text = try #require(world.text(of: "omni.prom"))
        return text.split(separator: "\n").map(String.init).filter {
            !$0.hasPrefix("#") && !$0.hasPrefix("omnienv_last_check_timestamp_seconds ")
        }
    }

    @Test func `what drifted is counted by base and cause, and no value is named`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "acme", "globex"), .env(2, "c")))
            try await world.apply().expect(exitCode: 0)
            try await world.run("drift", "--metrics", "omni.prom").expect(exitCode: 0)
            let causes = ["pending", "drift", "both", "cut_off"]
            #expect(
                try Self.samples(world)
                    == causes.map { "omnienv_drift_differences{cause=\"\($0)\"} 0" }
                    + causes.map { "omnienv_drift_values{base=\"base1\",cause=\"\($0)\"} 0" }
                    + ["omnienv_fallback_values{base=\"base1\"} 0", "omnienv_last_check_success 1"]
            )
            try await world.sandbox.edit { store in
                try store.change(1, ["acme"])
                try store.change(2, ["c", "new"])
            }
            try await world.run("drift", "--metrics", "omni.prom").expect(exitCode: 2)
            let samples = try Self.samples(world)
            #expect(samples.contains("omnienv_drift_values{base=\"base1\",cause=\"drift\"} 2"))
            #expect(samples.contains("omnienv_fallback_values{base=\"base1\"} 1"))
            #expect(samples.contains("omnienv_last_check_success 1"))
            let text = try #require(world.text(of: "omni.prom"))
            #expect(!text.contains("acme") && !text.contains("globex"))
            let time = try #require(text.firstMatch(of: /omnienv_last_check_timestamp_seconds ([0-9]+)\n/))
            #expect(abs(Date().timeIntervalSince1970 - (Double(time.1) ?? 0)) < 60)
        }
    }

    @Test func `a value that went to another environment has not fallen back`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a", "b"), .env(2, "c")))
            try await world.apply().expect(exitCode: 0)
            try await world.sandbox.edit { store in
                try store.change(1, ["a"])
                try store.change(2, ["b", "c"])
            }
            try await world.run("drift", "--metrics", "omni.prom").expect(exitCode: 2)
            #expect(try Self.samples(world).contains("omnienv_fallback_values{base=\"base1\"} 0"))
        }
    }

    @Test func `a check that fails says so, in place of the old result`() async throws {
        try await withWorld { world in
            try world.write(Manifest(.env(1, "a")))
            try await world.apply().expect(exitCode: 0)
            try await world.run("drift", "--metrics", "omni.prom").expect(exitCode: 0)
            let failed = try await world.with("OMNI_API_TOKEN", nil).run("drift", "--metrics", "omni.prom")
            #expect(failed.exitCode == 5)
            #expect(try Self.samples(world) == ["omnienv_last_check_success 0"])
            #expect(try world.files().filter { $0.hasPrefix("omni.prom") } == ["omni.prom"])
        }
    }

    @Test func `labels are escaped and cut, and another file is not replaced`() async throws {
        try await withWorld { world in
            let label = #"a\"b "# + String(repeating: "x", count: 250)
            try world.write(
                "version: 1\nbaseConnections:\n  '\(label)': {connection: \(Organization.base(1)), environments: {}}\n"
            )
            try await world.run("drift", "--metrics", "omni.prom").expect(exitCode: 0)
            let sample = try #require(
                try Self.samples(world).first { $0.hasPrefix("omnienv_fallback_values") }
            )
            #expect(sample.hasPrefix(#"omnienv_fallback_values{base="a\\\"b xxx"#))
            #expect(sample.utf8.count < 300)
            try world.write("precious", to: "Cargo.toml")
            try await world.run("drift", "--metrics", "Cargo.toml").expect(exitCode: 64)
            #expect(world.text(of: "Cargo.toml") == "precious")
        }
    }
}
