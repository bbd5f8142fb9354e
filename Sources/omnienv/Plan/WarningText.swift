import Diagnostics
import Planning

extension PlanWarning {
    /// What looks wrong, and what to do.
    var text: String {
        switch self {
        case .baseVanished(let base, let recorded):
            """
            Omni lists none of the \(recorded) environments that the state has of "\(base)": unless somebody \
            detached them all, the token may not see them
            """
        case .routesNobody(let base):
            """
            the base connection "\(base)" has no user attribute, neither in the manifest nor in Omni, so that nobody \
            is routed to its environments: write userAttribute
            """
        case .unlistedConnection(let address, let id):
            """
            Omni lists no connection \(id), which the plan attaches as "\(address)": unless the token merely does not \
            see it, Omni will refuse
            """
        case .unneededFallback(let base, let entry):
            """
            allowFallback of "\(base.printable)" lists "\(entry.value.printable)" (line \(entry.line)), which this plan does \
            not need: remove it
            """
        }
    }
}

extension Console {
    func warn(_ warnings: [PlanWarning]) {
        for warning in warnings { self.warning(warning.text) }
    }
}
