/// What a caller has to say right before an attempt of a write leaves, whatever waits came first.
package struct WriteCheck: Sendable {
    /// Whether there is anything to ask about, such as that much time has passed.
    let isDue: @Sendable () async -> Bool
    /// Whether the write may leave. It may read from Omni, on the places that the write has reserved. One that may
    /// not ends as `withheld`.
    let mayLeave: @Sendable (Reservation?) async throws(OmniError) -> Bool

    package init(
        isDue: @escaping @Sendable () async -> Bool,
        mayLeave: @escaping @Sendable (Reservation?) async throws(OmniError) -> Bool
    ) {
        self.isDue = isDue
        self.mayLeave = mayLeave
    }
}
