import ArgumentParser
import OmniModel

struct RouteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route",
        abstract: "Say which connection a user attribute value reaches, base by base.",
        discussion: """
            Asks the manifest, with --offline the cached state, with --live what Omni lists now. A branch's or a \
            user's own choice of an environment goes before the attribute; it cannot be seen from here.

            Exit codes: 0 every value reaches an environment or is a default value, 2 a value falls back to a base \
            connection, 5 authentication or permission, 64 usage, 65 manifest invalid.
            """
    )

    @Argument(help: ArgumentHelp("The values of the user attribute.", valueName: "value"))
    var values: [String]

    @Option(
        help: ArgumentHelp("Only this base connection, by its label. Repeatable.", valueName: "base"),
        completion: Completion.bases
    )
    var base: [String] = []

    @OptionGroup var routing: RoutingOptions
    @Option(help: OutputFormat.help) var output = OutputFormat.text
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let bases = try await routing.bases(console).limited(to: base)
            let routes = RouteAnswer(
                values: values.map(AttributeValue.init),
                bases: bases,
                source: routing.source
            )
            console.warn(routes.remarks)
            try console.result(routes, as: output)
            return routes.fallsBack ? .changesFound : .done
        }
    }
}
