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
    package static func symptoms(
        _ answers: OmniAnswers,
        instance: InstanceURL,
        proxy: String?,
        tokenSource: String
    ) -> [any Symptom] {
        let reached = ReachSymptom.reached(instance, proxy: proxy)
        switch answers.connections {
        case .failure(let error):
            guard error.status != nil else { return [ReachSymptom.unreachable(error, proxy: proxy)] }
            let first = first(error, tokenSource)
            return [reached, first] + clock(answers) + environments(answers) + attributes(answers)
        case .success:
            let accepted = ReachSymptom.tokenAccepted(source: tokenSource)
            return [reached, accepted] + clock(answers) + environments(answers)
                + [ReachSymptom.form(answers.form)] + attributes(answers)
        }
    }

    private static func first(_ error: OmniError, _ source: String) -> ReachSymptom {
        switch error.kind {
        case .authentication: .tokenRefused(error, source: source)
        case .permission: .mayNotRead(error, source: source)
        default: .unusable(error)
        }
    }

    private static func clock(_ answers: OmniAnswers) -> [any Symptom] {
        answers.clockLead.map {
            [abs($0) > tolerance ? ReachSymptom.clockDiffers($0) : ReachSymptom.clockAgrees]
        } ?? []
    }

    private static func environments(_ answers: OmniAnswers) -> [any Symptom] {
        switch answers.environments {
        case nil: []
        case .success(.listed(let list)): [ReachSymptom.lists(list.count)]
        case .success(.unavailable): [ReachSymptom.hasNoList]
        case .failure(let error):
            if case .permission = error.kind {
                [ReachSymptom.mayNotList(error)]
            } else {
                [ReachSymptom.unusable(error)]
            }
        }
    }

    private static func attributes(_ answers: OmniAnswers) -> [any Symptom] {
        switch answers.userAttributes {
        case nil: []
        case .success(let list): [ReachSymptom.readsAttributes(list.count)]
        case .failure(let error):
            if case .permission = error.kind {
                [ReachSymptom.mayNotReadAttributes]
            } else {
                [ReachSymptom.attributesUnread(error)]
            }
        }
    }
}
