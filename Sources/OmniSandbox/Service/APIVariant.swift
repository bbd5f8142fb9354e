/// Which of the forms of its API a sandbox serves, and to whom: instances of Omni differ in them.
package struct APIVariant: Sendable {
    /// The two forms that Omni's sources describe (docs/omni-api.md): lists as comma-separated strings, or as
    /// arrays. A body of the other form is refused.
    package enum Wire: String, Sendable, CaseIterable {
        case documented, array
    }

    /// `{"detail": …, "status": …}` or `{"error": …, "message": …}`.
    package enum ErrorShape: String, Sendable, CaseIterable {
        case detail, message
    }

    package enum Permission: String, Sendable, CaseIterable {
        case admin, none
    }

    package var wire = Wire.documented
    package var errorShape = ErrorShape.detail
    /// False for an instance as of 2025-07: no list of environments, no detaching, no reading of one
    /// connection.
    package var hasList = true
    /// Requests in any 60 seconds; nil for no limit.
    package var rateLimit: Int?
    /// What each token may do; nil admits any token as an administrator's.
    package var tokens: [String: Permission]?

    package init() {}
}
