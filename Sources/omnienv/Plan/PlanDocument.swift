import OmniModel
import Planning
import StateStore

/// A plan as `--output json` gives it. Minor versions of the format only add.
struct PlanDocument: Encodable {
    struct Base: Encodable {
        let label: String
        let connection: String
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
        let message: String
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
            seconds: rate.map { RequestTime.seconds(of: plan, rate: $0) }
        )
        bases = plan.basesByDanger.map(Base.init)
        refusals = plan.refusals.map { RefusalDocument(message: $0.text(plan)) }
    }
}

extension PlanDocument.Base {
    init(_ plan: BasePlan) {
        label = plan.label
        connection = plan.connection.text
        routing = RoutingDocument(plan)
        changes = plan.changes.map(ChangeDocument.init)
        requests = plan.steps.map(RequestDocument.init)
    }
}

/// `from` and `to` are labels of environments, or `base`.
struct RoutingDocument: Encodable {
    struct Move: Encodable {
        let value: String
        let from: String
        let to: String
        /// The ids of the connections that users read before and after.
        let fromConnection: String
        let toConnection: String
        let fallsBack: Bool
    }

    /// `opens` and `closes` are numbers of requests within the base, counted from 1.
    struct Window: Encodable {
        let value: String
        let from: String
        let to: String
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
                opens: $0.opens + 1,
                closes: $0.closes + 1
            )
        }
    }
}
