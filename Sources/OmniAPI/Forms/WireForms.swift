/// Which form each kind of write goes out in, for the whole run. It starts with the documented one; until a kind
/// has succeeded once, one write at a time goes out, because that one may find that the other form is wanted.
struct WireForms {
    struct Turn: Hashable {
        let kind: FormedWrite.Kind
        let form: WireForm
        /// Whether a refusal may be answered with the other form.
        let mayProbe: Bool
    }

    enum Finding: Hashable {
        case nothing
        /// The server understood the form and refused what was asked.
        case understood(WireForm)
        case accepted(WireForm)
    }

    private var forms: [FormedWrite.Kind: WireForm] = [:]
    private var settled: Set<FormedWrite.Kind> = []
    private var isProbing = false

    /// Nil while another write finds out: it has to be asked again when that one has ended.
    mutating func begin(_ kind: FormedWrite.Kind) -> Turn? {
        if settled.contains(kind) { return Turn(kind: kind, form: form(of: kind), mayProbe: false) }
        guard !isProbing else { return nil }
        isProbing = true
        return Turn(kind: kind, form: form(of: kind), mayProbe: true)
    }

    mutating func end(_ turn: Turn, with finding: Finding) {
        guard turn.mayProbe else { return }
        isProbing = false
        switch finding {
        case .nothing: break
        case .understood(let form): forms[turn.kind] = form
        case .accepted(let form):
            settled.insert(turn.kind)
            forms[turn.kind] = form
            for other in FormedWrite.Kind.allCases where !settled.contains(other) { forms[other] = form }
        }
    }

    private func form(of kind: FormedWrite.Kind) -> WireForm { forms[kind] ?? .documented }
}
