import OmniSandbox
import Testing

/// A plan that does not fit on a screen folds what is no danger, and nothing else.
@Suite("The size of a plan", .timeLimit(.minutes(3)))
struct PlanSizeTests {
    /// `bases` bases of `size` environments with `values` values each, whose values all move on by one environment
    /// when `isMoved`; the last value of each base's first environment is then listed nowhere.
    private static func text(bases: Int, size: Int, values: Int, isMoved: Bool) -> Manifest {
        var manifest = Manifest([Manifest.Environment]())
        manifest.bases = (1...bases).map { base in
            let environments = (0..<size).map { index in
                let owner = isMoved ? (index + 1) % size : index
                let names = (0..<values).map { "b\(base)e\(owner)v\($0)" }
                return Manifest.Environment(
                    connection: base * 1000 + index,
                    values: isMoved && owner == 0 ? names.dropLast() : names
                )
            }
            return Manifest.Base(base, environments)
        }
        return manifest
    }

    private static func store(bases: Int, size: Int) -> Store {
        let numbers = (1...bases).flatMap { base in (0..<size).map { base * 1000 + $0 } }
        let ids =
            (1...bases).map { Organization.base($0) } + numbers.map { Organization.connection($0) }
        return Store(
            connections: ids.compactMap { id in
                var connection = Organization.connection(id, name: id)
                connection?.routing = Store.RoutingAttribute(name: "environment", defaultValues: [])
                return connection
            }
        )
    }

    @Test(arguments: [(1, 500, 20), (1, 20, 500), (20, 25, 20), (50, 10, 20)])
    func `each of ten thousand moved values is named, and what falls back comes first`(
        _ bases: Int,
        _ size: Int,
        _ values: Int
    ) async throws {
        try await withWorld(Self.store(bases: bases, size: size)) { world in
            try world.write(Self.text(bases: bases, size: size, values: values, isMoved: false))
            #expect(try await world.apply("--quiet").exitCode == 0)
            try world.write(Self.text(bases: bases, size: size, values: values, isMoved: true))
            let plan = try await world.run("plan")
            #expect(plan.exitCode == 0)
            let named = plan.stdout.split { !$0.isLetter && !$0.isNumber }.map(String.init)
            let fallen = (1...bases).map { "b\($0)e0v\(values - 1)" }
            let (first, all) = (named.filter { $0.hasPrefix("b") && $0.contains("v") }, Set(named))
            #expect(Set(first.prefix(bases)) == Set(fallen))
            for base in 1...bases {
                for owner in 0..<size {
                    let isWhole = (0..<values).allSatisfy { all.contains("b\(base)e\(owner)v\($0)") }
                    #expect(isWhole, "base \(base), environment \(owner)")
                }
            }
        }
    }

    @Test func `of several bases the routing is shown by value before the requests are`() async throws {
        try await withWorld(Self.store(bases: 12, size: 3)) { world in
            try world.write(Self.text(bases: 12, size: 3, values: 1, isMoved: false))
            #expect(try await world.apply("--quiet").exitCode == 0)
            for bases in [7, 12] {
                var moved = Self.text(bases: 12, size: 3, values: 1, isMoved: false)
                for base in 0..<bases { moved.bases[base].environments[0].values.append("new\(base)") }
                try world.write(moved)
                let plan = try await world.run("plan").stdout
                for base in 0..<bases {
                    let line = "  base\(base + 1): new\(base): base → env"
                    #expect(plan.contains(line), "\(plan)")
                }
                #expect(plan.contains("1 request"))
                #expect(plan.contains("--verbose"))
                #expect(plan.split(separator: "\n").count <= 40)
            }
        }
    }

    @Test func `a plan that fits is shown whole`() async throws {
        try await withWorld(Organization.store(connections: 20)) { world in
            try world.write(
                Manifest((1...15).map { Manifest.Environment(connection: $0, values: ["v\($0)"]) })
            )
            let plan = try await world.run("plan").stdout
            #expect(plan.contains("16  + PUT    env15: values v15\n"))
            #expect(!plan.contains("more"))
        }
    }
}
