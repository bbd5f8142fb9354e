extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .locked(let holder): "the state is locked by \(holder?.id ?? "another run")"
        case .notHeld(let holder):
            holder.map { "the lock is held by \($0.id) now: nothing more is written there" }
                ?? "the lock is not held: somebody has freed it, and nothing more is written there"
        case .stale: "somebody else has written the state meanwhile: nothing more is written there"
        case .cannotLock:
            "this store takes the same lock twice, so that it cannot keep two runs apart: use one that honours conditional writes"
        case .noMark:
            "it gives its objects no ETag, so that it cannot keep two writers apart: use a store that does"
        case .permission(let status, let detail, let hint):
            "it refuses access (status \(status)\(Self.words(detail)))" + (hint.map { ": \($0)" } ?? "")
        case .refused(let status, let detail): "it answered with the status \(status)\(Self.words(detail))"
        case .unreachable(let reason): "it cannot be reached: \(reason)"
        case .copy(let reason): "its copy on this machine cannot be brought there: \(reason)"
        case .answerLost(let reason): "it gave no whole answer: \(reason)"
        case .foreign(let reason): "what it has is no state of omnienv, and is left alone: \(reason)"
        case .credentials(let reason): "its credentials cannot be had: \(reason)"
        case .interrupted: "a signal came before it answered"
        }
    }

    private static func words(_ detail: String?) -> String { detail.map { ", \($0)" } ?? "" }
}
