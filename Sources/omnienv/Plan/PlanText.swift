import Diagnostics
import JSONText
import Planning
import StateStore

/// A plan as a command shows it.
struct ShownPlan: Rendered {
    let plan: Plan
    /// How many requests are sent in any 60 seconds.
    let rate: Int
    /// Named where somebody may ask for it later.
    var digest: Digest?
    /// How many bytes a comment may have.
    var maxBytes = MarkdownComment.standardLimit
    /// Where the manifest says what the plan does; asked for by the forms that show it alone.
    let places: () -> PartPlaces

    var title: TerminalText { "omnienv plan" }

    var document: JSONValue {
        plan.document(
            digest: digest,
            places: places(),
            seconds: plan.seconds(atRate: rate),
            shortened: comment.leftOut
        )
    }

    var findings: [ReportedFinding] { plan.findings(at: places()) }

    func text(_ style: Style) -> TerminalText { PlanText(self, style: style).text }

    func markdown(_ style: Style) -> TerminalText { comment.text }

    var comment: (text: TerminalText, leftOut: [MarkdownComment.Subject]) {
        PlanMarkdown(self).comment.layout(within: maxBytes)
    }

    /// How many requests there are, and how long they take.
    var time: TerminalText {
        let seconds = plan.seconds(atRate: rate)
        let time: TerminalText =
            seconds == 0 ? "a few seconds at most" : "about \(Duration.seconds(seconds).words)"
        return "\(plan.requestCount.of("request")), \(time) at \(rate) requests a minute."
    }
}

extension Plan.Basis {
    /// Where the plan's view of Omni comes from, when that is not Omni.
    var text: TerminalText? {
        switch self {
        case .omni: nil
        case .offline: "Planned from the cached state: Omni was not asked (--offline)."
        case .noListEndpoint: "Planned from the cached state: \(Self.withoutList)."
        }
    }

    /// What is lost on an instance that has no list of environments.
    static let withoutList: TerminalText =
        "this instance has no list of environments, so that what others change is not seen, and only the state knows the ids"
}

/// A plan for a person: which Omni, which guards do not hold, who is routed where from now on, then the requests, then
/// the sum. Of several bases the routing comes first and together, so that nothing dangerous stands behind much that
/// is not.
///
/// Where the style does not ask for all of it, requests, notes and values that come from the base are folded when the
/// plan does not fit on a screen.
private struct PlanText {
    private static let screen = 40

    private let plan: Plan
    private let bases: [BasePlan]
    private let style: Style
    private let time: TerminalText
    private let digest: Digest?

    init(_ shown: ShownPlan, style: Style) {
        (plan, time, digest) = (shown.plan, shown.time, shown.digest)
        bases = plan.basesByDanger
        self.style = style
    }

    var text: TerminalText {
        guard !style.isComplete, !isFromState else { return text(isFolded: false) }
        guard mayFit else { return text(isFolded: true) }
        let whole = text(isFolded: false)
        return Self.lineCount(whole) <= Self.screen ? whole : text(isFolded: true)
    }

    /// Then the state alone says what will be written to, and nothing of that is folded: somebody else may have written it.
    private var isFromState: Bool { plan.basis == .noListEndpoint }

    private static func lineCount(_ text: TerminalText) -> Int { text.escaped.utf8.count { $0 == 0x0A } }

    /// Whether it is worth trying: requests take a line each, and lines of values may be few and long all the same.
    private var mayFit: Bool {
        plan.requestCount <= Self.screen
            && plan.bases.reduce(0) { $0 + $1.routing.moves.count } <= Self.screen * 5
    }

    private func text(isFolded: Bool) -> TerminalText {
        let sections = [head, plan.basis.text].compactMap(\.self) + body(isFolded: isFolded) + [summary]
        return sections.paragraphs
    }

