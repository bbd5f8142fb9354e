import Foundation
import OmniSandbox
import Subprocess
import Testing

/// Two machines and one store: the first is killed before and after each exchange with the store and with Omni, the second
/// one goes on. `OMNIENV_KILL_MATRIX=all` tries each cell.
@Suite("Killed at the store", .timeLimit(.minutes(30)), .serialized)
struct StoreKillTests {
    private static let step = ProcessInfo.processInfo.environment["OMNIENV_KILL_MATRIX"] == "all" ? 1 : 6

    private static let before = Manifest(
        bases: .init(
            1,
            [.env(1, "a", "b"), .env(2, "c"), .env(3, "d")],
            lines: "userAttribute: {name: environment, defaultValues: [prod]}"
        )
    )
    /// Attaches, moves, swaps, detaches and patches.
    private static let after = Manifest(
        bases: .init(
            1,
            [.env(1, "c"), .env(2, "a"), .env(4, "b", "new")],
            lines: "userAttribute: {name: environment, defaultValues: [prod, live]}"
        )
    )

    private enum Cell: CustomStringConvertible {
        case store(Int, phase: String)
        /// A fault, and the request that it strikes.
        case omni(String, method: String, Int)

        var description: String {
            switch self {
            case .store(let number, let phase): "\(phase) the store's answer \(number)"
            case .omni(let fault, _, _): fault
            }
        }
    }

    private struct Kept: Decodable {
        struct Lock: Decodable {
            let ID: String
        }

        let lock: Lock?
        let content: String
    }

    /// What an earlier apply has left, in Omni and in the store.
    private struct Start {
        let store: Store
        let content: String
    }

    @Test(arguments: [true, false])
    func `nothing is there twice, nothing is lost, and the other machine ends at the manifest`(
        hasList: Bool
    ) async throws {
        let start = try await Self.start(hasList)
        let begin = ContinuousClock.now
        let all = try await Self.cells(start, hasList)
        let cells = stride(from: 0, to: all.count, by: Self.step).map { all[$0] }
        for cell in cells {
            let faults: [String] = if case .omni(let fault, _, _) = cell { [fault] } else { [] }
            try await Self.run(start, hasList, faults: faults) { world, server in
                try await Self.kill(world, server, at: cell)
                try await Self.expectRecovery(world, server, hasList, "\(cell), \(hasList)")
            }
        }
        print(
            "kill matrix, \(hasList ? "with" : "without") a list: \(cells.count) cells in \(begin.duration(to: .now))"
        )
    }

    private static func start(_ hasList: Bool) async throws -> Start {
        var start: Start?
        try await StoreServer.withHTTP("gitlab") { server in
            try await withWorld(Organization.store(), { $0.api.hasList = hasList }) { world in
                let world = world.keeping(in: server, gitLab: true)
                try world.write(before)
                (try await world.apply()).expect(exitCode: 0)
                let kept = try JSONDecoder().decode(Kept.self, from: await server.control("state"))
                start = Start(
                    store: await world.sandbox.store(),
                    content: kept.content.replacing("127.0.0.1:\(world.sandbox.port)", with: "127.0.0.1:PORT")
                )
            }
        }
        return try #require(start)
    }

    private static func run(
        _ start: Start,
        _ hasList: Bool,
        faults: [String] = [],
        test: (World, StoreServer) async throws -> Void
    ) async throws {
        try await StoreServer.withHTTP("gitlab") { server in
            try await withWorld(start.store, faults: faults, { $0.api.hasList = hasList }) { world in
                let world = world.keeping(in: server, gitLab: true)
                let content = start.content.replacing(
                    "127.0.0.1:PORT",
                    with: "127.0.0.1:\(world.sandbox.port)"
                )
                try await server.control("content", content)
                try world.write(after)
                try await test(world, server)
            }
        }
    }

    /// Each exchange of a run that nobody disturbs, before its work and after it.
    private static func cells(_ start: Start, _ hasList: Bool) async throws -> [Cell] {
        var cells: [Cell] = []
        try await run(start, hasList) { world, server in
            (try await world.apply("--prune")).expect(exitCode: 0)
            #expect(await world.routing() == after.routing)
            for number in 1...(try await server.requests().count) {
                cells += [.store(number, phase: "before"), .store(number, phase: "after")]
            }
            var counts: [String: Int] = [:]
            for method in await world.requests().map(\.method) {
                counts[method, default: 0] += 1
                let number = counts[method, default: 0]
                cells += ["lost-before", "slow:1"].map {
                    .omni("\(method) * \(number) \($0)", method: method, number)
                }
            }
            #expect(Set(counts.keys) == ["GET", "POST", "PUT", "PATCH", "DELETE"])
        }
        return cells
    }

    private static func kill(_ world: World, _ server: StoreServer, at cell: Cell) async throws {
        if case .store(let number, let phase) = cell {
            try await server.control("stop?at=\(number)&is=\(phase)")
        }
        let outcome = try await world.run(["apply", "--auto-approve", "--prune", "--rate", "100000"]) {
            running in
            switch cell {
            case .store:
                let isReached = try await server.control("reached") == Data("true".utf8)
                #expect(isReached, "\(cell)")
            case .omni(_, let method, let number): await world.arrival(of: method, number)
            }
            try running.send(.kill)
        }
        #expect(outcome.exitCode == 137, "\(cell): \(outcome.everything)")
        try await server.control("go")
        world.gate.open()
    }

    private static func expectRecovery(_ world: World, _ server: StoreServer, _ hasList: Bool, _ cell: String)
        async throws
    {
        let other = try world.onAnotherMachine()
        try other.write(after)
        var outcome = try await other.apply("--prune", "--lock-timeout", "100ms")
        if outcome.exitCode == 6 {
            let id = try #require(outcome.stderr.firstMatch(of: /omnienv state unlock (\S+)/), "\(cell)").1
            (try await other.run("state", "unlock", String(id))).expect(exitCode: 0)
            outcome = try await other.apply("--prune")
        }
        if outcome.exitCode != 0, !hasList {
            try await resolve(other, outcome, cell)
        } else {
            #expect(outcome.exitCode == 0, "\(cell): \(outcome.everything)")
        }
        #expect(await world.routing() == after.routing, "\(cell)")
        let requests = await world.sandbox.requests()
        #expect(requests.counts["POST", default: 0] <= 2, "\(cell)")
        #expect(
            requests.refusals.allSatisfy {
                !hasList && $0.contains("does not exist") || $0 == "Invalid method"
            },
            "\(cell): \(requests.refusals)"
        )
        try await other.expectSettled("--prune")
        // The state has every id that there is.
        let state = try await other.run("state", "list", "--output", "json").stdout
        for environment in await world.sandbox.store().environments {
            #expect(state.contains(environment.id.text), "\(cell)")
        }
        #expect(try await server.control("state").contains(Data(#""lock": null"#.utf8)), "\(cell)")
    }

    /// What no list can tell is told by hand, with the command that the message names.
    private static func resolve(_ other: World, _ outcome: Outcome, _ cell: String) async throws {
        #expect(outcome.exitCode == 1, "\(cell): \(outcome.everything)")
        #expect(outcome.stderr.contains("omnienv import base1/env4"), "\(cell): \(outcome.everything)")
        if let id = await other.environment(4) {
            (try await other.run("import", "base1/env4", id)).expect(exitCode: 0)
        } else {
            (try await other.run("state", "forget", "base1/env4", "--auto-approve")).expect(exitCode: 0)
        }
        let again = try await other.apply("--prune")
        #expect(again.exitCode == 0, "\(cell): \(again.everything)")
    }
}
