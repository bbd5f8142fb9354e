import Diagnostics
import OmniModel
import Planning

extension Refusal {
    /// What is refused, and the way out.
    func text(_ plan: Plan) -> String {
        switch self {
        case .detachesProtected(let address):
            "\"\(address)\" is protected and would be detached: put it back into the manifest, or first apply it with protect: false"
        case .emptiesProtected(let address):
            "\"\(address)\" is protected and would lose all of its values: leave it one, or first lift its protection in an apply of its own, with protect: false"
        case .takesWhileLifting(let address, let values):
            """
            "\(address.description.printable)" is protected, and the plan that lifts its protection takes \(values.quotedList) from it: \
            lift the protection in an apply of its own, then take the \(values.count == 1 ? "value" : "values")
            """
        case .protectedCycle(let addresses):
            """
            the values of \(addresses.map(\.description).quotedList) move in a cycle, and each of them \
            is protected and would be empty in between: first apply one of them with protect: false and its values as \
            they are
            """
        case .fallbackWindows(let base, let windows):
            """
            "\(base)" has isolation: strict, and \(windows.listed) would reach the base connection in between, since \
            Omni lets no two environments hold a value: \(Self.allowing(windows.map(\.value))) lets \
            \(windows.count == 1 ? "it" : "them")
            """
        case .fallBack(let base, let values, let from):
            """
            "\(base)" has isolation: strict, and \(values.quotedList) would fall back from "\(from)" to the base \
            connection: give \(values.count == 1 ? "it" : "them") another environment, or \(Self.allowing(values))
            """
        case .changesLookup(let base, let lookup):
            """
            "\(base)" has isolation: strict, and \(lookup.effect), which changes the routing of everyone: \
            --allow-fallback all lets it
            """
        case .massDetach(let count, let total):
            "\(count) of \(total) environments would be detached: --max-detach \(count) lets it"
        }
    }

    private static func allowing(_ values: [String]) -> String {
        values.count > 3
            ? "--allow-fallback all"
            : values.map { "--allow-fallback \($0.shellWord)" }.joined(separator: " ")
    }
}

extension LookupChange {
    fileprivate var effect: String {
        guard let from, let to else { return "its user attribute would be removed" }
        return
            "its values would be looked up by the user attribute \"\(to.printable)\" instead of \"\(from.printable)\""
    }
}

extension [FallbackWindow] {
    /// Up to ten of them, each with the requests that it spans.
    fileprivate var listed: String {
        let shown = prefix(10).map {
            "\"\($0.value.printable)\" (requests \($0.opens + 1) to \($0.closes + 1))"
        }
        let rest = count > shown.count ? " and \((count - shown.count).of("more value"))" : ""
        return shown.joined(separator: ", ") + rest
    }
}
