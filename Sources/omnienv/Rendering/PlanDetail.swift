/// How much of each base a plan shows.
struct PlanDetail {
    enum Requests {
        case whole
        /// The first few, and how many more there are.
        case folded
        /// How many there are.
        case count
    }

    let foldsRouting: Bool
    let requests: Requests

    static let whole = PlanDetail(foldsRouting: false, requests: .whole)
    /// From much to little: who is routed where stays longer than the requests.
    static let all = [
        whole, PlanDetail(foldsRouting: false, requests: .folded),
        PlanDetail(foldsRouting: false, requests: .count), PlanDetail(foldsRouting: true, requests: .folded),
        PlanDetail(foldsRouting: true, requests: .count),
    ]
}
