import ArgumentParser
import Planning

struct PlanningOptions: ParsableArguments {
    @Flag(
        help: """
            Detach environments, and remove attributes, that are managed and no longer in the manifest. Those of a \
            base that has left the manifest itself, only with --target.
            """
    )
    var prune = false

    @Option(
        help: ArgumentHelp(
            """
            Only this base connection, by its label; or only an environment, as base/environment, and what exchanges \
            values with it. Repeatable.
            """,
            valueName: "address"
        )
    )
    var target: [String] = []

    @Flag(help: "Believe an empty list of environments although the state has some.")
    var acceptEmpty = false

    @Option(
        help: ArgumentHelp(
            "Let this value fall back to a base with isolation: strict; \"all\" for every value. Repeatable.",
            valueName: "value"
        )
    )
    var allowFallback: [String] = []

    @Option(
        help: ArgumentHelp(
            "Detach up to this many environments, even if they are more than 30 % of ten or more.",
            valueName: "count"
        )
    )
    var maxDetach: Int?

    func validate() throws {
        if let maxDetach, maxDetach < 0 { throw ValidationError("--max-detach takes a number from 0 up") }
    }

    var areGiven: Bool { planOptions != PlanOptions() }

    var planOptions: PlanOptions {
        var options = PlanOptions()
        options.prunes = prune
        options.targets = target
        options.acceptsEmptyList = acceptEmpty
        options.allowedFallbacks = PlanOptions.AllowedFallbacks(allowFallback)
        options.maxDetach = maxDetach
        return options
    }
}
