import Diagnostics
import OmniModel
import Planning
import StateStore

/// A plan as `--output json` gives it. Minor versions of the format only add.
struct PlanDocument: Encodable {
    struct Base: Encodable {
        let label: String
        let connection: String
        /// What Omni calls it; absent where that is not known.
        let connectionName: String?
        let routing: RoutingDocument
        let changes: [ChangeDocument]
        let requests: [RequestDocument]
    }

    struct Summary: Encodable {
        let add: Int
        let change: Int
        let destroy: Int
        let requests: Int
        let seconds: Int?
    }

    struct RefusalDocument: Encodable {
        let rule: PlanRule
        let message: TerminalText
    }

    let formatVersion = "1.0"
    /// The Omni that the plan is for, and who names it: `operator`, `manifest` or `state`.
    let instance: String?
    let instanceSource: String?
    let liftedGuards: [LiftedGuardDocument]
    let basis: String
    let hasChanges: Bool
    /// What `apply --expect` takes; absent when a guard refuses the plan, or nothing names the instance.
    let digest: String?
    let summary: Summary
    let bases: [Base]
    let refusals: [RefusalDocument]
    /// The values that change and that the Markdown form has no room for; absent when there are none.
    var shortened: [MarkdownComment.Subject]?

    /// - Parameter rate: requests in 60 seconds, for the time that they take; `nil` leaves the time out.
    init(_ plan: Plan, rate: Int?, digest: Digest?) {
        self.digest = digest?.text
        instance = plan.instance?.url.description
        instanceSource = plan.instance?.source.rawValue
        liftedGuards = plan.lifted.map(LiftedGuardDocument.init)
        basis =
            switch plan.basis {
            case .omni: "omni"
            case .offline: "state"
            case .noListEndpoint: "state_without_list"
            }
        hasChanges = plan.hasChanges
        summary = Summary(
            add: plan.count.add,
            change: plan.count.change,
            destroy: plan.count.destroy,
            requests: plan.requestCount,
            seconds: rate.map { plan.seconds(atRate: $0) }
        )
        bases = plan.basesByDanger.map(Base.init)
        refusals = plan.refusals.map { RefusalDocument(rule: $0.rule, message: $0.text(plan)) }
    }
}

extension PlanDocument.Base {
    init(_ plan: BasePlan) {
        label = plan.label
        connection = plan.connection.text
        connectionName = plan.names[plan.connection]
        routing = RoutingDocument(plan)
        changes = plan.changes.map { ChangeDocument($0, names: plan.names) }
        requests = plan.steps.map(RequestDocument.init)
    }
}

/// `from` and `to` are labels of environments, or `base`.
struct RoutingDocument: Encodable {
    struct Move: Encodable {
        let value: AttributeValue
        let from: String
        let to: String
        /// The ids of the connections that users read before and after.
        let fromConnection: String
        let toConnection: String
        let fallsBack: Bool
    }

    /// `opens` and `closes` are numbers of requests within the base, counted from 1.
    struct Window: Encodable {
        let value: AttributeValue
        let from: String
        let to: String
        /// The ids of the connections that users read before and after.
        let fromConnection: String
        let toConnection: String
        let opens: Int
        let closes: Int
    }

    let moves: [Move]
    let fallbackWindows: [Window]

    init(_ plan: BasePlan) {
        moves = plan.routing.moves.map {
            Move(
                value: $0.value,
                from: plan.label(of: $0.from),
                to: plan.label(of: $0.to),
                fromConnection: plan.connection(of: $0.from).text,
                toConnection: plan.connection(of: $0.to).text,
                fallsBack: $0.fallsBack
            )
        }
        fallbackWindows = plan.routing.windows.map {
            Window(
                value: $0.value,
                from: plan.label(of: .environment($0.from)),
                to: plan.label(of: .environment($0.to)),
                fromConnection: $0.from.text,
                toConnection: $0.to.text,
                opens: $0.opens + 1,
                closes: $0.closes + 1
            )
        }
    }
}

/// One difference, in JSON. Fields that a kind of change does not have are left out.
struct ChangeDocument: Encodable {
    var action: String
    var address: String?
    var connection: String?
    var connectionName: String?
    var environment: String?
    var before: [AttributeValue]?
    var after: [AttributeValue]?
    var attribute: String?
    var defaultValues: [AttributeValue]?
    /// What the base has now, of a `set_attribute`.
    var attributeBefore: String?
    var defaultValuesBefore: [AttributeValue]?
    var cause: String?
    /// What detaches all that an `orphaned_base` has.
    var command: TerminalText?

    /// - Parameter names: what Omni calls the connections, as far as that is known.
    init(_ change: Change, names: [ConnectionID: String] = [:]) {
        self.init(unnamed: change)
        connectionName = change.connection.flatMap { names[$0] }
    }

    private init(unnamed change: Change) {
        switch change {
        case .attach(let target, let values, let cause):
            self.init("attach", target, after: values, cause: cause)
        case .adopt(let target, let values):
            self.init("adopt", target, before: values)
        case .setValues(let target, let from, let to, let cause):
            self.init("set_values", target, before: from, after: to, cause: cause)
        case .detach(let target, let values):
            self.init("detach", target, before: values)
        case .setAttribute(let before, let attribute, let cause):
            self.init("set_attribute", attribute, cause: cause)
            guard case .set(let before) = before else { return }
            attributeBefore = before.name
            defaultValuesBefore = before.defaultValues
        case .removeAttribute(let attribute):
            self.init("remove_attribute", attribute)
        case .orphaned(let target, let values):
            self.init("orphaned", target, before: values)
        case .orphanedAttribute(let attribute):
            self.init("orphaned_attribute", attribute)
        case .orphanedBase(let label):
            self.init(action: "orphaned_base")
            address = label
            command = change.pruningCommand
        case .protect(let target):
            self.init(target.isProtected ? "protect" : "unprotect", target)
        case .gone(let target):
            self.init("gone", target)
        case .unmanaged(let key, let id, let values):
            self.init(action: "unmanaged")
            connection = key.connection.text
            environment = id.text
            before = values
        }
    }

    private init(action: String) {
        self.action = action
    }

    private init(
        _ action: String,
        _ target: EnvironmentTarget,
        before: [AttributeValue]? = nil,
        after: [AttributeValue]? = nil,
        cause: Cause? = nil
    ) {
        self.action = action
        address = target.address.description
        connection = target.key.connection.text
        environment = target.id?.text
        self.before = before
        self.after = after
        self.cause = cause?.rawValue
    }

    private init(_ action: String, _ attribute: EnvironmentUserAttribute, cause: Cause? = nil) {
        self.action = action
        self.attribute = attribute.name
        defaultValues = attribute.defaultValues
        self.cause = cause?.rawValue
    }
}

/// One request, in JSON.
struct RequestDocument: Encodable {
    let method: TerminalText
    let addresses: [String]
    let values: [AttributeValue]?
    /// Whether it only frees values that others wait for; another request for the same follows.
    let releases: Bool

    init(_ step: Step) {
        method = step.method
        switch step {
        case .attach(let targets):
            (addresses, values, releases) = (targets.map(\.address.description), nil, false)
        case .setValues(let target, _, let to, let purpose):
            (addresses, values, releases) = ([target.address.description], to, purpose == .release)
        case .detach(let target, _):
            (addresses, values, releases) = ([target.address.description], nil, false)
        case .setAttribute(let attribute, _, let purpose):
            (addresses, values, releases) = ([], attribute.defaultValues, purpose == .release)
        case .removeAttribute:
            (addresses, values, releases) = ([], nil, false)
        }
    }
}
