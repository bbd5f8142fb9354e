import ArgumentParser
import Diagnostics
import Manifest
import OmniAPI
import OmniModel
import Planning
import StateStore

struct GraphCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draw the routing as Mermaid or DOT.",
        discussion: """
            Draws what the manifest wants; with --offline the cached state, with --live what Omni lists now. \
            --changes draws what Omni lists (with --offline the cached state) and marks what a plan would add (+), \
            change (~) and remove (-). A large routing is summarised.

            Exit codes: 0 drawn, 5 authentication or permission, 64 usage, 65 manifest invalid.
            """
    )

    @Option(help: "The notation: mermaid or dot.")
    var format = GraphFormat.mermaid

    @Option(
        help: ArgumentHelp("Only this base connection, by its label. Repeatable.", valueName: "base"),
        completion: Completion.bases
    )
    var base: [String] = []

    @Flag(help: "Mark what a plan would change.")
    var changes = false

    @Flag(help: "With --changes: as plan --prune.")
    var prune = false

    @OptionGroup var routing: RoutingOptions
    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func run() async throws {
        let console = consoleOptions.console
        try await running(console) {
            let graph =
                try await changes
                ? planned(console) : RoutingGraph(routing.bases(console).limited(to: base))
            try console.result(TerminalText(document: format.text(of: graph)))
            return .done
        }
    }

    private func planned(_ console: Console) async throws -> RoutingGraph {
        var options = PlanOptions()
        options.prunes = prune
        let planning = PlanInputs(
            manifest: try ValidManifest(routing.manifestOptions, console: console),
            state: try await routing.location.read().state,
            options: options
        )
        let (observation, instance) = try await planning.observe(
            routing.connectionOptions,
            statePath: routing.location.name,
            offline: routing.offline,
            needs: planning.routingNeeds,
            console
        )
        let plan = try planning.plan(observation, for: instance, console: console)
        return RoutingGraph(
            try planning.routing(observation, console).limited(to: base),
            plans: plan.bases
        )
    }
}

enum GraphFormat: String, ExpressibleByArgument, CaseIterable {
    case mermaid, dot

    func text(of graph: RoutingGraph) -> String {
        switch self {
        case .mermaid: MermaidGraph(graph: graph).text
        case .dot: DOTGraph(graph: graph).text
        }
    }
}

/// The words of a graph's boxes and arrows, the same in every notation.
extension RoutingGraph.Environment {
    var title: TerminalText { "\(mark.prefix)\(label)" }

    /// The values on the arrow, the marked ones first, up to five of them. `nil` when none leads here.
    var arrow: TerminalText? {
        guard !values.isEmpty else { return nil }
        let sorted = values.filter { marks[$0] != nil } + values.filter { marks[$0] == nil }
        return sorted.map { "\(marks[$0].prefix)\($0)" as TerminalText }.listed(atMost: 5)
    }
}

extension RoutingGraph.Mark? {
    /// The symbol that stands before what is marked.
    fileprivate var prefix: TerminalText {
        switch self {
        case nil: ""
        case .added: "+ "
        case .changed: "~ "
        case .removed: "- "
        }
    }
}

extension RoutingGraph.Base {
    /// What stands where the ways part.
    var fork: TerminalText {
        switch attribute {
        case .set(let attribute): "\(attribute.name)"
        case .none: "no user attribute"
        case .unreported: "user attribute"
        }
    }

    /// What leads to the base connection itself.
    var rest: TerminalText {
        guard case .set(let attribute) = attribute, !attribute.defaultValues.isEmpty else {
            return "anything else"
        }
        return "\(attribute.defaultValues.listed), anything else"
    }

    var foldedTitle: TerminalText { foldedEnvironments.of("more environment") }
}
