import OmniModel

extension Observation {
    var basis: Plan.Basis {
        switch self {
        case .listed: .omni
        case .noListEndpoint: .noListEndpoint
        case .offline: .offline
        }
    }
}
