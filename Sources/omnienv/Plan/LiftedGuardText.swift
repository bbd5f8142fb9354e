import Diagnostics
import OmniModel
import Planning

extension LiftedGuard {
    /// Which guard does not hold, and what that lets happen.
    var text: String {
        switch self {
        case .prune: "--prune: what has left the manifest is detached"
        case .emptyList: "--accept-empty: an empty list of environments is believed"
        case .massDetach(let limit): "--max-detach \(limit): so many environments may be detached"
        case .fallbacks(.all):
            "--allow-fallback all: every value may fall back to a base with isolation: strict"
        case .fallbacks(let values):
            """
            --allow-fallback: \(values.words.listed(atMost: .max)) may fall back to a base with isolation: strict
            """
        case .isolation(let base):
            "isolation of \(base.printable): strict at the last apply, report in the manifest"
        case .protection(let address):
            "protection of \(address.description.printable): protected at the last apply, no longer in the manifest"
        }
    }
}

/// A guard that a plan lifts, in JSON: `guard`, and what belongs to it.
struct LiftedGuardDocument: Encodable {
    private(set) var `guard`: String
    private(set) var count: Int?
    private(set) var values: [String]?
    private(set) var base: String?
    private(set) var address: String?

    init(_ lifted: LiftedGuard) {
        switch lifted {
        case .prune: `guard` = "prune"
        case .emptyList: `guard` = "accept_empty"
        case .massDetach(let limit): (`guard`, count) = ("max_detach", limit)
        case .fallbacks(let allowed): (`guard`, values) = ("allow_fallback", allowed.words)
        case .isolation(let base): (`guard`, self.base) = ("isolation", base)
        case .protection(let address): (`guard`, self.address) = ("protection", address.description)
        }
    }
}

extension PlanInstance {
    /// The address, and who names it where that is not the operator.
    var text: String {
        switch source {
        case .operator: "Instance: \(url)"
        case .manifest: "Instance: \(url) (the manifest names it; nothing was asked there)"
        case .state: "Instance: \(url) (the state names it; nothing was asked there)"
        }
    }
}
