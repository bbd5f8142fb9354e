import ArgumentParser

/// Whose routing a command shows.
enum RoutingSource: String {
    case manifest, state, omni
}

struct RoutingSourceOptions: ParsableArguments {
    @Flag(help: "Ask the cached state, without a token and without the network.")
    var offline = false

    @Flag(help: "Ask what Omni lists now.")
    var live = false

    func validate() throws {
        if offline, live { throw ValidationError("--offline and --live exclude each other: give one") }
    }

    var source: RoutingSource { offline ? .state : live ? .omni : .manifest }
}
