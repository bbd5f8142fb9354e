/// How much of each base a plan shows.
struct PlanDetail {
    enum Part {
        case whole
        /// The first few, and how many more there are.
        case folded
        /// How many there are.
        case count
    }

    let routing: Part
    let requests: Part

    static let whole = PlanDetail(routing: .whole, requests: .whole)
    /// What a plan falls back to when it does not fit: who is routed where stays longer than the requests.
    static let smaller = [
        PlanDetail(routing: .whole, requests: .folded), PlanDetail(routing: .whole, requests: .count),
        PlanDetail(routing: .folded, requests: .folded), PlanDetail(routing: .folded, requests: .count),
    ]
}
