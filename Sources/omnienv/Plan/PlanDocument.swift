import Diagnostics
import LocatedYAML
import Manifest
import OmniModel
import Planning
import StateStore

/// A plan as `--output json` gives it, and as a saved plan's file shows it: everything that any of its forms shows. Minor
/// versions of the format only add.
struct PlanDocument: Codable, Equatable {
    struct Base: Codable, Equatable {
        let label: String
        let connection: String
        /// What Omni calls it; absent where that is not known.
        let connectionName: String?
        let isolation: Isolation
        /// False where the requests are a good approximation of the fewest.
        let exact: Bool
        let connections: [NamedConnection]
        let allowedFallbacks: [AllowedFallbackDocument]
        var routing: RoutingDocument
        var changes: [Placed<ChangeDocument>]
        let requests: [RequestDocument]
    }

    struct Summary: Codable, Equatable {
        let add: Int
        let change: Int
        let destroy: Int
        let requests: Int
        var seconds: Int?
    }

    struct RefusalDocument: Codable, Equatable {
        let rule: PlanRule
        let message: String
    }

    private(set) var formatVersion = "1.0"
    /// The Omni that the plan is for, and who names it: `operator`, `manifest` or `state`.
    let instance: String?
    let instanceSource: PlanInstance.Source?
    let liftedGuards: [LiftedGuardDocument]
    let basis: Plan.Basis
    let hasChanges: Bool
    /// What `apply --expect` takes; absent when a guard refuses the plan, or nothing names the instance.
    let digest: String?
    var summary: Summary
    var bases: [Base]
    var refusals: [Placed<RefusalDocument>]
    /// The values that change and that the Markdown form has no room for; absent when there are none.
    var shortened: [MarkdownComment.Subject]?

    /// - Parameter places: where the manifest says what the plan does; `nil` leaves that out.
    init(_ plan: Plan, digest: Digest?, places: PlaceDocument.Finder?) {
        self.digest = digest?.text
        instance = plan.instance?.url.description
        instanceSource = plan.instance?.source
        liftedGuards = plan.lifted.map(LiftedGuardDocument.init)
        basis = plan.basis
        hasChanges = plan.hasChanges
        summary = Summary(
            add: plan.count.add,
            change: plan.count.change,
            destroy: plan.count.destroy,
            requests: plan.requestCount
        )
        bases = plan.basesByDanger.map { Base($0, places) }
        refusals = plan.refusals.map { refusal in
            let document = RefusalDocument(rule: refusal.rule, message: refusal.text(plan).escaped)
            return Placed(document, places?.place { refusal.place(in: $0) })
        }
    }
}

extension PlanDocument.Base {
    fileprivate init(_ plan: BasePlan, _ places: PlaceDocument.Finder?) {
        label = plan.label
        connection = plan.connection.text
        connectionName = plan.names[plan.connection]
        isolation = plan.isolation
        exact = plan.isExact
        connections = plan.mentioned.map { NamedConnection($0, in: plan) }
        allowedFallbacks = plan.allowedFallbacks.map { .init(value: $0.value, line: $0.line) }
        routing = RoutingDocument(plan, places)
        changes = plan.changes.map { change in
            Placed(
                ChangeDocument(change, names: plan.names),
                places?.place { $0.place(of: change, in: plan) }
            )
        }
        requests = plan.steps.map(RequestDocument.init)
    }
}

/// An environment's connection that a plan mentions, and what people call it.
struct NamedConnection: Codable, Equatable {
    /// The id.
    let connection: String
    let label: String?
    /// What Omni calls it.
    let name: String?
    /// Whether the label does not say alone which connection is meant: it stood for another one, or does elsewhere.
    let ambiguous: Bool

    init(_ connection: ConnectionID, in plan: BasePlan) {
        self.connection = connection.text
        label = plan.labels[connection]
        name = plan.names[connection]
        ambiguous = plan.ambiguous.contains(connection)
    }
}

/// A value that `allowFallback` of the manifest lets fall back, and that this plan lets fall back.
struct AllowedFallbackDocument: Codable, Equatable {
    let value: AttributeValue
    let line: Int
}

/// `from` and `to` are labels of environments, or `base`.
struct RoutingDocument: Codable, Equatable {
    struct Move: Codable, Equatable {
        let value: AttributeValue
        let from: String
        let to: String
        /// The ids of the connections that users read before and after.
        let fromConnection: String
        let toConnection: String
        let fallsBack: Bool
    }

    /// `opens` and `closes` are numbers of requests within the base, counted from 1.
    struct Window: Codable, Equatable {
        let value: AttributeValue
        let from: String
        let to: String
        /// The ids of the connections that users read before and after.
        let fromConnection: String
        let toConnection: String
        let opens: Int
        let closes: Int
    }

    var moves: [Placed<Move>]
    var fallbackWindows: [Placed<Window>]
    /// The values that another attribute looks up from now on, or none.
    let lookup: LookupChange?

    init(_ plan: BasePlan, _ places: PlaceDocument.Finder?) {
        moves = plan.routing.moves.map { move in
            Placed(Move(move, in: plan), places?.place { $0.place(of: move, in: plan) })
        }
        fallbackWindows = plan.routing.windows.map { window in
            Placed(Window(window, in: plan), places?.place { $0.place(of: window, in: plan) })
        }
        lookup = plan.routing.lookup
    }
}

extension RoutingDocument.Move {
    fileprivate init(_ move: RoutingMove, in plan: BasePlan) {
        value = move.value
        from = plan.label(of: move.from)
        to = plan.label(of: move.to)
        fromConnection = plan.connection(of: move.from).text
        toConnection = plan.connection(of: move.to).text
        fallsBack = move.fallsBack
    }
}

extension RoutingDocument.Window {
    fileprivate init(_ window: FallbackWindow, in plan: BasePlan) {
        value = window.value
        from = plan.label(of: .environment(window.from))
        to = plan.label(of: .environment(window.to))
        fromConnection = window.from.text
        toConnection = window.to.text
        opens = window.opens + 1
        closes = window.closes + 1
    }
}

/// A place of a manifest. Lines and columns count from 1; the end is just behind the last character.
struct PlaceDocument: Codable, Equatable {
    enum CodingKeys: String, CodingKey {
        case file, line, column, endLine, endColumn
    }

    /// As the command line names it.
    let file: String
    let line: Int32
    let column: Int32
    let endLine: Int32
    let endColumn: Int32

    /// Finds places of one manifest.
    struct Finder {
        let places: PlanPlaces
        let sources: SourceList

        func place(_ find: (PlanPlaces) -> SourceRange?) -> PlaceDocument? {
            find(places).map { range in
                PlaceDocument(
                    file: sources.name(of: range),
                    line: range.start.line,
                    column: range.start.column,
                    endLine: range.end.line,
                    endColumn: range.end.column
                )
            }
        }
    }
}

/// A member of a document with the place of the manifest that says so: its members stand among those of the content.
struct Placed<Content: Codable & Equatable>: Codable, Equatable {
    let content: Content
    var place: PlaceDocument?

    init(_ content: Content, _ place: PlaceDocument?) {
        self.content = content
        self.place = place
    }

    init(from decoder: any Decoder) throws {
        content = try Content(from: decoder)
        let isPlaced = try decoder.container(keyedBy: PlaceDocument.CodingKeys.self).contains(.file)
        place = isPlaced ? try PlaceDocument(from: decoder) : nil
    }

    func encode(to encoder: any Encoder) throws {
        try content.encode(to: encoder)
        try place?.encode(to: encoder)
    }
}
