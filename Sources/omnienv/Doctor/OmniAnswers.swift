package import OmniAPI
package import OmniModel

/// What Omni answered to the three reads of `doctor`; nil for one that was not made, because the first one has shown
/// that it would fail too.
package struct OmniAnswers: Sendable {
    package var connections: Result<[Connection], OmniError>
    package var form: WireForm?
    package var environments: Result<EnvironmentListing, OmniError>?
    package var userAttributes: Result<[UserAttribute], OmniError>?
    /// How many seconds this machine's clock is ahead of Omni's.
    package var clockLead: Int64?

    package init(_ connections: Result<[Connection], OmniError>) {
        self.connections = connections
    }

    package static func read(from reader: OmniReader) async -> OmniAnswers {
        var answers: OmniAnswers
        do {
            let (connections, form) = try await reader.connectionsAndForm()
            answers = OmniAnswers(.success(connections))
            answers.form = form
        } catch {
            answers = OmniAnswers(.failure(error))
            guard case .permission = error.kind else { return answers }
        }
        async let environments = result { () async throws(OmniError) in try await reader.environments() }
        async let attributes = result { () async throws(OmniError) in try await reader.userAttributes() }
        answers.environments = await environments
        answers.userAttributes = await attributes
        return answers
    }

    private static func result<Answer: Sendable>(
        _ call: () async throws(OmniError) -> Answer
    ) async -> Result<Answer, OmniError> {
        do {
            return .success(try await call())
        } catch {
            return .failure(error)
        }
    }
}
