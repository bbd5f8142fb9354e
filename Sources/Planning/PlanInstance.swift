package import OmniModel

/// The Omni that a plan is for, and who names it.
package struct PlanInstance: Sendable, Hashable {
    /// Requests go only where the operator says. A manifest and a state say which instance they are bound to.
    package enum Source: String, Sendable {
        case `operator`
        case manifest
        case state
    }

    package let url: InstanceURL
    package let source: Source

    package init(url: InstanceURL, source: Source) {
        self.url = url
        self.source = source
    }
}
