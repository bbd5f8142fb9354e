import Reconciler

extension Refusal {
    /// What is refused, and the way out.
    func text(_ plan: Plan) -> String {
        switch self {
        case .detachesProtected(let address):
            "\"\(address)\" is protected and would be detached: put it back into the manifest, or first apply it with protect: false"
        case .emptiesProtected(let address):
            "\"\(address)\" is protected and would lose all of its values: leave it one, or remove its protect: true"
        case .protectedCycle(let addresses):
            """
            the values of \(addresses.map { "\"\($0)\"" }.joined(separator: ", ")) move in a circle, and each of them \
            is protected and would be empty in between: remove protect: true from one of them
            """
        case .fallbackWindow(let base, let window):
            """
            "\(base)" has isolation: strict, and "\(window.value)" would reach the base connection from request \
            \(window.opens + 1) to \(window.closes + 1), since Omni lets no two environments hold a value: \
            --allow-fallback "\(window.value)" lets it
            """
        case .fallsBack(let base, let value, let from):
            """
            "\(base)" has isolation: strict, and "\(value)" would fall back from "\(from)" to the base connection: \
            give it another environment, or --allow-fallback "\(value)"
            """
        case .massDetach(let count, let total):
            "\(count) of \(total) environments would be detached: --max-detach \(count) lets it"
        }
    }
}
