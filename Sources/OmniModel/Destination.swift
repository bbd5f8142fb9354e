/// Where a value is routed within one base: to an environment, known by its connection, or to the base connection itself
/// (docs/routing.md). Labels play no part, so that renaming one changes no destination.
package enum Destination: Sendable, Hashable {
    case base
    case environment(ConnectionID)
}
