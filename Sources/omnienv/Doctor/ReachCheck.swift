import OmniAPI
package import OmniModel

/// Whether the instance is reached, and what this token gets from it.
package enum ReachCheck {
    /// How far two clocks may be apart before it is worth a word, in seconds.
    private static let tolerance: Int64 = 60

    /// - Parameters:
    ///   - instance: the address.
    ///   - proxy: the proxy's host and port.
    ///   - tokenSource: where the token was found.
    package static func results(
        _ answers: OmniAnswers,
        instance: InstanceURL,
        proxy: String?,
        tokenSource: String
    ) -> [any CheckResult] {
        let reached = ReachCheckResult.reached(instance, proxy: proxy)
        switch answers.connections {
        case .failure(let error):
            guard error.status != nil else { return [ReachCheckResult.unreachable(error, proxy: proxy)] }
            let first = first(error, tokenSource)
            return [reached, first] + clock(answers) + environments(answers) + attributes(answers)
        case .success:
            let accepted = ReachCheckResult.tokenAccepted(source: tokenSource)
            return [reached, accepted] + clock(answers) + environments(answers)
                + [ReachCheckResult.form(answers.form)] + attributes(answers)
        }
    }

    private static func first(_ error: OmniError, _ source: String) -> ReachCheckResult {
        switch error.kind {
        case .authentication: .tokenRefused(error, source: source)
        case .permission: .mayNotRead(error, source: source)
        default: .unusable(error)
        }
    }

    private static func clock(_ answers: OmniAnswers) -> [any CheckResult] {
        answers.clockLead.map {
            [abs($0) > tolerance ? ReachCheckResult.clockDiffers($0) : ReachCheckResult.clockAgrees]
        } ?? []
    }

    private static func environments(_ answers: OmniAnswers) -> [any CheckResult] {
        switch answers.environments {
        case nil: []
        case .success(.listed(let list)): [ReachCheckResult.lists(list.count)]
        case .success(.unavailable): [ReachCheckResult.hasNoList]
        case .failure(let error):
            if case .permission = error.kind {
                [ReachCheckResult.mayNotList(error)]
            } else {
                [ReachCheckResult.unusable(error)]
            }
        }
    }

    private static func attributes(_ answers: OmniAnswers) -> [any CheckResult] {
        switch answers.userAttributes {
        case nil: []
        case .success(let list): [ReachCheckResult.readsAttributes(list.count)]
        case .failure(let error):
            if case .permission = error.kind {
                [ReachCheckResult.mayNotReadAttributes]
            } else {
                [ReachCheckResult.attributesUnread(error)]
            }
        }
    }
}
