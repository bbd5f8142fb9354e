import FoundationEssentials
import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport

/// Where a simulation starts and where it has to end, made from chance alone: one or two bases with up to four
/// environments, what Omni has of them, what the state says of that, and the manifest.
struct Scenario {
    typealias Routing = [String: [String: [String]]]

    static let statePath = "state.jsonl"
    static let values = ["v1", "v2", "v3", "wärme", "東"]
    static let header = StateHeader(lineage: "l", instance: "https://acme.omniapp.co")

    private(set) var omni: SimulatedOmni
    let manifest: Manifest
    /// By base and connection.
    let wanted: Routing
    let wantedAttributes: [String: SimulatedOmni.Attribute]
    let state: State?
    /// With lines that only history needs.
    let isWorn: Bool
    let prunes: Bool
    let parallelism: Int
    /// Requests a minute.
    let rate: Int
    let connections: Set<String>

    init(_ world: SimulatedWorld) {
        let bases = world.happens(40) ? [Self.firstBase, Self.id("b2")] : [Self.firstBase]
        connections = Set(bases.flatMap(Self.connections))
        prunes = world.happens(50)
        isWorn = world.happens(3)
        parallelism = world.happens(80) ? 1 : 3
        rate = world.happens(50) ? 100_000 : world.pick([3, 4, 6, 8, 12, 60])
        let hasState = world.happens(70)
        let before = Self.routing(bases, world, besides: [:])
        let keeps = !prunes || !hasState
        var wanted = Self.routing(bases, world, besides: keeps ? before : [:])
        wantedAttributes =
            world.happens(50)
            ? [
                Self.firstBase: .init(
                    name: world.pick(["env", "env", "stage"]),
                    defaults: Self.defaults(of: &wanted, world)
                )
            ]
            : [:]
        self.wanted = wanted
        omni = SimulatedOmni(bases: bases, connections: connections.union(bases.map(Self.foreign)))
        omni.takesArrays = world.happens(25)
        omni.sharesDefaults = world.happens(75)
        // An attribute that the manifest leaves alone has no default values here: a plan could not add them.
        if !wantedAttributes.isEmpty, world.happens(70) {
            var routing = before
            let live = SimulatedOmni.Attribute(name: "env", defaults: Self.defaults(of: &routing, world))
            omni.fill(routing)
            try? omni.setAttribute(live, of: Self.firstBase)
        } else {
            omni.fill(before)
        }
        let removesAttribute = wantedAttributes.isEmpty && hasState && prunes && world.happens(40)
        if removesAttribute { omni.attributes[Self.firstBase] = .init(name: "env", defaults: ["prod"]) }
        if world.happens(30),
            let foreign = try? omni.attach([Self.foreign(to: Self.firstBase)], to: Self.firstBase).first
        {
            try? omni.setValues(["foreign"], of: foreign.id)
        }
        omni.seeded = omni.environments.count
        var state = hasState ? Self.state(omni, ours: connections, world) : nil
        if removesAttribute {
            let attribute = EnvironmentUserAttribute(name: "env", defaultValues: ["prod"])
            let recorded = RecordedAttribute(base: Self.firstBase, attribute: attribute)
            state?.replay(.attribute(ConnectionID(Self.firstBase), recorded))
        }
        self.state = state
        manifest = Self.manifest(bases, wanted, wantedAttributes)
    }

    static let firstBase = id("b1")

    /// A UUID, as ids are in a state, that ends with a few hexadecimal digits.
    static func id(_ digits: String) -> String {
        "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    private static func connections(of base: String) -> [String] {
        (1...4).map { id("c\(base.suffix(1))\($0)") }
    }

    /// One that nobody manages.
    private static func foreign(to base: String) -> String { id("f" + base.suffix(2)) }

    func isOurs(_ base: String, _ connection: String) -> Bool { connections.contains(connection) }

    func mayDetach(_ environment: SimulatedOmni.Environment) -> Bool {
        prunes && wanted[environment.base]?[environment.connection] == nil
    }

    /// Environments with values, no value twice; those of `besides` are among them.
    private static func routing(_ bases: [String], _ world: SimulatedWorld, besides: Routing) -> Routing {
        var routing: Routing = [:]
        for base in bases {
            let all = connections(of: base)
            let chosen = all.filter { world.happens(60) || besides[base]?[$0] != nil }
            let connections = chosen.isEmpty ? [all[0]] : chosen
            var environments = Dictionary(uniqueKeysWithValues: connections.map { ($0, [String]()) })
            for value in values where world.happens(75) {
                environments[world.pick(connections), default: []].append(value)
            }
            routing[base] = environments
        }
        return routing
    }

    /// Some of the base's values, taken from its environments, and another one.
    private static func defaults(of routing: inout Routing, _ world: SimulatedWorld) -> [String] {
        let taken = values.filter { _ in world.happens(30) }
        routing[firstBase] = routing[firstBase]?.mapValues { $0.filter { !taken.contains($0) } }
        return taken + ["prod"]
    }

    private static func manifest(
        _ bases: [String],
        _ wanted: Routing,
        _ attributes: [String: SimulatedOmni.Attribute]
    ) -> Manifest {
        Manifest(
            bases: bases.map { name in
                base(
                    name,
                    attribute: attributes[name].map { ($0.name, $0.defaults.asValues) },
                    environments: (wanted[name] ?? [:]).sorted { $0.key < $1.key }
                        .map { environment($0.key, $0.value.asValues) }
                )
            }
        )
    }

    private static func state(_ omni: SimulatedOmni, ours: Set<String>, _ world: SimulatedWorld) -> State {
        var state = State(header: header)
        for environment in omni.environments where ours.contains(environment.connection) {
            let recorded = RecordedEnvironment(
                id: EnvironmentID(environment.id),
                // A label that the manifest has changed since.
                address: Address(
                    base: world.happens(10) ? "renamed" : environment.base,
                    environment: world.happens(20) ? "old" : environment.connection
                ),
                values: world.happens(90) ? environment.values.asValues : [],
                isProtected: false
            )
            state.replay(.environment(environment.key, recorded))
        }
        return state
    }
}

extension SimulatedOmni {
    fileprivate mutating func fill(_ routing: Scenario.Routing) {
        for (base, environments) in routing.sorted(by: { $0.key < $1.key }) {
            for (connection, values) in environments.sorted(by: { $0.key < $1.key }) {
                guard let new = try? attach([connection], to: base).first else { continue }
                try? setValues(values, of: new.id)
            }
        }
    }
}
