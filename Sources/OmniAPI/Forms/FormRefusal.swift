/// Tells a refusal of the body's form from a refusal of what it asks.
enum FormRefusal {
    /// The details that omni-api.md lists for a body that was understood, in lower case.
    private static let refusalsOfContent = [
        "invalid method", "baseconnectionid", "not valid for this connection", "already in use",
        "id: invalid uuid",
    ]

    static func isAboutForm(_ kind: OmniError.Kind) -> Bool {
        guard case .refused(status: 400, let detail) = kind else { return false }
        let words = detail?.lowercased() ?? ""
        return !refusalsOfContent.contains { words.contains($0) }
    }

    /// Whether it shows that the server understood the form.
    static func isAboutContent(_ kind: OmniError.Kind) -> Bool {
        guard case .refused(status: 400, _) = kind else { return false }
        return !isAboutForm(kind)
    }
}
