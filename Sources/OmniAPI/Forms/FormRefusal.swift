/// Tells a refusal of the body's form from a refusal of what it asks.
enum FormRefusal {
    /// The details that docs/omni-api.md lists for a body that was understood, in lower case.
    private static let refusalsOfContent = [
        "invalid method", "baseconnectionid", "not valid for this connection", "already in use",
        "id: invalid uuid",
    ]

    /// What servers answer to a body that they cannot read.
    private static let statuses: Set = [400, 415, 422]

    static func isAboutForm(_ kind: OmniError.Kind) -> Bool {
        guard case .refused(let status, let detail) = kind, statuses.contains(status) else { return false }
        let words = detail?.lowercased() ?? ""
        return !refusalsOfContent.contains { words.contains($0) }
    }
}
