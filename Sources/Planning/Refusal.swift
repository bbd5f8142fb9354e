package import OmniModel

/// A guard that keeps a plan from being applied (exit code 4), with the facts that its message names.
package enum Refusal: Sendable, Hashable {
    /// A protected environment would be detached.
    case detachesProtected(Address)
    /// A protected environment would lose all of its values.
    case emptiesProtected(Address)
    /// The protection of an environment would be lifted, and values taken from it, by one and the same plan.
    case takesWhileLifting(Address, values: [String])
    /// Values move in a cycle, and every environment in it is protected and would be empty in between.
    case protectedCycle([Address])
    /// On a strict base values would pass through the base connection.
    case fallbackWindows(base: String, [FallbackWindow])
    /// On a strict base routed values would be routed to the base connection from then on; `from` is the label of
    /// their environment.
    case fallBack(base: String, values: [String], from: String)
    /// On a strict base values would be looked up by another attribute, or by none any more.
    case changesLookup(base: String, LookupChange)
    /// More than 30 % of ten or more environments would be detached.
    case massDetach(count: Int, of: Int)
}
