/// Where a value leads within one base: to an environment, called by its connection's id, or by its label where that is all
/// there is; or to the base connection itself.
package enum Destination<Environment: Sendable & Hashable>: Sendable, Hashable {
    case base
    case environment(Environment)
}
