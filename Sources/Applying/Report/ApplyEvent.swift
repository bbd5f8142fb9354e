package import Planning

/// Told as it happens; `base` is the base's label.
package enum ApplyEvent: Sendable {
    case started(Step, base: String)
    case finished(Step, base: String)
    case failed(Step, base: String, ApplyFailure)
}
