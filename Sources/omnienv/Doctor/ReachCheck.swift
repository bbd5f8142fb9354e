import Diagnostics
import OmniAPI
import OmniModel
import Planning

extension OmniAnswers {
    /// Whether the instance is reached, and what this token gets from it.
    ///
    /// - Parameters:
    ///   - instance: the address.
    ///   - proxy: the proxy's host and port.
    ///   - tokenSource: where the token was found.
    func results(instance: InstanceURL, proxy: String?, tokenSource: String) -> [any CheckResult] {
        let reached = ReachCheckResult.reached(instance, proxy: proxy)
        switch connections {
        case .failure(let error):
            guard error.status != nil else { return [ReachCheckResult.unreachable(error, proxy: proxy)] }
            return [reached, Self.first(error, tokenSource)] + environmentResults + attributeResults
                + endpointResults
        case .success:
            let accepted = ReachCheckResult.tokenAccepted(source: tokenSource)
            return [reached, accepted] + environmentResults + attributeResults + endpointResults
        }
    }

    private static func first(_ error: OmniError, _ source: String) -> ReachCheckResult {
        switch error.kind {
        case .authentication: .tokenRefused(error, source: source)
        case .permission: .mayNotRead(error, source: source)
        default: .unusable(error)
        }
    }

    private var environmentResults: [any CheckResult] {
        switch environments {
        case nil: []
        case .success(let list?): [ReachCheckResult.lists(list.environments.count)]
        case .success(nil): [ReachCheckResult.hasNoList]
        case .failure(let error):
            if case .permission = error.kind {
                [ReachCheckResult.mayNotList(error)]
            } else {
                [ReachCheckResult.unusable(error)]
            }
        }
    }

