package import OmniAPI
package import Planning

/// Who watches an apply, and who may stop it.
package struct ApplyHooks: Sendable {
    /// The clock and the waiting that the client uses too.
    package let client: ClientHooks
    /// Asked before every step: whether to start no more of them.
    package let isStopping: @Sendable () -> Bool
    package let notify: @Sendable (ApplyEvent) -> Void

    package init(
        client: ClientHooks,
        isStopping: @escaping @Sendable () -> Bool,
        notify: @escaping @Sendable (ApplyEvent) -> Void
    ) {
        self.client = client
        self.isStopping = isStopping
        self.notify = notify
    }
}

/// Told as it happens; `base` is the base's label.
package enum ApplyEvent: Sendable {
    case started(Step, base: String)
    case finished(Step, base: String)
    case failed(Step, base: String, ApplyFailure)
}