    private var head: TerminalText? {
        let lifted = plan.lifted.map { style.yellow($0.text) }
        let lines =
            [plan.instance?.text].compactMap(\.self)
            + [lifted.block("Guards that do not hold:")].compactMap(\.self)
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    private func body(isFolded: Bool) -> [TerminalText] {
        let routed = bases.filter(\.hasRouting)
        guard routed.count > 1 else { return bases.compactMap { section($0, isFolded: isFolded) } }
        let lines = bases.compactMap { RequestLines($0, style: style, isFolded: true).sum }
        let rest =
            isFolded
            ? [(lines + ["--verbose shows every value and request."]).joined(separator: "\n")]
            : bases.compactMap { section($0, isFolded: false, withRouting: false) }
        let routing = routing(routed, besides: isFolded ? lines.count + 3 : nil)
        return [routing.block("Routing")].compactMap(\.self) + rest
    }

    /// - Parameter besides: how many other lines there are, when what comes from the base is folded.
    private func routing(_ bases: [BasePlan], besides others: Int?) -> [TerminalText] {
        let lines = RoutingLines(bases, style: style)
        let urgent = lines.urgent
        guard let others else { return urgent + lines.new }
        return urgent + lines.folded(to: Self.screen - urgent.count - others - frame)
    }

    /// The lines above and below the bases.
    private var frame: Int {
        7 + (plan.basis == .omni ? 0 : 2) + (plan.lifted.isEmpty ? 0 : plan.lifted.count + 1)
    }

    private func section(_ base: BasePlan, isFolded: Bool, withRouting: Bool = true) -> TerminalText? {
        let requests = RequestLines(base, style: style, isFolded: isFolded, showsIDs: isFromState)
        let notes = requests.notes
        let blocks = [
            withRouting
                ? routing([base], besides: isFolded ? notes.count + 3 : nil).block("Routing", indented: "  ")
                : nil,
            isFolded ? requests.count : requests.requests.block("Requests", indented: "  "),
            notes.block("Notes", indented: "  "),
        ]
        let body = blocks.compactMap(\.self)
        guard !body.isEmpty else { return nil }
        let head: TerminalText =
            "\(style.bold("\(base.label)"))\(style.dim("  \(base.connection.named(base.names))"))"
        return ([head] + body).joined(separator: "\n")
    }

    private var summary: TerminalText {
        let name: [TerminalText] = digest.map { ["Plan digest: \($0)"] } ?? []
        guard plan.hasChanges else { return (name + plan.nothingToDo).joined(separator: "\n") }
        let count = plan.count
        let sum: TerminalText =
            "Plan: \(count.add) to add, \(count.change) to change, \(count.destroy) to destroy."
        return ([style.bold(sum), time] + approximation + name).joined(separator: "\n")
    }

    private var approximation: [TerminalText] {
        let bases = bases.filter { !$0.isExact }.map(\.label)
        guard !bases.isEmpty else { return [] }
        return [
            "The number of requests is an approximation: the values of \(bases.quotedList) move in a large cycle."
        ]
    }
}

extension BasePlan {
    /// Whether there is something to say of its routing.
    fileprivate var hasRouting: Bool {
        danger < .none || !routing.moves.isEmpty || !routing.windows.isEmpty
    }
}

/// Sentences that people and scripts know, the same wherever they appear.
extension Plan {
    /// What a plan without changes says: Omni matches the manifest only where nothing is left that has left the manifest.
    var nothingToDo: [TerminalText] {
        let (environments, attributes) = orphans
        let attached: TerminalText? =
            switch environments {
            case 0: nil
            case 1: "1 environment that the manifest does not name is still attached"
            default: "\(environments) environments that the manifest does not name are still attached"
            }
        let set: TerminalText? =
            switch attributes {
            case 0: nil
            case 1: "1 user attribute that the manifest does not name is still set"
            default: "\(attributes) user attributes that the manifest does not name are still set"
            }
        let left = [attached, set].compactMap(\.self)
        guard left.isEmpty else { return ["Nothing to do. \(left.joined(separator: ", and "))."] }
        let noChanges: TerminalText = "No changes. Omni matches the manifest."
        // Atlantis knows an empty plan by Terraform's sentence alone.
        return Variables()["ATLANTIS_TERRAFORM_VERSION"] == nil
            ? [noChanges] : ["No changes. Your infrastructure matches the configuration.", noChanges]
    }
}
