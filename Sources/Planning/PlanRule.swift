/// The stable name of what a plan does to people's routing, of a guard that refuses it, and of a warning beside it, for
/// whoever looks for one kind or counts them (docs/rules.md, "Rules of a plan"). A name is never given to another kind.
package enum PlanRule: String, Sendable, Hashable, CaseIterable {
    // What becomes of a value.
    case routingFallsBack = "routing-falls-back"
    case routingMoves = "routing-moves"
    case routingBegins = "routing-begins"
    case routingPassesBase = "routing-passes-base"
    case attributeChanges = "attribute-changes"
    case protectionLifted = "protection-lifted"

    // The guards.
    case detachesProtected = "detaches-protected"
    case emptiesProtected = "empties-protected"
    case takesFromProtected = "takes-from-protected"
    case takesFromUnprotected = "takes-from-unprotected"
    case protectedCycle = "protected-cycle"
    case strictPassesBase = "strict-passes-base"
    case strictFallsBack = "strict-falls-back"
    case strictAttributeChanges = "strict-attribute-changes"
    case massDetach = "mass-detach"

    // The warnings.
    case baseVanished = "base-vanished"
    case routesNobody = "routes-nobody"
    case connectionsUnread = "connections-unread"
    case userAttributesUnread = "user-attributes-unread"
    case unmetAssertion = "unmet-assertion"
    case valueListedInTwo = "value-listed-in-two"
    case joinedText = "joined-text"
    case unneededFallback = "unneeded-fallback"
}

extension Refusal {
    package var rule: PlanRule {
        switch self {
        case .detachesProtected: .detachesProtected
        case .emptiesProtected: .emptiesProtected
        case .takesProtected(let loss): loss.isLifting ? .takesFromUnprotected : .takesFromProtected
        case .protectedCycle: .protectedCycle
        case .fallbackWindows: .strictPassesBase
        case .fallBack: .strictFallsBack
        case .changesLookup: .strictAttributeChanges
        case .massDetach: .massDetach
        }
    }
}

extension PlanWarning {
    package var rule: PlanRule {
        switch self {
        case .baseVanished: .baseVanished
        case .routesNobody: .routesNobody
        case .connectionsUnread: .connectionsUnread
        case .userAttributesUnread: .userAttributesUnread
        case .assertion: .unmetAssertion
        case .sharedValue: .valueListedInTwo
        case .joinedText: .joinedText
        case .unneededFallback: .unneededFallback
        }
    }
}
