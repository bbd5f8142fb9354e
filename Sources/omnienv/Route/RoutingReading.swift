import ArgumentParser
import Diagnostics
import Manifest
import OmniAPI
import OmniModel
import Planning
import StateStore

/// Whose routing a command shows.
enum RoutingSource: String {
    case manifest, state, omni
}

/// Whose routing a command shows, and where that is read.
struct RoutingOptions: ParsableArguments {
    @Flag(help: "Ask the cached state, without a token and without the network.")
    var offline = false

    @Flag(help: "Ask what Omni lists now.")
    var live = false

    @OptionGroup var manifestOptions: ManifestOptions
    @OptionGroup var stateOptions: StateOptions
    @OptionGroup(title: "Connection") var connectionOptions: ConnectionOptions

    func validate() throws {
        if offline, live { throw ValidationError("--offline and --live exclude each other: give one") }
    }

    var source: RoutingSource { offline ? .state : live ? .omni : .manifest }

    var location: StateLocation { stateOptions.location(besides: manifestOptions.paths) }

    /// The routing of whole bases.
    func bases(_ console: Console) async throws -> [RoutedBase] {
        switch source {
        case .manifest:
            let manifest = try ValidManifest(manifestOptions, console: console).manifest
            let state = try location.local?.state
            let known = ConnectionDirectory(.offline, state: state)
            return manifest.bases.map { RoutedBase($0, knownTo: known) }
        case .state:
            guard let state = try await location.read().state else {
                throw CommandError.noState(path: location.name)
            }
            return RoutedBase.recorded(state)
        case .omni: return try await listed(console)
        }
    }

    private func listed(_ console: Console) async throws -> [RoutedBase] {
        let planning = PlanInputs(
            manifest: try ValidManifest(manifestOptions, console: console),
            state: try await location.read().state,
            options: PlanOptions()
        )
        let (observation, _) = try await planning.observe(
            connectionOptions,
            statePath: location.name,
            offline: false,
            needs: planning.routingNeeds,
            console
        )
        return try planning.routing(observation, console)
    }
}

extension PlanInputs {
    /// The manifest's bases as an observation shows them.
    func routing(_ observation: Observation, _ console: Console) throws -> [RoutedBase] {
        if case .noListEndpoint = observation.environments {
            console.warning("this instance has no list of environments: they are those of the cached state")
        }
        console.warn(observation.unread)
        do {
            return try RoutedBase.listed(manifest.manifest, state: state, observation: observation)
        } catch {
            try console.show(error, in: manifest.sources)
            throw ExitStatus(of: error)
        }
    }
}

extension [RoutedBase] {
    /// The bases with one of the labels; all of them when none is given.
    func limited(to labels: [String]) throws(CommandError) -> [RoutedBase] {
        guard !labels.isEmpty else { return self }
        let unknown = labels.filter { label in !contains { $0.label == label } }
        guard unknown.isEmpty else { throw .unknownBases(unknown, known: map(\.label)) }
        return filter { labels.contains($0.label) }
    }
}

/// Where values lead, base by base, and who says so.
struct RouteAnswer {
    let source: RoutingSource
    let bases: [(base: RoutedBase, routes: [(value: AttributeValue, route: Route)])]

    init(values: [AttributeValue], bases: [RoutedBase], source: RoutingSource) {
        self.source = source
        self.bases = bases.map { base in
            (base: base, routes: values.map { (value: $0, route: base.route(of: $0)) })
        }
    }

    /// The values that several environments have, so that nobody can tell which of them counts.
    var remarks: [PlanWarning] {
        bases.flatMap { base in
            base.routes.compactMap { value, _ in
                let holders = base.base.environments.filter { $0.values.contains(value) }
                guard holders.count > 1 else { return nil }
                return .sharedValue(base: base.base.label, value, holders.map(\.connection))
            }
        }
    }

    var fallsBack: Bool { bases.contains { $0.routes.contains(where: \.route.fallsBack) } }

    /// What goes before the attribute in Omni, and is not to be seen from here.
    static let unseen =
        "A branch's or a user's own choice of an environment goes before the attribute; it is not seen here."
}
