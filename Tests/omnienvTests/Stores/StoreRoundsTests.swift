import Foundation
import OmniSandbox
import Synchronization
import Testing

/// Eight machines apply at the same time, again and again. By hand, with more rounds: `OMNIENV_STORE_ROUNDS=200`.
@Suite("Eight applies at once", .timeLimit(.minutes(120)))
struct StoreRoundsTests {
    private static let rounds =
        ProcessInfo.processInfo.environment["OMNIENV_STORE_ROUNDS"].flatMap { Int($0) } ?? 2
    private static let machines = 8

    /// A write that Omni was asked for: by which machine, and when.
    private struct Write {
        let machine: String
        let time: Double
    }

    @Test func `each comes after another, none is lost, and Omni never sees two writers`() async throws {
        let writes = Mutex<[Write]>([])
        let begin = ContinuousClock.now
        try await StoreServer.withHTTP("plain") { server in
            try await withWorld(
                Organization.store(),
                { configuration in
                    let onRequest = configuration.onRequest
                    configuration.onRequest = { record in
                        onRequest(record)
                        guard record.method == "PUT", let name = record.body.firstMatch(of: /m\d/)?.0 else {
                            return
                        }
                        let write = Write(machine: String(name), time: Self.seconds)
                        writes.withLock { $0.append(write) }
                    }
                }
            ) { world in
                let world = world.keeping(in: server, gitLab: false)
                try world.write(Manifest(.env(1, "a"), .env(2, "b")))
                (try await world.apply()).expect(exitCode: 0)
                let machines = try (1...Self.machines).map {
                    try world.onAnotherMachine().with("USER", "m\($0)")
                }
                for round in 1...Self.rounds {
                    try await Self.play(round, machines)
                    #expect(try await server.control("state").contains(Data(#""lock": null"#.utf8)))
                }
                #expect(await world.sandbox.requests().refusals == [])
            }
            let locks = try JSONDecoder().decode([Event].self, from: await server.control("locks"))
            try Self.expectOneWriter(locks, writes.withLock { $0 })
        }
        print("\(Self.machines) applies at once, \(Self.rounds) rounds in \(begin.duration(to: .now))")
    }

    private static func play(_ round: Int, _ machines: [World]) async throws {
        let codes = try await withThrowingTaskGroup(of: Int32.self) { group in
            for (index, machine) in machines.enumerated() {
                let number = index + 1
                try machine.write(Manifest(.env(1, "a", "m\(number)-\(round)"), .env(2, "b", "m\(number)")))
                group.addTask { try await machine.apply("--lock-timeout", "5m").exitCode }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes == Array(repeating: 0, count: machines.count), "round \(round)")
    }

    /// A lock that was given or freed, as the store has put it down.
    private struct Event: Decodable {
        let time: Double
        let isLock: Bool
        let who: String

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            time = try values.decode(Double.self)
            isLock = try values.decode(String.self) == "lock"
            who = try values.decode(String.self)
        }
    }

    /// Whoever writes has the lock then, and nobody else has.
    private static func expectOneWriter(_ events: [Event], _ writes: [Write]) throws {
        #expect(events.count == 2 * (machines * rounds + 1))
        var spans: [(who: String, times: ClosedRange<Double>)] = []
        for (lock, unlock) in zip(events, events.dropFirst()) where lock.isLock {
            #expect(!unlock.isLock && unlock.who == lock.who)
            spans.append((lock.who, lock.time...unlock.time))
        }
        #expect(writes.count >= machines * rounds)
        for write in writes {
            let holders = spans.filter { $0.times.contains(write.time) }.map(\.who)
            #expect(holders.count == 1 && holders.first?.hasPrefix("\(write.machine)@") == true)
        }
    }

    /// As Python's `time.monotonic()`.
    private static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
