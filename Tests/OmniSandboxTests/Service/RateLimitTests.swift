import Synchronization
import Testing

@testable import OmniSandbox

/// A time that stands still until it is moved.
final class ManualClock: Sendable {
    private let time = Mutex(Duration.zero)

    var now: Duration { time.withLock { $0 } }

    func advance(by duration: Duration) {
        time.withLock { $0 += duration }
    }
}

@Suite("The rate limit")
struct RateLimitTests {
    @Test func `lets so many through in any 60 seconds`() {
        var window = RateWindow(limit: 2)
        let admitted = [0, 10, 59, 60, 61, 69, 70, 120].map { window.admit(at: .seconds($0)) }
        #expect(admitted == [true, true, false, true, false, false, true, true])
    }

    @Test func `keeps its count over many windows`() {
        var window = RateWindow(limit: 60)
        let admitted = (0..<3_000).count { window.admit(at: .seconds($0 / 5)) }
        #expect(admitted == 600)
    }

    @Test func `answers 429, without doing the work, until the window is free`() async throws {
        let clock = ManualClock()
        let configuration = SandboxConfiguration.with {
            $0.api.rateLimit = 1
            $0.now = { clock.now }
        }
        try await withSandbox(try Fixture.attached(), configuration) { sandbox in
            let path = "/v1/connection-environments/\(Fixture.devEnvironment)"
            #expect(try await sandbox.send("GET", "/v1/connections").status == 200)
            let refused = try await sandbox.send("DELETE", path)
            #expect(refused == Reply(429, #"{"detail":"Too Many Requests","status":429}"#))
            #expect(refused.retryAfter == nil)
            #expect(await sandbox.store().environments.count == 2)
            clock.advance(by: .seconds(60))
            #expect(try await sandbox.send("DELETE", path).status == 200)
        }
    }
}
