import Foundation
import OmniSandbox
import Testing

/// The world that the kill matrix starts from, again and again: an organization that an earlier apply has left, its
/// state file, and a manifest that attaches, sets, moves, swaps, detaches and patches.
struct KillMatrix {
    enum Start: String, CaseIterable, CustomTestStringConvertible {
        /// Enough superseded lines for a compaction.
        case compacting
        /// A last line that a crash cut off.
        case torn

        var testDescription: String { "\(rawValue) state" }
    }

    static let attribute = "userAttribute: {name: environment, defaultValues: [prod]}"
    static let before = Manifest(
        bases: .init(1, [.env(1, "a", "b"), .env(2, "c"), .env(3, "d"), .env(4, "e")], lines: attribute)
    )
    static let after = Manifest(
        bases: .init(
            1,
            [.env(1, "c"), .env(2, "a"), .env(4, "b", "e"), .env(5, "new")],
            lines: "userAttribute: {name: environment, defaultValues: [prod, live]}"
        )
    )

    private let store: Store
    private let state: String

    init(_ start: Start) async throws {
        var made: (Store, String)?
        try await withWorld { world in
            try world.write(Self.before)
            #expect(try await world.apply().exitCode == 0)
            made = (await world.sandbox.store(), Self.state(try #require(world.state), of: world, start))
        }
        (store, state) = try #require(made)
    }

    private static func state(_ text: String, of world: World, _ start: Start) -> String {
        let text = text.replacing("127.0.0.1:\(world.sandbox.port)", with: "127.0.0.1:PORT")
        switch start {
        case .compacting:
            let last = text.split(separator: "\n").last.map(String.init) ?? ""
            return text + String(repeating: last + "\n", count: 60)
        case .torn: return text + "{\"address\":\"base1/en"
        }
    }

    func run(faults: [String] = [], test: (World) async throws -> Void) async throws {
        try await withWorld(store, faults: faults) { world in
            try world.write(Self.after)
            try world.write(
                state.replacing("127.0.0.1:PORT", with: "127.0.0.1:\(world.sandbox.port)"),
                to: World.stateFile
            )
            try await test(world)
        }
    }

    /// Whatever happened: the state is readable, the next run ends at the manifest, and another one has nothing to do.
    static func expectRecovery(_ world: World, _ cell: String) async throws {
        world.gate.open()
        let plan = try await world.run("plan", "--prune")
        #expect(plan.exitCode == 0, "\(cell): \(plan.stderr)")
        let apply = try await world.apply("--prune")
        #expect(apply.exitCode == 0, "\(cell): \(apply.everything)")
        #expect(await world.routing() == after.routing, "\(cell)")
        let count = await world.sandbox.snapshot().environments.values.joined().count
        #expect(count == 4, "\(cell)")
        let settled = try await world.run("plan", "--prune", "--detailed-exitcode")
        #expect(settled.exitCode == 0, "\(cell): \(settled.everything)")
    }
}