    private var attributeResults: [any CheckResult] {
        switch userAttributes {
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

extension OmniAnswers {
    private var endpointResults: [any CheckResult] {
        switch specified {
        case nil: []
        case .success(nil): [ReachCheckResult.hasNoSpecification]
        case .success(let endpoints?):
            Self.results(Endpoint.allCases.filter { !endpoints.contains($0) && isNeeded($0) })
        case .failure(let error): [ReachCheckResult.specificationUnread(error)]
        }
    }

    /// A connection is asked for by itself only where the connections may not be listed.
    private func isNeeded(_ endpoint: Endpoint) -> Bool {
        switch endpoint {
        case .attach, .setValues, .detach, .setUserAttribute: true
        case .connection: if case .failure = connections { true } else { false }
        }
    }

    private static func results(_ lacking: [Endpoint]) -> [any CheckResult] {
        lacking.isEmpty ? [ReachCheckResult.hasEndpoints] : lacking.map(ReachCheckResult.lacks)
    }
}

/// What Omni answered to the reads of `doctor`; nil for one that was not made, because the first one has shown that it would
/// fail too.
struct OmniAnswers: Sendable {
    var connections: Result<[Connection], OmniError>
    var environments: Result<EnvironmentList?, OmniError>?
    var userAttributes: Result<[UserAttribute], OmniError>?
    /// The endpoints of the instance's own specification; nil within where it shows none.
    var specified: Result<Set<Endpoint>?, OmniError>?

    init(_ connections: Result<[Connection], OmniError>) {
        self.connections = connections
    }

    /// None where Omni has no list, or did not give it.
    var listedEnvironments: [ConnectionEnvironment] {
        guard case .success(let list?)? = environments else { return [] }
        return list.environments
    }

    static func read(from reader: OmniReader) async -> OmniAnswers {
        var answers: OmniAnswers
        do {
            answers = OmniAnswers(.success(try await reader.connections(includeDeleted: true)))
        } catch {
            answers = OmniAnswers(.failure(error))
            guard case .permission = error.kind else { return answers }
        }
        async let environments = result { () async throws(OmniError) in try await reader.environments() }
        async let attributes = result { () async throws(OmniError) in try await reader.userAttributes() }
        async let specified = result { () async throws(OmniError) in try await reader.specifiedEndpoints() }
        answers.environments = await environments
        answers.userAttributes = await attributes
        answers.specified = await specified
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

/// Whether the instance is reached, and what the token may do.
enum ReachCheckResult: CheckResult {
    /// An address or a token that is missing or cannot be used; with the words for it.
    case unconfigured(TerminalText, isToken: Bool)
    case reached(InstanceURL, proxy: String?)
    case unreachable(OmniError, proxy: String?)
    case tokenAccepted(source: String)
    case tokenRefused(OmniError, source: String)
    case mayNotRead(OmniError, source: String)
    case lists(Int)
    case hasNoList
    case mayNotList(OmniError)
    case unusable(OmniError)
    case readsAttributes(Int)
    case mayNotReadAttributes
    case attributesUnread(OmniError)
    case hasEndpoints
    case lacks(Endpoint)
    case hasNoSpecification
    case specificationUnread(OmniError)

    var verdict: Verdict {
        switch self {
        case .reached, .tokenAccepted, .lists, .readsAttributes, .hasEndpoints, .hasNoSpecification: .ok
        case .hasNoList, .mayNotReadAttributes, .attributesUnread, .lacks, .specificationUnread: .warning
        case .unconfigured, .unreachable, .tokenRefused, .mayNotRead, .mayNotList, .unusable: .failed
        }
    }

    var concernsToken: Bool {
        switch self {
        case .unconfigured(_, let isToken): isToken
        case .tokenRefused, .mayNotRead, .mayNotList: true
        default: false
        }
    }

    var subject: TerminalText {
        switch self {
        case .unconfigured(_, let isToken): isToken ? "token" : "instance"
        case .reached, .unreachable, .unusable: "instance"
        case .tokenAccepted, .tokenRefused, .mayNotRead: "token"
        case .lists, .hasNoList, .mayNotList: "environments"
        case .readsAttributes, .mayNotReadAttributes, .attributesUnread: "user attributes"
        case .hasEndpoints, .lacks, .hasNoSpecification, .specificationUnread: "endpoints"
        }
    }
}

extension ReachCheckResult {
    var message: TerminalText {
        switch self {
        case .unconfigured(let words, _): words
        case .reached(let url, let proxy):
            "\(url) answers\(url.scheme == .https ? " over TLS" : "" as TerminalText)\(Self.by(proxy))"
        case .unreachable(let error, let proxy): "\(error)\(Self.by(proxy))"
        case .tokenAccepted(let source): "accepted, from \(source), and may read the connections"
        case .tokenRefused(let error, let source), .mayNotRead(let error, let source):
            "\(error) (from \(source))"
        case .lists(let count): "may be listed; this organization has \(count)"
        case .hasNoList: Plan.Basis.withoutList
        case .mayNotList(let error), .unusable(let error): "\(error)"
        case .attributesUnread(let error), .specificationUnread(let error): "not checked: \(error)"
        case .readsAttributes(let count): "\(count) defined"
        case .mayNotReadAttributes: "only an organization admin may read them, so that none can be checked"
        case .hasEndpoints: "the instance's specification has all that changes are made with"
        case .lacks(let endpoint): "the instance's specification lacks \(endpoint.call): \(endpoint.loss)"
        case .hasNoSpecification:
            "the instance shows no specification at /openapi.json; whether it has an endpoint is seen when it is asked"
        }
    }

    var fix: TerminalText? {
        switch self {
        case .hasNoList: "back the state up, or keep it in a shared store"
        case .tokenRefused, .mayNotRead: "set OMNI_API_TOKEN or give --token-file for another"
        default: nil
        }
    }

    private static func by(_ proxy: String?) -> TerminalText { proxy.map { ", by the proxy \($0)" } ?? "" }
}

extension Endpoint {
    /// What cannot be done where it is lacking.
    fileprivate var loss: TerminalText {
        switch self {
        case .attach: "no environment can be attached"
        case .setValues: "no environment can be given values"
        case .detach: "no environment can be detached"
        case .setUserAttribute: "no base can be given a user attribute or default values"
        case .connection: "a connection cannot be read by its id"
        }
    }
}
