/// Where a value leads within one base: to an environment, known by its connection, or to the base connection itself.
package enum Destination: Sendable, Hashable {
    case base
    case environment(ConnectionID)
}
