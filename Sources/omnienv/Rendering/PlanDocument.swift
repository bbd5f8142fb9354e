import OmniAPI
import Reconciler

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
        let seconds: Int
    }

    struct RefusalDocument: Encodable {
        let message: String
    }

    let formatVersion = "1.0"
    let basis: String
    let hasChanges: Bool
    /// What `apply --expect` takes; absent when there is nothing to apply.
    let digest: String?
    let summary: Summary
    let bases: [Base]
    let refusals: [RefusalDocument]

    init(_ plan: Plan, rate: Int, digest: Digest?) {
        self.digest = digest?.short
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
            seconds: RequestTime.seconds(of: plan, rate: rate)
        )
        bases = plan.bases.map(Base.init)
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
                from: plan.name(of: $0.from),
                to: plan.name(of: $0.to),
                fallsBack: $0.fallsBack
            )
        }
        fallbackWindows = plan.routing.windows.map {
            Window(
                value: $0.value,
                from: plan.name(of: .environment($0.from)),
                to: plan.name(of: .environment($0.to)),
                opens: $0.opens + 1,
                closes: $0.closes + 1
            )
        }
    }
}
